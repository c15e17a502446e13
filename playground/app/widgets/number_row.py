"""A setting that is just a number, such as epochs or a seed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.setting_row import SettingRow
from playground.app.widgets.value_edit import ValueEdit

_NARROWEST = 72


class NumberRow(SettingRow):
    """Typed, or changed in steps by the arrow keys and the wheel while it has the focus."""

    # The user typed or stepped to another value.
    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        numbers: NumberFormat,
        value: object,
        *,
        step: float = 1,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, help_text, parent)
        self._numbers = numbers
        self._step = step
        self.edit = ValueEdit(numbers, value)
        self.edit.setFixedWidth(max(_NARROWEST, self.edit.width_for(numbers.text(value))))
        self.edit.setAccessibleName(label)
        self.label.setBuddy(self.edit)
        self.line.addStretch(1)
        self.line.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignVCenter)
        self.edit.committed.connect(self.value_changed)
        self.edit.stepped.connect(self._stepped)

    def value(self) -> object:
        return self.edit.value()

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self.edit.set_value(value)

    def set_numbers(self, numbers: NumberFormat) -> None:
        """Other limits or another format."""
        self._numbers = numbers
        self.edit.set_numbers(numbers)

    def _stepped(self, steps: int) -> None:
        value = self.edit.value()
        if not isinstance(value, int | float):
            return
        moved = self._numbers.clamped(value + steps * self._step)
        moved = round(moved) if self._numbers.kind == "integer" else round(moved, 10)
        if moved != value and self._numbers.allows(moved):
            self.edit.set_value(moved)
            self.edit.selectAll()
            self.value_changed.emit(moved)
