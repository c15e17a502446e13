"""How a spread of numbers is painted and written."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.app.theme import Theme
from playground.app.words.numbers import two_digits
from playground.training.inside import Spread

_LABEL = 15
_WIDE, _BETWEEN = 3.0, 0.7
"""Bars wider than this are set apart."""


def paint_histogram(
    painter: QPainter, room: QRectF, spread: Spread, colour: str, theme: Theme, *, of_all: bool = False
) -> None:
    """Bars from the left end to the right, as high as the square roots of their counts.

    Half of what ReLUs answer is 0: one bar in true proportion would leave nothing of all others. The whole height is
    the highest bar's, or with `of_all` that of a bar that held all numbers, so that histograms can be compared.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.line))
    painter.drawRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1))
    painter.setBrush(QColor(colour))
    most = int(spread.counts.sum() if of_all else spread.counts.max())
    width = room.width() / len(spread.counts)
    for number, count in enumerate(spread.counts.tolist()):
        if count:
            height = max(1.0, (room.height() - 1) * math.sqrt(count / most))
            left = room.left() + number * width
            painter.drawRect(QRectF(left, room.bottom() - height, width - _BETWEEN if width > _WIDE else width, height))


def paint_ends(painter: QPainter, room: QRectF, spread: Spread, theme: Theme) -> None:
    """The two ends of a histogram, below it."""
    painter.setPen(QColor(theme.quiet))
    below = QRectF(room.left(), room.bottom() + 1, room.width(), _LABEL)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, two_digits(spread.low))
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, two_digits(spread.high))
