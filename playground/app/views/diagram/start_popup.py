"""A small popup: how a layer's first weights and biases are drawn."""

from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.app.names import choice_name, translated
from playground.app.views.diagram.requests import Requests
from playground.app.widgets import Choice, ChoiceRow, NumberFormat, NumberRow
from playground.experiment import Experiment, Setting, setting

_PARTS = ("initializer", "bias_initializer")
_OWN_NUMBERS = ("std", "limit", "value")
_WITHOUT_NUMBER = ("zeros",)


class StartPopup(QFrame):
    """The kind of each initializer, and the number that goes with it."""

    def __init__(self, place: str, requests: Requests, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._place, self._requests = place, requests
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(250)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 10)
        self._column.setSpacing(0)
        self._shown: tuple[Any, ...] = ()
        self._rows: list[QWidget] = []
        if requests.experiment is not None:
            self.show_experiment(requests.experiment)
        requests.shown.connect(self.show_experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow the experiment; close when the layer is gone."""
        owner = _owner(experiment, self._place)
        if owner is None:
            self.close()
            return
        initializers = tuple(getattr(owner, part) for part in _PARTS)
        if initializers == self._shown:
            return
        # Rows are made anew only for another kind, so that one who types a number is not interrupted.
        if [type(i) for i in initializers] != [type(i) for i in self._shown]:
            self._build(experiment, initializers)
        self._shown = initializers

    def _build(self, experiment: Experiment, initializers: tuple[Any, ...]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for part, initializer in zip(_PARTS, initializers, strict=True):
            self._add_kind(setting(experiment, f"{self._place}.{part}"), initializer)
            name = _number_of(initializer)
            if name:
                self._add_number(setting(experiment, f"{self._place}.{part}.{name}"), getattr(initializer, name))
        self.adjustSize()

    def _add_kind(self, declared: Setting, initializer: msgspec.Struct) -> None:
        choices = [Choice(kind, choice_name(declared.path, kind)) for kind in declared.choices]
        kind = initializer.__struct_config__.tag
        row = ChoiceRow(translated(declared.title), choices, kind, help_text=translated(declared.help))
        row.value_changed.connect(partial(self._requests.set_start, f"{declared.path}.kind"))
        self._add(row)

    def _add_number(self, declared: Setting, value: float) -> None:
        numbers = NumberFormat("float", declared.minimum, declared.maximum)
        row = NumberRow(translated(declared.title), numbers, value, step=0.01, help_text=translated(declared.help))
        row.value_changed.connect(partial(self._requests.set_start, declared.path))
        self._add(row)

    def _add(self, row: QWidget) -> None:
        self._column.addWidget(row)
        self._rows.append(row)


def _number_of(initializer: msgspec.Struct) -> str:
    """The one number that goes with a kind: its own, or else the factor on what it draws."""
    for name in _OWN_NUMBERS:
        if hasattr(initializer, name):
            return name
    return "" if initializer.__struct_config__.tag in _WITHOUT_NUMBER else "scale"


def _owner(experiment: Experiment, place: str) -> Any:
    """The layer or output at a dotted place, None where there is none any more."""
    last = place.rpartition(".")[2]
    if last == "output":
        return experiment.network.output
    layers = experiment.network.layers
    return layers[int(last)] if int(last) < len(layers) else None
