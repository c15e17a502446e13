"""Predicted against actual values, and how the residuals are spread."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import ThemeManager, pen, series_colour, write_small
from playground.app.widgets.style import pixel_ratio
from playground.app.words.numbers import end_text, error_text, figure_text, round_step, round_up, tick_texts
from playground.training import Answers, Fit

Shares = npt.NDArray[np.floating]
_RADIUS = 1.9
_OPACITY = 0.75


def scatter_picture(
    across: Shares,
    down: Shares,
    side: int,
    colour: tuple[int, int, int],
    scale: float,
) -> npt.NDArray[np.uint32]:
    """Points with coordinates from 0 to 1 as (side, side) premultiplied pixels, 0xaarrggbb; `scale` enlarges points."""
    radius = _RADIUS * scale
    reach = int(np.ceil(radius))
    x, y = (np.rint(np.clip(v, 0, 1) * (side - 1)).astype(np.intp) + reach for v in (across, down))
    wide = side + 2 * reach
    hits = np.bincount(y * wide + x, minlength=wide * wide).reshape(wide, wide).astype(np.float32)
    cover = np.zeros((side, side), np.float32)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            weight = min(1.0, max(0.0, radius + 0.5 - float(np.hypot(dx, dy))))
            if weight:
                cover += weight * hits[reach + dy : reach + dy + side, reach + dx : reach + dx + side]
    alpha = 1 - np.power(np.float32(1 - _OPACITY), cover)
    red, green, blue = ((alpha * channel + 0.5).astype(np.uint32) for channel in colour)
    return np.ascontiguousarray((alpha * 255 + 0.5).astype(np.uint32) << 24 | red << 16 | green << 8 | blue)


_LINE, _GAP = 16.0, 6.0
_HISTOGRAM, _LOWEST = 54.0, 34.0
_TICKS = 5
_BINS = 41
_MARGIN = 0.1
Values = npt.NDArray[np.float64]


class ResidualPlot(QWidget):
    """A point a sample, on the diagonal where it is met; below it the residuals, what was wanted minus the answer."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answers: Answers | None = None
        write_small(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Residuals"))
        theme.changed.connect(self.update)

    def show_answers(self, answers: Answers | None, fit: Fit | None) -> None:
        self._answers = answers
        told = "" if answers is None or fit is None else self.told(fit)
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
        self.update()

    def told(self, fit: Fit) -> str:
        """The picture in words."""
        text = self.tr("Predicted against actual values: R² {share}, a typical residual (RMSE) of {error}")
        return text.format(share=figure_text(fit.r_squared), error=error_text(fit.rmse))

    def sizeHint(self) -> QSize:
        return QSize(346, 346)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 200)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._answers is None:
            return
        actual, predicted = self._answers.actual.ravel(), self._answers.predicted.ravel()
        painter = QPainter(self)
        square, bars = self.rooms()
        self._paint_scatter(painter, square, actual, predicted)
        self._paint_histogram(painter, bars, actual - predicted)
        painter.end()

    def rooms(self) -> tuple[QRectF, QRectF]:
        """Of the points and of the bars; where it is low, points have the room rather than bars and names."""
        left, beside = self._left(), self._beside()
        width = self.width() - left
        full = self.height() - 4 - 3 * _LINE - _GAP - _HISTOGRAM
        low = self.height() - 4 - 2 * _LINE - _GAP - _LOWEST
        short = full < width - beside
        side = int(max(20.0, min(width - beside, low) if short else min(width, full)))
        spare = min((width - side) / 2, width - side - beside) if short else (width - side) / 2
        square = QRectF(left + round(max(0.0, spare)), 4, side, side)
        top = square.bottom() + (_LINE if short else 2 * _LINE) + _GAP
        high = min(_HISTOGRAM, self.height() - _LINE - top) if short else _HISTOGRAM
        return square, QRectF(left, top, width, high)

    def _left(self) -> float:
        """Room for the name of the upright axis and for its widest number."""
        return _LINE + _GAP + max(map(self.fontMetrics().horizontalAdvance, self._tick_texts()), default=0)

    def _beside(self) -> float:
        """Room for the name of the lower axis at its right, beside half a number."""
        half = max(map(self.fontMetrics().horizontalAdvance, self._tick_texts()), default=0) / 2
        return half + _GAP + self.fontMetrics().horizontalAdvance(self.tr("actual"))

    def _tick_texts(self) -> list[str]:
        if self._answers is None:
            return []
        return [text for _, text in ticks(*value_range(self._answers.actual.ravel()))]

    def _paint_scatter(self, painter: QPainter, square: QRectF, actual: Values, predicted: Values) -> None:
        assert self._answers is not None
        theme = self._theme.theme
        low, high = value_range(actual)
        painter.fillRect(square, QColor(theme.field))
        self._paint_ticks(painter, square, low, high)
        painter.setPen(pen(theme.quiet))
        painter.drawLine(square.bottomLeft(), square.topRight())
        ratio = pixel_ratio(self)
        colour = QColor(series_colour(theme, self._answers.part))
        shown = np.nan_to_num((predicted - low) / (high - low), nan=0.0, posinf=1.0, neginf=0.0)
        rgb, side = (colour.red(), colour.green(), colour.blue()), round(square.width() * ratio)
        pixels = scatter_picture((actual - low) / (high - low), 1 - shown, side, rgb, ratio)
        painter.drawImage(square, QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied))

    def _paint_ticks(self, painter: QPainter, square: QRectF, low: float, high: float) -> None:
        theme, metrics = self._theme.theme, self.fontMetrics()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        # Below each other all numbers have room; beside each other every second or third of large ones.
        widest, free = max(map(metrics.horizontalAdvance, self._tick_texts()), default=0), -math.inf
        for value, text in ticks(low, high):
            share = (value - low) / (high - low) * square.width()
            x, y = square.left() + share, square.bottom() - share
            painter.setPen(pen(theme.line))
            painter.drawLine(QPointF(x, square.top()), QPointF(x, square.bottom()))
            painter.drawLine(QPointF(square.left(), y), QPointF(square.right(), y))
            painter.setPen(QColor(theme.quiet))
            painter.drawText(QRectF(0, y - 8, square.left() - _GAP + 1, _LINE), right, text)
            if x - widest / 2 >= free:
                free = x + widest / 2 + _GAP
                below = QRectF(x - widest, square.bottom() + 1, 2 * widest, _LINE)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        self._paint_names(painter, square)

    def _paint_names(self, painter: QPainter, square: QRectF) -> None:
        centre = Qt.AlignmentFlag.AlignCenter
        below = QRectF(square.left(), square.bottom() + 1, square.width(), _LINE)
        if self.width() - square.right() >= self._beside() - 1:
            below.setRight(self.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("actual"))
        else:
            painter.drawText(below.translated(0, _LINE - 1), centre, self.tr("actual"))
        painter.save()
        painter.translate(square.left() - self._left(), square.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, square.height(), _LINE), centre, self.tr("predicted"))
        painter.restore()

    def _paint_histogram(self, painter: QPainter, room: QRectF, residuals: Values) -> None:
        assert self._answers is not None
        theme, centre = self._theme.theme, Qt.AlignmentFlag.AlignCenter
        finite = residuals[np.isfinite(residuals)]
        reach = round_up(float(np.abs(finite).max(initial=0.0)) or 1.0)
        counts, _ = np.histogram(finite, _BINS, (-reach, reach))
        wide, most = room.width() / _BINS, max(1, int(counts.max()))
        colour = QColor(series_colour(theme, self._answers.part))
        for number in np.flatnonzero(counts).tolist():
            high = max(1.0, int(counts[number]) / most * room.height())
            painter.fillRect(QRectF(room.left() + number * wide, room.bottom() - high, wide - 1, high), colour)
        painter.setPen(pen(theme.line))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(QColor(theme.quiet))
        below = QRectF(room.left(), room.bottom() + 1, room.width(), _LINE)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, end_text(-reach))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, end_text(reach))
        width = self.fontMetrics().horizontalAdvance
        between = room.width() - 2 * max(width(end_text(-reach)), width(end_text(reach))) - 2 * _GAP
        for name in (self.tr("residuals: actual − predicted"), self.tr("actual − predicted"), self.tr("residuals")):
            if width(name) <= between:
                painter.drawText(below, centre, name)
                break


def value_range(actual: Values) -> tuple[float, float]:
    """Tell what both axes show: the actual values with a margin. Predictions beyond are drawn at the edge."""
    low, high = float(actual.min()), float(actual.max())
    margin = _MARGIN * (high - low) or 0.5 * abs(low) or 1.0
    return low - margin, high + margin


def ticks(low: float, high: float) -> list[tuple[float, str]]:
    """A few round values from `low` to `high`, with every digit that tells them apart."""
    step = round_step(high - low, _TICKS)
    values = [n * step for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
    return list(zip(values, tick_texts(values, step), strict=True))
