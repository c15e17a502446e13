"""The card beside the cursor, painted over the diagram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.diagram.card_text import CardText
from playground.app.diagram.layout import Hit, Layout, Link, Summary
from playground.app.diagram.names import Run, Runs, Words, plain, text
from playground.app.theme import Theme, ThemeManager, body_font, scaled
from playground.app.theme.palette import CHIP_PIXELS

_SMALL = 0.72
_LOWERED, _RAISED = 0.2, 0.42
_REMEMBERED = 500


class RunPainter:
    """Measures and paints runs in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._advances: dict[Run, float] = {}
        self._small = QFont(font)
        self._small.setPixelSize(max(8, round(font.pixelSize() * _SMALL)))
        self.metrics = QFontMetricsF(font)
        self._small_metrics = QFontMetricsF(self._small)
        self.space = self.metrics.horizontalAdvance(" ")

    def width(self, runs: Runs) -> float:
        return self._walk(runs)[1]

    def _advance(self, run: Run) -> float:
        """The width of a run, remembered: the same words come every frame, only the numbers change."""
        if run not in self._advances:
            if len(self._advances) > _REMEMBERED:
                self._advances.clear()
            metrics = self._small_metrics if run.shift else self.metrics
            self._advances[run] = metrics.horizontalAdvance(run.text)
        return self._advances[run]

    def draw(self, painter: QPainter, x: float, baseline: float, runs: Runs) -> None:
        size = self.font.pixelSize()
        for run, offset in zip(runs, self._walk(runs)[0], strict=True):
            painter.setFont(self._small if run.shift else self.font)
            drop = size * (_LOWERED if run.shift < 0 else -_RAISED if run.shift > 0 else 0)
            painter.drawText(QPointF(x + offset, baseline + drop), run.text)

    def broken(self, words: Words, width: float) -> list[list[Runs]]:
        """The words in lines that are no wider than `width` (but for a single word that is)."""
        lines: list[list[Runs]] = [[]]
        used = 0.0
        for word in words:
            wide = self.width(word)
            if lines[-1] and used + self.space + wide > width:
                lines.append([])
                used = 0.0
            used += wide + (self.space if lines[-1] else 0)
            lines[-1].append(word)
        return lines

    def line_width(self, line: Sequence[Runs]) -> float:
        return sum(self.width(word) for word in line) + self.space * max(0, len(line) - 1)

    def draw_line(self, painter: QPainter, x: float, baseline: float, line: Sequence[Runs]) -> None:
        for word in line:
            self.draw(painter, x, baseline, word)
            x += self.width(word) + self.space

    def _walk(self, runs: Runs) -> tuple[list[float], float]:
        """Tell where each run starts, and how wide they are together."""
        starts: list[float] = []
        x = previous = 0.0
        for run in runs:
            start = previous if run.back else x
            starts.append(start)
            previous = start
            x = max(x, start + self._advance(run))
        return starts, x


TEXT_WIDTH, _LINE = 208, 16
_BASELINE = 12
"""Of a line, from its top; all of these at the normal type size."""


def title_font() -> QFont:
    """13 px, heavier than the lines below."""
    font = body_font()
    font.setWeight(QFont.Weight.DemiBold)
    return font


def line_painter() -> RunPainter:
    """12 px, with real lowered figures."""
    return RunPainter(body_font(scaled(CHIP_PIXELS)))


class CardLines(QWidget):
    """The lines of a card as a widget, drawn as they are beside the cursor."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._painter = theme, line_painter()
        self._words: tuple[Words, ...] = ()
        self._lines: list[list[Runs]] = []
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: tuple[Words, ...]) -> None:
        """Show these, broken where they are too long."""
        text = "\n".join(" ".join(plain(word) for word in line) for line in lines)
        if text != self._text:
            self._text = text
            self._words = lines
            self._lines = broken(self._painter, lines)
            self.setFixedHeight(self.sizeHint().height())
            self.setAccessibleName(text)
            self.update()

    def follow_type(self) -> None:
        """Break the lines anew, which are written larger or smaller from now on."""
        self._painter = line_painter()
        self._lines = broken(self._painter, self._words)
        self.setFixedHeight(self.sizeHint().height())

    def text(self) -> str:
        """The lines as plain text, each in one piece."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(scaled(TEXT_WIDTH), scaled(_LINE) * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.theme.quiet))
        draw_lines(painter, self._painter, 0, 0, self._lines)
        painter.end()


def broken(runs: RunPainter, lines: Sequence[Words]) -> list[list[Runs]]:
    """Lines of words, each in as many as it takes to be no wider than a card's text."""
    return [part for words in lines for part in runs.broken(words, scaled(TEXT_WIDTH))]


def draw_lines(painter: QPainter, runs: RunPainter, x: float, top: float, lines: list[list[Runs]]) -> None:
    """Paint lines in the present pen, the first with its top there."""
    for number, line in enumerate(lines):
        runs.draw_line(painter, x, top + scaled(_BASELINE) + scaled(_LINE) * number, line)


HEIGHT = 30.0
_DOT = 2.5


def paint_course(painter: QPainter, theme: Theme, course: NDArray[np.float64], box: QRectF) -> None:
    """The values from left to right, the least at the bottom of `box`; a dot is the present one, a line is nought."""
    finite = course[np.isfinite(course)]
    if not len(finite):
        return
    low, high = float(finite.min()), float(finite.max())
    inner = box.adjusted(_DOT, _DOT + 1, -_DOT - 1, -_DOT - 1)
    span = high - low
    rise = np.full(len(finite), 0.5) if span <= 0 else (finite - low) / span
    across = np.linspace(0, 1, len(finite)) if len(finite) > 1 else np.ones(1)
    points = [
        QPointF(inner.left() + inner.width() * float(x), inner.bottom() - inner.height() * float(y))
        for x, y in zip(across, rise, strict=True)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if low < 0 < high:
        painter.setPen(QPen(QColor(theme.line), 1))
        nought = inner.bottom() - inner.height() * (0 - low) / span
        painter.drawLine(QPointF(inner.left(), nought), QPointF(inner.right(), nought))
    colour = QColor(theme.positive if finite[-1] >= 0 else theme.negative)
    painter.setPen(QPen(colour, 1.4))
    painter.drawPolyline(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(points[-1], _DOT, _DOT)


class Sparkline(QWidget):
    """Shows a course."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._course: NDArray[np.float64] = np.empty(0)
        self.setFixedHeight(int(HEIGHT))
        self.setAccessibleName(self.tr("Recent course of the value"))
        theme.changed.connect(self.update)

    def show_course(self, course: NDArray[np.float64]) -> None:
        self._course = course
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, int(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_course(painter, self._theme.theme, self._course, QRectF(self.rect()))
        painter.end()


DISTANCE, _BELOW, _LEVEL = 16.0, 8.0, 12.0
_EDGE = 3.0
_OWN, _EXPLAINED, _OTHER = 0.5, 1.0, 0.4
"""What a pixel weighs that is covered: of the part itself, besides; of a tile linked to it; of any other tile."""
_FAR = 20.0
"""What a pixel of distance weighs, beyond the usual."""
_HEADS = 0.15


@dataclass(frozen=True)
class Surroundings:
    """What a card speaks of, and what stands around it.

    Attributes
    ----------
    beside : what it speaks of. boxes : what is better not covered, (n, 4) of left, top, right and bottom.
    weights : (n,), how much better. columns : the left and right edges, (2,), of the columns beside its own.
    """

    beside: QRectF
    boxes: NDArray[np.float64]
    weights: NDArray[np.float64]
    columns: tuple[float, ...] = ()

    def moved(self, by: QPointF) -> "Surroundings":
        """The same in the coordinates of another widget."""
        x, y = by.x(), by.y()
        columns = tuple(edge + x for edge in self.columns)
        return Surroundings(self.beside.translated(by), self.boxes + np.array([x, y, x, y]), self.weights, columns)

    def below(self, heads: QRectF) -> "Surroundings":
        """The same with heads above, which are better not covered either."""
        box = [heads.left(), heads.top(), heads.right(), heads.bottom()]
        boxes, weights = np.vstack([self.boxes, [box]]), np.append(self.weights, _HEADS)
        return Surroundings(self.beside, boxes, weights, self.columns)

    def stand(self, size: QSizeF, room: QRectF) -> QPointF:
        """The best corner for a card of that size within `room`; of equal ones at the right."""
        corners = np.array([self._clamped(x, y, size, room) for x in self._lefts(size) for y in self._tops(size, room)])
        return QPointF(*np.round(corners[np.argmin(self._costs(corners, size))]).tolist())

    def _lefts(self, size: QSizeF) -> list[float]:
        """At its right, at its left, below or above it, and beyond the columns next to it."""
        near = [self.beside.right() + DISTANCE, self.beside.left() - DISTANCE - size.width()]
        near.append(self.beside.center().x() - size.width() / 2)
        if self.columns:
            near += [self.columns[1] + DISTANCE, self.columns[0] - DISTANCE - size.width()]
        return near

    def _tops(self, size: QSizeF, room: QRectF) -> list[float]:
        """Level with it, below it, above it, and at the ends of the room."""
        below, above = self.beside.bottom() + _BELOW, self.beside.top() - _BELOW - size.height()
        return [self.beside.center().y() - _LEVEL, below, above, room.bottom(), room.top()]

    def _clamped(self, x: float, y: float, size: QSizeF, room: QRectF) -> tuple[float, float]:
        left = max(room.left() + _EDGE, min(x, room.right() - size.width() - _EDGE))
        top = max(room.top() + _EDGE, min(y, room.bottom() - size.height() - 2 * _EDGE))
        return left, top

    def _costs(self, corners: NDArray[np.float64], size: QSizeF) -> NDArray[np.float64]:
        ends = corners + np.array([size.width(), size.height()])
        own = [self.beside.left(), self.beside.top(), self.beside.right(), self.beside.bottom()]
        boxes = np.vstack([self.boxes, [own]])
        shared = np.minimum(ends[:, None], boxes[None, :, 2:]) - np.maximum(corners[:, None], boxes[None, :, :2])
        covered = np.clip(shared, 0, None).prod(axis=2) @ np.append(self.weights, _OWN)
        apart = np.maximum(np.array(own[:2]) - ends, corners - np.array(own[2:])).clip(0, None)
        far = np.maximum(np.hypot(apart[:, 0], apart[:, 1]) - DISTANCE, 0)
        costs: NDArray[np.float64] = covered + _FAR * far
        return costs


def alone(beside: QRectF) -> Surroundings:
    """Of something with nothing around it that matters."""
    return Surroundings(beside, np.empty((0, 4)), np.empty(0))


def surroundings(layout: Layout, hit: Hit, beside: QRectF) -> Surroundings:
    """Tell what stands around a part of the diagram."""
    explained = _explained(layout, hit)
    boxes: list[tuple[float, float, float, float]] = []
    weights: list[float] = []
    for number, column in enumerate(layout.columns):
        for box in (*column.tiles, *column.biases):
            boxes.append((box.x, box.y, box.right, box.bottom))
            weights.append(_EXPLAINED if number in explained else _OTHER)
    centres = [layout.columns[number].centre for number in explained]
    sizes = [layout.columns[number].size for number in explained]
    edges = (centres[0] - sizes[0] / 2, centres[-1] + sizes[-1] / 2)
    return Surroundings(beside, np.array(boxes).reshape(-1, 4), np.array(weights), edges)


def _explained(layout: Layout, hit: Hit) -> Sequence[int]:
    """The columns that a card on a part tells of."""
    last = hit.column if isinstance(hit, Link | Summary) else hit.column + 1
    return range(max(0, hit.column - 1), min(last, len(layout.columns) - 1) + 1)


_PADDING, _TITLE = 12.0, 22
_RADIUS = 7.0
_SLACK = 24.0
_SHADOW = ((1, 26), (2, 18), (4, 10))
_HOVER_CARD_EDGE = 8.0
"""Around the card, for its shadow."""
_SECONDS_BETWEEN_READINGS = 0.1


Around = Callable[[], Surroundings]


class HoverCard:
    """Keeps the card as a picture: shadow and text cost more than a frame should, and figures need time to be read."""

    def __init__(self) -> None:
        self._title, self._line = RunPainter(title_font()), line_painter()
        self._scale = 1.0
        self._picture: QPixmap | None = None
        self._corner = QPointF()
        self._written_at = 0.0
        self._stands: tuple[QPointF, QSizeF] | None = None

    @property
    def due(self) -> bool:
        """Tell whether it is time to write the newest numbers."""
        return self._picture is None or monotonic() - self._written_at > _SECONDS_BETWEEN_READINGS

    def forget(self) -> None:
        """The next paint wants another card."""
        self._picture = self._stands = None

    def write(self, theme: Theme, card: CardText, around: Around, room: QRectF, ratio: float) -> None:
        """Draw `card` to stand beside what it speaks of, within `room`; `around` is asked where it moves."""
        if theme.type_scale != self._scale:
            self._scale, self._title, self._line = theme.type_scale, RunPainter(title_font()), line_painter()
        lines = broken(self._line, card.lines)
        box = self._box(card, lines, around, room)
        outer = box.adjusted(-_HOVER_CARD_EDGE, -_HOVER_CARD_EDGE, _HOVER_CARD_EDGE, _HOVER_CARD_EDGE)
        self._picture = QPixmap(round(outer.width() * ratio), round(outer.height() * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        self._corner, self._written_at = outer.topLeft(), monotonic()
        painter = QPainter(self._picture)
        painter.translate(-outer.topLeft())
        self._paint_surface(painter, theme, box)
        self._paint_text(painter, theme, card, lines, box)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        if self._picture is not None:
            painter.drawPixmap(self._corner, self._picture)

    def _paint_text(
        self, painter: QPainter, theme: Theme, card: CardText, lines: list[list[Runs]], box: QRectF
    ) -> None:
        x, top = box.left() + _PADDING, box.top() + _PADDING - 1
        painter.setPen(QColor(theme.text))
        self._title.draw(painter, x, top + scaled(_BASELINE), text(card.title))
        painter.setPen(QColor(theme.quiet))
        draw_lines(painter, self._line, x, top + scaled(_TITLE), lines)
        if card.course is not None:
            at = QRectF(x, box.bottom() - _PADDING / 2 - HEIGHT, box.width() - 2 * _PADDING, HEIGHT)
            paint_course(painter, theme, card.course, at)

    def _box(self, card: CardText, lines: list[list[Runs]], around: Around, room: QRectF) -> QRectF:
        """Tell where it stands; it stays there while numbers change, but not its size by much."""
        widths = [self._title.width(text(card.title)), *(self._line.line_width(line) for line in lines)]
        height = 2 * _PADDING + (scaled(_TITLE) - 2 + scaled(_LINE) * len(lines) if lines else scaled(14))
        height += 0 if card.course is None else HEIGHT
        size = QSizeF(round(max(widths) + 2 * _PADDING), round(height))
        if self._stands is not None and _much_alike(size, self._stands[1]):
            size = size.expandedTo(self._stands[1])
        else:
            self._stands = around().stand(size, room), size
        return QRectF(self._stands[0], size)

    def _paint_surface(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, alpha in _SHADOW:
            painter.setBrush(QColor(0, 0, 0, alpha if not theme.is_dark else 2 * alpha))
            grown = box.adjusted(-spread, -spread + 2, spread, spread + 2)
            painter.drawRoundedRect(grown, _RADIUS + spread, _RADIUS + spread)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box.translated(QPointF(0.5, 0.5)), _RADIUS, _RADIUS)


def _much_alike(size: QSizeF, before: QSizeF) -> bool:
    """Tell whether a card can stay as it is while its figures grow and shrink."""
    return size.height() == before.height() and size.width() <= before.width() <= size.width() + _SLACK
