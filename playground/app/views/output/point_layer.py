"""All points of a data set in one picture, drawn again only when something about it changes."""

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from playground.app.theme import Theme
from playground.data import Dataset, Part
from playground.training import Region

from .point_stamps import PART_SHAPES, point_radius, stamp

CORNER_RADIUS = 7.0


class PointLayer:
    """The points, and the card's colour in the four corners, which rounds the map beneath for nothing."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._dataset: Dataset | None = None
        self._pixmap = QPixmap()

    def pixmap(self, dataset: Dataset | None, region: Region, side: int, ratio: float, theme: Theme) -> QPixmap:
        """A picture of `side` x `side` pixels; `dataset` is None to leave the points out."""
        key = (region, side, ratio, theme)
        # By identity: comparing two data sets would cost more than drawing them.
        if key != self._key or dataset is not self._dataset:
            self._key, self._dataset = key, dataset
            self._pixmap = _drawn(dataset, region, side, ratio, theme)
        return self._pixmap


def _drawn(dataset: Dataset | None, region: Region, side: int, ratio: float, theme: Theme) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dataset is not None:
        radius = point_radius(sum(len(part) for part in dataset.parts.values()), side)
        # The training points, from which the network learns, lie on top.
        for name, part in reversed(dataset.parts.items()):
            _draw_part(painter, name, part, region, side, radius, ratio, theme)
    square = QRectF(0, 0, side, side)
    rounded, corners = QPainterPath(), QPainterPath()
    rounded.addRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
    corners.addRect(square)
    painter.fillPath(corners - rounded, QColor(theme.card))
    painter.end()
    return pixmap


def _draw_part(
    painter: QPainter,
    name: str,
    part: Part,
    region: Region,
    side: int,
    radius: float,
    ratio: float,
    theme: Theme,
) -> None:
    shape = PART_SHAPES[name]
    colours = theme.classes
    stamps = [stamp(shape, colour, theme.card, radius, ratio) for colour in colours]
    half = stamps[0].deviceIndependentSize().width() / 2
    span = np.array([region.right - region.left, region.bottom - region.top])
    places = (part.points - (region.left, region.top)) / span * side - half
    for (x, y), label in zip(places.tolist(), part.labels.tolist(), strict=True):
        painter.drawPixmap(QPointF(x, y), stamps[label % len(stamps)])
