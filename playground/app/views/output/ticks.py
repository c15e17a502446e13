"""Round numbers along two edges of the canvas, which tell where in the plane it looks."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.app.theme import Theme, pen
from playground.app.views.numbers import signed
from playground.app.views.rounding import round_step
from playground.training import Region

_MARK, _GAP, _LINE = 4.0, 5.0, 13.0
_FROM_CORNER = 14.0
_TICKS = 5


def paint_ticks(painter: QPainter, square: QRectF, region: Region, theme: Theme) -> None:
    """Round numbers within the square, below with ticks for x, and at the left for y."""
    for value, text in tick_values(region.left, region.right):
        x = square.left() + (value - region.left) / (region.right - region.left) * square.width()
        if square.left() + _FROM_CORNER < x < square.right() - _FROM_CORNER:
            foot = QPointF(x, square.bottom())
            _mark(painter, foot, foot - QPointF(0, _MARK), theme)
            room = QRectF(x - 30, square.bottom() - _MARK - _LINE, 60, _LINE)
            _number(painter, room, Qt.AlignmentFlag.AlignCenter, text, theme)
    for value, text in tick_values(region.bottom, region.top):
        y = square.top() + (region.top - value) / (region.top - region.bottom) * square.height()
        if square.top() + _FROM_CORNER < y < square.bottom() - 2 * _FROM_CORNER:
            # No mark here: a dash before a number is its sign.
            room = QRectF(square.left() + _GAP, y - _LINE / 2, 60, _LINE)
            _number(painter, room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text, theme)


def tick_values(low: float, high: float) -> list[tuple[float, str]]:
    """A few round values from `low` to `high`, all with as many places as they need."""
    step = round_step(high - low, _TICKS)
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [(n * step, signed(f"{n * step:.{places}f}") if n else "0") for n in numbers]


def _mark(painter: QPainter, start: QPointF, end: QPointF, theme: Theme) -> None:
    painter.setPen(pen(theme.text))
    painter.drawLine(start, end)


def _number(painter: QPainter, room: QRectF, flags: Qt.AlignmentFlag, text: str, theme: Theme) -> None:
    """On a soft ground, since colours and points lie below."""
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 4
    left = room.left() - 2 if flags & Qt.AlignmentFlag.AlignLeft else room.center().x() - width / 2
    ground = QColor(theme.card)
    ground.setAlpha(190)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(left, room.top(), width, room.height()), 3, 3)
    painter.setPen(QColor(theme.text))
    painter.drawText(room, flags, text)
