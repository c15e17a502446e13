"""The grid of histograms: an initialization a row, an activation a column, five layers in each field."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.inside import paint_ends, paint_histogram
from playground.app.theme import Theme, ThemeManager, small_font
from playground.app.words.names import choice_name
from playground.app.words.numbers import two_digits
from playground.training.labs.initialization import (
    ACTIVATIONS,
    DEPTH,
    ILL,
    INITIALIZATIONS,
    LASTS,
    NAMES,
    Passage,
    passages,
    verdict,
)

_LEFT, _TOP, _BOTTOM = 132, 44, 54
_GAP, _BETWEEN = 22, 7
_LINE = 14
_LINES = 5
"""Below a histogram: the ends of its axis, and four figures."""
_SHARES = (1.0, 0.25, 0.04)
"""Of all activations, marked at the left of each row."""
_LEAST_HEIGHT = 112


class InitializationGrid(QWidget):
    """Computes a field at a time, so that the window never waits for all of them."""

    drawn = Signal()
    """All fields are there."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.fields: dict[tuple[str, str], tuple[Passage, ...]] = {}
        self._seed, self._waiting = 0, list[tuple[str, str]]()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_next)
        self.setAccessibleName(self.tr("Activations of five layers by initialization and activation"))
        self.setMinimumSize(1080, _TOP + len(INITIALIZATIONS) * _LEAST_HEIGHT + _BOTTOM)
        theme.changed.connect(self.update)

    def draw(self, seed: int) -> None:
        """Send the inputs through other weights."""
        self._seed = seed
        self._waiting = [
            (initialization, activation) for initialization in INITIALIZATIONS for activation in ACTIVATIONS
        ]
        self._timer.start()

    def _draw_next(self) -> None:
        initialization, activation = field = self._waiting.pop(0)
        self.fields[field] = passages(initialization, activation, self._seed)
        self.update()
        if not self._waiting:
            self._timer.stop()
            self.setAccessibleDescription(self.summary())
            self.drawn.emit()

    def summary(self) -> str:
        """The verdicts and the spreads in words."""
        spreads = (
            f"{initialization}, {activation}: "
            + ", ".join(self.tr("spread {x}").format(x=two_digits(layer.spread.deviation)) for layer in layers)
            for (initialization, activation), layers in self.fields.items()
        )
        return "\n".join((*(f"{activation}: {self.verdict_of(activation)}" for activation in ACTIVATIONS), *spreads))

    def verdict_of(self, activation: str) -> str:
        """What the column of an activation comes to, computed from what is drawn; empty until all of it is there."""
        starts = {
            start: self.fields[start, activation] for start in INITIALIZATIONS if (start, activation) in self.fields
        }
        return str(verdict(activation, starts).told) if len(starts) == len(INITIALIZATIONS) else ""

    def sizeHint(self) -> QSize:
        return QSize(1140, _TOP + len(INITIALIZATIONS) * (_LEAST_HEIGHT + 6) + _BOTTOM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        width = (self.width() - _LEFT - _GAP * (len(ACTIVATIONS) - 1)) / len(ACTIVATIONS)
        height = (self.height() - _TOP - _BOTTOM) / len(INITIALIZATIONS)
        for column, activation in enumerate(ACTIVATIONS):
            left = _LEFT + column * (width + _GAP)
            self._paint_column_title(painter, QRectF(left, 0, width, _TOP), activation, theme)
            self._paint_verdict(
                painter, QRectF(left, self.height() - _BOTTOM + 8, width, _BOTTOM - 8), activation, theme
            )
            for row, initialization in enumerate(INITIALIZATIONS):
                field = QRectF(left, _TOP + row * height, width, height)
                self._paint_field(painter, field, self.fields.get((initialization, activation), ()), theme)
        for row, initialization in enumerate(INITIALIZATIONS):
            self._paint_row_title(painter, _TOP + row * height, initialization, theme)
            self._paint_shares(painter, self._bars(QRectF(0, _TOP + row * height, _LEFT - 8, height)), theme)
        painter.end()

    def _paint_column_title(self, painter: QPainter, room: QRectF, activation: str, theme: Theme) -> None:
        painter.setFont(self._strong())
        painter.setPen(QColor(theme.text))
        name = choice_name("activation", activation)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        for number in range(DEPTH):
            text = self.tr("layer {n}").format(n=number + 1)
            painter.drawText(self._slot(room, number).adjusted(0, 22, 0, 0), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_row_title(self, painter: QPainter, top: float, initialization: str, theme: Theme) -> None:
        painter.setFont(self._strong())
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(0, top + 2, _LEFT, 20), Qt.AlignmentFlag.AlignLeft, initialization)
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        painter.drawText(QRectF(0, top + 21, _LEFT, 20), Qt.AlignmentFlag.AlignLeft, NAMES[initialization])

    def _paint_verdict(self, painter: QPainter, room: QRectF, activation: str, theme: Theme) -> None:
        painter.setFont(small_font())
        painter.setPen(QColor(theme.text))
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(wrapped), self.verdict_of(activation))

    def _paint_shares(self, painter: QPainter, bars: QRectF, theme: Theme) -> None:
        """The axis that all histograms of a row have in common, as high as the square root of the share."""
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        for share in _SHARES:
            y = bars.bottom() - bars.height() * math.sqrt(share)
            room = QRectF(bars.left(), y - 7, bars.width(), 14)
            alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, alignment, f"{100 * share:.0f} %")

    def _paint_field(self, painter: QPainter, room: QRectF, layers: tuple[Passage, ...], theme: Theme) -> None:
        painter.setFont(small_font())
        for number, layer in enumerate(layers):
            bars = self._bars(self._slot(room, number))
            paint_histogram(painter, bars, layer.spread, theme.hidden_layers[number], theme, of_all=True)
            paint_ends(painter, bars, layer.spread, theme)
            for line, (text, is_bad) in enumerate(self._lines(layers, number), start=1):
                place = QRectF(bars.left(), bars.bottom() + 2 + line * _LINE, bars.width() + _BETWEEN, _LINE)
                painter.setPen(QColor(theme.error if is_bad else theme.quiet))
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)

    def _bars(self, slot: QRectF) -> QRectF:
        """Of a slot, what the histogram has."""
        return slot.adjusted(0, 4, 0, -_LINES * _LINE - 14)

    def _lines(self, layers: tuple[Passage, ...], number: int) -> list[tuple[str, bool]]:
        layer = layers[number]
        text = self.tr("dead {n} %") if layer.saturated is None else self.tr("sat. {n} %")
        kept = layer.signal / layers[0].signal
        return [
            (f"x̄ {two_digits(layer.spread.mean)}", False),
            (f"σ {two_digits(layer.spread.deviation)}", False),
            (self.tr("sig. {x}").format(x=two_digits(layer.signal)), not LASTS <= kept <= 1 / LASTS),
            (text.format(n=f"{100 * layer.ill:.0f}"), layer.ill >= ILL),
        ]

    def _slot(self, room: QRectF, number: int) -> QRectF:
        width = (room.width() - _BETWEEN * (DEPTH - 1)) / DEPTH
        return QRectF(room.left() + number * (width + _BETWEEN), room.top(), width, room.height())

    def _strong(self) -> QFont:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        return strong
