"""The results as rows of the table: one for each of the compared, or one for each trial."""

from collections.abc import Sequence
from functools import partial
from math import isnan
from typing import Any

from PySide6.QtCore import QCoreApplication

from playground.app.studies.finding import figure_text, figure_title
from playground.app.studies.table_model import Cells, Column
from playground.app.studies.words import Subject, value_text
from playground.app.words.numbers import ABSENT
from playground.studies import Group, Result, Trial

Figures = Sequence[str]


def share_text(share: float | None) -> str:
    """A share in percent with two places: of 400 samples each is a quarter of a percent."""
    return ABSENT if share is None or isnan(share) else f"{100 * share:.2f} %"


def seconds_text(seconds: float | None) -> str:
    """Seconds to two or three significant places."""
    if seconds is None or isnan(seconds):
        return ABSENT
    return f"{seconds:.2f} s" if seconds < 100 else f"{seconds:,.0f} s"


def group_columns(subject: Subject, figures: Figures, main: str, *, seeds: bool) -> tuple[Column, ...]:
    """The columns of a row for each of the compared; `seeds` says whether it has several. The losses come last."""
    first, last = _parted(figures)
    help_text = _tr("Half the width of the interval of the {figure}: where two do not touch, there is a difference")
    text = _points if main.endswith("accuracy") else partial(figure_text, main)
    half = Column(_tr("±"), help_text.format(figure=figure_title(main)), text)
    return (
        *_subject_columns(subject),
        *(_figure_column(figure, mean=seeds) for figure in first),
        *((half,) if seeds else ()),
        Column(_tr("best epoch"), _tr("Whose weights were kept, on average"), _count),
        Column(_tr("parameters"), _tr("Weights and biases in all"), _count),
        Column(_tr("time"), _tr("Seconds of training, on average"), seconds_text, sample="00.00 s"),
        *(_figure_column(figure, mean=seeds) for figure in last),
        *((Column(_tr("trials"), _tr("How many count: what ran away or failed stays out"), str),) if seeds else ()),
    )


def group_row(group: Group, subject: Subject, figures: Figures, half: float, *, seeds: bool) -> Cells:
    """The row of one of the compared; `half` is half the width of the interval of the figure that it is judged by."""
    first, last = _parted(figures)
    kept = [result.kept_epoch for result in group.sound]
    return (
        *_subject_values(subject, group),
        *(_known(group.spread(figure).mean) for figure in first),
        *([_known(half)] if seeds else []),
        round(sum(kept) / len(kept)) if kept else None,
        group.parameters,
        group.seconds,
        *(_known(group.spread(figure).mean) for figure in last),
        *([_trials_text(group)] if seeds else []),
    )


def trial_columns(subject: Subject, figures: Figures) -> tuple[Column, ...]:
    """The columns of a row for each trial."""
    first, last = _parted(figures)
    return (
        *_subject_columns(subject),
        Column(_tr("seed"), _tr("Of first weights and batch order"), _count),
        *(_figure_column(figure, mean=False) for figure in first),
        Column(_tr("outcome"), _tr("Why it ended"), str, words=True),
        Column(_tr("epochs"), _tr("How long it was trained"), _count),
        Column(_tr("best epoch"), _tr("Whose weights were kept, and these figures belong to"), _count),
        Column(_tr("parameters"), _tr("Weights and biases in all"), _count),
        Column(_tr("time"), _tr("Seconds of training"), seconds_text, sample="00.00 s"),
        *(_figure_column(figure, mean=False) for figure in last),
    )


def trial_row(trial: Trial, group: Group, subject: Subject, figures: Figures) -> Cells:
    """The row of a trial."""
    result = group.results.get(trial.number)
    values = _no_values(figures) if result is None else _result_values(result, figures)
    return (*_subject_values(subject, group), trial.seed, *values)


def _parted(figures: Figures) -> tuple[Figures, Figures]:
    """What a table begins with, and what comes last: where there is no accuracy, the losses are what it is about."""
    losses = [figure for figure in figures if figure.endswith("loss")]
    rest = [figure for figure in figures if figure not in losses]
    return (rest, losses) if rest else (losses, [])


def _result_values(result: Result, figures: Figures) -> list[Any]:
    first, last = _parted(figures)
    outcome = result.reason.replace("_", " ")
    told = [outcome, result.epochs, result.kept_epoch, result.parameters or None, result.seconds]
    return [*(result.figure(figure) for figure in first), *told, *(result.figure(figure) for figure in last)]


def _no_values(figures: Figures) -> list[Any]:
    first, last = _parted(figures)
    return [*([None] * len(first)), "", *([None] * (4 + len(last)))]


def _trials_text(group: Group) -> str:
    done, counted = len(group.results), len(group.sound)
    return f"{done:,}" if counted == done else _tr("{n} of {all}").format(n=counted, all=done)


def _subject_columns(subject: Subject) -> list[Column]:
    if not subject.paths or subject.by_name:
        return [Column(_tr("variant"), _tr("What is compared"), str, words=True)]
    return [_setting_column(subject, path) for path in subject.paths]


def _setting_column(subject: Subject, path: str) -> Column:
    text = partial(value_text, path)
    return Column(subject.small_title(path), subject.title(path), text, words=subject.is_name(path))


def _subject_values(subject: Subject, group: Group) -> list[Any]:
    if not subject.paths or subject.by_name:
        return [subject.name(group)]
    return [group.assignments.get(path) for path in subject.paths]


def _figure_column(figure: str, *, mean: bool) -> Column:
    part, _, what = figure.partition("_")
    short = {"train": _tr("train"), "validation": _tr("validation"), "test": _tr("test")}[part]
    if what != "accuracy":
        short = (_tr("{part} loss") if what == "loss" else _tr("{part} R²")).format(part=short)
    pattern = _tr("{figure}, mean over the repeats that are done and sound") if mean else _tr("{figure} at the end")
    help_text = pattern.format(figure=figure_title(figure))
    text = share_text if what == "accuracy" else partial(figure_text, figure)
    return Column(short, help_text[:1].upper() + help_text[1:], text, sample="00.00 %")


def _points(share: float | None) -> str:
    return ABSENT if share is None or isnan(share) else f"{100 * share:.1f}"


def _count(number: int | None) -> str:
    return ABSENT if number is None else f"{number:,}"


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultRows", text)
