"""What is drawn over map and points: the mouse's cross, the chosen sample, and where the keys go."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.theme import Theme
from playground.app.views.output.point_layer import CORNER_RADIUS

_CROSS, _CROSS_GAP = 9.0, 3.0
_CHOSEN_GAP = 4.0


def paint_cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """Four short strokes that leave the place itself free."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.text), 1))
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(at + QPointF(x, y) * _CROSS_GAP, at + QPointF(x, y) * _CROSS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_chosen(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    """A ring in the accent, edged so that it is seen on every colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.card, 4.0), (theme.accent, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(at, radius + _CHOSEN_GAP, radius + _CHOSEN_GAP)


def paint_focus(painter: QPainter, square: QRectF, theme: Theme) -> None:
    """A frame around the square."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), CORNER_RADIUS, CORNER_RADIUS)
