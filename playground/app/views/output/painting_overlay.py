"""What is drawn over the canvas while a person paints: what a click would do, what is selected, and a first hint."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager, small_font

_RING_GAP = 3.5
_CROSS = 8.0
_HINT_PAD, _HINT_HEIGHT, _HINT_AWAY = 10.0, 24.0, 8.0
HINT_ROOM = _HINT_HEIGHT + 2 * _HINT_AWAY
"""Pixels that the hint takes at the foot of the canvas."""
_GHOST_ALPHA = 170


@dataclass(frozen=True)
class Marks:
    """What is to be drawn, in pixels of the canvas.

    ghost : where a click would add a point. cross : where a key would add one. hint : a line for the first use.
    """

    radius: float = 3.0
    colour: str = ""
    ghost: QPointF | None = None
    cross: QPointF | None = None
    hovered: QPointF | None = None
    selected: QPointF | None = None
    hint: str = ""


class PaintingOverlay(QWidget):
    """Lies over the canvas and lets the mouse through; asks for its marks whenever it is drawn."""

    def __init__(self, theme: ThemeManager, over: QWidget, marks: Callable[[], Marks]) -> None:
        super().__init__(over)
        self._theme = theme
        self._marks = marks
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(small_font())
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        marks, theme = self._marks(), self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marks.ghost is not None:
            _paint_ghost(painter, marks.ghost, marks, QColor(theme.card))
        if marks.cross is not None:
            _paint_cross(painter, marks.cross, QColor(theme.text), QColor(theme.card))
        if marks.hovered is not None:
            _paint_ring(painter, marks.hovered, marks.radius + _RING_GAP, QColor(theme.text), 1.2)
        if marks.selected is not None:
            _paint_ring(painter, marks.selected, marks.radius + _RING_GAP, QColor(theme.card), 4.0)
            _paint_ring(painter, marks.selected, marks.radius + _RING_GAP, QColor(theme.accent), 2.0)
        if marks.hint:
            self._paint_hint(painter, marks.hint)
        painter.end()

    def _paint_hint(self, painter: QPainter, text: str) -> None:
        theme = self._theme.theme
        side = min(self.width(), self.height())
        width = self.fontMetrics().horizontalAdvance(text) + 2 * _HINT_PAD
        room = QRectF((self.width() - width) / 2, side - _HINT_HEIGHT - _HINT_AWAY, width, _HINT_HEIGHT)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(room, _HINT_HEIGHT / 2, _HINT_HEIGHT / 2)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _paint_ghost(painter: QPainter, at: QPointF, marks: Marks, outline: QColor) -> None:
    fill = QColor(marks.colour)
    fill.setAlpha(_GHOST_ALPHA)
    painter.setPen(QPen(outline, 0.9))
    painter.setBrush(fill)
    painter.drawEllipse(at, marks.radius, marks.radius)


def _paint_ring(painter: QPainter, at: QPointF, radius: float, colour: QColor, width: float) -> None:
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)


def _paint_cross(painter: QPainter, at: QPointF, colour: QColor, edge: QColor) -> None:
    for pen in (QPen(edge, 4), QPen(colour, 1.6)):
        painter.setPen(pen)
        painter.drawLine(at - QPointF(_CROSS, 0), at + QPointF(_CROSS, 0))
        painter.drawLine(at - QPointF(0, _CROSS), at + QPointF(0, _CROSS))
