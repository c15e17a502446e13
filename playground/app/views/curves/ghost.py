"""The curve of the run before this one, in grey."""

import numpy as np

from playground.app.theme import Theme, pen

from .curve import draw_points
from .graph import pg
from .scales import Scale
from playground.training.thinned_series import Floats, ThinnedSeries

_FEWEST_POINTS = 3
"""A run that hardly began is not worth remembering in place of one that went somewhere."""


class Ghost:
    """Keeps one curve."""

    def __init__(self) -> None:
        self._x: Floats = np.empty(0)
        self._y: Floats = np.empty(0)
        self.item = pg.PlotCurveItem()
        self.item.setZValue(-5)

    @property
    def least(self) -> float | None:
        """Its least value, which a plot leaves room for; its largest may be a divergence."""
        return float(self._y.min()) if len(self._y) else None

    def take(self, series: ThinnedSeries) -> None:
        """Remember a curve, unless it is too short to tell anything."""
        x, y = series.points()
        if len(x) >= _FEWEST_POINTS:
            self._x, self._y = x, y

    def clear(self) -> None:
        self._x = self._y = np.empty(0)

    def draw(self, scale: Scale) -> None:
        draw_points(self.item, scale, self._x, self._y)

    def restyle(self, theme: Theme) -> None:
        self.item.setPen(pen(theme.ghost))
