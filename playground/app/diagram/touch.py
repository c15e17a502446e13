"""The mouse on a part of the diagram: a click, or a drag up and down that changes a value."""

from PySide6.QtCore import QObject, QPointF, Signal

from playground.app.diagram.layout import Hit, Neuron, target_of, value_of
from playground.app.diagram.names import Names
from playground.app.diagram.structure import Kind, Structure
from playground.app.words.names import setting_change
from playground.app.words.numbers import precise_text
from playground.training import LARGEST_VALUE, Place, Snapshot


class Hands(QObject):
    """Asks for edits of the network last shown; makes none itself."""

    # (Place, value, what to call the change): typed, or while the mouse drags.
    value_requested = Signal(object, float, str)
    value_dragged = Signal(object, float, str)
    # The drag is over: whether it is to be taken back.
    drag_ended = Signal(bool)
    # (Target, whether to mute it, what to call the change).
    mute_requested = Signal(object, bool, str)
    # Settings by dotted path, and what to call the change.
    change_requested = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._structure: Structure | None = None
        self._names: Names | None = None

    def show(self, snapshot: Snapshot, structure: Structure) -> None:
        """Tell what the next request speaks of."""
        self._snapshot = snapshot
        if structure is not self._structure:
            self._structure, self._names = structure, Names(structure)

    def value(self, hit: Hit | None) -> float | None:
        """The value of a link or bias; None of all else."""
        place = self._place(hit)
        return None if place is None or self._snapshot is None else value_of(self._snapshot, place)

    def set_value(self, hit: Hit, value: float, *, dragging: bool = False) -> None:
        """Ask for another value of a link or bias."""
        place = self._place(hit)
        if place is not None and self._names is not None:
            name = self.tr("{parameter}: {value}").format(
                parameter=self._names.parameter(hit), value=precise_text(value)
            )
            (self.value_dragged if dragging else self.value_requested).emit(place, value, name)

    def is_muted(self, hit: Hit | None) -> bool:
        """Tell whether that is muted itself."""
        target = None if self._structure is None else target_of(self._structure, hit)
        return target is not None and self._snapshot is not None and target in self._snapshot.muted

    def toggle_mute(self, hit: Hit | None) -> None:
        """Ask to mute something, or to unmute it."""
        target = None if self._structure is None else target_of(self._structure, hit)
        if target is not None and hit is not None and self._names is not None:
            muted = self.is_muted(hit)
            text = self.tr("unmute {part}") if muted else self.tr("mute {part}")
            self.mute_requested.emit(target, not muted, text.format(part=self._names.part(hit)))

    def is_frozen(self, column: int) -> bool:
        """Tell whether training leaves a column's layer as it is."""
        return self._structure is not None and self._structure.columns[column].frozen

    def toggle_frozen(self, column: int) -> None:
        """Ask to freeze a column's layer, or to let it learn again."""
        if self._structure is None or self._structure.columns[column].kind is Kind.INPUT:
            return
        is_output = self._structure.columns[column].kind is Kind.OUTPUT
        path = "network.output.frozen" if is_output else f"network.layers.{column - 1}.frozen"
        subject = self.tr("frozen of the output") if is_output else self.tr("frozen of layer {n}").format(n=column)
        self.change_requested.emit(
            {path: not self.is_frozen(column)}, setting_change(subject, not self.is_frozen(column), "")
        )

    def _place(self, hit: Hit | None) -> Place | None:
        if self._structure is None or hit is None or isinstance(hit, Neuron):
            return None
        target = target_of(self._structure, hit)
        return target if isinstance(target, Place) else None


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
        """Tell whether the button went down on something and is not up yet."""
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
        """Tell what the button went down on is gone; what was done to it stays."""
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
