"""The mark beside settings that cannot take effect on a network that is training."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from playground.app.icons import pixmap

_SIDE = 11


class RestartMark(QWidget):
    """Small and faint; the tooltip of the setting says it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        faint = self.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), pixmap("reset", faint.name(), _SIDE, self.devicePixelRatioF()))
        painter.end()
