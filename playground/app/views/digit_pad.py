"""A square to draw a digit in, and what the network takes it for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.theme import ThemeManager
from playground.app.views.digit_bars import DigitBars
from playground.app.views.digit_image import resampled
from playground.app.widgets import TextButton

_PIXELS = 168
_STROKE = 0.12
"""The pen's width as a share of the side."""


class DrawingSquare(QWidget):
    """Takes strokes of the mouse; black and white inside, whatever the theme."""

    # The drawing changed.
    drawn = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage(_PIXELS, _PIXELS, QImage.Format.Format_Grayscale8)
        self._image.fill(0)
        self._last: QPointF | None = None
        self.empty = True
        self.setFixedSize(_PIXELS, _PIXELS)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Drawing"))
        self.setAccessibleDescription(self.tr("Draw with the left mouse button."))
        theme.changed.connect(self.update)

    def clear(self) -> None:
        """Wipe the drawing away."""
        self._image.fill(0)
        self.empty = True
        self._changed()

    def values(self) -> NDArray[np.float64]:
        """The drawing's ink, (height, width) of 0 ... 1."""
        lines = np.frombuffer(self._image.constBits(), np.uint8).reshape(_PIXELS, self._image.bytesPerLine())
        return lines[:, :_PIXELS] / 255.0

    def sizeHint(self) -> QSize:
        return QSize(_PIXELS, _PIXELS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._stroke_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._stroke_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme.theme, QPainter(self)
        ink = QImage(self._image)
        ink.reinterpretAsFormat(QImage.Format.Format_Alpha8)
        painter.fillRect(self.rect(), QColor(theme.field))
        coloured = QImage(ink.size(), QImage.Format.Format_ARGB32_Premultiplied)
        coloured.fill(QColor(theme.text))
        over = QPainter(coloured)
        over.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        over.drawImage(0, 0, ink)
        over.end()
        painter.drawImage(0, 0, coloured)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.empty:
            painter.setPen(QColor(theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Draw here"))
        painter.end()

    def _stroke_to(self, place: QPointF) -> None:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor("white"), _STROKE * _PIXELS)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        # A line of no length is not drawn: a click alone leaves a dot.
        painter.drawLine(self._last if self._last is not None else place, place + QPointF(0.01, 0))
        painter.end()
        self._last, self.empty = place, False
        self._changed()

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()


class DigitPad(QWidget):
    """A drawing with the probability of every class beside it.

    `show_classes` tells what is drawn for. What is `drawn` goes to whoever can ask the network, and comes back to
    `show_shares`.
    """

    # Something was drawn, or wiped away.
    drawn = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._margin = (8, 8), 0.0
        self.square, self.bars = DrawingSquare(theme), DigitBars(theme)
        self.wipe = TextButton(self.tr("Clear"))
        self.wipe.setAutoDefault(False)
        self.wipe.clicked.connect(self.square.clear)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.square)
        line.addWidget(self.bars, 1)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.wipe)
        self.foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addLayout(self.foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.square.drawn.connect(self._tell)

    def show_classes(self, names: Sequence[str], image_shape: tuple[int, int], margin: float = 0.1) -> None:
        """Images of (rows, columns) of these classes, which leave `margin` of the side free."""
        self._shape, self._margin = image_shape, margin
        self.bars.show_names(names)
        self._tell()

    def show_shares(self, shares: NDArray[np.float64] | None) -> None:
        """What the network says: a probability a class, (classes,); None, or no drawing, empties the bars."""
        self.bars.show_shares(None if self.square.empty else shares)

    def image(self) -> NDArray[np.float64] | None:
        """The drawing as a sample, (1, rows * columns) of 0, no ink, to 1; None where there is none."""
        return None if self.square.empty else resampled(self.square.values(), self._shape, self._margin).reshape(1, -1)

    def _tell(self) -> None:
        if self.square.empty:
            self.bars.show_shares(None)
        self.drawn.emit()
