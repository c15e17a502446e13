"""The study that a window shows: what has come, in the words and pictures that the views ask for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from playground.app.studies.finding import What, figure_name, figure_text
from playground.app.studies.pictures import Pictures
from playground.app.studies.plan import Plan, subject_of
from playground.app.studies.runner import News
from playground.app.studies.spread_chart import Line
from playground.app.studies.tile import TileFace
from playground.app.theme import ThemeManager
from playground.app.words.numbers import count_text
from playground.data import Dataset
from playground.experiment import parts_of
from playground.studies import (
    Axis,
    Bar,
    Board,
    Group,
    Journal,
    LogUniform,
    Result,
    Search,
    Slice,
    Spread,
    Study,
    Sweep,
    Verdict,
    bars,
    best_of,
    verdict,
)

_NOTHING = "–"
_MOST_JUDGED = 100


class Show:
    """One study with all that came of it. Gives a wall its faces."""

    def __init__(self, plan: Plan, study: Study, theme: ThemeManager, journal: Journal | None = None) -> None:
        self.plan, self.study = plan, study
        self.subject = subject_of(study)
        self.board = Board(study.trials())
        self.classifies = study.experiment.data.source.task != "regression"
        self.keeps_test = isinstance(study, Search)
        """Whether the test part is kept from the trials."""
        self.covered: frozenset[str] = frozenset()
        """The parts that are not to be seen yet."""
        self._parts: tuple[str, ...] = tuple(parts_of(study.experiment))
        self._theme = theme
        self._pictures = Pictures()
        self._slices: dict[int, Slice] = {}
        self._values: dict[int, float] = {}
        self.curves: list[tuple[int, NDArray[np.float64]]] = []
        """Figures of every epoch that no chart has taken yet: the group, and a row an epoch."""
        self._all_curves: list[tuple[int, NDArray[np.float64]]] = []
        self._best: Result | None = None
        self.verdict: Verdict | None = None
        """What the results said when they were last judged; None before there are any."""
        self._judged = 0
        self._running = True
        self.journal = Journal() if journal is None else journal
        """Where the study goes on from after it was cancelled, or came from a session."""

    def anew(self, journal: Journal) -> "Show":
        """The same study with nothing come of it yet, to be kept in this journal."""
        return Show(self.plan, self.study, self._theme, journal)

    def awaits(self, study: Study) -> bool:
        """Tell whether it is of this study, and the study has not begun or was left before its end."""
        return self.study == study and self.board.done < len(self.board.trials)

    def go_on(self, plan: Plan) -> None:
        """It is under way again; the plan may name other workers by now."""
        self.plan, self._running = plan, True

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that figures are shown of; a search keeps the test from its trials."""
        return tuple(
            part for part in self._parts if part not in self.covered and not (self.keeps_test and part == "test")
        )

    def cover(self, parts: frozenset[str]) -> None:
        """Leave these parts out of all that is shown and said, or show them again; the views begin anew."""
        if parts != self.covered:
            self.covered = parts
            self.verdict, self._judged = None, 0
            self._values.clear()
            self.curves = list(self._all_curves)

    def take_dataset(self, dataset: Dataset) -> None:
        """The data that the networks are shown over."""
        self.classifies = dataset.classifies
        self._parts = tuple(dataset.parts)
        self._pictures.take_dataset(dataset)
        self._values.clear()

    def take(self, news: News) -> set[int]:
        """Take what has come, and tell which of the compared it is about."""
        touched = set()
        for number, piece in news.slices.items():
            group = self.board.group_of(number)
            touched.add(group.number)
            self._slices[number] = piece
            if piece.tile is not None and number == group.trials[0].number:
                self._pictures.put(group.number, piece.tile, group.trials[0].experiment)
        for number, tile in news.tiles.items():
            group = self.board.group_of(number)
            touched.add(group.number)
            self._pictures.put(group.number, tile, group.trials[0].experiment)
        for result in news.results:
            touched.add(self.board.add(result).number)
        curves = [(self.board.group_of(number).number, rows) for number, rows in news.curves]
        self.curves += curves
        self._all_curves += curves
        for number in touched:
            self._values.pop(number, None)
        if news.results:
            # Against the best so far alone: a search may have thousands of trials.
            self._best = best_of(news.results if self._best is None else [self._best, *news.results])
        return touched

    def judge(self) -> set[int]:
        """Judge what has come since the last call; those of the compared that are marked otherwise than before.

        A large study is judged at its end alone: that takes longer than a frame.
        """
        came = sum(group.version for group in self.board.groups)
        if came == self._judged or (self._running and len(self.board.groups) > _MOST_JUDGED):
            return set()
        before, self._judged = self.marked, came
        self.verdict = verdict(self.study, self.finished)
        return {before, self.marked} - {-1} if before != self.marked else set()

    @property
    def marked(self) -> int:
        """The number of the one that is enough, else of the best; -1 where it is not told from all others."""
        found = self.verdict
        if found is None:
            return -1
        if found.enough is not None or self.keeps_test:
            return _number(found.best if found.enough is None else found.enough)
        judged = found.judgement
        alone = judged is not None and judged.rivals == (found.best,) and bool(judged.worse)
        return _number(found.best) if alone else -1

    def end(self) -> None:
        """Nothing more will come."""
        self._running = False

    def so_far(self, group: Group) -> dict[int, Result]:
        """Tell what the trials of a group have come to that have begun and are not at their end."""
        begun = [each for each in group.trials if each.number not in group.results and each.number in self._slices]
        found = {trial.number: self._slices[trial.number].so_far(trial) for trial in begun}
        kept = self.covered | {"test"} if self.keeps_test else self.covered
        return {number: _without(each, kept) for number, each in found.items()}

    def mean_so_far(self, group: Group) -> dict[int, Result]:
        """Tell what stands for a group before it has a result: its first trial, as on the wall."""
        first = group.trials[0].number
        return {} if group.results else {number: each for number, each in self.so_far(group).items() if number == first}

    @property
    def finished(self) -> list[Result]:
        """The results of the trials that are at their end, without what is covered."""
        return [_without(result, self.covered) for result in self.board.results]

    @property
    def results(self) -> list[Result]:
        """All there is to take home: the results, and the unfinished as they stand."""
        unfinished = [each for group in self.board.groups for each in self.so_far(group).values()]
        return sorted([*self.finished, *unfinished], key=lambda result: result.number)

    @property
    def ordered(self) -> bool:
        """Tell whether the values compared have an order, as numbers have."""
        return not any(self.subject.is_name(path) for path in self.subject.paths)

    @property
    def several_seeds(self) -> bool:
        """Tell whether each of the compared is trained more than once."""
        return len(self.board.trials) > len(self.board.groups)

    @property
    def begun_at_all(self) -> bool:
        """Tell whether any trial has been heard of."""
        return bool(self._slices)

    @property
    def unfinished_note(self) -> str:
        """Tell what is to be said of figures that are no results yet."""
        waiting = self.begun_at_all and any(not group.results for group in self.board.groups)
        return _tr(" · the unfinished as they stand") if waiting else ""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The settings of a sweep with their values; none of other studies."""
        return self.study.axes if isinstance(self.study, Sweep) else ()

    @property
    def unfinished(self) -> bool:
        """Tell whether it has begun, and there are trials to do still."""
        return bool(self._slices) and self.board.done < len(self.board.trials)

    @property
    def figure(self) -> str:
        """The figure by which the compared are told apart."""
        return figure_name(self.parts, self.what)

    @property
    def what(self) -> What:
        """Tell what is measured of each part to tell the compared apart; a search of values chooses by the loss."""
        if self.classifies:
            return "accuracy"
        return "loss" if self.keeps_test else "r2"

    @property
    def more_is_better(self) -> bool:
        """Tell whether the best is the largest."""
        return self.what != "loss"

    @property
    def figures(self) -> tuple[str, ...]:
        """All figures that there are, the losses last; the test of a search is that of its best alone."""
        parts = (*self.parts, "test") if self.keeps_test and "test" not in self.covered else self.parts
        first = "accuracy" if self.classifies else "r2"
        return (*(f"{part}_{first}" for part in parts), *(f"{part}_loss" for part in self.parts))

    def names(self) -> list[str]:
        """Tell what stands on the axis of a chart."""
        return [self.subject.short(group) for group in self.board.groups]

    def lines(self, labels: dict[str, str]) -> list[Line]:
        """The results part by part, as a chart takes them."""
        factor = 100.0 if self.classifies else 1.0
        return [self._line(part, labels[part], f"{part}_{self.what}", factor) for part in self.parts]

    def begun(self, trial: int) -> bool:
        """Tell whether a trial has a state to open."""
        return trial in self._slices or self.board.group_of(trial).results.get(trial) is not None

    # Faces

    def face(self, number: int) -> TileFace:
        """Tell what stands under a tile."""
        group = self.board.groups[number]
        spread = group.spread(self.figure)
        live = None if group.results else self._slices.get(group.trials[0].number)
        spoiled = next((result.message for result in group.results.values() if not result.sound), "")
        return TileFace(
            self.subject.name(group),
            figure_text(self.figure, spread.mean) if spread.count else self._live_figure(live),
            self._detail(group),
            settled=bool(spread.count),
            note="" if spread.count else spoiled,
            settings=self.subject.settings(group),
            badge=self._badge(number),
            waiting="" if self._pictures.has(number) else self._waiting(group),
        )

    def image(self, number: int) -> QImage:
        """The picture of a tile."""
        return self._pictures.image(number, self._theme.theme)

    def can_open(self, number: int) -> bool:
        """Tell whether the first trial of a tile has begun."""
        return self.begun(self.board.groups[number].trials[0].number)

    def _badge(self, number: int) -> str:
        if number != self.marked or self.verdict is None:
            return ""
        return _tr("enough") if self.verdict.enough == number else _tr("best")

    def _detail(self, group: Group) -> str:
        live = self._slices.get(group.trials[0].number)
        if live is None and not group.results:
            return seeds_text(len(group.trials))
        parameters = group.parameters or (live.parameters if live else 0)
        told = _tr("{n} parameters").format(n=count_text(parameters))
        standing = standing_of(group, live)
        return f"{told} · {standing}" if standing else told

    def _waiting(self, group: Group) -> str:
        """Tell what stands where the picture will be."""
        if group.spoiled:
            return _tr("failed")
        if not group.results and group.trials[0].number not in self._slices:
            return _tr("waiting") if self._running else _tr("not trained yet")
        return _tr("no picture")

    def _live_figure(self, live: Slice | None) -> str:
        if live is None:
            return ""
        value = live.figure(self.figure)
        return _NOTHING if value is None else figure_text(self.figure, value)

    def _spread(self, group: Group, figure: str) -> Spread:
        """The results of a group; before there are any, the figures of its first trial as it is now."""
        found = group.spread(figure)
        live = self._slices.get(group.trials[0].number)
        if found.count or live is None or group.spoiled:
            return found
        value = live.figure(figure)
        return found if value is None else Spread(value, value, value, 0.0, 1)

    def value(self, group: Group) -> float:
        """The figure that tells the compared apart; NaN where there is none yet."""
        if group.number not in self._values:
            self._values[group.number] = self._spread(group, self.figure).mean
        return self._values[group.number]

    def span(self, path: str) -> tuple[float, float] | None:
        """The range of a setting that was searched by its logarithm; None where it was not."""
        draw = self.study.draws[path] if isinstance(self.study, Search) else None
        return (draw.low, draw.high) if isinstance(draw, LogUniform) else None

    @property
    def best(self) -> int:
        """The number of the best trial of a search; -1 before there is one."""
        return -1 if self._best is None else self._best.number

    def bars(self, figure: str) -> tuple[Bar, ...]:
        """The means of the compared by a figure, with the intervals that the verdict gives them."""
        found = self.verdict
        if found is not None and found.figure == figure:
            return found.bars
        stuck = None if found is None or found.judgement is None else found.judgement.stuck
        return bars(self.study, self.board, figure, stuck)

    def _line(self, part: str, label: str, figure: str, factor: float) -> Line:
        half = np.array([bar.half for bar in self.bars(figure)])
        mean = np.array([self._spread(group, figure).mean for group in self.board.groups])
        half = np.where(np.isfinite(half), half, 0.0)
        return Line(part, label, factor * mean, factor * (mean - half), factor * (mean + half))


def standing_of(group: Group, live: Slice | None) -> str:
    """Tell how far the trials of one of the compared are; nothing is said of a single one that is done."""
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


def _without(result: Result, parts: frozenset[str]) -> Result:
    for part in parts:
        result = result.without(part)
    return result


def _number(found: int | None) -> int:
    return -1 if found is None else found


def extremes(lines: Sequence[Line]) -> tuple[float, float] | None:
    """The least and the largest value of any line; None where there is none yet."""
    values = np.concatenate([np.concatenate([line.low, line.high]) for line in lines]) if lines else np.empty(0)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    return float(values.min()), float(values.max())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Show", text)
