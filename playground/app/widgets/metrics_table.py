"""The small table of figures by part: training, validation, test."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import scaled
from playground.app.words.numbers import ABSENT

_LINE = 18
_FIGURE = 46
_GAP = 6
Row = tuple[str, Sequence[str | None]]


class MetricsTable(QWidget):
    """Painted rather than made of labels, since its figures change with every frame of a run."""

    def __init__(self, columns: Sequence[str] = (), rows: Sequence[Row] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Figures by part"))
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Each row is its label and its figures, ready to be shown; None is drawn as a dash."""
        new = tuple((label, tuple(figures)) for label, figures in rows)
        if new == self._rows:
            return
        if len(new) != len(self._rows):
            self.updateGeometry()
        self._rows = new
        self._describe()

    def figures_of(self, column: int) -> QRect:
        """Tell where the figures of a column stand."""
        edges = [0.0, *self._right_edges()]
        left, right = round(edges[column]) + _GAP, min(self.width(), round(edges[column + 1]))
        return QRect(left, scaled(_LINE), max(1, right - left), max(1, self.height() - scaled(_LINE)))

    def sizeHint(self) -> QSize:
        return QSize(scaled(228), scaled(_LINE) * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(210), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setPen(quiet)
        self._paint_line(painter, 0, "", self._columns)
        for number, (label, figures) in enumerate(self._rows, start=1):
            painter.setFont(self.font())
            painter.setPen(quiet)
            self._paint_line(painter, number, label, ())
            painter.setFont(strong)
            painter.setPen(text)
            self._paint_line(painter, number, "", [ABSENT if f is None else f for f in figures])
        painter.end()

    def _paint_line(self, painter: QPainter, number: int, label: str, cells: Sequence[str]) -> None:
        middle, high = Qt.AlignmentFlag.AlignVCenter, scaled(_LINE)
        y = number * high
        painter.drawText(QRectF(0, y, self.width(), high), middle | Qt.AlignmentFlag.AlignLeft, label)
        for cell, right in zip(cells, self._right_edges(), strict=False):
            painter.drawText(QRectF(0, y, right, high), middle | Qt.AlignmentFlag.AlignRight, cell)

    def _right_edges(self) -> list[float]:
        """Equal columns where the texts allow it, else each as wide as it must be and equal gaps."""
        metrics = self.fontMetrics()
        first = max((metrics.horizontalAdvance(label) for label, _ in self._rows), default=0)
        count = max(1, len(self._columns))
        widths = [max(metrics.horizontalAdvance(name), scaled(_FIGURE)) for name in self._columns]
        equal = (self.width() - first) / count
        if all(width + _GAP <= equal for width in widths):
            return [first + equal * (column + 1) for column in range(count)]
        gap = (self.width() - first - sum(widths)) / count
        return [first + sum(widths[: n + 1]) + gap * (n + 1) for n in range(len(widths))]

    def _describe(self) -> None:
        told = (
            f"{label}: " + ", ".join(f"{c} {f or ABSENT}" for c, f in zip(self._columns, figures, strict=False))
            for label, figures in self._rows
        )
        self.setAccessibleDescription("; ".join(told))
        self.update()
