"""A card that opens over the window, and closes by a click beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOption, QWidget

from playground.app.widgets.round_corners import allow_round_corners, cut_corners

_RADIUS = 8


class PopupCard(QFrame):
    """A window of its own, so that it may stand out of the one that opened it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        allow_round_corners(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A translucent window is given no ground: what the style sheet says of it has to be painted.
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut_corners(self, _RADIUS)
