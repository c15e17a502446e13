"""What is said of a trial, or of all those of a group, under its picture."""

from PySide6.QtCore import QCoreApplication

from playground.app.studies.board import Group
from playground.app.words.numbers import count_text
from playground.studies import Slice
from playground.studies.trial import FAILED


def standing_of(group: Group, live: Slice | None) -> str:
    """How far the trials of one of the compared are; nothing is said of a single one that is done."""
    done, all_, spoiled = len(group.results), len(group.trials), group.spoiled
    if spoiled:
        if any(result.reason == FAILED for result in group.results.values()):
            pattern = _tr("failed") if all_ == 1 else _tr("{n} of {all} failed")
        else:
            pattern = _tr("ran away") if all_ == 1 else _tr("{n} of {all} ran away")
        return pattern.format(n=spoiled, all=all_)
    if not done:
        return _tr("epoch {n}").format(n=count_text(live.epoch if live else 0))
    if done < all_:
        return _tr("{n} of {all} seeds").format(n=done, all=all_)
    return "" if all_ == 1 else seeds_text(all_)


def figure_of(live: Slice, figure: str) -> float | None:
    """A figure of a trial as it stands; None where there is none."""
    part, _, what = figure.partition("_")
    if what == "r_squared":
        return live.r_squared.get(part)
    score = live.scores.get(part)
    return None if score is None else (score.loss if what == "loss" else score.accuracy)


def seeds_text(count: int) -> str:
    """How many seeds."""
    return _tr("1 seed") if count == 1 else _tr("{n} seeds").format(n=count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Show", text)
