"""The dot beside settings that cannot take effect on a network that is training."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.widgets import SettingRow, colour_property

_ROOM = 9
_DOT = 5.0
_GAP = 2


def restart_sentence() -> str:
    """What is said of every setting that cannot take effect at once."""
    return QCoreApplication.translate("Settings", "Changing it starts the training again.")


class RestartMark(QWidget):
    """Its tooltip says what it stands for."""

    dot = colour_property("_dot")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = QColor(Qt.GlobalColor.darkGray)
        self.setFixedSize(_ROOM, _ROOM)
        self.setToolTip(restart_sentence())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dot)
        edge = (_ROOM - _DOT) / 2
        painter.drawEllipse(QRectF(edge, edge, _DOT, _DOT))
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
