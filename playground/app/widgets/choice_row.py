"""A setting that is one of a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from playground.app.widgets.compact_combo import CompactCombo
from playground.app.widgets.setting_row import SettingRow


@dataclass(frozen=True)
class Choice:
    """One entry. Where it is not available, `help_text` is the reason."""

    value: object
    text: str
    help_text: str = ""
    available: bool = True


class ChoiceRow(SettingRow):
    """The label left, a compact combo right."""

    # The user chose another value.
    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        value: object,
        *,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, help_text, parent)
        self._choices: tuple[Choice, ...] = ()
        self._value = value
        self.combo = CompactCombo()
        self.combo.setAccessibleName(label)
        self.label.setBuddy(self.combo)
        self.line.addWidget(self.combo, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.combo.activated.connect(self._chosen)
        self.set_choices(choices)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted. One that is not in the list leaves the combo empty."""
        self._value = value
        values = [choice.value for choice in self._choices]
        self.combo.setCurrentIndex(values.index(value) if value in values else -1)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Another list; the value stays, nothing is emitted."""
        new = tuple(choices)
        if new == self._choices:
            return
        self._choices = new
        self.combo.clear()
        self.combo.addItems([choice.text for choice in new])
        model = self.combo.model()
        assert isinstance(model, QStandardItemModel)
        for row, choice in enumerate(new):
            self.combo.setItemData(row, choice.help_text, Qt.ItemDataRole.ToolTipRole)
            model.item(row).setEnabled(choice.available)
        self.set_value(self._value)

    def set_heights(self, row: int, control: int) -> None:
        super().set_heights(row, control)
        self.combo.setFixedHeight(control)

    def _chosen(self, row: int) -> None:
        value = self._choices[row].value
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)
