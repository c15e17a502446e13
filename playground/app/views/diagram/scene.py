"""All that stays the same from frame to frame, and the pictures that a new snapshot changes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage

from playground.app.theme import Theme
from playground.app.views.diagram.atlas import Atlas
from playground.app.views.diagram.biases import BiasLabels
from playground.app.views.diagram.card_text import CardWriter
from playground.app.views.diagram.flow import Flow
from playground.app.views.diagram.hit import HitTest
from playground.app.views.diagram.layout import Layout, Rect, left_margin, place
from playground.app.views.diagram.links import LinkPicture
from playground.app.views.diagram.marks import MuteMarks
from playground.app.views.diagram.mean_image import mean_image
from playground.app.views.diagram.names import Names
from playground.app.views.diagram.structure import Structure, bias_of, weight_of
from playground.app.views.diagram.targets import hit_of
from playground.data import Dataset
from playground.training.snapshot import Snapshot

_NO_MAP_SIDE = 32


class Scene:
    """The diagram of one structure at one size in one theme; made anew when any of them changes."""

    def __init__(self, structure: Structure, size: QSize, theme: Theme, ratio: float, side: int) -> None:
        self.structure, self.theme, self.ratio = structure, theme, ratio
        self.layout: Layout = place(
            [(c.kind, c.units) for c in structure.columns],
            size.width(),
            size.height(),
            left_margin(structure),
            structure.image_shape,
        )
        self.hits = HitTest(self.layout)
        self.names = Names(structure)
        self.cards = CardWriter(structure, self.layout, self.names)
        self.atlas = Atlas(structure, self.layout, theme, side or _NO_MAP_SIDE)
        self.links = LinkPicture(self.layout, self.hits.gaps, theme, ratio)
        self.biases = BiasLabels(self.layout)
        self.marks = MuteMarks(self.layout, self.links, theme, ratio)
        self._flow: Flow | None = None
        self.tiles = [self._tiles(number) for number in range(len(self.layout.columns))]
        self.has_maps = False
        self.mean_image: QImage | None = None
        self._pictured: Dataset | None = None
        self.weights: list[NDArray[np.floating]] = []

    def _tiles(self, number: int) -> list[tuple[QRectF, QRectF, QPointF]]:
        """Of each tile of a column: its place, its part of the atlas, and where its frame begins."""
        side, first = self.atlas.side, self.atlas.first[number]
        return [
            (rect_of(tile), QRectF(0, (first + unit) * side, side, side), QPointF(tile.x - 1, tile.y - 1))
            for unit, tile in enumerate(self.layout.columns[number].tiles)
        ]

    @property
    def flow(self) -> Flow:
        """The beads on the links."""
        if self._flow is None:
            self._flow = Flow(self.links.image, self.hits.gaps, self.theme, self.ratio)
        return self._flow

    def still(self) -> None:
        """Take the beads off the links, before these are drawn."""
        if self._flow is not None:
            self._flow.lift()

    def take(self, snapshot: Snapshot) -> None:
        """Everything a new snapshot changes, but for drawing it."""
        computed = self.structure.columns[1:]
        self.weights = [weight_of(snapshot, column) for column in computed]
        self.links.show(self.weights)
        self.biases.show([bias_of(snapshot, column) for column in computed])
        if snapshot.dataset is not self._pictured:
            self._pictured = snapshot.dataset
            self.mean_image = mean_image(snapshot.dataset, self.theme)
        muted = (hit_of(self.structure, target) for target in snapshot.muted)
        self.marks.show([hit for hit in muted if hit is not None])
        self.has_maps = snapshot.maps is not None
        if snapshot.maps is not None:
            self.atlas.update(snapshot.maps)


def rect_of(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def map_side(snapshot: Snapshot) -> int:
    """The side of the snapshot's small maps in pixels, 0 without maps."""
    return 0 if snapshot.maps is None else int(snapshot.maps.features.shape[-1])
