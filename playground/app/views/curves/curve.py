"""One curve of a plot: its values, and the item that draws them."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.app.theme import Theme, pen

from .graph import pg
from .scales import Scale
from .series import ThinnedSeries


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
        self.item = pg.PlotDataItem()
        self.item.setZValue(0 if spec.secondary else 1)

    def draw(self, scale: Scale) -> None:
        if self.item.isVisible():
            x, y = self.series.points()
            self.item.setData(x, scale.place(y), connect="finite")

    def restyle(self, theme: Theme) -> None:
        self.item.setPen(pen(self.spec.colour(theme)))


def bounded(item: object) -> None:
    """Let an item that is in a plot already draw no more points than there are pixels; adding it resets this."""
    item.setDownsampling(auto=True, method="peak")  # type: ignore[attr-defined]
