"""One curve of a plot: its values, and the item that draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.app.theme import Theme
from playground.training.thinned_series import Floats, ThinnedSeries

from .graph import pg
from .scales import Scale
from .stroke import set_stroke


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
        self.series = ThinnedSeries()
        # Not a PlotDataItem: the series is thinned already, and thinning it again doubles the cost of drawing.
        self.item = pg.PlotCurveItem()
        self.item.setZValue(0 if spec.secondary else 1)

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
