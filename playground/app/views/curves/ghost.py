"""The curves of runs that were left, in grey."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.app.theme import Theme, mix
from playground.app.views.curves.curve import draw_points
from playground.app.views.curves.graph import pg
from playground.app.views.curves.scales import Scale
from playground.app.views.curves.stroke import set_stroke
from playground.training import ThinnedSeries

_PALEST = 0.4


@dataclass(frozen=True)
class Ghost:
    """A run's name, and its curve."""

    name: str
    series: ThinnedSeries


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
        """Their least and their largest value."""
        found = [extremes for ghost in self._ghosts if (extremes := ghost.series.extremes())]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

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
