"""A menu with the round corners of the cards."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBitmap, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

_RADIUS = 10


class Menu(QMenu):
    """Shows the tooltips of its actions. The style sheet paints it, corners and all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A window is square, and would show its own ground in the corners.
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        # X without a compositor makes what is translucent black: there the corners are cut off, less smoothly.
        self._cut = QGuiApplication.platformName() == "xcb"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, not self._cut)
        self.setToolTipsVisible(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cut:
            self.setMask(_rounded(self))


def _rounded(widget: QWidget) -> QBitmap:
    """The shape of a widget without its corners."""
    shape = QBitmap(widget.size())
    shape.clear()
    painter = QPainter(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(QRectF(widget.rect()), _RADIUS, _RADIUS)
    painter.end()
    return shape
