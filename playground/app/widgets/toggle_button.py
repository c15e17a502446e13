"""A pill that is on or off."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.widgets.button import Button

_HEIGHT = 25
_PADDING = 9


class ToggleButton(Button):
    """`quiet` draws the pills that are off in quiet text, for the header of a card."""

    def __init__(self, text: str, *, checked: bool = False, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", text, 0, parent)
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setProperty("variant", "quiet" if quiet else "normal")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        # Measured in the weight of a pill that is on, so that switching moves no neighbour.
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QSize(QFontMetrics(bold).horizontalAdvance(self.text()) + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
