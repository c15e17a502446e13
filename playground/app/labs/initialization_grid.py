"""The grid of histograms: an initialization a row, an activation a column, five layers in each field."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.inside import paint_histogram
from playground.app.theme import Theme, ThemeManager, small_font
from playground.app.words.names import choice_name
from playground.app.words.numbers import two_digits
from playground.training.labs.initialization import ACTIVATIONS, DEPTH, INITIALIZATIONS, NAMES, Passage, passages

_LEFT, _TOP = 104, 44
_GAP, _BETWEEN = 22, 7
_LINE = 15
_LINES = 3
_BAD = 0.4
"""The share of dead or saturated ones from which on it is shown as a warning."""

_NARROW, _WIDE = 0.05, 20.0
"""A spread outside these is shown as a warning: all neurons say the same, or the signal has run away."""


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
        self.setMinimumSize(1080, _TOP + len(INITIALIZATIONS) * 112)
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
        """The spreads in words."""
        return "\n".join(
            f"{initialization}, {activation}: "
            + ", ".join(self.tr("spread {x}").format(x=two_digits(layer.spread.deviation)) for layer in layers)
            for (initialization, activation), layers in self.fields.items()
        )

    def sizeHint(self) -> QSize:
        return QSize(1140, _TOP + len(INITIALIZATIONS) * 116)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        width = (self.width() - _LEFT - _GAP * (len(ACTIVATIONS) - 1)) / len(ACTIVATIONS)
        height = (self.height() - _TOP) / len(INITIALIZATIONS)
        for column, activation in enumerate(ACTIVATIONS):
            left = _LEFT + column * (width + _GAP)
            self._paint_column_title(painter, QRectF(left, 0, width, _TOP), activation, theme)
            for row, initialization in enumerate(INITIALIZATIONS):
                field = QRectF(left, _TOP + row * height, width, height)
                self._paint_field(painter, field, self.fields.get((initialization, activation), ()), theme)
        for row, initialization in enumerate(INITIALIZATIONS):
            self._paint_row_title(painter, _TOP + row * height, initialization, theme)
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

    def _paint_field(self, painter: QPainter, room: QRectF, layers: tuple[Passage, ...], theme: Theme) -> None:
        painter.setFont(small_font())
        for number, layer in enumerate(layers):
            slot = self._slot(room, number)
            bars = QRectF(slot.left(), slot.top(), slot.width(), room.height() - _LINES * _LINE - 18)
            paint_histogram(painter, bars, layer.spread, theme.hidden_layers[number], theme)
            for line, (text, is_bad) in enumerate(self._lines(layer)):
                place = QRectF(slot.left(), bars.bottom() + 3 + line * _LINE, slot.width() + _BETWEEN, _LINE)
                painter.setPen(QColor(theme.error if is_bad else theme.quiet))
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)

    def _lines(self, layer: Passage) -> list[tuple[str, bool]]:
        share = layer.dead if layer.saturated is None else layer.saturated
        text = self.tr("dead {n} %") if layer.saturated is None else self.tr("sat. {n} %")
        return [
            (f"x̄ {two_digits(layer.spread.mean)}", False),
            (f"σ {two_digits(layer.spread.deviation)}", not _NARROW < layer.spread.deviation < _WIDE),
            (text.format(n=f"{100 * (share or 0.0):.0f}"), (share or 0.0) >= _BAD),
        ]

    def _slot(self, room: QRectF, number: int) -> QRectF:
        width = (room.width() - _BETWEEN * (DEPTH - 1)) / DEPTH
        return QRectF(room.left() + number * (width + _BETWEEN), room.top(), width, room.height())

    def _strong(self) -> QFont:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        return strong
