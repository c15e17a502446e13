"""The axes of a plane: round numbers along its edges, and at their ends what the two directions are called."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.app.output.plane import Pane
from playground.app.theme import Theme, pen, scaled
from playground.app.words.numbers import round_step, signed

_MARK, _GAP, _LINE = 4.0, 5.0, 13
_NAME_SHARE = 0.4
"""Of the square's width, for the name of an axis at most."""
_FROM_CORNER = 14.0
_TICKS = 5


def paint_axes(painter: QPainter, pane: Pane, names: Sequence[str], theme: Theme) -> None:
    """Round numbers within the square, below with ticks for x, and at the left for y; at their ends the axes' names."""
    square, region, line, metrics = pane.box, pane.region, scaled(_LINE), QFontMetricsF(painter.font())
    across, up = (metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME_SHARE * square.width()) for name in names)
    across = f"{across} →"
    wide = metrics.horizontalAdvance(across) + 2 * _GAP
    for value, text in tick_values(region.left, region.right):
        x = pane.position(value, region.bottom).x()
        half = metrics.horizontalAdvance(text) / 2 + _GAP
        if square.left() + max(_FROM_CORNER, half) < x < square.right() - wide - half:
            foot = QPointF(x, square.bottom())
            _mark(painter, foot, foot - QPointF(0, _MARK), theme)
            room = QRectF(x - 30, square.bottom() - _MARK - line, 60, line)
            _number(painter, room, Qt.AlignmentFlag.AlignCenter, text, theme)
    for value, text in tick_values(region.bottom, region.top):
        y = pane.position(region.left, value).y()
        if square.top() + 2 * line < y < square.bottom() - 2 * line:
            # No mark here: a dash before a number is its sign.
            room = QRectF(square.left() + _GAP, y - line / 2, 60, line)
            _number(painter, room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text, theme)
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if any(names):
        right = QRectF(square.right() - wide + _GAP, square.bottom() - _MARK - line, wide - _GAP, line)
        _number(painter, right, middle, across, theme)
        top = QRectF(square.left() + _GAP, square.top() + _GAP, square.width() / 2, line)
        _number(painter, top, middle, f"↑ {up}", theme)


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
