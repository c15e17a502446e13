"""Zooming, moving and picking samples on the canvas: what the mouse, the touchpad and the keys do."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.app.output.canvas import BoundaryCanvas
from playground.app.output.plane import PlaneView
from playground.app.output.samples import neighbour

_A_NOTCH = 120
_STEP = 1.25
"""The zoom of a wheel's notch or of a key."""
_KEY_PAN, _FINE_PAN = 1 / 8, 1 / 40
_ARROWS = {Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
_NEARER, _FARTHER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_HOME = (Qt.Key.Key_0, Qt.Key.Key_Home)
_TURNING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Navigation(QObject):
    """Where a person paints, painting comes first: it is handed all events before, and takes those that it needs."""

    # A sample was clicked, or opened by a key: a SampleKey.
    sample_opened = Signal(object)

    def __init__(self, canvas: BoundaryCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: QPointF | None = None
        self._moving = False
        self._pinched: PlaneView | None = None
        self._handlers: dict[QEvent.Type, Callable[..., bool]] = {
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.NativeGesture: self._pinch,
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double_click,
            QEvent.Type.KeyPress: self._key,
            QEvent.Type.Enter: self._enter,
        }
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        handler = self._handlers.get(event.type())
        return handler(event) if handler is not None and self._canvas.plane_view is not None else False

    @property
    def _plane_view(self) -> PlaneView:
        assert self._canvas.plane_view is not None
        return self._canvas.plane_view

    # The mouse

    def _wheel(self, event: QWheelEvent) -> bool:
        notches = event.angleDelta().y() / _A_NOTCH
        if notches:
            self._zoom(_STEP**notches, event.position())
        event.accept()
        return True

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom(1 + event.value(), event.position())
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed, self._moving = event.position(), False
        return True

    def _move(self, event: QMouseEvent) -> bool:
        held = event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton)
        if self._pressed is None or not held:
            self._pressed = None
            if not self._canvas.paintable:
                self._show_cursor(event.position())
            return False
        away = event.position() - self._pressed
        self._moving = self._moving or away.manhattanLength() >= QApplication.startDragDistance()
        if self._moving:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pressed, side = event.position(), self._canvas.side
            self._canvas.move_to(self._plane_view.panned(away.x() / side, away.y() / side))
        return False

    def _release(self, event: QMouseEvent) -> bool:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return False
        if not self._moving and event.button() == Qt.MouseButton.LeftButton:
            sample = self._canvas.sample_at(event.position())
            self._canvas.choose(sample)
            if sample is not None:
                self.sample_opened.emit(sample)
        self._moving = False
        self._show_cursor(event.position())
        return True

    def _double_click(self, event: QMouseEvent) -> bool:
        if event.button() == Qt.MouseButton.LeftButton and self._canvas.sample_at(event.position()) is None:
            self._canvas.move_to(PlaneView.at_home(self._plane_view.home))
            return True
        return False

    def _show_cursor(self, position: QPointF) -> None:
        if self._canvas.sample_at(position) is not None:
            self._canvas.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self._canvas.unsetCursor()

    # The keys

    def _enter(self, _event: QEvent) -> bool:
        # So that the keys work on what the mouse is over, unless a person is typing somewhere.
        if self._canvas.window().focusWidget() in (None, self._canvas.window()):
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, canvas = Qt.Key(event.key()), self._canvas
        if key in _NEARER or key in _FARTHER:
            self._zoom(_STEP if key in _NEARER else 1 / _STEP, None)
        elif key in _HOME:
            canvas.move_to(PlaneView.at_home(self._plane_view.home))
        elif key in _ARROWS:
            step = _FINE_PAN if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _KEY_PAN
            across, down = _ARROWS[key]
            canvas.move_to(self._plane_view.panned(across * step, down * step))
        elif key in _TURNING and canvas.shown:
            canvas.choose(neighbour(canvas.shown, canvas.chosen, _TURNING[key]))
        elif key in _OPENING and canvas.chosen is not None:
            self.sample_opened.emit(canvas.chosen)
        elif key == Qt.Key.Key_Escape and canvas.chosen is not None:
            canvas.choose(None)
        else:
            return False
        return True

    def _zoom(self, factor: float, at: QPointF | None) -> None:
        """Towards a position, or the middle."""
        across, down = (0.5, 0.5) if at is None else self._canvas.shares_at(at)
        self._canvas.move_to(self._plane_view.zoomed(factor, across, down))
