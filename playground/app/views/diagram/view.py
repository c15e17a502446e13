"""The network in the centre of the window: heads with each layer's settings over the painted diagram."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.theme import ThemeManager
from playground.app.views.diagram.canvas import DiagramCanvas
from playground.app.views.diagram.header import Header
from playground.app.views.diagram.hit import Neuron
from playground.app.views.diagram.names import Names
from playground.app.views.diagram.requests import Requests
from playground.app.views.diagram.structure import Structure, structure_of
from playground.experiment import Experiment
from playground.training.snapshot import Snapshot


class NetworkView(QWidget):
    """Draws snapshots and asks for changes of the experiment; makes none itself."""

    # Settings by dotted path, as `playground.experiment.change` takes them, and what to call the change.
    change_requested = Signal(object, str)
    # A layer's index, or None for the output, and the head that asks for all of its settings.
    layer_opened = Signal(object, object)
    # (layer, unit) or None. Hidden layers count from 0, the output comes after the last, the inputs are layer -1.
    neuron_hovered = Signal(object)
    # "17 parameters", for the card's header.
    parameter_count_changed = Signal(str)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.requests = Requests(self)
        self.header = Header(theme, self.requests, self)
        self.canvas = DiagramCanvas(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        self._experiment: Experiment | None = None
        self._parameters = -1
        self._neuron: tuple[int, int] | None = None
        self.setAccessibleName(self.tr("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.requests.requested.connect(self.change_requested)
        self.requests.layer_opened.connect(self.layer_opened)
        self.canvas.hovered.connect(self._hovered)

    @property
    def parameter_count_text(self) -> str:
        """ "17 parameters", or nothing before the first snapshot."""
        if self._parameters < 0:
            return ""
        if self._parameters == 1:
            return self.tr("1 parameter")
        return self.tr("{n} parameters").format(n=f"{self._parameters:,}")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this from the next repaint on. Cheap: what stays the same is recognised."""
        self.canvas.show_snapshot(snapshot)
        if snapshot.experiment is not self._experiment:
            self._experiment, structure = snapshot.experiment, structure_of(snapshot)
            self.header.show_experiment(snapshot.experiment, structure)
            self._describe(snapshot, structure)
            self.canvas.update()

    def repaint_now(self) -> None:
        """Paint the newest snapshot before returning."""
        self.canvas.repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.arrange()

    def _describe(self, snapshot: Snapshot, structure: Structure) -> None:
        self.canvas.setAccessibleDescription(Names(structure).description(snapshot.parameter_count))
        self.setAccessibleDescription(self.canvas.accessibleDescription())
        if snapshot.parameter_count != self._parameters:
            self._parameters = snapshot.parameter_count
            self.parameter_count_changed.emit(self.parameter_count_text)

    def _hovered(self, hit: object) -> None:
        neuron = (hit.column - 1, hit.unit) if isinstance(hit, Neuron) else None
        if neuron != self._neuron:
            self._neuron = neuron
            self.neuron_hovered.emit(neuron)
