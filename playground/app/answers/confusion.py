"""The confusion matrix as a picture: rows the true class, columns what it was taken for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.app.theme import ThemeManager, mix, write_small
from playground.app.theme.palette import BODY_PIXELS, SMALL_PIXELS
from playground.app.words.names import class_titles
from playground.app.words.numbers import ABSENT, count_text, percent_text
from playground.engine import confusion_matrix, precision, recall
from playground.training import Answers


class Confusion:
    """Answers counted: `counts` (classes, classes), rows the true class, with precision, recall and accuracy."""

    def __init__(self, answers: Answers, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._titles = class_titles(names)
        self.counts = confusion_matrix(answers.predicted, answers.actual, len(names))
        self.precision, self.recall = precision(self.counts), recall(self.counts)
        self.accuracy = float(np.trace(self.counts)) / max(1, len(answers.actual))

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """Each count as a share of its row; 0 in rows without samples."""
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1))

    def told(self) -> str:
        """All of it in two sentences."""
        accuracy = _tr("Accuracy {accuracy}.").format(accuracy=percent_text(self.accuracy))
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        if not wrong.any():
            return accuracy + " " + _tr("No class was taken for another.")
        row, column = divmod(int(wrong.argmax()), len(self.names))
        return accuracy + " " + _tr("The worst confusion: {cell}").format(cell=self.told_cell(row, column))

    def told_cell(self, row: int, column: int) -> str:
        """One count in words."""
        count, true, taken = count_text(self.counts[row, column]), self._titles[row], self._titles[column]
        total = count_text(self.counts[row].sum())
        if row == column:
            return _tr("{count} of the {total} of {true} were recognized.").format(count=count, total=total, true=true)
        text = _tr("{count} of {true} were taken for {taken}.")
        return text.format(count=count, true=true, taken=taken)

    def told_precision(self, column: int) -> str:
        """The figure below a column in words."""
        if not self.counts[:, column].any():
            return _tr("Nothing was taken for {taken}.").format(taken=self._titles[column])
        share = percent_text(float(self.precision[column]))
        return _tr("Precision: of what was taken for {taken}, {share} is right.").format(
            taken=self._titles[column], share=share
        )

    def told_recall(self, row: int) -> str:
        """The figure beside a row in words."""
        if not self.counts[row].any():
            return _tr("There are no samples of {true}.").format(true=self._titles[row])
        share = percent_text(float(self.recall[row]))
        return _tr("Recall: {share} of {true} was recognized.").format(true=self._titles[row], share=share)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Confusion", text)


EDGE = 40.0
"""Room for the precision below and the recall at the right."""
LINE = 17.0
_LARGEST_CELL = 220.0


@dataclass(frozen=True)
class ConfusionLayout:
    """A square of `classes` x `classes` cells from (left, top), with names at two sides and figures at the others."""

    classes: int
    left: float
    top: float
    cell: float
    names: float

    @classmethod
    def within(cls, width: float, height: float, classes: int, names: float) -> "ConfusionLayout":
        """Fill `width` x `height`; the rows' names take `names` pixels."""
        across, down = width - LINE - names - EDGE, height - 3 * LINE
        cell = max(1.0, min(across / classes, down / classes, _LARGEST_CELL))
        used = LINE + names + EDGE + cell * classes
        return cls(classes, LINE + names + max(0.0, (width - used) / 2), 2 * LINE, cell, names)

    @property
    def side(self) -> float:
        """Of the square of cells."""
        return self.cell * self.classes

    @property
    def square(self) -> QRectF:
        """All cells."""
        return QRectF(self.left, self.top, self.side, self.side)

    def box(self, row: int, column: int) -> QRectF:
        """One cell; row or column -1 is that of the names, and one more than there are classes that of the figures."""
        top = self.top + row * self.cell if row >= 0 else self.top - LINE
        left = self.left + column * self.cell
        return QRectF(left, top, EDGE if column == self.classes else self.cell, LINE if row < 0 else self.cell)

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column of the cell or figure at a place; `classes` is the row and the column of the figures."""
        x, y = place.x() - self.left, place.y() - self.top
        if x < 0 or y < 0 or x >= self.side + EDGE or y >= self.side + LINE:
            return None
        row, column = (min(int(v / self.cell), self.classes) for v in (y, x))
        if y >= self.side:
            row = self.classes
        if x >= self.side:
            column = self.classes
        return None if row == column == self.classes else (row, column)


_FAINTEST, _STRONGEST = 0.12, 0.5
"""Shares of colour in a cell with something in it: none is overlooked, and all let their number be read."""
_NARROWEST_NAME, _WIDEST_NAME = 40.0, 80.0
_LEAST_TEXT = 8
_BESIDE, _AROUND = 3.0, 5.0
"""Left free of a cell's width, below it and in it."""
_ROOM = 15.0
"""Cells smaller than this are shaded only."""


class ConfusionMatrix(QWidget):
    """Right answers in one colour, on the diagonal, and mistakes in another, each by its share of the row."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._confusion: Confusion | None = None
        write_small(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Confusion matrix"))
        theme.changed.connect(self.update)

    def show_confusion(self, confusion: Confusion | None) -> None:
        self._confusion = confusion
        self.setAccessibleDescription("" if confusion is None else confusion.told())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(346, 346)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 160)

    def told_at(self, place: QPointF) -> str:
        """Tell what the tooltip says at a place."""
        confusion = self._confusion
        found = None if confusion is None else self.layout_of(confusion).at(place)
        if confusion is None or found is None:
            return ""
        row, column = found
        if row == len(confusion.names):
            return confusion.told_precision(column)
        return confusion.told_recall(row) if column == len(confusion.names) else confusion.told_cell(row, column)

    def layout_of(self, confusion: Confusion) -> ConfusionLayout:
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(name) for name in confusion.names) + 8
        names = max(_NARROWEST_NAME, min(widest, _WIDEST_NAME))
        return ConfusionLayout.within(self.width(), self.height(), len(confusion.names), names)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        confusion = self._confusion
        if confusion is None:
            return
        painter = QPainter(self)
        layout = self.layout_of(confusion)
        self._paint_shades(painter, confusion, layout)
        self._paint_titles(painter, layout)
        self._paint_names(painter, confusion, layout)
        if layout.cell >= _ROOM:
            self._paint_counts(painter, confusion, layout)
            self._paint_edges(painter, confusion, layout)
        painter.end()

    def _paint_shades(self, painter: QPainter, confusion: Confusion, layout: ConfusionLayout) -> None:
        pixels = self._pixels(confusion, _STRONGEST if layout.cell >= _ROOM else 1.0)
        n = layout.classes
        image = QImage(pixels.data, n, n, 4 * n, QImage.Format.Format_RGB32)
        painter.drawImage(layout.square, image)
        gap = 2.0 if layout.cell >= _ROOM else 0.0
        painter.setPen(QPen(QColor(self._theme.theme.card), gap))
        for number in range(layout.classes + 1 if gap else 0):
            x, y = layout.left + number * layout.cell, layout.top + number * layout.cell
            painter.drawLine(QPointF(x, layout.top), QPointF(x, layout.top + layout.side))
            painter.drawLine(QPointF(layout.left, y), QPointF(layout.left + layout.side, y))

    def _pixels(self, confusion: Confusion, strongest: float) -> npt.NDArray[np.uint32]:
        """A pixel a cell, (classes, classes), 0xffRRGGBB."""
        theme, shares = self._theme.theme, confusion.shares
        levels = np.where(shares > 0, 1 + np.rint(shares * 99), 0).astype(np.intp)
        right, wrong = (
            np.array([QColor(colour).rgb() for colour in _scale(theme.field, strong, strongest)], np.uint32)
            for strong in (theme.success, theme.warning)
        )
        pixels = wrong[levels]
        np.fill_diagonal(pixels, right[np.diagonal(levels)])
        return np.ascontiguousarray(pixels)

    def _paint_titles(self, painter: QPainter, layout: ConfusionLayout) -> None:
        painter.setPen(QColor(self._theme.theme.quiet))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(layout.left, 0, layout.side, LINE), centre, self.tr("taken for"))
        painter.save()
        painter.translate(0, layout.top + layout.side)
        painter.rotate(-90)
        left = layout.left - LINE - layout.names
        painter.drawText(QRectF(0, left, layout.side, LINE), centre, self.tr("true class"))
        painter.restore()
        if layout.cell >= _ROOM:
            painter.drawText(layout.box(-1, layout.classes), centre, self.tr("recall"))
            room = QRectF(left, layout.top + layout.side, LINE + layout.names - 6, LINE)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("precision"))

    def _paint_names(self, painter: QPainter, confusion: Confusion, layout: ConfusionLayout) -> None:
        metrics, elide = QFontMetricsF(self.font()), Qt.TextElideMode.ElideRight
        right, centre = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(self._theme.theme.text))
        # Of small cells every second or tenth is named, so that names do not run into each other.
        every = next((n for n in (1, 2, 5, 10, 20, 50) if n * layout.cell >= _ROOM), 100)
        for k in range(0, layout.classes, every):
            column, row = layout.box(-1, k), layout.box(k, 0)
            column.setWidth(every * layout.cell)
            row.setHeight(every * layout.cell)
            painter.drawText(column, centre, metrics.elidedText(confusion.names[k], elide, column.width() - 2))
            row = QRectF(row.left() - layout.names, row.top(), layout.names - 6, row.height())
            painter.drawText(row, right, metrics.elidedText(confusion.names[k], elide, row.width()))

    def _paint_counts(self, painter: QPainter, confusion: Confusion, layout: ConfusionLayout) -> None:
        # Without separators, and the longer the smaller; where the longest does not fit, the shades have to do.
        room, longest = layout.cell - _AROUND, len(str(int(confusion.counts.max())))
        smallest = self._fitting("0" * longest, room)
        if smallest is None:
            return
        largest = min(BODY_PIXELS, smallest.pixelSize() + 1)
        fonts = [self._fitting("0" * length, room, largest) or smallest for length in range(1, longest + 1)]
        painter.setPen(QColor(self._theme.theme.text))
        for row, column in zip(*np.nonzero(confusion.counts), strict=True):
            text = str(int(confusion.counts[row, column]))
            painter.setFont(fonts[len(text) - 1])
            painter.drawText(layout.box(int(row), int(column)), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_edges(self, painter: QPainter, confusion: Confusion, layout: ConfusionLayout) -> None:
        painter.setPen(QColor(self._theme.theme.quiet))
        centre, last = Qt.AlignmentFlag.AlignCenter, layout.classes
        painter.setFont(self.font())
        for k in range(last):
            painter.drawText(layout.box(k, last), centre, _percent(float(confusion.recall[k])))
        self._paint_precision(painter, [_percent(float(share)) for share in confusion.precision], layout)

    def _paint_precision(self, painter: QPainter, texts: Sequence[str], layout: ConfusionLayout) -> None:
        """Below narrow columns the numbers stand alone: all of them, or they would not be alike."""
        font, room = self.font(), layout.cell - _BESIDE
        if QFontMetricsF(font).horizontalAdvance("100 %") > room:
            texts = [text.removesuffix(" %") for text in texts]
            font = self._fitting("100", room, SMALL_PIXELS) or self._fitting("100", layout.cell, SMALL_PIXELS) or font
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for k, text in enumerate(texts):
            box = layout.box(layout.classes, k)
            box.setHeight(LINE)
            if metrics.horizontalAdvance(text) <= layout.cell:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _fitting(self, text: str, room: float, largest: int = BODY_PIXELS) -> QFont | None:
        """The largest font in which `text` is no wider than `room`."""
        for pixels in range(largest, _LEAST_TEXT - 1, -1):
            font = QFont(self.font())
            font.setPixelSize(pixels)
            if QFontMetricsF(font).horizontalAdvance(text) <= room:
                return font
        return None


def _scale(ground: str, strong: str, strongest: float) -> list[str]:
    """Nothing, then the shades of the shares from 0 to 1."""
    shades = np.linspace(_FAINTEST, strongest, 100).tolist()
    return [ground, *(mix(ground, strong, shade) for shade in shades)]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else ABSENT
