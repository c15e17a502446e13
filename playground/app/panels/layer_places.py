"""Where a hidden layer stands among the others: buttons to move, duplicate and remove it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.widgets import IconButton
from playground.experiment import Network
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
