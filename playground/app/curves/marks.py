"""The vertical marks of a plot: where the run is, where the mouse is, where it diverged; and the healthy ratio."""

import math

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from playground.app.curves.bare_plot import TOP_SHARE, BarePlot, LineLabel, pg
from playground.app.theme import Theme, mix, pen

_DOT, _HANDLE = 7, 11
_VEIL = 0.6


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
        """Tell whether an earlier moment is shown."""
        if past != self._past:
            self._past = past
            self._veil.setVisible(past)
            self.move(float(self.line.value()))
            self._shape()

    def set_focused(self, focused: bool) -> None:
        """Tell whether the arrow keys move it."""
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
    """A dashed line, at an epoch or a height, and its words in the gutter beside the plot."""

    def __init__(self, plot: BarePlot, angle: int) -> None:
        self._plot = plot
        self._colour = "#000000"
        self._words: tuple[str, str] | None = None
        self.line = pg.InfiniteLine(angle=angle)
        self.line.setZValue(4.8)
        self.line.hide()
        plot.add(self.line)

    @property
    def words(self) -> str:
        """The words that stand in the gutter; none while it is hidden."""
        return " ".join(self._words or ())

    def show(self, at: float, name: str, figure: str) -> None:
        """Mark an epoch, or a height; without a name the line has no words."""
        self.line.setPos(at)
        self.line.show()
        self._words = (name, figure) if name else None
        self._write()

    def hide(self) -> None:
        self.line.hide()
        self._words = None
        self._write()

    def remove(self) -> None:
        """Take it off the plot for good."""
        self.hide()
        self._plot.remove(self.line)

    def restyle(self, colour: str) -> None:
        self._colour = colour
        self.line.setPen(pen(colour, 1, Qt.PenStyle.DashLine))
        self._write()

    def _write(self) -> None:
        label = None
        if self._words is not None:
            at = float(self.line.value()) if self.line.angle == 0 else math.inf
            label = LineLabel(*self._words, at, self._colour)
        self._plot.set_label(self, label)


_BUTTON = Qt.MouseButton.LeftButton
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Scrub(QObject):
    """Watches a plot for the left button and for Left, Right, Home and End."""

    moved = Signal(float)
    """The mouse was pressed, or dragged, at this epoch, not rounded and never below 0."""
    released = Signal()
    stepped = Signal(int)
    """To the moment before (-1) or after (+1)."""
    jumped = Signal(float)
    """To the beginning (0) or the end (infinity)."""
    focused = Signal(bool)

    def __init__(self, plot: BarePlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._dragging = False
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The frame holds the focus: the view inside would swallow the keys.
        plot.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.plot.viewport().setCursor(Qt.CursorShape.SplitHCursor)
        plot.installEventFilter(self)
        plot.plot.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._plot:
            return self._on_plot(event)
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        return False

    def _on_plot(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focused.emit(event.type() == QEvent.Type.FocusIn)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.jumped.emit(0.0 if key == Qt.Key.Key_Home else float("inf"))
        else:
            return False
        return True

    def _on_mouse(self, event: QMouseEvent) -> bool:
        if event.type() in _PRESSES and event.button() == _BUTTON:
            self._dragging = True
            # What the curves say under the mouse is now said by everything else.
            self._plot.left.emit()
            self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
            self._tell(event.position())
            return True
        if event.type() == QEvent.Type.MouseMove and self._dragging:
            self._tell(event.position())
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == _BUTTON and self._dragging:
            self._dragging = False
            self.released.emit()
            return True
        return False

    def _tell(self, position: QPointF) -> None:
        self.moved.emit(max(0.0, self._plot.epoch_at(position)))
