"""The recent course of a number as a small line without axes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.app.theme import Theme, ThemeManager

HEIGHT = 30.0
_DOT = 2.5


def paint_course(painter: QPainter, theme: Theme, course: NDArray[np.float64], box: QRectF) -> None:
    """The values from left to right, the least at the bottom of `box`; a dot is the present one, a line is nought."""
    finite = course[np.isfinite(course)]
    if not len(finite):
        return
    low, high = float(finite.min()), float(finite.max())
    inner = box.adjusted(_DOT, _DOT + 1, -_DOT - 1, -_DOT - 1)
    span = high - low
    rise = np.full(len(finite), 0.5) if span <= 0 else (finite - low) / span
    across = np.linspace(0, 1, len(finite)) if len(finite) > 1 else np.ones(1)
    points = [
        QPointF(inner.left() + inner.width() * float(x), inner.bottom() - inner.height() * float(y))
        for x, y in zip(across, rise, strict=True)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if low < 0 < high:
        painter.setPen(QPen(QColor(theme.line), 1))
        nought = inner.bottom() - inner.height() * (0 - low) / span
        painter.drawLine(QPointF(inner.left(), nought), QPointF(inner.right(), nought))
    colour = QColor(theme.positive if finite[-1] >= 0 else theme.negative)
    painter.setPen(QPen(colour, 1.4))
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(points[-1], _DOT, _DOT)


class Sparkline(QWidget):
    """Shows a course."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._course: NDArray[np.float64] = np.empty(0)
        self.setFixedHeight(int(HEIGHT))
        self.setAccessibleName(self.tr("Recent course of the value"))
        theme.changed.connect(self.update)

    def show_course(self, course: NDArray[np.float64]) -> None:
        self._course = course
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, int(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_course(painter, self._theme.theme, self._course, QRectF(self.rect()))
        painter.end()
