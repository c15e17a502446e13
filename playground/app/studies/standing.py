"""How far a study is, in a line."""

from PySide6.QtCore import QCoreApplication

from playground.app.studies.runner import StudyThread
from playground.app.studies.show import Show
from playground.app.words.numbers import count_text
from playground.studies import Progress, duration


def standing(progress: Progress | None, thread: StudyThread, show: Show) -> str:
    """Tell how far a study under way is: "45 of 70 trials · 2 cores · 12 s left"."""
    if progress is None or not show.begun_at_all:
        return _tr("starting the workers…") if thread.address == "" else _tr("looking for the cluster…")
    parts = [_tr("{n} of {all} trials").format(n=count_text(progress.done), all=count_text(progress.total))]
    parts.append(_workers(thread))
    if progress.seconds_left is not None:
        parts.append(_tr("{time} left").format(time=str(duration(progress.seconds_left))))
    return " · ".join(parts)


def outcome(thread: StudyThread, show: Show) -> str:
    """Tell what a study that is over came to."""
    done, total = show.board.done, len(show.board.trials)
    if done < total and thread.cancelled:
        pattern = _tr("cancelled · {n} of {all} trials are done")
    elif done < total:
        pattern = _tr("stopped · {n} of {all} trials are done")
    else:
        pattern = _tr("done · {n} trial") if total == 1 else _tr("done · {n} trials")
    text = pattern.format(n=count_text(done), all=count_text(total))
    spoiled = sum(group.spoiled - group.failed for group in show.board.groups)
    if spoiled:
        text = f"{text}, {_tr('{n} ran away').format(n=count_text(spoiled))}"
    return f"{text} · {duration(thread.seconds)}"


def _workers(thread: StudyThread) -> str:
    count = thread.workers
    if thread.address:
        return _tr("1 worker") if count == 1 else _tr("{n} workers").format(n=count)
    return _tr("1 core") if count == 1 else _tr("{n} cores").format(n=count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Standing", text)
