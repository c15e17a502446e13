"""How undecided the network is over the plane, drawn as hatching: the denser, the less one class stands out.

The measure is the entropy of the classes' shares in bits (Shannon, 1948, "A mathematical theory of communication"), at
most 1: as undecided as a coin between two classes, however many there are.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from playground.app.theme import Theme

Shares = npt.NDArray[np.floating]
_TILE = 6
_STRENGTH = 0.5
_CERTAIN = 0.25
"""Up to this doubt nothing is hatched: 96 % sure, of two classes."""


def doubt(shares: Shares) -> Shares:
    """Entropy of shares (..., k) in bits, at most 1; a single share is that of the second of two classes."""
    if shares.shape[-1] == 1:
        shares = np.concatenate([1 - shares, shares], axis=-1)
    else:
        shares = shares / np.maximum(shares.sum(axis=-1, keepdims=True), 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, shares * np.log(shares), 0)
    return np.asarray(np.minimum(-terms.sum(axis=-1) / np.log(np.float32(2)), 1))


def _strength(doubts: Shares) -> npt.NDArray[np.uint32]:
    """How opaque the hatching is, in the highest byte."""
    shown = np.clip((doubts - _CERTAIN) / (1 - _CERTAIN), 0, 1)
    return np.asarray((255 * shown).astype(np.uint32) << 24)


_OF_ONE = _strength(doubt(np.linspace(0, 1, 256, dtype=np.float32)[:, None]))
"""For a single output logarithms are looked up."""


class DoubtPicture:
    """The hatching of the newest map, its density kept as an image that scales with the map."""

    def __init__(self) -> None:
        self._pixels = np.empty((0, 0), np.uint32)
        self._image = QImage()
        self._sheet = QImage()

    def take(self, shares: Shares) -> None:
        """Shares (rows, columns, k) of a map."""
        if shares.shape[-1] == 1:
            self._pixels = _OF_ONE[(shares[..., 0] * 255 + 0.5).astype(np.uint8)]
        else:
            self._pixels = _strength(doubt(shares))
        rows, columns = self._pixels.shape
        # Black of that opacity: the format that Qt scales fastest.
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._pixels.data, columns, rows, 4 * columns, form)

    def paint(self, painter: QPainter, square: QRectF, room: QRectF, ratio: float, theme: Theme) -> None:
        """Hatch within `square`; `room` is where the map's own rectangle lies."""
        size = QSize(round(square.width() * ratio), round(square.height() * ratio))
        if self._sheet.size() != size:
            self._sheet = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._sheet.setDevicePixelRatio(ratio)
        self._sheet.fill(Qt.GlobalColor.transparent)
        sheet = QPainter(self._sheet)
        sheet.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet.drawImage(room.translated(-square.topLeft()), self._image)
        sheet.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        sheet.fillRect(QRectF(QPointF(), square.size()), hatching(theme, ratio))
        sheet.end()
        painter.drawImage(square.topLeft(), self._sheet)


def hatching(theme: Theme, ratio: float = 1.0, tile: int = _TILE) -> QBrush:
    """Diagonal strokes, transparent between."""
    side = round(tile * ratio)
    drawn = QPixmap(side, side)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(theme.text)
    colour.setAlphaF(_STRENGTH)
    painter.setPen(QPen(colour, 1.1))
    for shift in (-tile, 0, tile):
        painter.drawLine(QPointF(shift - 1, tile + 1), QPointF(shift + tile + 1, -1))
    painter.end()
    return QBrush(drawn)
