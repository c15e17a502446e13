"""What each kind of study shows of its results in the card of the chart."""

import math
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from playground.app.studies.axes import share_axis, value_axis
from playground.app.studies.finding import figure_text, figure_title
from playground.app.studies.heat_map import Field, HeatMap
from playground.app.studies.ramp import ramp
from playground.app.studies.scatter import Dimension, TrialScatter
from playground.app.studies.show import Show, extremes
from playground.app.studies.spread_chart import SpreadChart
from playground.app.studies.variant_curves import VariantCurves
from playground.app.studies.words import value_text
from playground.app.theme import ThemeManager, series_colour
from playground.app.widgets import LegendEntry
from playground.app.widgets.readout import ReadoutRow

PART_COUNT = 2


def part_labels() -> dict[str, str]:
    """The parts in words."""
    return {"train": _tr("train"), "validation": _tr("validation"), "test": _tr("test")}


class LinesChart:
    """A sweep of one setting: lines with bars of uncertainty."""

    def __init__(self, theme: ThemeManager) -> None:
        self.widget = SpreadChart(theme)
        self._theme = theme
        self._caption = ""

    def begin(self, show: Show, caption: str) -> None:
        del show
        self._caption = caption

    def set_current(self, group: int) -> None:
        self.widget.set_current(group)

    def refresh(self, show: Show) -> None:
        lines = show.lines(part_labels())
        found = extremes(lines)
        if show.classifies:
            low, high = found or (50.0, 100.0)
            axis = share_axis(low / 100, high / 100)
        else:
            axis = value_axis(*(found or (0.0, 1.0)))
        kind, factor = show.figure, 0.01 if show.classifies else 1.0
        self.widget.set_caption(self._caption + show.unfinished_note)
        self.widget.show_lines(
            show.names(), lines, axis, lambda value: figure_text(kind, factor * value), connected=show.ordered
        )

    def legend(self, show: Show) -> list[LegendEntry]:
        theme = self._theme.theme
        labels = part_labels()
        entries = [LegendEntry(labels[part], series_colour(theme, part)) for part in show.parts]
        if show.several_seeds:
            entries.append(LegendEntry(_tr("bars that do not touch differ"), theme.quiet, "line"))
        return entries


class FieldChart:
    """A sweep of two settings: a field of colours."""

    def __init__(self, theme: ThemeManager) -> None:
        self.widget = HeatMap(theme)
        self._theme = theme

    def begin(self, show: Show, caption: str) -> None:
        """Nothing lasts: each refresh shows the whole field."""

    def set_current(self, group: int) -> None:
        self.widget.set_current(group)

    def refresh(self, show: Show) -> None:
        one, other = show.axes
        values = tuple(show.value(group) for group in show.board.groups)
        rows, columns = (tuple(value_text(axis.path, value) for value in axis.values) for axis in (one, other))
        field = Field(rows, columns, show.subject.title(one.path), show.subject.title(other.path), values)
        figure = show.figure
        self.widget.show_field(field, lambda value: figure_text(figure, value), more_is_better=show.more_is_better)

    def legend(self, show: Show) -> list[LegendEntry]:
        return ramp_legend(show, self._theme)


class CurvesChart:
    """A comparison: curves over each other."""

    def __init__(self, theme: ThemeManager) -> None:
        self.widget = VariantCurves(theme)
        self._epochs: dict[int, int] = {}

    def begin(self, show: Show, caption: str) -> None:
        del caption
        self._epochs = {}
        self.widget.begin(show.names(), part_labels(), show.plan.epochs)

    def set_current(self, group: int) -> None:
        """Curves have no place for one of the compared."""

    def refresh(self, show: Show) -> None:
        self.widget.set_titles(_tr("loss"), _tr("accuracy"), classifies=show.classifies)
        width = PART_COUNT if show.classifies else 1
        taken, show.curves = show.curves, []
        for group, rows in taken:
            start = self._epochs.get(group, 0)
            self._epochs[group] = start + len(rows)
            for place, part in enumerate(show.parts):
                figures = {"loss": rows[:, width * place]}
                if show.classifies:
                    figures["accuracy"] = rows[:, width * place + 1]
                self.widget.append(group, part, start, figures)
        self.widget.refresh()

    def legend(self, _show: Show) -> list[LegendEntry]:
        return []


class SearchChart:
    """A search: its trials over the settings they were drawn from."""

    def __init__(self, theme: ThemeManager) -> None:
        self.widget = TrialScatter(theme)
        self._theme = theme

    def begin(self, show: Show, caption: str) -> None:
        del caption
        self.widget.set_words(self._name, partial(self._rows, show))

    def set_current(self, group: int) -> None:
        self.widget.set_current(group)

    def refresh(self, show: Show) -> None:
        x, y = (self._dimension(show, path) for path in show.subject.paths[:2])
        figures = [show.value(group) for group in show.board.groups]
        self.widget.show_trials(x, y, figures, show.best, more_is_better=show.more_is_better)

    def legend(self, show: Show) -> list[LegendEntry]:
        return [
            *ramp_legend(show, self._theme),
            LegendEntry(_tr("ringed: the best"), self._theme.theme.text, "ring"),
        ]

    def _dimension(self, show: Show, path: str) -> Dimension:
        drawn: list[Any] = [group.assignments[path] for group in show.board.groups]
        title = show.subject.title(path)
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in drawn):
            return Dimension(title, tuple(float(value) for value in drawn), span=show.span(path))
        texts = [value_text(path, value) for value in drawn]
        names = tuple(dict.fromkeys(texts))
        return Dimension(title, tuple(float(names.index(text)) for text in texts), names)

    def _name(self, number: int) -> str:
        return _tr("Trial {n}").format(n=number + 1)

    def _rows(self, show: Show, number: int) -> list[ReadoutRow]:
        group = show.board.groups[number]
        rows = [ReadoutRow(show.subject.title(p), value_text(p, v)) for p, v in group.assignments.items()]
        return [*rows, ReadoutRow(figure_title(show.figure), figure_text(show.figure, show.value(group)))]


def ramp_legend(show: Show, theme: ThemeManager) -> list[LegendEntry]:
    """The two ends of the colours of results."""
    values = [value for value in (show.value(group) for group in show.board.groups) if math.isfinite(value)]
    if not values:
        return []
    worst, best = (min(values), max(values)) if show.more_is_better else (max(values), min(values))
    ends = (worst, best) if best != worst else (best,)
    return [
        LegendEntry(figure_text(show.figure, value), ramp(theme.theme, value, worst, best), "square") for value in ends
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)
