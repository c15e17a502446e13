"""A plot with powers of ten at both sides, for a few curves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.app.theme import Theme, ThemeManager, pen, small_font

_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 18, 12, 40
_EVERY, _SELDOM, _MANY = 2, 8, 20
"""Powers of ten between two numbers at an axis; seldom where it has many."""


@dataclass(frozen=True)
class LogCurve:
    """A curve of positive numbers; `best` is marked on it."""

    colour: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @property
    def best(self) -> int:
        """The place of the smallest number."""
        return int(np.argmin(self.y))


class LogPlot(QWidget):
    """`low` and `high` are the powers of ten at the ends of each axis."""

    def __init__(
        self, theme: ThemeManager, x_ends: tuple[int, int], y_ends: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._x_ends, self._y_ends = theme, x_ends, y_ends
        self._x_title = self._y_title = ""
        self._curves: tuple[LogCurve, ...] = ()
        self._marked: float | None = None
        self.setMinimumSize(360, 240)
        theme.changed.connect(self.update)

    def show_curves(self, curves: Sequence[LogCurve], x_title: str, y_title: str) -> None:
        """Draw other curves."""
        self._curves, self._x_title, self._y_title = tuple(curves), x_title, y_title
        self.update()

    def mark(self, x: float) -> None:
        """Draw a line at this place."""
        self._marked = x
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        painter.setFont(small_font())
        self._paint_axes(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._marked is not None and self._x_ends[0] <= math.log10(self._marked) <= self._x_ends[1]:
            top, bottom = (self._at(math.log10(self._marked), power) for power in reversed(self._y_ends))
            painter.setPen(pen(theme.accent, 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(top, bottom)
        for curve in self._curves:
            self._paint_curve(painter, curve, theme)
        painter.end()

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        field = self._field()
        for power in range(self._y_ends[0], self._y_ends[1] + 1, _EVERY):
            y = self._at(0, power).y()
            painter.setPen(pen(theme.line))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(QColor(theme.quiet))
            room = QRectF(0, y - 8, _LEFT - 8, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"1e{power}")
        low, high = self._x_ends
        for power in range(low, high + 1, _EVERY if high - low < _MANY else _SELDOM):
            room = QRectF(self._at(power, 0).x() - 24, field.bottom() + 4, 48, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, f"1e{power}")
        below = QRectF(field.left(), field.bottom() + 20, field.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._x_title)
        painter.drawText(field.adjusted(0, 3, 0, 0), Qt.AlignmentFlag.AlignHCenter, self._y_title)

    def _paint_curve(self, painter: QPainter, curve: LogCurve, theme: Theme) -> None:
        places = [self._at(float(x), float(y)) for x, y in zip(np.log10(curve.x), np.log10(curve.y), strict=True)]
        painter.setPen(pen(curve.colour, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(pen(theme.card, 1.5))
        painter.setBrush(QColor(curve.colour))
        painter.drawEllipse(places[curve.best], 5.0, 5.0)

    def _field(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)

    def _at(self, x: float, y: float) -> QPointF:
        """The place of two powers of ten."""
        field, (left, right), (low, high) = self._field(), self._x_ends, self._y_ends
        share = (min(max(y, low), high) - low) / (high - low)
        return QPointF(
            field.left() + field.width() * (x - left) / (right - left), field.bottom() - field.height() * share
        )
