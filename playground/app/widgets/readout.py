"""The small card of values beside the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager, scaled, write_small

_LINE = 16
_PAD_X, _PAD_Y = 9.0, 6.0
_MARK, _GAP = 7.0, 6.0
_BETWEEN, _BETWEEN_COLUMNS = 12.0, 18.0
_AWAY = 14.0
_LINES_A_COLUMN = 7


@dataclass(frozen=True)
class ReadoutRow:
    """A name and its value; with a colour, a dot stands before them."""

    label: str
    value: str
    colour: str | None = None
    strong: bool = False


class Readout(QWidget):
    """Lies over its parent, beside a point of it, and lets the mouse through."""

    def __init__(self, theme: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._title = ""
        self._rows: tuple[ReadoutRow, ...] = ()
        self._most = _LINES_A_COLUMN
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        write_small(self)
        self.hide()

    @property
    def text(self) -> str:
        """Everything it shows, in words."""
        rows = ", ".join(f"{row.label} {row.value}".strip() for row in self._rows)
        return f"{self._title}: {rows}" if self._title else rows

    def lie_over(self, ground: QWidget) -> None:
        """Lie over another parent from now on."""
        if ground is not self._over:
            self._over = ground
            self.setParent(ground)

    def show_rows(self, title: str, rows: Sequence[ReadoutRow], anchor: QPointF, within: QRect | None = None) -> None:
        """Show `rows` beside `anchor`, a point of the parent, on the side where there is room.

        They keep `within` the width of a part of the parent, in columns as long as the parent allows, if they can.
        """
        changed = (title, tuple(rows)) != (self._title, self._rows)
        self._title, self._rows = title, tuple(rows)
        ground = QRectF(self._over.rect())
        self._most, (width, height) = _LINES_A_COLUMN, self._size()
        if within is not None and width > within.width():
            self._most = max(_LINES_A_COLUMN, int((ground.height() - 2 * _PAD_Y) / _LINE) - bool(title))
            width, height = self._size()
        room = ground if within is None or width > within.width() else QRectF(within)
        x = anchor.x() + _AWAY if anchor.x() + _AWAY + width <= room.right() else anchor.x() - _AWAY - width
        below, above = anchor.y() + _AWAY, anchor.y() - _AWAY - height
        y = below if below + height <= ground.bottom() else above if above >= 0 else ground.bottom() - height
        self.setGeometry(round(max(room.left(), x)), round(max(0.0, y)), round(width), round(height))
        if changed:
            self.update()
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        top, line = _PAD_Y, scaled(_LINE)
        if self._title:
            painter.setPen(QColor(theme.quiet))
            painter.drawText(QRectF(_PAD_X, top, self.width(), line), Qt.AlignmentFlag.AlignVCenter, self._title)
            top += line
        x = _PAD_X
        for column in self._columns():
            self._paint_column(painter, column, x, top)
            x += self._column_width(column) + _BETWEEN_COLUMNS
        painter.end()

    def _paint_column(self, painter: QPainter, rows: Sequence[ReadoutRow], x: float, top: float) -> None:
        theme = self._theme.theme
        width, indent, line = self._column_width(rows), self._indent(rows), scaled(_LINE)
        for number, row in enumerate(rows):
            room = QRectF(x, top + number * line, width, line)
            if row.colour:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(row.colour))
                painter.drawEllipse(QPointF(x + _MARK / 2, room.center().y()), _MARK / 2, _MARK / 2)
            painter.setFont(self._strong_font() if row.strong else self.font())
            painter.setPen(QColor(theme.text if row.strong else theme.quiet))
            painter.drawText(room.adjusted(indent, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.label)
            painter.setPen(QColor(theme.text))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.value)

    def _columns(self) -> list[tuple[ReadoutRow, ...]]:
        count = max(1, -(-len(self._rows) // self._most))
        lines = -(-len(self._rows) // count)
        return [self._rows[start : start + lines] for start in range(0, len(self._rows), max(1, lines))]

    def _size(self) -> tuple[float, float]:
        columns = self._columns()
        title = QFontMetricsF(self.font()).horizontalAdvance(self._title)
        widths = [self._column_width(column) for column in columns]
        inner = max(title, sum(widths) + _BETWEEN_COLUMNS * max(0, len(widths) - 1))
        lines = max((len(column) for column in columns), default=0) + bool(self._title)
        return inner + 2 * _PAD_X, lines * scaled(_LINE) + 2 * _PAD_Y

    def _column_width(self, rows: Sequence[ReadoutRow]) -> float:
        metrics = QFontMetricsF(self._strong_font())
        label = max((metrics.horizontalAdvance(row.label) for row in rows), default=0.0)
        value = max((metrics.horizontalAdvance(row.value) for row in rows), default=0.0)
        return self._indent(rows) + label + _BETWEEN + value

    @staticmethod
    def _indent(rows: Sequence[ReadoutRow]) -> float:
        return _MARK + _GAP if any(row.colour for row in rows) else 0.0

    def _strong_font(self) -> QFont:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        return strong
