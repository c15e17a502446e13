"""What the person does to the network's parts: asked for by what it is called, and done elsewhere."""

from PySide6.QtCore import QObject, Signal

from playground.app.change_names import setting_change
from playground.app.views.diagram.hit import Hit, Neuron
from playground.app.views.diagram.names import Names
from playground.app.views.diagram.numbers import precise
from playground.app.views.diagram.structure import Kind, Structure
from playground.app.views.diagram.targets import target_of, value_of
from playground.training import Place, Snapshot


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
        """What the next request speaks of."""
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
            name = self.tr("{parameter}: {value}").format(parameter=self._names.parameter(hit), value=precise(value))
            (self.value_dragged if dragging else self.value_requested).emit(place, value, name)

    def is_muted(self, hit: Hit | None) -> bool:
        """Whether that is muted itself."""
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
        """Whether training leaves a column's layer as it is."""
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
