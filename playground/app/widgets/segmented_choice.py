"""A few pills of which one is on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from playground.app.widgets.toggle_button import ToggleButton


class SegmentedChoice(QWidget):
    """The arrow keys move between the pills."""

    # The user chose another value.
    value_changed = Signal(object)

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[object, str]],
        value: object,
        *,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value = value
        self._group = QButtonGroup(self)
        self._pills: dict[object, ToggleButton] = {}
        self.setAccessibleName(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for option, text in options:
            pill = ToggleButton(text, checked=option == value, quiet=quiet)
            pill.setAccessibleName(f"{name}: {text}")
            self._pills[option] = pill
            self._group.addButton(pill)
            line.addWidget(pill)
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self._pills[value].setChecked(True)

    def pill(self, value: object) -> ToggleButton:
        return self._pills[value]

    def _toggled(self, button: QAbstractButton, on: bool) -> None:
        value = next(option for option, pill in self._pills.items() if pill is button)
        if on and value != self._value:
            self._value = value
            self.value_changed.emit(value)
