"""One curve of a plot: its values, and the item that draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from playground.app.theme import Theme
from playground.app.views.curves.graph import pg
from playground.app.views.curves.scales import Scale
from playground.app.views.curves.stroke import set_stroke
from playground.training.thinned_series import Floats, ThinnedSeries

_MOST_WAITING = 50
"""Batches of values that a curve which is hidden keeps for later."""


@dataclass(frozen=True)
class CurveSpec:
    """Which history column a curve shows, what it is called, and its colour in a theme.

    secondary : shown only where the plot is asked for such.
    """

    column: str
    label: str
    colour: Callable[[Theme], str]
    secondary: bool = False


class Curve:
    """The item is created once and given new data from then on."""

    def __init__(self, spec: CurveSpec) -> None:
        self.spec = spec
        self._series = ThinnedSeries()
        self._waiting: list[tuple[Floats, Floats]] = []
        # Not a PlotDataItem: the series is thinned already, and thinning it again doubles the cost of drawing.
        self.item = pg.PlotCurveItem()
        self.item.setZValue(0 if spec.secondary else 1)

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
    """Whether each batch begins after the end of the one before."""
    return all(later[0][0] > earlier[0][-1] for earlier, later in pairwise(batches))
