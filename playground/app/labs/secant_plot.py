"""A function with its tangent at one place, and the secant of a step that is dragged."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.app.labs.race_map import ticks
from playground.app.theme import Theme, ThemeManager, pen, small_font
from playground.app.words.numbers import two_digits
from playground.training.labs.slopes import Curve, Secant

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 12, 34
_DOT = 5.0
_POINTS = 200
_MARGIN = 0.1
_FACTOR = 1.25
"""What an arrow key makes the step longer or shorter by."""


class SecantPlot(QWidget):
    """Draws what somebody else has measured; a drag or an arrow key asks for another step."""

    # The step was dragged to this length.
    step_wanted = Signal(float)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curve: Curve | None = None
        self._secant: Secant | None = None
        self._ends = (0.0, 1.0)
        self.setMinimumSize(320, 240)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(self.tr("Function with tangent and secant; the arrow keys change the step"))
        theme.changed.connect(self.update)

    def show_secant(self, curve: Curve, secant: Secant) -> None:
        """Draw this secant of this curve."""
        self._curve, self._secant = curve, secant
        x = np.linspace(*curve.drawn, _POINTS)
        y = curve.value(x)
        margin = _MARGIN * float(np.ptp(y))
        self._ends = (float(y.min()) - margin, float(y.max()) + margin)
        self.setAccessibleDescription(str(secant.told))
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """Tell where a point of the plane is drawn."""
        assert self._curve is not None
        (left, right), (low, high), field = self._curve.drawn, self._ends, self._field()
        across, up = (x - left) / (right - left), (y - low) / (high - low)
        return QPointF(field.left() + across * field.width(), field.bottom() - up * field.height())

    def sizeHint(self) -> QSize:
        return QSize(460, 320)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        longer = {Qt.Key.Key_Right: _FACTOR, Qt.Key.Key_Left: 1 / _FACTOR}.get(Qt.Key(event.key()))
        if longer is None or self._secant is None:
            super().keyPressEvent(event)
            return
        self.step_wanted.emit(self._secant.step * longer)

    def _drag(self, x: float) -> None:
        if self._curve is None or self._secant is None:
            return
        left, right = self._curve.drawn
        field = self._field()
        place = left + (x - field.left()) / field.width() * (right - left)
        pixel = (right - left) / field.width()
        self.step_wanted.emit(min(max(place - self._secant.x, pixel), right - self._secant.x))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._curve is None or self._secant is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        theme = self._theme.theme
        self._paint_axes(painter, self._curve, theme)
        painter.setClipRect(self._field())
        x = np.linspace(*self._curve.drawn, _POINTS)
        painter.setPen(pen(theme.text, 1.8))
        places = zip(x.tolist(), self._curve.value(x).tolist(), strict=True)
        painter.drawPolyline(QPolygonF([self.place_of(*place) for place in places]))
        self._paint_lines(painter, self._curve, self._secant, theme)
        painter.end()

    def _paint_lines(self, painter: QPainter, curve: Curve, secant: Secant, theme: Theme) -> None:
        height = float(curve.value(np.array(secant.x)))
        self._paint_line(painter, secant.x, height, secant.exact, theme.train)
        x, y = secant.ends[0]
        self._paint_line(painter, float(x), float(y), secant.slope, theme.test)
        painter.setPen(pen(theme.card, 1.2))
        for colour, (x, y) in ((theme.test, secant.ends[0]), (theme.test, secant.ends[1])):
            painter.setBrush(QColor(colour))
            painter.drawEllipse(self.place_of(float(x), float(y)), _DOT, _DOT)
        painter.setBrush(QColor(theme.train))
        painter.drawEllipse(self.place_of(secant.x, height), _DOT, _DOT)

    def _paint_line(self, painter: QPainter, x: float, y: float, slope: float, colour: str) -> None:
        """A line through a point, from end to end of the picture."""
        assert self._curve is not None
        painter.setPen(pen(colour, 1.6))
        left, right = self._curve.drawn
        painter.drawLine(self.place_of(left, y + slope * (left - x)), self.place_of(right, y + slope * (right - x)))

    def _paint_axes(self, painter: QPainter, curve: Curve, theme: Theme) -> None:
        field, (left, right), (low, high) = self._field(), curve.drawn, self._ends
        for number in ticks(left, right):
            x = self.place_of(number, low).x()
            painter.setPen(pen(theme.line))
            painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
            painter.setPen(QColor(theme.quiet))
            room = QRectF(x - 24, field.bottom() + 4, 48, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, two_digits(number))
        for number in ticks(low, high):
            y = self.place_of(left, number).y()
            painter.setPen(pen(theme.line))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(QColor(theme.quiet))
            room = QRectF(0, y - 7, _LEFT - 6, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, two_digits(number))
        below = QRectF(field.left(), field.bottom() + 17, field.width(), 14)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, "x")

    def _field(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)
