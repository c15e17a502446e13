"""A menu with the round corners of the cards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """Shows the tooltips of its actions. The style sheet paints it, corners and all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A window is square, and would show its own ground in the corners.
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setToolTipsVisible(True)
