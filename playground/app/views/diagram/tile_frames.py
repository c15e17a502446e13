"""The frame of a tile: corners in the card's colour and a fine line, which make a rounded tile of a square map."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.app.theme import Theme, mix


def corner(size: float) -> float:
    """The radius of a tile's corners."""
    return max(4.0, min(7.0, 0.13 * size))


@lru_cache(maxsize=32)
def tile_frame(theme: Theme, size: float, ratio: float) -> QImage:
    """To be laid over a tile of that size. Clipping every map to a rounded path would cost ten times more."""
    side = round(size * ratio)
    picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    inner, radius = QRectF(0, 0, size, size), corner(size)
    corners, rounded = QPainterPath(), QPainterPath()
    corners.addRect(inner)
    rounded.addRoundedRect(inner, radius, radius)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners.subtracted(rounded), QColor(theme.card))
    line = QColor(mix(theme.line, theme.quiet, 0.35))
    line.setAlphaF(0.55)
    painter.setPen(QPen(line, 1))
    painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.end()
    return picture


class FrameStamp:
    """Frames to be mixed into all tiles at once, where each pixel of a map is a pixel of the screen.

    Parameters
    ----------
    frames : of each run of tiles that share a frame: the frame, the first pixel of the first tile in a flat array of
        pixels, and how many tiles there are, one after the other.
    """

    def __init__(self, frames: Iterable[tuple[QImage, int, int]]) -> None:
        places, channels = [np.empty(0, np.intp)], [np.empty((0, 4), np.uint8)]
        for frame, first, tiles in frames:
            pixels = _channels(frame)
            # The last of the four bytes says how much of what is below is covered.
            covered = np.flatnonzero(pixels[:, 3])
            places.append((first + np.arange(tiles)[:, None] * len(pixels) + covered).ravel())
            channels.append(np.tile(pixels[covered], (tiles, 1)))
        self._places, added = np.concatenate(places), np.concatenate(channels)
        kept = 256 - np.rint(added[:, 3:] * (256 / 255))
        self._kept = np.repeat(kept.astype(np.uint16), 4)
        self._added = added.ravel().astype(np.uint16)
        self._mixed = np.empty_like(self._added)

    def press(self, pixels: NDArray[np.uint32]) -> None:
        """Lay the frames over the tiles in a flat array of pixels, 0xffRRGGBB."""
        below = pixels.take(self._places).view(np.uint8)
        np.multiply(below, self._kept, out=self._mixed)
        np.right_shift(self._mixed, 8, out=self._mixed)
        np.add(self._mixed, self._added, out=self._mixed)
        np.copyto(below, self._mixed, casting="unsafe")
        pixels[self._places] = below.view(np.uint32)


def _channels(frame: QImage) -> NDArray[np.uint8]:
    """The bytes of each pixel, (pixels, 4): blue, green, red, and how much it covers."""
    rows = np.frombuffer(frame.constBits(), np.uint8).reshape(frame.height(), -1)
    return rows[:, : 4 * frame.width()].reshape(-1, 4).copy()
