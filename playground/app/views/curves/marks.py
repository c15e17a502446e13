"""The vertical marks of a plot: where the run is, where the mouse is, where it diverged; and the healthy ratio."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from playground.app.theme import Theme, pen, small_font

from .bare_plot import BarePlot
from .graph import pg

_DOT = 7


class EpochCursor:
    """A line with a dot on top, at the epoch that everything else shows."""

    def __init__(self, plot: BarePlot) -> None:
        self._plot = plot
        self.line = pg.InfiniteLine(angle=90, movable=False)
        self._dot = pg.ScatterPlotItem(size=_DOT, pxMode=True, antialias=True)
        for item, z in ((self.line, 5), (self._dot, 6)):
            item.setZValue(z)
            plot.add(item)
        self.move(0)

    def move(self, epoch: float) -> None:
        self.line.setPos(epoch)
        self._dot.setData([epoch], [self._plot.top])

    def restyle(self, theme: Theme) -> None:
        self.line.setPen(pen(theme.accent))
        self._dot.setPen(None)
        self._dot.setBrush(QColor(theme.accent))


class HoverLine:
    """A thin line at the epoch that the mouse asks about."""

    def __init__(self, plot: BarePlot) -> None:
        self.line = pg.InfiniteLine(angle=90)
        self.line.setZValue(4)
        self.line.hide()
        plot.add(self.line)

    def show(self, epoch: float) -> None:
        self.line.setPos(epoch)
        self.line.show()

    def hide(self) -> None:
        self.line.hide()

    def restyle(self, theme: Theme) -> None:
        self.line.setPen(pen(theme.quiet))


class LabelledMark:
    """A dashed line with a few words beside it."""

    def __init__(self, plot: BarePlot, angle: int) -> None:
        self._plot = plot
        self.line = pg.InfiniteLine(angle=angle)
        self.label = pg.TextItem()
        self.label.setFont(small_font())
        for item in (self.line, self.label):
            item.setZValue(3)
            item.hide()
            plot.add(item)

    def show_across(self, height: float, text: str) -> None:
        """A horizontal line, its words above its right end."""
        self.line.setPos(height)
        self._show(text)

    def show_at(self, epoch: float, text: str) -> None:
        """A vertical line, its words on the side where there is room."""
        self.line.setPos(epoch)
        self._show(text)

    def settle(self) -> None:
        """Put the words where they belong in the range shown."""
        at, end = float(self.line.value()), self._plot.end
        if self.line.angle == 0:
            self.label.setAnchor(QPointF(1, 1))
            self.label.setPos(end, at)
        else:
            self.label.setAnchor(QPointF(0 if at < end / 2 else 1, 0))
            self.label.setPos(at, self._plot.top)

    def hide(self) -> None:
        self.line.hide()
        self.label.hide()

    def restyle(self, colour: str) -> None:
        self.line.setPen(pen(colour, 1, Qt.PenStyle.DashLine))
        self.label.setColor(QColor(colour))

    def _show(self, text: str) -> None:
        self.label.setText(text)
        self.settle()
        self.line.show()
        self.label.show()
