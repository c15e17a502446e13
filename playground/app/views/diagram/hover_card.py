"""The card beside the cursor, painted over the diagram."""

from time import monotonic

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from playground.app.theme import Theme, body_font, small_font
from playground.app.views.diagram.card_text import CardText
from playground.app.views.diagram.sparkline import HEIGHT as COURSE_HEIGHT
from playground.app.views.diagram.sparkline import paint_course
from playground.app.views.diagram.symbols import Runs, text
from playground.app.views.diagram.text_runs import RunPainter

_WIDEST, _PADDING, _LINE, _TITLE = 184.0, 10.0, 16.0, 20.0
_RADIUS = 7.0
_SHADOW = ((1, 26), (2, 18), (4, 10))
_DISTANCE = 16.0
_EDGE = 8.0
"""Around the card, for its shadow."""
_SECONDS_BETWEEN_READINGS = 0.1


class HoverCard:
    """Keeps the card as a picture: shadow and text cost more than a frame should, and figures need time to be read."""

    def __init__(self) -> None:
        title = QFont(body_font())
        title.setPixelSize(12)
        title.setWeight(QFont.Weight.DemiBold)
        line = QFont(small_font())
        line.setPixelSize(12)
        self._title, self._line = RunPainter(title), RunPainter(line)
        self._picture: QPixmap | None = None
        self._corner = QPointF()
        self._written_at = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time to write the newest numbers."""
        return self._picture is None or monotonic() - self._written_at > _SECONDS_BETWEEN_READINGS

    def forget(self) -> None:
        """The next paint wants another card."""
        self._picture = None

    def write(self, theme: Theme, card: CardText, beside: QRectF, room: QRectF, ratio: float) -> None:
        """Draw `card` to stand beside the rectangle it speaks of, within `room`."""
        lines = [line for words in card.lines for line in self._line.broken(words, _WIDEST)]
        box = self._box(card, lines, beside, room)
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
        x, baseline = box.left() + _PADDING, box.top() + _PADDING + 11
        painter.setPen(QColor(theme.text))
        self._title.draw(painter, x, baseline, text(card.title))
        painter.setPen(QColor(theme.quiet))
        for number, line in enumerate(lines):
            self._line.draw_line(painter, x, baseline + _TITLE + _LINE * number, line)
        if card.course is not None:
            at = QRectF(x, box.bottom() - _PADDING / 2 - COURSE_HEIGHT, box.width() - 2 * _PADDING, COURSE_HEIGHT)
            paint_course(painter, theme, card.course, at)

    def _box(self, card: CardText, lines: list[list[Runs]], beside: QRectF, room: QRectF) -> QRectF:
        widths = [self._title.width(text(card.title)), *(self._line.line_width(line) for line in lines)]
        width = max(widths) + 2 * _PADDING
        height = 2 * _PADDING + 14 + (_LINE * len(lines) + (_TITLE - _LINE) if lines else 0)
        height += 0 if card.course is None else COURSE_HEIGHT
        left = beside.right() + _DISTANCE
        if left + width > room.right() - 2:
            left = beside.left() - _DISTANCE - width
        left = max(room.left() + 2, min(left, room.right() - width - 2))
        top = max(room.top() + 2, min(beside.center().y() - 12, room.bottom() - height - 6))
        return QRectF(round(left), round(top), round(width), round(height))

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
