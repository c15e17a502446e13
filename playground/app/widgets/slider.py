"""The slider of the setting rows: a thin track and a ring for a knob."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QWidget

from playground.app.widgets.style import colour_property

_TRACK = 4.0
_KNOB = 14


class Slider(QSlider):
    """Jumps to where it is clicked, and leaves the wheel to the scrolled column unless it has the focus."""

    track = colour_property("_track")
    knob = colour_property("_knob")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._track = QColor(Qt.GlobalColor.lightGray)
        self._knob = QColor(Qt.GlobalColor.white)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(96, _KNOB + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _KNOB + 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().x())
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        middle, x = self.height() / 2, self._knob_centre()
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, width in ((self._track, float(self.width())), (accent, x)):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, middle - _TRACK / 2, width, _TRACK), _TRACK / 2, _TRACK / 2)
        if self.hasFocus():
            halo = QColor(accent)
            halo.setAlpha(60)
            painter.setBrush(halo)
            painter.drawEllipse(QPointF(x, middle), _KNOB / 2 + 3, _KNOB / 2 + 3)
        painter.setBrush(self._knob)
        painter.setPen(QPen(accent, 2))
        painter.drawEllipse(QPointF(x, middle), _KNOB / 2 - 1, _KNOB / 2 - 1)
        painter.end()

    def _knob_centre(self) -> float:
        span = self.width() - _KNOB
        steps = max(self.maximum() - self.minimum(), 1)
        return _KNOB / 2 + span * (self.sliderPosition() - self.minimum()) / steps

    def _move_to(self, x: float) -> None:
        span = self.width() - _KNOB
        self.setSliderPosition(
            QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x - _KNOB / 2), span)
        )


class Scale(Protocol):
    """`last` is the highest place; places count from 0."""

    @property
    def last(self) -> int: ...

    def value(self, place: int) -> object: ...

    def place(self, value: object) -> int:
        """The place nearest to a value, which may lie between places or beyond the ends."""
        ...


@dataclass(frozen=True)
class LinearScale:
    """Equal steps from `minimum` to `maximum`."""

    minimum: float
    maximum: float
    step: float = 1

    @property
    def last(self) -> int:
        return round((self.maximum - self.minimum) / self.step)

    def value(self, place: int) -> object:
        # Rounded, since 3 * 0.1 is not 0.3 and the difference would be shown and saved.
        return round(self.minimum + place * self.step, 10)

    def place(self, value: object) -> int:
        return _within(round((_number(value) - self.minimum) / self.step), self.last)


@dataclass(frozen=True)
class LogScale:
    """Equal ratios, on values of two digits; with `zero` the lowest place is 0, for a penalty switched off."""

    minimum: float
    maximum: float
    places_per_decade: int = 20
    zero: bool = False

    @property
    def last(self) -> int:
        decades = math.log10(self.maximum / self.minimum)
        return round(decades * self.places_per_decade) + self.zero

    def value(self, place: int) -> object:
        if self.zero and place == 0:
            return 0.0
        exact = self.minimum * 10 ** ((place - self.zero) / self.places_per_decade)
        return float(f"{min(exact, self.maximum):.2g}")

    def place(self, value: object) -> int:
        number = _number(value)
        if number <= 0:
            return 0
        decades = math.log10(number / self.minimum)
        return _within(round(decades * self.places_per_decade) + self.zero, self.last)


@dataclass(frozen=True)
class StopsScale:
    """A list of values, rising; the last may be None for something larger than any number ("all")."""

    stops: Sequence[float | None]

    @property
    def last(self) -> int:
        return len(self.stops) - 1

    def value(self, place: int) -> object:
        return self.stops[place]

    def place(self, value: object) -> int:
        known = [stop for stop in self.stops if stop is not None]
        # One training sample leaves no smaller batch than "all".
        if value is None or not known:
            return self.last
        number = _number(value)
        after = min(bisect_left(known, number), len(known) - 1)
        before = max(after - 1, 0)
        return after if known[after] - number <= number - known[before] else before


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError(f"a slider's value is a number, not {value!r}")


def _within(place: int, last: int) -> int:
    return max(0, min(place, last))
