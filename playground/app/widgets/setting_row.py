"""What all rows of a settings card share: one line of 29 px, or less, the label left, the control right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.widgets.elided_label import ElidedLabel

ROW_HEIGHT = 29
# Sliders of one card start and end in line, whatever their labels and values.
LABEL_COLUMN = 88
VALUE_COLUMN = 52


class SettingRow(QWidget):
    """A labelled control. Where it does not apply, it is disabled and its tooltip says why."""

    def __init__(self, label: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = help_text
        self._reason = ""
        self.setFixedHeight(ROW_HEIGHT)
        self.label = ElidedLabel(label)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(6)
        self.line.addWidget(self.label)
        self._show_help()

    def set_help(self, text: str) -> None:
        """One sentence that explains the setting, shown on hover."""
        self._help = text
        self._show_help()

    def set_available(self, available: bool, reason: str = "") -> None:
        """Enable or disable; `reason` says why it does not apply and what would make it apply."""
        self._reason = "" if available else reason
        self.setEnabled(available)
        self._show_help()

    def set_heights(self, row: int, _control: int) -> None:
        """Lower in a low window: the line, and a control that has a frame."""
        self.setFixedHeight(row)

    def _show_help(self) -> None:
        text = "\n".join(part for part in (self._help, self._reason) if part)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
