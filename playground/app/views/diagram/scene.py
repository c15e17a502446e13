"""All that stays the same from frame to frame, and the pictures that a new snapshot changes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage

from playground.app.theme import Theme
from playground.app.views.diagram.atlas import Atlas, sides_of
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
from playground.training.snapshot import Maps, Snapshot


class Scene:
    """The diagram of one structure at one size in one theme; made anew when any of them changes."""

    def __init__(self, structure: Structure, size: QSize, theme: Theme, ratio: float) -> None:
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
        self.atlas: Atlas | None = None
        """The small maps; None without any."""
        self.links = LinkPicture(self.layout, self.hits.gaps, theme, ratio)
        self.biases = BiasLabels(self.layout, theme)
        self.marks = MuteMarks(self.layout, self.links, theme, ratio)
        self.tiles = [[rect_of(tile) for tile in column.tiles] for column in self.layout.columns]
        self._flow: Flow | None = None
        self.mean_image: QImage | None = None
        self._pictured: Dataset | None = None
        self.weights: list[NDArray[np.floating]] = []

    @property
    def flow(self) -> Flow:
        """The beads on the links."""
        if self._flow is None:
            self._flow = Flow(self.links.image, self.hits.gaps, self.theme, self.ratio)
        return self._flow

    def still(self) -> None:
        """Take the beads off the links, before these are drawn, and off the biases."""
        if self._flow is not None:
            self._flow.lift()
        self.biases.rise(None)

    def take(self, snapshot: Snapshot) -> None:
        """What a new snapshot shows at once: the maps, and what is muted."""
        if snapshot.dataset is not self._pictured:
            self._pictured = snapshot.dataset
            self.mean_image = mean_image(snapshot.dataset, self.theme)
        muted = (hit_of(self.structure, target) for target in snapshot.muted)
        self.marks.show([hit for hit in muted if hit is not None])
        self._take_maps(snapshot.maps)

    def take_weights(self, snapshot: Snapshot) -> None:
        """What is drawn less often: links and biases."""
        computed = self.structure.columns[1:]
        self.weights = [weight_of(snapshot, column) for column in computed]
        self.links.show(self.weights)
        self.biases.show([bias_of(snapshot, column) for column in computed])

    def _take_maps(self, maps: Maps | None) -> None:
        if maps is None:
            self.atlas = None
            return
        sides = sides_of(maps, self.layout, self.ratio)
        if self.atlas is None or self.atlas.sides != sides:
            self.atlas = Atlas(self.structure, self.layout, self.theme, self.ratio, sides)
        self.atlas.update(maps)


def rect_of(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
