"""The split bar as a line of a settings card."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.app.widgets.setting_row import SettingRow
from playground.app.widgets.split import Split
from playground.app.widgets.split_bar import SplitBar


class SplitRow(SettingRow):
    """The label left; `bar` takes the rest of the line."""

    def __init__(self, label: str, split: Split, *, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, help_text, parent)
        self.bar = SplitBar(split)
        self.label.setBuddy(self.bar.handles[0])
        self.line.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
