"""What the heads ask for: settings by their path, with the name of the change for undo."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from playground.experiment import Experiment, Network, output_assignments
from playground.experiment.layers import (
    layers_as_builtins,
    with_layer_added,
    with_layer_duplicated,
    with_layer_moved,
    with_layer_removed,
)


class Requests(QObject):
    """Turns what the user does into changes of the experiment last shown; makes none of them itself."""

    # Settings by dotted path, and what to call the change.
    requested = Signal(object, str)
    # Another experiment is shown; open popups follow it.
    shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None

    def show(self, experiment: Experiment) -> None:
        """What the next change starts from."""
        self.experiment = experiment
        self.shown.emit(experiment)

    def add(self, index: int) -> None:
        if self.experiment is not None:
            self._layers(with_layer_added(self.experiment.network, index), self.tr("Add layer"))

    def duplicate(self, index: int) -> None:
        if self.experiment is not None:
            self._layers(with_layer_duplicated(self.experiment.network, index), self.tr("Duplicate layer"))

    def remove(self, index: int) -> None:
        if self.experiment is not None:
            self._layers(with_layer_removed(self.experiment.network, index), self.tr("Remove layer"))

    def move(self, index: int, target: int) -> None:
        if self.experiment is not None:
            self._layers(with_layer_moved(self.experiment.network, index, target), self.tr("Move layer"))

    def set_units(self, index: int, units: int) -> None:
        self._set(f"network.layers.{index}.units", units, self.tr("Units of layer {n}").format(n=index + 1))

    def set_activation(self, index: int, activation: str) -> None:
        name = self.tr("Activation of layer {n}").format(n=index + 1)
        self._set(f"network.layers.{index}.activation", activation, name)

    def set_output(self, activation: str) -> None:
        """The output's activation goes with a loss that can be computed from it: both are one change."""
        if self.experiment is not None:
            self.requested.emit(output_assignments(self.experiment, activation), self.tr("Output activation"))

    def set_start(self, path: str, value: object) -> None:
        """A setting of an initializer, by its whole path."""
        self._set(path, value, self.tr("How weights start"))

    def _set(self, path: str, value: object, name: str) -> None:
        self.requested.emit({path: value}, name)

    def _layers(self, network: Network, name: str) -> None:
        changes: dict[str, Any] = {"network.layers": layers_as_builtins(network)}
        self.requested.emit(changes, name)
