"""A figure over the values of two settings: a field for each pair, the better the fuller its colour."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playground.app.studies.ramp import ramp, text_on
from playground.app.theme import ThemeManager, small_font

_GAP = 2
_CAPTION = 18
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


@dataclass(frozen=True)
class Field:
    """The results of two settings. values : row by row, NaN where there is none yet."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    values: tuple[float, ...]


class HeatMap(QWidget):
    """Arrow keys and clicks go from field to field."""

    current_changed = Signal(int)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._field = Field((), (), "", "", ())
        self._text: Callable[[float], str] = str
        self._best, self._worst = 1.0, 0.0
        self._current = -1
        self.setFont(small_font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_field(self, field: Field, text: Callable[[float], str], *, more_is_better: bool) -> None:
        """Show these results."""
        self._field, self._text = field, text
        there = [value for value in field.values if isfinite(value)] or [0.0]
        ends = min(there), max(there)
        self._worst, self._best = ends if more_is_better else (ends[1], ends[0])
        self.setAccessibleName(f"{field.row_title}, {field.column_title}")
        self.setAccessibleDescription(self.summary())
        self.update()

    def set_current(self, number: int) -> None:
        """Frame one of the fields; -1 for none."""
        self._current = number
        self.update()

    def told(self, number: int) -> str:
        """A field in words."""
        row, column = divmod(number, len(self._field.columns))
        value = self._field.values[number]
        told = self._text(value) if isfinite(value) else "–"
        return (
            f"{self._field.row_title} {self._field.rows[row]}, "
            f"{self._field.column_title} {self._field.columns[column]}: {told}"
        )

    def summary(self) -> str:
        """All fields in words."""
        return "; ".join(self.told(number) for number in range(len(self._field.values)))

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 100)

    def place(self, number: int) -> QRectF:
        """Tell where a field is."""
        area = self._area()
        row, column = divmod(number, max(1, len(self._field.columns)))
        width, height = area.width() / len(self._field.columns), area.height() / len(self._field.rows)
        cell = QRectF(area.left() + column * width, area.top() + row * height, width, height)
        return cell.adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._field.values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._field.values)):
            self._paint_field(painter, number)
        if 0 <= self._current < len(self._field.values):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.theme.accent), 2))
            painter.drawRoundedRect(self.place(self._current), 4, 4)
        self._paint_names(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number >= 0:
            self._go(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), self.told(number) if number >= 0 else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        columns = max(1, len(self._field.columns))
        row, column = divmod(max(0, self._current), columns)
        row, column = row + step[0], column + step[1]
        if 0 <= row < len(self._field.rows) and 0 <= column < columns:
            self._go(row * columns + column)

    def _go(self, number: int) -> None:
        self.set_current(number)
        self.current_changed.emit(number)

    def _at(self, point: QPointF) -> int:
        found = (n for n in range(len(self._field.values)) if self.place(n).contains(point))
        return next(found, -1)

    def _area(self) -> QRectF:
        left = max((self.fontMetrics().horizontalAdvance(name) for name in self._field.rows), default=0) + 10
        return QRectF(left, _CAPTION + 2, self.width() - left, max(1, self.height() - 3 * _CAPTION - 4))

    def _paint_field(self, painter: QPainter, number: int) -> None:
        theme, value, place = self._theme.theme, self._field.values[number], self.place(number)
        there = isfinite(value)
        colour = ramp(theme, value, self._worst, self._best) if there else theme.field
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(place, 4, 4)
        text = self._text(value) if there else "–"
        if self.fontMetrics().horizontalAdvance(text) + 6 <= place.width() and place.height() >= 14:
            on_field = text_on(theme, value, self._worst, self._best) if there else theme.quiet
            painter.setPen(QColor(on_field))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter) -> None:
        area, columns = self._area(), len(self._field.columns)
        painter.setPen(QColor(self._theme.theme.quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), _CAPTION), middle, self._field.row_title)
        for row, name in enumerate(self._field.rows):
            place = self.place(row * columns)
            room = QRectF(0, place.top(), area.left() - 8, place.height())
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, name)
        widest = max((self.fontMetrics().horizontalAdvance(name) for name in self._field.columns), default=0) + 8
        stride = max(1, -(-widest * columns // max(1, int(area.width()))))
        for column in range(0, columns, stride):
            centre = self.place(column).center().x()
            room = QRectF(centre - widest, area.bottom() + 2, 2 * widest, _CAPTION)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._field.columns[column])
        below = QRectF(area.left(), area.bottom() + _CAPTION, area.width(), _CAPTION)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._field.column_title)
