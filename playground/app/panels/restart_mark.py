"""The mark beside settings that cannot take effect on a network that is training."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.icons import pixmap
from playground.app.widgets import SettingRow

_SIDE = 10
_GAP = 5


class RestartMark(QWidget):
    """Small and faint; the tooltip of the setting says it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        faint = self.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), pixmap("reset", faint.name(), _SIDE, self.devicePixelRatioF()))
        painter.end()


def mark_restart(row: SettingRow) -> None:
    """Put the mark behind the row's label, closer to it than the control is, which stays in line with the others."""
    holder = QWidget()
    holder.setMinimumWidth(row.label.minimumWidth())
    row.label.setMinimumWidth(0)
    labelled = QHBoxLayout(holder)
    labelled.setContentsMargins(0, 0, 0, 0)
    labelled.setSpacing(_GAP)
    row.line.removeWidget(row.label)
    labelled.addWidget(row.label)
    labelled.addWidget(RestartMark())
    labelled.addStretch(1)
    row.line.insertWidget(0, holder)
