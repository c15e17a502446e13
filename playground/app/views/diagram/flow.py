"""Beads in the ground's colour that wander along the links, from the inputs to the output, while it trains.

They are written straight into the pixels of the links' picture, and what was below them is put back before the next:
two array operations a frame for hundreds of links, where drawing each bead would cost more than all the rest. Strong
links show them best and the faint ones hardly, so what moves still tells the weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from playground.app.theme import Theme
from playground.app.views.diagram.curves import Gap, shares_at

_SECONDS_ACROSS = 2.4
_APART = 64.0
"""Pixels between two beads of a link, roughly."""
_RADIUS = 1.5
_FAINTEST_LEVEL = 3
"""Links thinner than this are interrupted by a bead anyway, and would only flicker."""
_STRENGTH = 0.8
_PARTS = 4
"""Places within a pixel, across and down, that a bead can be at."""


class Flow:
    """The beads of one picture of links."""

    def __init__(self, image: QImage, gaps: Sequence[Gap], theme: Theme, ratio: float) -> None:
        self._image, self._ratio = image, ratio
        self._beads = np.concatenate([_beads(gap) for gap in gaps], axis=1)
        self._of_link = np.concatenate([_links_of_beads(gap) for gap in gaps]) if gaps else np.empty(0, np.intp)
        starts = np.cumsum([0, *(len(gap.starts) * len(gap.ends) for gap in gaps)])
        per_gap = [_count(gap) * len(gap.starts) * len(gap.ends) for gap in gaps]
        self._of_link += np.repeat(starts[:-1], per_gap)
        self._stamps = _Stamps(theme, ratio, image.bytesPerLine() // 4)
        self._below: tuple[NDArray[np.intp], NDArray[np.uint32]] | None = None

    def lift(self) -> None:
        """Take the beads out of the picture, which must be done before anything else draws in it."""
        if self._below is not None:
            places, pixels = self._below
            self._pixels()[places] = pixels
            self._below = None

    def lay(self, levels: Sequence[NDArray[np.int8]], seconds: float) -> None:
        """Put the beads where they are at a moment, on links of these levels."""
        self.lift()
        shown = (np.abs(np.concatenate(levels)) >= _FAINTEST_LEVEL)[self._of_link]
        left, width, start, fall, offset = self._beads[:, shown]
        across, rise = shares_at((offset + seconds / _SECONDS_ACROSS) % 1.0)
        places, inverse, colour = self._stamps.at(
            self._ratio * (left + width * across), self._ratio * (start + fall * rise)
        )
        pixels = self._pixels()
        below = pixels[places]
        self._below = places, below
        mixed = below.view(np.uint8).reshape(*below.shape, 4) * inverse
        mixed += colour
        mixed >>= 8
        pixels[places] = mixed.astype(np.uint8).view(np.uint32)[..., 0]

    def _pixels(self) -> NDArray[np.uint32]:
        """The picture's pixels, to be written into."""
        return np.frombuffer(self._image.bits(), np.uint32)


class _Stamps:
    """Small discs with soft edges in the ground's colour, one for each place within a pixel that is told apart."""

    def __init__(self, theme: Theme, ratio: float, stride: int) -> None:
        radius = _RADIUS * ratio
        reach = int(np.ceil(radius + 0.5))
        side = 2 * reach + 1
        down, across = np.mgrid[:side, :side] - reach
        part = np.arange(_PARTS) / _PARTS
        distance = np.hypot(across - part[None, :, None, None], down - part[:, None, None, None])
        shares = _STRENGTH * np.clip(radius + 0.5 - distance, 0, 1)
        parts_of_256 = np.rint(256 * shares).astype(np.uint16).reshape(_PARTS * _PARTS, -1, 1)
        colour = QColor(theme.card)
        # A pixel is blue, green, red and nothing in memory.
        self._inverse = (256 - parts_of_256).astype(np.uint16)
        self._colour = parts_of_256 * np.array([colour.blue(), colour.green(), colour.red(), 255], np.uint16)
        self._offsets = (down * stride + across).ravel().astype(np.intp)
        self._stride = stride

    def at(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.uint16], NDArray[np.uint16]]:
        """Which pixels discs around these centres touch, (n, pixels), and what each keeps of itself and is given."""
        column, row = np.floor(x), np.floor(y)
        part = (_PARTS * (y - row)).astype(np.intp) * _PARTS + (_PARTS * (x - column)).astype(np.intp)
        nearest = row.astype(np.intp) * self._stride + column.astype(np.intp)
        return nearest[:, None] + self._offsets, self._inverse[part], self._colour[part]


def _count(gap: Gap) -> int:
    """Beads on a link."""
    return max(1, round((gap.right - gap.left) / _APART))


def _beads(gap: Gap) -> NDArray[np.float64]:
    """Of each bead: left end and width of its link, where that starts and how far it falls, and when the bead begins.

    Those of one link follow each other. Links begin at multiples of the golden ratio, which never fall into step.
    """
    sources, targets, count = len(gap.starts), len(gap.ends), _count(gap)
    starts = np.repeat(gap.starts, targets)
    falls = np.tile(gap.ends, sources) - starts
    offsets = np.arange(sources * targets) * 0.618034 + np.arange(count)[:, None] / count
    ends = np.full(offsets.size, gap.left), np.full(offsets.size, gap.right - gap.left)
    return np.stack([*ends, np.tile(starts, count), np.tile(falls, count), offsets.ravel() % 1.0])


def _links_of_beads(gap: Gap) -> NDArray[np.intp]:
    """Which of the gap's links each bead is on."""
    return np.tile(np.arange(len(gap.starts) * len(gap.ends)), _count(gap))
