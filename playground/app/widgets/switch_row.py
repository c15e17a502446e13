"""A setting that is on or off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.app.widgets.setting_row import SettingRow
from playground.app.widgets.switch import Switch


class SwitchRow(SettingRow):
    """The label left, a switch right."""

    # The user switched it.
    value_changed = Signal(object)

    def __init__(self, label: str, value: bool, *, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, help_text, parent)
        self.switch = Switch(label)
        self.switch.setChecked(value)
        self.line.addStretch(1)
        self.line.addWidget(self.switch)
        self.switch.clicked.connect(self._switched)

    def value(self) -> object:
        return self.switch.isChecked()

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self.switch.setChecked(bool(value))

    def _switched(self, on: bool) -> None:
        self.value_changed.emit(on)
