"""A way through time: dragging over a plot, and the arrow keys on it."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from playground.app.views.curves.bare_plot import BarePlot

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
