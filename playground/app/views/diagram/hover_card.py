"""The card beside the cursor, painted over the diagram."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.app.theme import Theme
from playground.app.views.diagram.card_face import LINE, TEXT_WIDTH, draw_lines, line_painter, title_font
from playground.app.views.diagram.card_text import CardText
from playground.app.views.diagram.placement import Surroundings
from playground.app.views.diagram.sparkline import HEIGHT as COURSE_HEIGHT
from playground.app.views.diagram.sparkline import paint_course
from playground.app.views.diagram.symbols import Runs, text
from playground.app.views.diagram.text_runs import RunPainter

_PADDING, _TITLE = 12.0, 22.0
_RADIUS = 7.0
_SLACK = 24.0
_SHADOW = ((1, 26), (2, 18), (4, 10))
_EDGE = 8.0
"""Around the card, for its shadow."""
_SECONDS_BETWEEN_READINGS = 0.1


Around = Callable[[], Surroundings]


class HoverCard:
    """Keeps the card as a picture: shadow and text cost more than a frame should, and figures need time to be read."""

    def __init__(self) -> None:
        self._title, self._line = RunPainter(title_font()), line_painter()
        self._picture: QPixmap | None = None
        self._corner = QPointF()
        self._written_at = 0.0
        self._stands: tuple[QPointF, QSizeF] | None = None

    @property
    def due(self) -> bool:
        """Whether it is time to write the newest numbers."""
        return self._picture is None or monotonic() - self._written_at > _SECONDS_BETWEEN_READINGS

    def forget(self) -> None:
        """The next paint wants another card."""
        self._picture = self._stands = None

    def write(self, theme: Theme, card: CardText, around: Around, room: QRectF, ratio: float) -> None:
        """Draw `card` to stand beside what it speaks of, within `room`; `around` is asked where it moves."""
        lines = [line for words in card.lines for line in self._line.broken(words, TEXT_WIDTH)]
        box = self._box(card, lines, around, room)
        outer = box.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
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
        self._title.draw(painter, x, top + 12, text(card.title))
        painter.setPen(QColor(theme.quiet))
        draw_lines(painter, self._line, x, top + _TITLE, lines)
        if card.course is not None:
            at = QRectF(x, box.bottom() - _PADDING / 2 - COURSE_HEIGHT, box.width() - 2 * _PADDING, COURSE_HEIGHT)
            paint_course(painter, theme, card.course, at)

    def _box(self, card: CardText, lines: list[list[Runs]], around: Around, room: QRectF) -> QRectF:
        """Where it stands; it stays there while numbers change, but not its size by much."""
        widths = [self._title.width(text(card.title)), *(self._line.line_width(line) for line in lines)]
        height = 2 * _PADDING + (_TITLE - 2 + LINE * len(lines) if lines else 14)
        height += 0 if card.course is None else COURSE_HEIGHT
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
    """Whether a card can stay as it is while its figures grow and shrink."""
    return size.height() == before.height() and size.width() <= before.width() <= size.width() + _SLACK
