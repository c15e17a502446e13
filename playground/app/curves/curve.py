"""One curve of a plot: its values, and the item that draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtWidgets import QGraphicsItem

from playground.app.curves.bare_plot import pg
from playground.app.theme import Theme, mix, pen
from playground.training.scales import Scale
from playground.training.thinned_series import Floats, ThinnedSeries

_WIDTH = 1.5
_Cache = QGraphicsItem.CacheMode


def set_stroke(item: pg.PlotCurveItem, colour: str, *, smooth: bool) -> None:
    """Give a curve its pen.

    A smooth line takes thirty times as long, so it is drawn once and kept as a picture, over which cursor and mouse
    move for nothing; and piece by piece, since as one path a noisy curve would take seven times as long again.
    """
    item.opts["antialias"] = smooth
    item.opts["segmentedLineMode"] = "on" if smooth else "auto"
    item.setPen(pen(colour, _WIDTH if smooth else 1.0))
    item.setCacheMode(_Cache.DeviceCoordinateCache if smooth else _Cache.NoCache)


_MOST_WAITING = 50
"""Batches of values that a curve which is hidden keeps for later."""


@dataclass(frozen=True)
class CurveSpec:
    """Which history column a curve shows, what it is called, and its colour in a theme.

    kind : of several that a plot may show, the one it is of.
    """

    column: str
    label: str
    colour: Callable[[Theme], str]
    kind: str = ""


class Curve:
    """The item is created once and given new data from then on."""

    def __init__(self, spec: CurveSpec) -> None:
        self.spec = spec
        self._series = ThinnedSeries()
        self._waiting: list[tuple[Floats, Floats]] = []
        # Not a PlotDataItem: the series is thinned already, and thinning it again doubles the cost of drawing.
        self.item = pg.PlotCurveItem()
        self.item.setZValue(1)

    @property
    def series(self) -> ThinnedSeries:
        """All values, thinned."""
        self._take_waiting()
        return self._series

    def append(self, epochs: Floats, values: Floats) -> None:
        """Add values (n,) at epochs (n,). What nobody sees is thinned later, many values at once."""
        self._waiting.append((epochs, values))
        if self.item.isVisible() or len(self._waiting) >= _MOST_WAITING:
            self._take_waiting()

    def _take_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        if len(waiting) > 1 and _ascends(waiting):
            waiting = [(np.concatenate([x for x, _ in waiting]), np.concatenate([y for _, y in waiting]))]
        # Else one by one: a run that went back has epochs twice.
        for epochs, values in waiting:
            self._series.append(epochs, values)

    def clear(self) -> None:
        """Forget all values."""
        self._waiting.clear()
        self._series.clear()

    def draw(self, scale: Scale) -> None:
        if self.item.isVisible():
            draw_points(self.item, scale, *self.series.points())

    def restyle(self, theme: Theme, *, smooth: bool) -> None:
        set_stroke(self.item, self.spec.colour(theme), smooth=smooth)


def draw_points(item: Any, scale: Scale, x: Floats, y: Floats) -> None:
    """Give an item finite points: what has no place on the scale is left out here, and not looked for again."""
    heights = scale.place(y)
    finite = np.isfinite(heights)
    if not finite.all():
        x, heights = x[finite], heights[finite]
    item.setData(x, heights, connect="all", skipFiniteCheck=True)


def _ascends(batches: Sequence[tuple[Floats, Floats]]) -> bool:
    """Tell whether each batch begins after the end of the one before."""
    return all(later[0][0] > earlier[0][-1] for earlier, later in pairwise(batches))


_PALEST = 0.4


@dataclass(frozen=True)
class Ghost:
    """A run's name, and its curve.

    ran_away : whether its largest values are those of a divergence, for which no plot makes room.
    """

    name: str
    series: ThinnedSeries
    ran_away: bool = False

    @property
    def extremes(self) -> tuple[float, float] | None:
        """The least and the largest value that a plot makes room for."""
        extremes = self.series.extremes()
        if extremes is None or not self.ran_away:
            return extremes
        return extremes[0], float(self.series.points()[1][0])


class Ghosts:
    """Draws them behind everything, the newest strongest. Items are made once and used again."""

    def __init__(self, add: Callable[[object], None]) -> None:
        self._add = add
        self._ghosts: tuple[Ghost, ...] = ()
        self._theme: Theme | None = None
        self._smooth = True
        self.items: list[pg.PlotCurveItem] = []

    @property
    def extremes(self) -> tuple[float, float] | None:
        """The least and the largest value of all."""
        found = [extremes for ghost in self._ghosts if (extremes := ghost.extremes)]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    @property
    def ends(self) -> list[float]:
        """The last epoch of each."""
        return [ghost.series.last for ghost in self._ghosts]

    def show(self, ghosts: Sequence[Ghost]) -> None:
        """These from now on, the newest last; to be drawn."""
        self._ghosts = tuple(ghosts)
        while len(self.items) < len(ghosts):
            item = pg.PlotCurveItem()
            item.setZValue(-5)
            self.items.append(item)
            self._add(item)
        self._colour()

    def draw(self, scale: Scale) -> None:
        for number, item in enumerate(self.items):
            item.setVisible(number < len(self._ghosts))
        for ghost, item in zip(self._ghosts, self.items, strict=False):
            draw_points(item, scale, *ghost.series.points())

    def values_at(self, epoch: float) -> list[tuple[str, float]]:
        """Name and value of those that have one at an epoch."""
        found = [(ghost.name, ghost.series.value_at(epoch)) for ghost in self._ghosts]
        return [(name, value) for name, value in found if value is not None]

    def restyle(self, theme: Theme, *, smooth: bool) -> None:
        self._theme, self._smooth = theme, smooth
        self._colour()

    def _colour(self) -> None:
        if self._theme is None:
            return
        count = len(self._ghosts)
        for number, item in enumerate(self.items[:count]):
            age = 1 - (number + 1) / count
            set_stroke(item, mix(self._theme.ghost, self._theme.card, _PALEST * age), smooth=self._smooth)
