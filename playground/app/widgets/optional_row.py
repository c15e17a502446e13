"""A number that a setting may have or not."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.number_row import NumberRow
from playground.app.widgets.switch import Switch


class OptionalRow(NumberRow):
    """A number row with a switch; while it is off there is no number to see, and the value is None.

    It is switched on with `suggested`, or else with what it was when it was switched off.
    """

    def __init__(
        self,
        label: str,
        numbers: NumberFormat,
        value: object,
        *,
        suggested: object,
        step: float = 1,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, _or_nothing(numbers), value, step=step, help_text=help_text, parent=parent)
        self._on = suggested
        self.switch = Switch(label)
        self.edit.setAccessibleName(self.tr("{setting}, value").format(setting=label))
        self.line.addWidget(self.switch)
        self.switch.clicked.connect(self._switched)
        self.value_changed.connect(self._follow)
        self.set_value(value)

    def set_numbers(self, numbers: NumberFormat) -> None:
        super().set_numbers(_or_nothing(numbers))

    def set_value(self, value: object) -> None:
        super().set_value(value)
        self._follow(value)

    def _follow(self, value: object) -> None:
        on = value is not None
        if on:
            self._on = value
        self.switch.setChecked(on)
        self.edit.setVisible(on)

    def _switched(self, on: bool) -> None:
        value = self._on if on else None
        self.set_value(value)
        self.value_changed.emit(value)


def _or_nothing(numbers: NumberFormat) -> NumberFormat:
    """The same format, in which an empty field means None."""
    return replace(numbers, words=((None, ""),))
