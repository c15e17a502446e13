"""The slider of the setting rows: a thin track and a ring for a knob."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QWidget

from playground.app.widgets.style import colour_property

_TRACK = 4.0
_KNOB = 14


class Slider(QSlider):
    """Jumps to where it is clicked, and leaves the wheel to the scrolled column unless it has the focus."""

    track = colour_property("_track")
    knob = colour_property("_knob")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._track = QColor(Qt.GlobalColor.lightGray)
        self._knob = QColor(Qt.GlobalColor.white)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(96, _KNOB + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _KNOB + 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().x())
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        middle, x = self.height() / 2, self._knob_centre()
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, width in ((self._track, float(self.width())), (accent, x)):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, middle - _TRACK / 2, width, _TRACK), _TRACK / 2, _TRACK / 2)
        if self.hasFocus():
            halo = QColor(accent)
            halo.setAlpha(60)
            painter.setBrush(halo)
            painter.drawEllipse(QPointF(x, middle), _KNOB / 2 + 3, _KNOB / 2 + 3)
        painter.setBrush(self._knob)
        painter.setPen(QPen(accent, 2))
        painter.drawEllipse(QPointF(x, middle), _KNOB / 2 - 1, _KNOB / 2 - 1)
        painter.end()

    def _knob_centre(self) -> float:
        span = self.width() - _KNOB
        steps = max(self.maximum() - self.minimum(), 1)
        return _KNOB / 2 + span * (self.sliderPosition() - self.minimum()) / steps

    def _move_to(self, x: float) -> None:
        span = self.width() - _KNOB
        self.setSliderPosition(
            QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x - _KNOB / 2), span)
        )
