"""The mouse on a part of the diagram: a click, or a drag up and down that changes a value."""

from PySide6.QtCore import QObject, QPointF, Signal

from playground.app.views.diagram.hands import Hands
from playground.app.views.diagram.hit import Hit
from playground.training import LARGEST_VALUE

_STILL = 3.0
"""Pixels within which a press is a click."""
_A_PIXEL = 0.01
"""What a pixel of a drag adds, as a share of the value it began with; of small ones, a share of 1."""
_FINE = 0.1


class Touch(QObject):
    """Follows one press of the button from where it went down."""

    # Pressed and let go in one place.
    clicked = Signal(object)

    def __init__(self, hands: Hands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hands = hands
        self._hit: Hit | None = None
        self._from = QPointF()
        self._start: float | None = None
        self._y = 0.0
        self._value = 0.0
        self.dragging = False

    @property
    def pressed(self) -> bool:
        """Whether the button went down on something and is not up yet."""
        return self._hit is not None

    def press(self, hit: Hit | None, at: QPointF) -> None:
        self._hit, self._from, self._y = hit, at, at.y()
        start = self._hands.value(hit)
        self._start = start
        self._value = start or 0.0
        self.dragging = False

    def move(self, at: QPointF, *, fine: bool = False) -> None:
        """The mouse moves with the button down; on a link or bias, up and down changes the value."""
        if self._hit is None or self._start is None:
            return
        if not self.dragging and abs(at.y() - self._from.y()) <= _STILL:
            return
        self.dragging = True
        step = _A_PIXEL * max(1.0, abs(self._start)) * (_FINE if fine else 1.0)
        value = self._value + (self._y - at.y()) * step
        self._y, self._value = at.y(), min(max(value, -LARGEST_VALUE), LARGEST_VALUE)
        self._hands.set_value(self._hit, round(self._value, 6), dragging=True)

    def release(self, at: QPointF) -> None:
        """The button is up."""
        hit, dragging = self._hit, self.dragging
        self._hit, self.dragging = None, False
        if dragging:
            self._hands.drag_ended.emit(False)
        elif hit is not None and (at - self._from).manhattanLength() <= 2 * _STILL:
            self.clicked.emit(hit)

    def let_go(self) -> None:
        """What the button went down on is gone; what was done to it stays."""
        dragging, self._hit, self.dragging = self.dragging, None, False
        if dragging:
            self._hands.drag_ended.emit(False)

    def cancel(self) -> bool:
        """Give back the value from before the drag; whether there was one."""
        if not self.dragging:
            return False
        self._hit, self.dragging = None, False
        self._hands.drag_ended.emit(True)
        return True
