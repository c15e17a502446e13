"""The biases below the tiles: a square in the sign's colour, and the number where there is room."""

import math
from collections.abc import Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText

from playground.app.theme import Theme, mix, small_font
from playground.app.views.diagram.layout import Layout, Rect
from playground.app.views.diagram.numbers import short

_SQUARE = 7.0
_SECONDS_BETWEEN_READINGS = 0.1
"""Figures that change faster than this cannot be read, and laying text out is dear."""


class BiasLabels:
    """Keeps a square and a laid-out text for every bias shown, in the order of the columns."""

    def __init__(self, layout: Layout) -> None:
        self._columns = layout.columns[1:]
        self._font = small_font()
        boxes = [(box, column.labelled) for column in self._columns for box in column.biases]
        self._squares = [_square(box, labelled) for box, labelled in boxes]
        self._texts = [(QPointF(box.x + 13, box.y), QStaticText()) for box, _ in boxes]
        self._labelled = [labelled for _, labelled in boxes]
        self._values: list[float] = []
        self._read_at = 0.0

    def show(self, biases: Sequence[NDArray[np.floating] | None]) -> None:
        """The biases of each computed column; NaN stands for one that does not exist."""
        self._values = []
        for bias, column in zip(biases, self._columns, strict=True):
            count = len(column.biases)
            self._values += [math.nan] * count if bias is None else bias[:count].tolist()

    def refresh(self, *, at_once: bool = False) -> None:
        """Write the numbers anew, if that has not just been done."""
        now = monotonic()
        if not at_once and now - self._read_at < _SECONDS_BETWEEN_READINGS:
            return
        self._read_at = now
        for (_, written), value, labelled in zip(self._texts, self._values, self._labelled, strict=True):
            number = short(value) if labelled and not math.isnan(value) else ""
            if written.text() != number:
                written.setText(number)

    def paint_flow(self, painter: QPainter, theme: Theme, share: float) -> None:
        """A gap that rises through every square towards its neuron, `share` of the way up."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.card))
        squares = [square for square in self._squares if square.height() >= _SQUARE]
        painter.drawRects([QRectF(s.x(), s.bottom() - share * s.height() - 0.5, s.width(), 1.5) for s in squares])

    def paint(self, painter: QPainter, theme: Theme) -> None:
        signed = list(zip(self._squares, self._values, strict=True))
        painter.setPen(Qt.PenStyle.NoPen)
        # One call a colour: many small ones are what a frame cannot afford.
        painter.setBrush(QColor(mix(theme.card, theme.positive, 0.9)))
        painter.drawRects([square for square, value in signed if value >= 0])
        painter.setBrush(QColor(mix(theme.card, theme.negative, 0.9)))
        painter.drawRects([square for square, value in signed if value < 0])
        painter.setFont(self._font)
        painter.setPen(QColor(theme.quiet))
        for (at, written), labelled in zip(self._texts, self._labelled, strict=True):
            if labelled:
                painter.drawStaticText(at, written)


def _square(box: Rect, labelled: bool) -> QRectF:
    """Before the number, or all there is."""
    if labelled:
        return QRectF(box.x + 2, box.y + 3, _SQUARE, _SQUARE)
    return QRectF(box.x, box.y, box.width, box.height)
