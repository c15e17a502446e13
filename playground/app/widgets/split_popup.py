"""The three parts of the data as numbers to be typed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.number_row import NumberRow
from playground.app.widgets.popup_card import PopupCard
from playground.app.widgets.split import SMALLEST_TRAINING, Split, with_part
from playground.app.widgets.style import styled_label


class SplitPopup(PopupCard):
    """Changing one part takes from or gives to the others, so that the sum is always 100."""

    # The user typed or stepped; the whole split.
    split_changed = Signal(object)

    def __init__(self, split: Split, parent: QWidget) -> None:
        super().__init__(parent)
        self._split = split
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(228)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(0)
        names = (self.tr("Training, %"), self.tr("Validation, %"), self.tr("Test, %"))
        self.rows: list[NumberRow] = []
        for part, name in enumerate(names):
            lowest = 0 if part else SMALLEST_TRAINING
            highest = 100 - SMALLEST_TRAINING if part else 100
            row = NumberRow(name, NumberFormat("integer", lowest, highest), split[part])
            row.value_changed.connect(partial(self._typed, part))
            column.addWidget(row)
            self.rows.append(row)
        column.addWidget(styled_label(self.tr("The parts always add up to 100."), "small"))
        self.rows[0].edit.setFocus()

    def _typed(self, part: int, value: object) -> None:
        assert isinstance(value, int)
        self._split = with_part(self._split, part, value)
        for row, percent in zip(self.rows, self._split, strict=True):
            row.set_value(percent)
        self.split_changed.emit(self._split)
