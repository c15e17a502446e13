"""The finding: what the results say in one line, computed from them and from nothing else."""

import math
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.app.studies.board import Board, Group
from playground.app.studies.words import Subject
from playground.app.words.numbers import figure_text as share_of_1
from playground.app.words.numbers import loss_text, percent_text
from playground.studies import best_of

What = Literal["accuracy", "r_squared", "loss"]
_PREFERRED = ("test", "validation", "train")


def figure_name(parts: Sequence[str], what: What) -> str:
    """The figure by which groups are told apart: of the test part where there is one, else of the next best."""
    part = next((part for part in _PREFERRED if part in parts), "train")
    return f"{part}_{what}"


def finding(board: Board, subject: Subject, figure: str) -> str:
    """One line on the groups that have results; empty before there are two."""
    ranked = _ranked(board, figure)
    if len(ranked) < 2:
        return ""
    best = ranked[0]
    figures = [group.spread(figure).mean for group in ranked]
    if max(figures) == min(figures):
        return _tr("Nothing tells them apart: {figure} {value} throughout.").format(
            figure=figure_title(figure), value=_value(best, figure)
        )
    single = best.spread(figure).count < 2
    pattern = _tr("Best {figure} {value} at {name}") if single else _tr("Best mean {figure} {value} at {name}")
    told = pattern.format(figure=figure_title(figure), value=_value(best, figure), name=subject.name(best))
    if single:
        return told + _tr("; a single seed, so small differences may be chance.")
    return told + _rivals(ranked, subject, figure)


def best_group(board: Board, figure: str) -> int:
    """The number of the group that is best; -1 where there is none, or nothing tells them apart."""
    ranked = _ranked(board, figure)
    if len(ranked) < 2 or ranked[0].spread(figure).mean == ranked[-1].spread(figure).mean:
        return -1
    return ranked[0].number


def search_finding(board: Board, subject: Subject, figure: str) -> str:
    """One line on the best trial of a search, and what it does on the test part once that was measured."""
    best = best_of(board.results)
    if best is None:
        return ""
    told = _tr("Best {figure} {value} at {name}").format(
        figure=figure_title(figure),
        value=figure_text(figure, best.figure(figure)),
        name=subject.name(board.group_of(best.number)),
    )
    test = f"test_{figure.partition('_')[2]}"
    value = best.figure(test)
    if value is None:
        return f"{told}."
    return _tr("{best}; its {figure}, measured once, is {value}.").format(
        best=told, figure=figure_title(test), value=figure_text(test, value)
    )


def _rivals(ranked: list[Group], subject: Subject, figure: str) -> str:
    """How many others are as good within the spread of the best, and which of these is the smallest."""
    best, spread = ranked[0], ranked[0].spread(figure)
    near = [group for group in ranked[1:] if abs(group.spread(figure).mean - spread.mean) <= spread.deviation]
    if not near:
        return _tr("; no other is within one standard deviation of it.")
    smallest = min(near, key=lambda group: (group.parameters or math.inf, group.number))
    if (smallest.parameters or 0) < (best.parameters or 0):
        return _tr("; within one standard deviation of it, with {n} parameters instead of {m}: {name}.").format(
            name=subject.name(smallest), n=f"{smallest.parameters:,}", m=f"{best.parameters:,}"
        )
    names = [subject.name(group) for group in sorted(near, key=lambda group: group.number)]
    if len(names) > 3:
        return _tr("; {n} others are within one standard deviation of it.").format(n=len(names))
    pattern = _tr("; {names} is as good within one standard deviation.")
    if len(names) > 1:
        pattern = _tr("; {names} are as good within one standard deviation.")
    return pattern.format(names=_listed(names))


def _ranked(board: Board, figure: str) -> list[Group]:
    """The groups with results, the best first; of equals the one that was named first."""
    able = [group for group in board.groups if group.spread(figure).count]
    sign = 1 if figure.endswith("loss") else -1
    return sorted(able, key=lambda group: (sign * group.spread(figure).mean, group.number))


def figure_title(figure: str) -> str:
    """A figure in words."""
    return {
        "train_accuracy": _tr("training accuracy"),
        "validation_accuracy": _tr("validation accuracy"),
        "test_accuracy": _tr("test accuracy"),
        "train_r_squared": _tr("training R²"),
        "validation_r_squared": _tr("validation R²"),
        "test_r_squared": _tr("test R²"),
        "train_loss": _tr("training loss"),
        "validation_loss": _tr("validation loss"),
        "test_loss": _tr("test loss"),
    }[figure]


def figure_text(figure: str, value: float | None) -> str:
    """A figure's value as it is written."""
    if figure.endswith("accuracy"):
        return percent_text(value)
    return loss_text(value) if figure.endswith("loss") else share_of_1(value)


def _value(group: Group, figure: str) -> str:
    return figure_text(figure, group.spread(figure).mean)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Finding", text)
