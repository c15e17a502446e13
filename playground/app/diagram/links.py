"""The links, kept in a picture that is brought up to date a little every frame.

Hundreds of smooth thick curves cost many times what a frame may. Their widths change slowly, though: each weight is
one of a few widths and two colours, and only where one of those changed is its gap between two columns drawn again,
a bounded number of links a frame, in a spare picture that replaces the old gap when it is complete.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.app.diagram.layout import Gap, Layout, shares_at
from playground.app.theme import Theme, mix

LEVELS = 16
LINKS_A_FRAME = 6
_THINNEST, _WIDEST = 0.7, 6.0
_FAINTEST = 0.22
_CROWD = 64
"""From so many links in a gap on, they step back so that the strong ones can be told apart."""
_SMALLEST_SCALE = 1.0
"""Weights far below 1 stay thin, so that one sees a network grow out of its small first weights."""
_GAMMA = 0.75

Levels = NDArray[np.int8]


def scale_of(weights: Sequence[NDArray[np.floating]]) -> float:
    """The weight drawn widest: the largest of the network, rounded up in steps so that widths keep still."""
    largest = max((float(np.abs(weight).max(initial=0)) for weight in weights), default=0.0)
    if not np.isfinite(largest) or largest <= _SMALLEST_SCALE:
        return _SMALLEST_SCALE
    return float(2 ** (np.ceil(2 * np.log2(largest)) / 2))


def levels_of(weight: NDArray[np.floating], scale: float) -> Levels:
    """Signed levels: +-1 (thinnest) to +-16 (widest) by the size of a weight, 0 where it is exactly 0 or no number."""
    if not np.isfinite(weight).all():
        weight = np.nan_to_num(weight, posinf=0.0, neginf=0.0)
    share = np.minimum(np.abs(weight) / scale, 1.0) ** _GAMMA
    level = 1 + np.rint(share * (LEVELS - 1))
    signs = np.sign(weight)
    levels: Levels = (signs * level).astype(np.int8)
    return levels


def link_pens(theme: Theme, tile: float, links: int) -> list[QPen]:
    """Pens by level, index -16 ... 16. Faint ones are mixed with the card: translucent ones cost several times more."""
    crowd = max(1.0, (links / _CROWD) ** 0.5)
    widest = min(_WIDEST, 0.13 * tile) / min(crowd, 1.6)
    faintest, rise = _FAINTEST / crowd, 1.6 / min(crowd, 1.6)
    pens = [QPen(QColor(theme.line), _THINNEST)] * (2 * LEVELS + 1)
    for level in range(1, LEVELS + 1):
        share = (level - 1) / (LEVELS - 1)
        width = _THINNEST + (widest - _THINNEST) * share
        strength = faintest + (1 - faintest) * min(1.0, share * rise)
        pens[level] = QPen(QColor(mix(theme.card, theme.positive, strength)), width)
        pens[-level] = QPen(QColor(mix(theme.card, theme.negative, strength)), width)
    return pens


class LinkPicture:
    """An opaque picture of all links over the card's colour."""

    def __init__(self, layout: Layout, gaps: Sequence[Gap], theme: Theme, ratio: float) -> None:
        self._theme, self._ratio, self._gaps = theme, ratio, gaps
        self.ground = QImage(QSize(int(layout.width), int(layout.height)) * ratio, QImage.Format.Format_RGB32)
        """What lies below the links and never changes; to be painted before `begin`."""
        self.ground.setDevicePixelRatio(ratio)
        self.ground.fill(QColor(theme.card))
        self.image = self.ground
        self.pens = [
            link_pens(theme, min(a.size, b.size), len(a.tiles) * len(b.tiles)) for a, b in pairwise(layout.columns)
        ]
        self.paths = [_paths(gap) for gap in gaps]
        self._folded = [_folded_paths(layout, number, gap) for number, gap in enumerate(gaps)]
        self._areas = [QRect(int(gap.left) - 2, 0, int(gap.right - gap.left) + 4, int(layout.height)) for gap in gaps]
        self.wanted: list[Levels] = []
        self._drawn: list[Levels | None] = [None] * len(gaps)
        self._next = 0
        self._job: _Job | None = None

    def begin(self) -> None:
        """The ground is as it will stay."""
        self.image = self.ground.copy()

    def path(self, gap: int, source: int, unit: int) -> QPainterPath:
        """The course of one link."""
        return self.paths[gap][source * len(self._gaps[gap].ends) + unit]

    @property
    def complete(self) -> bool:
        """Tell whether the picture shows the newest weights."""
        return self._job is None and not any(self._stale(number) for number in range(len(self.wanted)))

    def show(self, weights: Sequence[NDArray[np.floating]]) -> None:
        """The weights between each two columns, (units before, units after), as they are now."""
        scale = scale_of(weights)
        shapes = [(len(gap.starts), len(gap.ends)) for gap in self._gaps]
        shown = [weight[:m, :n] for weight, (m, n) in zip(weights, shapes, strict=True)]
        # All at once: a call costs more than the few numbers of a gap.
        levels = levels_of(np.concatenate([weight.ravel() for weight in shown]), scale)
        self.wanted = np.split(levels, np.cumsum([weight.size for weight in shown])[:-1])

    def advance(self, links: int = LINKS_A_FRAME) -> None:
        """Draw at most that many links; every gap gets its turn."""
        while links > 0:
            job = self._job or self._begin()
            if job is None:
                return
            links -= job.advance(links)
            if job.done:
                self._finish(job)

    def finish(self) -> None:
        """Bring everything up to date, whatever it takes."""
        while not self.complete:
            self.advance(1 << 30)

    def _stale(self, number: int) -> bool:
        drawn = self._drawn[number]
        return drawn is None or not np.array_equal(drawn, self.wanted[number])

    def _begin(self) -> "_Job | None":
        count = len(self.wanted)
        for step in range(count):
            number = (self._next + step) % count
            if self._stale(number):
                self._next = (number + 1) % count
                area = self._areas[number]
                self._job = _Job(self, number, self._ground_of(area), area)
                return self._job
        return None

    def _finish(self, job: "_Job") -> None:
        painter = QPainter(self.image)
        painter.drawImage(job.area.topLeft(), job.image)
        painter.end()
        self._drawn[job.number] = job.levels
        self._job = None

    def folded(self, number: int) -> list[QPainterPath]:
        return self._folded[number]

    def line_pen(self) -> QPen:
        return QPen(QColor(self._theme.line), 1)

    def _ground_of(self, area: QRect) -> QImage:
        image = QImage(area.size() * self._ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._ratio)
        painter = QPainter(image)
        painter.drawImage(-area.topLeft(), self.ground)
        painter.end()
        return image


class _Job:
    """One gap being drawn apart, thin links first so that strong ones lie on top."""

    def __init__(self, picture: LinkPicture, number: int, image: QImage, area: QRect) -> None:
        self.number, self.image, self.area = number, image, area
        self.levels = picture.wanted[number]
        self._pens, self._paths = picture.pens[number], picture.paths[number]
        self._flat = self.levels.tolist()
        self._order = np.argsort(np.abs(self.levels), kind="stable").tolist()
        self._at = 0
        painter = self._painter()
        painter.setPen(picture.line_pen())
        for path in picture.folded(number):
            painter.drawPath(path)
        painter.end()

    @property
    def done(self) -> bool:
        return self._at >= len(self._order)

    def advance(self, links: int) -> int:
        """Draw up to that many more; how many were drawn (at least 1, so that an empty gap ends too)."""
        part = self._order[self._at : self._at + links]
        painter = self._painter()
        for index in part:
            level = self._flat[index]
            if level:
                painter.setPen(self._pens[level])
                painter.drawPath(self._paths[index])
        painter.end()
        self._at += len(part)
        return max(1, len(part))

    def _painter(self) -> QPainter:
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.area.x(), 0)
        return painter


def link_path(left: float, start: float, right: float, end: float) -> QPainterPath:
    """An S-shaped curve whose control points lie half way across."""
    middle = (left + right) / 2
    path = QPainterPath(QPointF(left, start))
    path.cubicTo(middle, start, middle, end, right, end)
    return path


def _paths(gap: Gap) -> list[QPainterPath]:
    return [link_path(gap.left, start, gap.right, end) for start in gap.starts for end in gap.ends]


def _folded_paths(layout: Layout, number: int, gap: Gap) -> list[QPainterPath]:
    """Neutral lines to and from a summary: they say "these are linked too", without a weight of their own."""
    before, after = layout.columns[number], layout.columns[number + 1]
    paths = []
    if before.summary is not None:
        left = before.summary.right
        paths += [link_path(left, before.summary.middle, gap.right, end) for end in gap.ends]
    if after.summary is not None:
        right = after.summary.x
        paths += [link_path(gap.left, start, right, after.summary.middle) for start in gap.starts]
    return paths


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
    """Tell which of the gap's links each bead is on."""
    return np.tile(np.arange(len(gap.starts) * len(gap.ends)), _count(gap))
