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

_SQUARE, _GAP = 7.0, 1.5
_SECONDS_BETWEEN_READINGS = 0.1
"""Figures that change faster than this cannot be read, and laying text out is dear."""


class BiasLabels:
    """Keeps a square and a laid-out text for every bias shown, in the order of the columns."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._columns = layout.columns[1:]
        self._brushes = {sign: QColor(mix(theme.card, colour, 0.9)) for sign, colour in _colours(theme).items()}
        self._ground, self._ink = QColor(theme.card), QColor(theme.quiet)
        self._signed: dict[bool, list[QRectF]] = {}
        self._gaps: list[QRectF] = []
        self._font = small_font()
        boxes = [(box, column.labelled) for column in self._columns for box in column.biases]
        self._squares = [_square(box, labelled) for box, labelled in boxes]
        self._low, self._way = _course(self._squares)
        self._texts = [(QPointF(box.x + 13, box.y), QStaticText()) for box, _ in boxes]
        self._labelled = [labelled for _, labelled in boxes]
        self._written = [text for text, labelled in zip(self._texts, self._labelled, strict=True) if labelled]
        self._signs: list[bool | None] = []
        self._values: list[float] = []
        self._read_at = 0.0

    def show(self, biases: Sequence[NDArray[np.floating] | None]) -> None:
        """The biases of each computed column; NaN stands for one that does not exist."""
        self._values = []
        for bias, column in zip(biases, self._columns, strict=True):
            count = len(column.biases)
            self._values += [math.nan] * count if bias is None else bias[:count].tolist()
        signs = [None if math.isnan(value) else value >= 0 for value in self._values]
        if signs != self._signs:
            self._signs = signs
            pairs = list(zip(self._squares, signs, strict=True))
            self._signed = {sign: [square for square, of in pairs if of is sign] for sign in self._brushes}

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

    def rise(self, share: float | None) -> None:
        """A gap in every square, `share` of the way up to its neuron; it runs along a flat mark. None takes it away."""
        self._gaps = [] if share is None else [QRectF(*gap) for gap in (self._low + share * self._way).tolist()]

    def paint(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        # One call a colour: many small ones are what a frame cannot afford.
        for sign, squares in self._signed.items():
            painter.setBrush(self._brushes[sign])
            painter.drawRects(squares)
        if self._gaps:
            painter.setBrush(self._ground)
            painter.drawRects(self._gaps)
        painter.setFont(self._font)
        painter.setPen(self._ink)
        for at, written in self._written:
            painter.drawStaticText(at, written)


def _colours(theme: Theme) -> dict[bool, str]:
    """By whether a bias is at least 0."""
    return {True: theme.positive, False: theme.negative}


def _course(squares: Sequence[QRectF]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each square's gap: where it begins, and how far it goes, both (n, 4) as x, y, width and height."""
    low, way = np.empty((len(squares), 4)), np.zeros((len(squares), 4))
    for number, square in enumerate(squares):
        if square.height() < _SQUARE:
            low[number] = square.x(), square.y(), _GAP, square.height()
            way[number, 0] = square.width() - _GAP
        else:
            low[number] = square.x(), square.bottom() - _GAP, square.width(), _GAP
            way[number, 1] = _GAP - square.height()
    return low, way


def _square(box: Rect, labelled: bool) -> QRectF:
    """Before the number, or all there is."""
    if labelled:
        return QRectF(box.x + 2, box.y + 3, _SQUARE, _SQUARE)
    return QRectF(box.x, box.y, box.width, box.height)
