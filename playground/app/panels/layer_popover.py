"""All of one layer's settings, and its place among the others."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow
from playground.app.panels.popover import Popover
from playground.app.panels.setting_rows import ChoiceSetting, kind_rows, row_for
from playground.app.widgets import IconButton
from playground.app.words.ends import activation_refusal
from playground.app.words.names import choice_name
from playground.experiment import Experiment, Layer, Network, Output, output_assignments
from playground.experiment.network import (
    MAXIMUM_LAYERS,
    layers_as_builtins,
    with_layer_duplicated,
    with_layer_moved,
    with_layer_removed,
)


class LayerPlaces(QWidget):
    """Each button that cannot be used says why."""

    # The layers are others now.
    done = Signal()

    def __init__(self, controller: Controller, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._index = controller, index
        count = len(controller.experiment.network.layers)
        full = self.tr("There are at most {n} hidden layers.").format(n=MAXIMUM_LAYERS)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.left = self._button("arrow-left", self.tr("Move left"))
        self.right = self._button("arrow-right", self.tr("Move right"))
        self.duplicate = self._button("duplicate", self.tr("Duplicate"))
        self.remove = self._button("trash", self.tr("Remove"))
        _offer(self.left, index > 0, self.tr("It is the first layer."))
        _offer(self.right, index < count - 1, self.tr("It is the last hidden layer."))
        _offer(self.duplicate, count < MAXIMUM_LAYERS, full)
        self.left.clicked.connect(self._move_left)
        self.right.clicked.connect(self._move_right)
        self.duplicate.clicked.connect(self._duplicate)
        self.remove.clicked.connect(self._remove)

    def _button(self, icon: str, name: str) -> IconButton:
        button = IconButton(icon, name, flat=True)
        self._line.addWidget(button)
        return button

    def _move_left(self) -> None:
        self._become(with_layer_moved(self._network, self._index, self._index - 1), self.tr("Move layer"))

    def _move_right(self) -> None:
        self._become(with_layer_moved(self._network, self._index, self._index + 1), self.tr("Move layer"))

    def _duplicate(self) -> None:
        self._become(with_layer_duplicated(self._network, self._index), self.tr("Duplicate layer"))

    def _remove(self) -> None:
        self._become(with_layer_removed(self._network, self._index), self.tr("Remove layer"))

    @property
    def _network(self) -> Network:
        return self._controller.experiment.network

    def _become(self, network: Network, name: str) -> None:
        self._controller.propose({"network.layers": layers_as_builtins(network)}, name)
        self.done.emit()


def _offer(button: IconButton, possible: bool, reason: str) -> None:
    button.setEnabled(possible)
    if not possible:
        button.setToolTip(reason)


_WIDTH = 272
_CLEAR = 40
"""From the middle of a column to the popover: half a tile, its bias and some air."""
_OVERHANG = 48
_BELOW = 6


class LayerPopover(Popover):
    """Follows the layer at `index`; None stands for the output. Closes when there is no such layer any more."""

    def __init__(self, controller: Controller, index: int | None, parent: QWidget) -> None:
        super().__init__(controller, _WIDTH, parent)
        self._index = index
        self._place = "network.output" if index is None else f"network.layers.{index}"
        self.set_title(self.tr("Output") if index is None else self.tr("Layer {n}").format(n=index + 1))
        if index is not None:
            self.places = LayerPlaces(controller, index)
            self.places.done.connect(self.close)
            self.header.addWidget(self.places)
        self.add_section("", self._working_rows())
        weights, biases = self._start_rows("initializer"), self._start_rows("bias_initializer")
        biases[0].blocked_by(self._without_bias)
        self.add_section(self.tr("First weights and biases"), [*weights, *biases])
        self.add_mark_key()

    def show_experiment(self, experiment: Experiment) -> None:
        if self._index is not None and self._index >= len(experiment.network.layers):
            self.close()
        else:
            super().show_experiment(experiment)

    def _working_rows(self) -> list[BoundRow]:
        batch_norm = self._row("batch_norm").blocked_by(self._too_small_batches)
        frozen = self._row("frozen")
        if self._index is None:
            return [self._output_row(), batch_norm, frozen]
        activation = ChoiceSetting(self._controller, f"{self._place}.activation", refusal=activation_refusal)
        return [self._row("units"), self._named(activation), batch_norm, self._row("dropout"), frozen]

    def _output_row(self) -> BoundRow:
        path, title = f"{self._place}.activation", self.tr("Activation")
        row = ChoiceSetting(self._controller, path, label=title, assign=output_assignments, remark=self._loss_it_brings)
        return row.named(self.tr("output activation"))

    def _start_rows(self, name: str) -> list[BoundRow]:
        path = f"{self._place}.{name}"
        rows = [row_for(self._controller, path), *kind_rows(self._controller, path)]
        for row in rows:
            self._named(row)
            row.only_while(partial(self._matters, row.path))
        return rows

    def _matters(self, path: str, experiment: Experiment) -> bool:
        """Tell whether a setting of an initializer has an effect: batch norm leaves no bias, nought has no size."""
        part, _, last = path.removeprefix(f"{self._place}.").partition(".")
        if part == "bias_initializer" and last and self._layer(experiment).batch_norm:
            return False
        return last != "scale" or getattr(self._layer(experiment), part).__struct_config__.tag != "zeros"

    def _layer(self, experiment: Experiment) -> Layer | Output:
        network = experiment.network
        return network.output if self._index is None else network.layers[self._index]

    def _without_bias(self, experiment: Experiment) -> str:
        return self.tr("Batch norm takes the place of the biases.") if self._layer(experiment).batch_norm else ""

    def _too_small_batches(self, experiment: Experiment) -> str:
        if experiment.training.batch_size != 1:
            return ""
        return self.tr("It needs at least 2 samples in a batch: make the batch larger first.")

    def _loss_it_brings(self, experiment: Experiment, activation: str) -> str:
        """Tell what choosing `activation` would make of the loss; empty where it fits as it is."""
        loss = output_assignments(experiment, activation).get("training.loss")
        return choice_name("training.loss", loss) if loss else ""

    def _row(self, name: str) -> BoundRow:
        return self._named(row_for(self._controller, f"{self._place}.{name}"))

    def _named(self, row: BoundRow) -> BoundRow:
        if self._index is None:
            return row.named(self.tr("{setting} of the output").format(setting=row.subject))
        return row.named(self.tr("{setting} of layer {n}").format(setting=row.subject, n=self._index + 1))


class LayerPopovers(QObject):
    """Opens the settings of a layer beside its column, so that its neurons stay in sight."""

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller, self._window = controller, parent

    def open(self, index: int | None, head: QWidget) -> None:
        """`head` stands on top of the layer's column."""
        # It belongs to the network that is drawn; the experiment may be a change ahead of it.
        if index is None or index < len(self._controller.experiment.network.layers):
            popover = LayerPopover(self._controller, index, self._window)
            popover.open_at(_beside(head, popover.width()))


def _beside(head: QWidget, width: int) -> QPoint:
    """Right of the column below the head, or left of it where it would stand far out of the network's card."""
    below = head.mapToGlobal(QPoint(head.width() // 2, head.height() + _BELOW))
    header = head.parentWidget() or head
    room = header.mapToGlobal(QPoint(header.width(), 0)).x() - below.x()
    return below + QPoint(_CLEAR if _CLEAR + width <= room + _OVERHANG else -_CLEAR - width, 0)
