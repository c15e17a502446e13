"""The vertical marks of a plot: where the run is, where the mouse is, where it diverged; and the healthy ratio."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from playground.app.theme import Theme, mix, pen, small_font
from playground.app.views.curves.bare_plot import TOP_SHARE, BarePlot
from playground.app.views.curves.graph import pg

_DOT, _HANDLE = 7, 11
_VEIL, _BACKING = 0.6, 0.85
_WORDS_MARGIN = 2
"""Pixels of the backing about words: with more it would cut the lines above and below."""
_HIGH = 0.85
"""From this share of the height on there is no room for words above a line."""


class _Dot(QGraphicsEllipseItem):
    """A round dot of a fixed size on the screen; pyqtgraph's scatter takes as long for one as the rest of a plot."""

    def __init__(self) -> None:
        super().__init__()
        self.set_side(_DOT)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setPen(QPen(Qt.PenStyle.NoPen))

    def set_side(self, side: float) -> None:
        self.setRect(-side / 2, -side / 2, side, side)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class EpochCursor:
    """A line with a dot on top, at the epoch that everything else shows.

    In the past the dot is a handle, and a veil lies over what is yet to come.
    """

    def __init__(self, plot: BarePlot) -> None:
        self._plot = plot
        self._theme: Theme | None = None
        self._past = self._focused = False
        self.line = pg.InfiniteLine(angle=90, movable=False, span=(0, TOP_SHARE))
        self._dot = _Dot()
        self._veil = QGraphicsRectItem()
        self._veil.setPen(QPen(Qt.PenStyle.NoPen))
        self._veil.hide()
        for item, z in ((self.line, 5), (self._dot, 6), (self._veil, 2)):
            item.setZValue(z)
            plot.add(item)
        self.move(0)

    def move(self, epoch: float) -> None:
        self.line.setPos(epoch)
        self._dot.setPos(epoch, self._plot.top)
        if self._past:
            low, high = self._plot.heights
            self._veil.setRect(epoch, low - (high - low), self._plot.end, 3 * (high - low))

    def set_past(self, past: bool) -> None:
        """Whether an earlier moment is shown."""
        if past != self._past:
            self._past = past
            self._veil.setVisible(past)
            self.move(float(self.line.value()))
            self._shape()

    def set_focused(self, focused: bool) -> None:
        """Whether the arrow keys move it."""
        self._focused = focused
        self._shape()

    def hide(self) -> None:
        """Leave the plot without a cursor."""
        for item in (self.line, self._dot):
            item.hide()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.line.setPen(pen(theme.accent))
        self._dot.setBrush(QColor(theme.accent))
        veil = QColor(theme.card)
        veil.setAlphaF(_VEIL)
        self._veil.setBrush(veil)
        self._shape()

    def _shape(self) -> None:
        self._dot.set_side(_HANDLE if self._past or self._focused else _DOT)
        if self._theme is not None:
            ring = mix(self._theme.accent, self._theme.card, 0.55) if self._focused else self._theme.card
            self._dot.setPen(QPen(QColor(ring), 2) if self._past or self._focused else QPen(Qt.PenStyle.NoPen))


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
        self.label.textItem.document().setDocumentMargin(_WORDS_MARGIN)
        self.label.setTextWidth(-1)  # Which measures the words anew, with their margin.
        # Words above the curves, which would else run through them, but not over their line nor the cursor's.
        for item, z in ((self.line, 4.8), (self.label, 4.7)):
            item.setZValue(z)
            item.hide()
            plot.add(item)

    def show(self, at: float, text: str) -> None:
        """Mark an epoch, or a height; the words stand where there is room for them."""
        self.line.setPos(at)
        self.label.setText(text)
        self.settle()
        self.line.show()
        self.label.show()

    def settle(self) -> None:
        """Put the words where they belong in the range shown."""
        at, end = float(self.line.value()), self._plot.end
        if self.line.angle == 0:
            # Above the line, unless that would be outside.
            self.label.setAnchor(QPointF(1, 0 if self._plot.share_of_height(at) > _HIGH else 1))
            self.label.setPos(end, at)
        else:
            self.label.setAnchor(QPointF(0 if at < end / 2 else 1, 0))
            self.label.setPos(at, self._plot.top)

    def hide(self) -> None:
        self.line.hide()
        self.label.hide()

    def restyle(self, colour: str, ground: str) -> None:
        """Words in `colour` on a `ground` that lets what crosses them show through faintly."""
        self.line.setPen(pen(colour, 1, Qt.PenStyle.DashLine))
        self.label.setColor(QColor(colour))
        backing = QColor(ground)
        backing.setAlphaF(_BACKING)
        self.label.fill = QBrush(backing)
        self.label.update()
