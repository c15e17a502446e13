"""The biases below the tiles: a square in the sign's colour, and the number where there is room."""

from collections.abc import Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QStaticText

from playground.app.theme import Theme, mix, small_font
from playground.app.views.diagram.layout import Layout
from playground.app.views.diagram.numbers import short

_SQUARE = 7.0
_SECONDS_BETWEEN_READINGS = 0.1
"""Figures that change faster than this cannot be read, and laying text out is dear."""


class BiasLabels:
    """Keeps a laid-out text for every bias shown."""

    def __init__(self, layout: Layout) -> None:
        self._columns = layout.columns[1:]
        self._font = small_font()
        self._values: list[list[float]] = []
        self._texts = [[QStaticText() for _ in column.biases] for column in self._columns]
        self._read_at = 0.0

    def show(self, biases: Sequence[NDArray[np.floating] | None]) -> None:
        self._values = [
            [] if bias is None else bias[: len(column.biases)].tolist()
            for bias, column in zip(biases, self._columns, strict=True)
        ]

    def refresh(self, *, at_once: bool = False) -> None:
        """Write the numbers anew, if that has not just been done."""
        now = monotonic()
        if not at_once and now - self._read_at < _SECONDS_BETWEEN_READINGS:
            return
        self._read_at = now
        for column, texts, values in zip(self._columns, self._texts, self._values, strict=True):
            if column.labelled:
                for written, value in zip(texts, values, strict=False):
                    number = short(value)
                    if written.text() != number:
                        written.setText(number)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        colours = (QColor(mix(theme.card, theme.negative, 0.9)), QColor(mix(theme.card, theme.positive, 0.9)))
        painter.setFont(self._font)
        painter.setPen(QColor(theme.quiet))
        for column, texts, values in zip(self._columns, self._texts, self._values, strict=True):
            for box, written, value in zip(column.biases, texts, values, strict=False):
                colour = colours[value >= 0]
                if column.labelled:
                    painter.fillRect(QRectF(box.x + 2, box.y + 3, _SQUARE, _SQUARE), colour)
                    painter.drawStaticText(QPointF(box.x + 13, box.y), written)
                else:
                    painter.fillRect(QRectF(box.x, box.y, box.width, box.height), colour)
