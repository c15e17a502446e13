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


class Flow:
    """The beads of one picture of links."""

    def __init__(self, image: QImage, gaps: Sequence[Gap], theme: Theme, ratio: float) -> None:
        self._image, self._ratio = image, ratio
        self._gaps = [_Beads(gap) for gap in gaps]
        colour = QColor(theme.card)
        self._colour = np.array([colour.blue(), colour.green(), colour.red(), 255], np.float32)
        self._below: tuple[NDArray[np.intp], NDArray[np.uint8]] | None = None
        reach = int(np.ceil(_RADIUS * ratio))
        down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        self._down, self._across = down.ravel(), across.ravel()

    def lift(self) -> None:
        """Take the beads out of the picture, which must be done before anything else draws in it."""
        if self._below is not None:
            places, pixels = self._below
            self._pixels()[places] = pixels
            self._below = None

    def lay(self, levels: Sequence[NDArray[np.int8]], seconds: float) -> None:
        """Put the beads where they are at a moment, on links of these levels."""
        self.lift()
        points = [
            beads.at(seconds / _SECONDS_ACROSS, np.abs(wanted) >= _FAINTEST_LEVEL)
            for beads, wanted in zip(self._gaps, levels, strict=True)
        ]
        centres = self._ratio * np.concatenate(points) if points else np.empty((0, 2))
        if len(centres):
            self._stamp(centres)

    def _stamp(self, centres: NDArray[np.float64]) -> None:
        """Discs with soft edges, as a share of the ground's colour for each pixel they touch."""
        nearest = np.rint(centres).astype(np.intp)
        x, y = nearest[:, 0, None] + self._across, nearest[:, 1, None] + self._down
        distance = np.hypot(x - centres[:, 0, None], y - centres[:, 1, None])
        shares = _STRENGTH * np.clip(_RADIUS * self._ratio + 0.5 - distance, 0, 1)
        width, height = self._image.width(), self._image.height()
        seen = (shares > 0) & (x >= 0) & (y >= 0) & (x < width) & (y < height)
        places = (y * (self._image.bytesPerLine() // 4) + x)[seen]
        pixels, share = self._pixels(), shares[seen][:, None].astype(np.float32)
        below = pixels[places]
        self._below = places, below
        pixels[places] = (below + share * (self._colour - below)).astype(np.uint8)

    def _pixels(self) -> NDArray[np.uint8]:
        """The picture's pixels, blue first, to be written into."""
        return np.frombuffer(self._image.bits(), np.uint8).reshape(-1, 4)


class _Beads:
    """The beads between two columns: those of one link follow each other, and links begin at different moments."""

    def __init__(self, gap: Gap) -> None:
        sources, targets = len(gap.starts), len(gap.ends)
        self._left, self._width = gap.left, gap.right - gap.left
        self._count = max(1, round(self._width / _APART))
        self._starts = np.repeat(gap.starts, targets)
        self._falls = np.tile(gap.ends, sources) - self._starts
        # Multiples of the golden ratio never fall into step with each other.
        self._offsets = (np.arange(sources * targets) * 0.618034) % 1.0

    def at(self, moment: float, shown: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Where the beads of the links that are shown are, (n, 2)."""
        offsets, starts, falls = self._offsets[shown], self._starts[shown], self._falls[shown]
        along = (moment + offsets + np.arange(self._count)[:, None] / self._count) % 1.0
        across, rise = shares_at(along)
        return np.stack([self._left + self._width * across, starts + falls * rise], axis=-1).reshape(-1, 2)
