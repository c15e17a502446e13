"""A square to draw a digit in, and what the network takes it for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.theme import ThemeManager, body_font, small_font
from playground.app.widgets import TextButton
from playground.app.words.numbers import percent_text

_LINE = 18
_NAME, _FIGURE = 48, 60
_THICK = 8


class DigitBars(QWidget):
    """The likeliest class stands out; without a drawing the bars are empty."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._shares: NDArray[np.float64] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities"))
        theme.changed.connect(self.update)

    def show_names(self, names: Sequence[str]) -> None:
        self._names, self._shares = tuple(names), None
        self.setFixedHeight(_LINE * max(1, len(self._names)))
        self.update()

    def show_shares(self, shares: NDArray[np.float64] | None) -> None:
        """The probability of each class, (classes,); None empties the bars."""
        if shares is not None and len(shares) != len(self._names):
            shares = None
        self._shares = None if shares is None else np.clip(np.nan_to_num(shares), 0.0, 1.0)
        self.setAccessibleDescription(self._told())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        best = -1 if self._shares is None else int(self._shares.argmax())
        for index, name in enumerate(self._names):
            share = 0.0 if self._shares is None else float(self._shares[index])
            self._paint_line(painter, index, name, share, strong=index == best)
        painter.end()

    def _paint_line(self, painter: QPainter, index: int, name: str, share: float, *, strong: bool) -> None:
        theme, top = self._theme.theme, index * _LINE
        colour = theme.classes[index % len(theme.classes)]
        track = QRectF(_NAME, top + (_LINE - _THICK) / 2, max(0, self.width() - _NAME - _FIGURE), _THICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        if share * track.width() >= 1:
            painter.setBrush(QColor(colour))
            filled = QRectF(track.x(), track.y(), track.width() * share, _THICK)
            painter.drawRoundedRect(filled, _THICK / 2, _THICK / 2)
        font = body_font() if strong else small_font()
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if strong else theme.quiet))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, _NAME - 8, _LINE), Qt.AlignmentFlag.AlignRight | middle, shown)
        if self._shares is not None:
            figure = QRectF(track.right(), top, _FIGURE, _LINE)
            painter.drawText(figure, Qt.AlignmentFlag.AlignRight | middle, percent_text(share))

    def _told(self) -> str:
        if self._shares is None:
            return ""
        best = int(self._shares.argmax())
        return f"{self._names[best]} {percent_text(float(self._shares[best]))}"


Floats = NDArray[np.float64]
INK = 0.02
"""Less than this is no stroke."""


def resampled(drawing: Floats, shape: tuple[int, int], margin: float = 0.1) -> Floats:
    """A drawing (height, width) of 0 ... 1 as (rows, columns) of 0 ... 1, with `margin` of the side left free.

    Its strokes are put in the middle by their bounding box and keep their proportions; each pixel is the mean ink of
    its area, as anti-aliased images are. An empty drawing gives an empty image.
    """
    inked = np.argwhere(drawing > INK)
    if not len(inked):
        return np.zeros(shape)
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0) + 1
    box = drawing[top:bottom, left:right]
    scale = (1 - 2 * margin) * min(shape[0] / box.shape[0], shape[1] / box.shape[1])
    rows, columns = (_overlaps(length, size, scale) for length, size in zip(box.shape, shape, strict=True))
    image: Floats = np.clip(rows @ box @ columns.T, 0.0, 1.0)
    return image


def _overlaps(length: int, size: int, scale: float) -> Floats:
    """Tell how much of each of `size` pixels each of `length` cells covers, scaled and centred: (size, length)."""
    edges = (np.arange(length + 1) - length / 2) * scale + size / 2
    starts, ends = edges[None, :-1], edges[None, 1:]
    pixels = np.arange(size)[:, None]
    shared: Floats = np.clip(np.minimum(ends, pixels + 1) - np.maximum(starts, pixels), 0.0, None)
    return shared


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
        """Tell what the network says: a probability a class, (classes,); None, or no drawing, empties the bars."""
        self.bars.show_shares(None if self.square.empty else shares)

    def image(self) -> NDArray[np.float64] | None:
        """The drawing as a sample, (1, rows * columns) of 0, no ink, to 1; None where there is none."""
        return None if self.square.empty else resampled(self.square.values(), self._shape, self._margin).reshape(1, -1)

    def _tell(self) -> None:
        if self.square.empty:
            self.bars.show_shares(None)
        self.drawn.emit()
