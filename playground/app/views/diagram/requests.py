"""What the heads ask for: settings by their path, with the name of the change for undo."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from playground.app.change_names import setting_change
from playground.app.names import choice_name
from playground.experiment import Experiment, output_assignments
from playground.experiment.network import layers_as_builtins, with_layer_added


class Requests(QObject):
    """Turns what the user does into changes of the experiment last shown; makes none of them itself."""

    # Settings by dotted path, and what to call the change.
    requested = Signal(object, str)
    # All settings of a layer are wanted: its index, None for the output, and the head that asks.
    layer_opened = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None

    def show(self, experiment: Experiment) -> None:
        """What the next change starts from."""
        self.experiment = experiment

    def add(self, index: int) -> None:
        if self.experiment is not None:
            network = with_layer_added(self.experiment.network, index)
            changes: dict[str, Any] = {"network.layers": layers_as_builtins(network)}
            self.requested.emit(changes, self.tr("Add layer"))

    def set_units(self, index: int, units: int) -> None:
        subject = self.tr("neurons of layer {n}").format(n=index + 1)
        self._set(f"network.layers.{index}.units", units, setting_change(subject, units, str(units)))

    def set_activation(self, index: int, activation: str) -> None:
        path, subject = f"network.layers.{index}.activation", self.tr("activation of layer {n}").format(n=index + 1)
        self._set(path, activation, setting_change(subject, activation, choice_name(path, activation)))

    def set_output(self, activation: str) -> None:
        """The output's activation goes with a loss that can be computed from it: both are one change."""
        if self.experiment is not None:
            text = choice_name("network.output.activation", activation)
            name = setting_change(self.tr("output activation"), activation, text)
            self.requested.emit(output_assignments(self.experiment, activation), name)

    def _set(self, path: str, value: object, name: str) -> None:
        self.requested.emit({path: value}, name)
