"""The network in the centre of the window: heads with each layer's settings over the painted diagram."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.diagram.canvas import DiagramCanvas
from playground.app.diagram.header import Header
from playground.app.diagram.heads import Requests
from playground.app.diagram.hover_card import Surroundings, alone
from playground.app.diagram.layer_grid import LayerGrid
from playground.app.diagram.layout import Hit, Neuron, Summary, has_part, target_of
from playground.app.diagram.legend import NetworkLegend
from playground.app.diagram.names import Names
from playground.app.diagram.pinned_card import PinnedCard
from playground.app.diagram.structure import Structure, structure_of
from playground.app.diagram.touch import Hands
from playground.app.theme import ThemeManager
from playground.experiment import Experiment
from playground.training import Snapshot, Unit

_READ_MILLISECONDS = 100
_ROOM_FOR_LEGEND = 130
"""Pixels of height that the network keeps beside it."""


class NetworkView(QWidget):
    """Draws snapshots and asks for changes of the experiment and the network; makes none itself."""

    # Settings by dotted path, as `playground.experiment.change` takes them, and what to call the change.
    change_requested = Signal(object, str)
    # A layer's index, or None for the output, and the head that asks for all of its settings.
    layer_opened = Signal(object, object)
    # (layer, unit) or None. Hidden layers count from 0, the output comes after the last, the inputs are layer -1.
    neuron_hovered = Signal(object)
    # What is pointed at, as a Target, or None; and the Unit with its name whose map is wanted on the canvas, or None.
    looked_at = Signal(object)
    unit_shown = Signal(object, str)
    # The column of which all maps are wanted, or None.
    column_opened = Signal(object)
    # "17 parameters", for the card's header.
    parameter_count_changed = Signal(str)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.requests = Requests(self)
        self.hands = Hands(self)
        self.header = Header(theme, self.requests, self)
        self.canvas = DiagramCanvas(theme, self.hands, self)
        self.legend = NetworkLegend(theme, self)
        self.grid = LayerGrid(theme, self)
        self.pinned = PinnedCard(theme, self.hands, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.legend)
        self._experiment: Experiment | None = None
        self._structure: Structure | None = None
        self._names: Names | None = None
        self._summary = ""
        self._parameters, self._muted = -1, 0
        self._hit: Hit | None = None
        self._reading = QTimer(self, singleShot=True, interval=_READ_MILLISECONDS)
        self._reading.timeout.connect(self._read)
        self.setAccessibleName(self.tr("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._connect()

    def _connect(self) -> None:
        self.requests.requested.connect(self.change_requested)
        self.requests.layer_opened.connect(self.layer_opened)
        self.hands.change_requested.connect(self.change_requested)
        self.canvas.hovered.connect(self._point)
        self.canvas.chosen.connect(self.choose)
        self.canvas.tiles_sized.connect(self._explain)
        self.grid.canvas.hovered.connect(self._point)
        self.grid.canvas.chosen.connect(self.choose)
        self.grid.closed.connect(self._close_grid)
        self.pinned.left.connect(self._unpin)

    @property
    def parameter_count_text(self) -> str:
        """ "17 parameters", with "2 muted" where parts are; nothing before the first snapshot."""
        if self._parameters < 0:
            return ""
        one, many = self.tr("1 parameter"), self.tr("{n} parameters")
        count = one if self._parameters == 1 else many.format(n=f"{self._parameters:,}")
        return f"{count}, {self.tr('{n} muted').format(n=self._muted)}" if self._muted else count

    @property
    def pointed_at(self) -> Hit | None:
        """Tell what is pointed at, in the diagram or in the layer that is opened."""
        return self._hit

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this from the next repaint on. Cheap: what stays the same is recognised."""
        if snapshot.experiment is not self._experiment:
            self._show_experiment(snapshot)
        assert self._structure is not None
        self.hands.show(snapshot, self._structure)
        if len(snapshot.muted) != self._muted:
            self._muted = len(snapshot.muted)
            self.parameter_count_changed.emit(self.parameter_count_text)
        self.canvas.show_snapshot(snapshot)
        self.grid.show_snapshot(snapshot)
        if self._hit is not None and not self._reading.isActive():
            self._reading.start()

    def show_training(self, training: bool) -> None:
        """Tell whether it trains now, which the links show."""
        self.canvas.show_training(training)

    def repaint_now(self) -> None:
        """Paint the newest snapshot before returning."""
        self.canvas.repaint()

    def choose(self, hit: Hit) -> None:
        """Open a card on a part that stays, or a layer that is summed up."""
        if isinstance(hit, Summary):
            self._open_grid(hit.column)
            return
        if self.pinned.hit is not None:
            self.pinned.leave()
        if self.grid.column is None:
            self.canvas.point_at(hit)
        self.canvas.hush(True)
        self.grid.canvas.held = True
        self.pinned.open(hit, self._around(hit))
        self._read()
        self.pinned.begin()

    def toggle_mute(self) -> None:
        """Mute or unmute what is pointed at."""
        self.hands.toggle_mute(self._hit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.arrange()
        # Where there is hardly room for the network, what its colours mean is told on hover alone.
        room = self.height() - self.header.height() - self.legend.sizeHint().height()
        self.legend.setVisible(room >= _ROOM_FOR_LEGEND)
        self.pinned.give_up()
        self.grid.setGeometry(self.canvas.geometry())

    def _show_experiment(self, snapshot: Snapshot) -> None:
        self._experiment, structure = snapshot.experiment, structure_of(snapshot)
        if structure != self._structure:
            other = not _same_units(structure, self._structure)
            self._structure, self._names = structure, Names(structure)
            if other:
                self._let_go(structure)
        self.header.show_experiment(snapshot.experiment, structure)
        self._describe(snapshot, structure)
        self.canvas.update()

    def _let_go(self, structure: Structure) -> None:
        """The units are others: what was opened or held may be gone."""
        if self.pinned.hit is not None:
            self.pinned.give_up()
        self.grid.close_grid()
        self.canvas.touch.let_go()
        if self._hit is not None and not has_part(structure, self._hit):
            self._point(None)

    def _describe(self, snapshot: Snapshot, structure: Structure) -> None:
        self._summary = Names(structure).description(snapshot.parameter_count)
        self.setAccessibleDescription(self._summary)
        self._tell("")
        if snapshot.parameter_count != self._parameters:
            self._parameters = snapshot.parameter_count
            self.parameter_count_changed.emit(self.parameter_count_text)

    def _tell(self, text: str) -> None:
        """Tell what is pointed at in words, before those of the whole network."""
        self.canvas.setAccessibleDescription(f"{text}. {self._summary}" if text else self._summary)
        self.grid.tell(text)

    def _point(self, hit: Hit | None) -> None:
        if self.pinned.hit is not None and hit != self.pinned.hit:
            self.pinned.leave()
        if hit == self._hit:
            return
        before, self._hit = self._hit, hit
        target = None if self._structure is None else target_of(self._structure, hit)
        self.looked_at.emit(target)
        unit = target if isinstance(target, Unit) else None
        if unit is not None or isinstance(before, Neuron):
            self.unit_shown.emit(
                unit, "" if unit is None or self._names is None else self._names.neuron(unit.column, unit.unit)
            )
            self.neuron_hovered.emit(None if unit is None else (unit.column - 1, unit.unit))
        self._read()

    def _read(self) -> None:
        """Write the newest numbers where they are read."""
        card = None if self._hit is None else self.canvas.card_of(self._hit)
        self._tell("" if card is None else card.plain)
        if card is not None and self.pinned.hit is not None:
            self.pinned.show_card(card, self.hands.value(self.pinned.hit))

    def _around(self, hit: Hit) -> Surroundings:
        if self.grid.column is not None and isinstance(hit, Neuron):
            tile = self.grid.canvas.tile(hit.unit)
            return alone(QRectF(tile.translated(self.grid.canvas.mapTo(self, tile.topLeft()) - tile.topLeft())))
        return self.canvas.around(hit).moved(QPointF(self.canvas.pos())).below(QRectF(self.header.geometry()))

    def _explain(self) -> None:
        self.legend.show_layout(self.canvas.layout_shown)

    def _unpin(self) -> None:
        self.canvas.hush(False)
        self.grid.canvas.held = False
        (self.canvas if self.grid.column is None else self.grid.canvas).setFocus(Qt.FocusReason.PopupFocusReason)

    def _open_grid(self, column: int) -> None:
        if self._structure is None or self._names is None:
            return
        self.grid.setGeometry(self.canvas.geometry())
        self.grid.open(column, self._structure, self._names.column(column))
        self.column_opened.emit(column)

    def _close_grid(self) -> None:
        self.column_opened.emit(None)
        self.canvas.setFocus(Qt.FocusReason.PopupFocusReason)


def _same_units(first: Structure, second: Structure | None) -> bool:
    """Tell whether two structures have the same units, however these are set."""
    return second is not None and [c.units for c in first.columns] == [c.units for c in second.columns]
