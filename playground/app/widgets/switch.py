"""A small switch: on or off."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.widgets.button import Button
from playground.app.widgets.style import colour_property

_TRACK = QSize(28, 16)


class Switch(Button):
    """A knob at the left of a grey track, or at the right of one in the accent."""

    track = colour_property("_track")
    knob = colour_property("_knob")

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", name, 0, parent)
        self._track = QColor(Qt.GlobalColor.lightGray)
        self._knob = QColor(Qt.GlobalColor.white)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return _TRACK

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        box = QRectF(self.rect())
        radius = box.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent if self.isChecked() else self._track)
        painter.drawRoundedRect(box, radius, radius)
        middle = box.right() - radius if self.isChecked() else box.left() + radius
        painter.setBrush(self._knob)
        painter.drawEllipse(QPointF(middle, box.center().y()), radius - 2.5, radius - 2.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.5))
            painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius - 0.75, radius - 0.75)
        painter.end()
