"""What is said of a trial, or of all those of a group, under its picture."""

from PySide6.QtCore import QCoreApplication

from playground.app.words.numbers import count_text
from playground.studies import Group, Slice


def standing_of(group: Group, live: Slice | None) -> str:
    """How far the trials of one of the compared are; nothing is said of a single one that is done."""
    done, all_, spoiled = len(group.results), len(group.trials), group.spoiled
    if spoiled:
        if group.failed:
            pattern = _tr("failed") if all_ == 1 else _tr("{n} of {all} failed")
        else:
            pattern = _tr("ran away") if all_ == 1 else _tr("{n} of {all} ran away")
        return pattern.format(n=spoiled, all=all_)
    if not done:
        return _tr("epoch {n}").format(n=count_text(live.epoch if live else 0))
    if done < all_:
        return _tr("{n} of {all} repeats").format(n=done, all=all_)
    return "" if all_ == 1 else seeds_text(all_)


def seeds_text(count: int) -> str:
    """So many repeats."""
    return _tr("1 repeat") if count == 1 else _tr("{n} repeats").format(n=count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Show", text)
