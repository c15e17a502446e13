"""The samples as pictures, the mistakes first."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QToolTip, QWidget

from playground.app.theme import ThemeManager, mix, write_small
from playground.app.words.names import class_titles
from playground.app.words.numbers import loss_text
from playground.data import Dataset
from playground.training import Answers

_SMALLEST, _LINE, _GAP, _HEADING = 52, 16, 8, 18
_ASKED = 1000
"""So many pictures tell which number is the ground and which is ink."""


class Gallery(QAbstractScrollArea):
    """A grid that scrolls; only what is in sight is painted."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dataset: Dataset | None = None
        self._answers: Answers | None = None
        self._order: npt.NDArray[np.intp] = np.empty(0, np.intp)
        self._tones = (0.0, 1.0)
        self.mistakes = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        write_small(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Samples"))
        self.heading = QLabel(self)
        self.heading.setFont(self.font())
        self.setViewportMargins(0, _HEADING, 0, 0)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_answers(self, dataset: Dataset, answers: Answers | None) -> None:
        """Show the pictures of `dataset`, which has some."""
        if dataset is not self._dataset:
            few = dataset.train.points[:_ASKED]
            self._tones = float(few.min()), float(few.max())
        self._dataset, self._answers = dataset, answers
        self._order, self.mistakes = (np.empty(0, np.intp), 0) if answers is None else mistakes_first(answers)
        self._describe()
        self._name_captions()
        self._measure()
        self.viewport().update()

    def caption(self, number: int) -> tuple[str, str]:
        """The true class of the picture that stands at a place, and, where it was mistaken, what it was taken for."""
        assert self._answers is not None
        assert self._dataset is not None
        row, names = self._order[number], self._dataset.classes
        actual, predicted = self._answers.actual[row], self._answers.predicted[row]
        if not names:
            return loss_text(float(actual[0])), loss_text(float(predicted[0]))
        return names[int(actual)], "" if actual == predicted else names[int(predicted)]

    def visible(self) -> Iterator[tuple[int, QRect]]:
        """The places in sight and where they are."""
        columns, tile, top = self._columns(), self._tile(), self.verticalScrollBar().value()
        first = top // tile.height()
        last = (top + self.viewport().height()) // tile.height() + 1
        for number in range(first * columns, min(last * columns, len(self._order))):
            row, column = divmod(number, columns)
            yield number, QRect(QPoint(column * tile.width(), row * tile.height() - top), tile)

    def sizeHint(self) -> QSize:
        return QSize(346, 346)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.heading.setGeometry(0, 0, self.width(), _HEADING)
        self._measure()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def told_at(self, place: QPoint) -> str:
        """Tell what the tooltip says at a place."""
        found = [number for number, tile in self.visible() if tile.contains(place)]
        if not found or self._dataset is None:
            return ""
        true, taken = self.caption(found[0])
        if not self._dataset.classes:
            return self.tr("Actual {actual}, predicted {predicted}").format(actual=true, predicted=taken)
        (true,) = class_titles([true])
        return self.tr("{true}, taken for {taken}").format(true=true, taken=class_titles([taken])[0]) if taken else true

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        # Enlarged, the pixels are what the network is given; only where there are too many they are averaged.
        shrunk = self._dataset is not None and max(self._dataset.image_shape or (1, 1)) > self._tile().width() - _GAP
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrunk)
        for number, tile in self.visible():
            painter.drawImage(QRect(tile.topLeft(), self._shown_size()), self._image(int(self._order[number])))
            self._paint_caption(painter, tile, self.caption(number))
        painter.end()

    def _paint_caption(self, painter: QPainter, tile: QRect, texts: Sequence[str]) -> None:
        theme, metrics = self._theme.theme, self.fontMetrics()
        true, taken = texts
        side = tile.width() - _GAP
        line = QRect(tile.left(), tile.top() + side, side, _LINE)
        each = side // 2 - 2 if taken else side
        true = metrics.elidedText(true, Qt.TextElideMode.ElideRight, each)
        painter.setPen(QColor(theme.quiet))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, true)
        if taken:
            painter.setPen(QColor(theme.warning))
            taken = metrics.elidedText(taken, Qt.TextElideMode.ElideRight, each)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, taken)

    def _image(self, row: int) -> QImage:
        assert self._answers is not None
        assert self._dataset is not None
        assert self._dataset.image_shape is not None
        height, width = self._dataset.image_shape
        low, high = self._tones
        points = self._dataset.parts[self._answers.part].points[self._answers.rows[row]]
        grey = (np.clip((points - low) / ((high - low) or 1.0), 0, 1) * 255 + 0.5).astype(np.uint8)
        # A copy, since the picture outlives the numbers that it was made of.
        picture = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
        picture.setColorTable(self._colours)
        return picture

    def _restyle(self) -> None:
        """Pictures are in the colours of the other images of samples: ink on a field."""
        theme = self._theme.theme
        self._colours = [QColor(mix(theme.field, theme.text, level / 255)).rgb() for level in range(256)]
        self._name_captions()
        self.viewport().update()

    def _name_captions(self) -> None:
        """Tell what stands at the left and the right below each picture."""
        classes = self._dataset is None or bool(self._dataset.classes)
        first, second = (
            (self.tr("true class"), self.tr("taken for")) if classes else (self.tr("actual"), self.tr("predicted"))
        )
        theme, below = self._theme.theme, self.tr("Below each:")
        parts = ((theme.quiet, f"{below} {first}, "), (theme.warning, second))
        self.heading.setText("".join(f'<span style="color:{colour}">{text}</span>' for colour, text in parts))

    def _shown_size(self) -> QSize:
        assert self._dataset is not None
        height, width = self._dataset.image_shape or (1, 1)
        side = self._tile().width() - _GAP
        return QSize(width, height).scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)

    def _columns(self) -> int:
        return max(1, (self.viewport().width() + _GAP) // (_SMALLEST + _GAP))

    def _tile(self) -> QSize:
        """Picture, caption and the gaps after them: as large as fills the width."""
        side = max(_SMALLEST, (self.viewport().width() + _GAP) // self._columns() - _GAP)
        return QSize(side + _GAP, side + _LINE + _GAP)

    def _measure(self) -> None:
        tile = self._tile().height()
        rows = -(-len(self._order) // self._columns())
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, rows * tile - height))
        bar.setPageStep(height)
        bar.setSingleStep(tile // 2)

    def _describe(self) -> None:
        if self._dataset is not None and self._dataset.classes:
            text = self.tr("Mistakes: {mistakes} of {samples} samples, shown first")
            told = text.format(mistakes=self.mistakes, samples=len(self._order))
        else:
            told = self.tr("{samples} samples, the largest residuals first").format(samples=len(self._order))
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)


def mistakes_first(answers: Answers) -> tuple[npt.NDArray[np.intp], int]:
    """In which order answers are shown, and how many are wrong; of values none is, and the largest residuals lead."""
    if answers.actual.ndim == 2:
        return np.argsort(-np.abs(answers.actual - answers.predicted).max(axis=1), kind="stable"), 0
    right = answers.actual == answers.predicted
    return np.argsort(right, kind="stable"), int((~right).sum())
