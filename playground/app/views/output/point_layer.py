"""All points of a data set in one picture, drawn again only when something about it changes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from playground.app.theme import Theme, mix, value_colours
from playground.app.widgets.legend import Shape
from playground.data import Dataset
from playground.training import Region

from .point_stamps import PART_SHAPES, point_radius, stamp
from .shown_samples import ShownPart, shown_parts

CORNER_RADIUS = 7.0
_SHADES = 33
_OUTLINE = 0.3
"""Of values near 0 the outline is nearly all there is to see."""


class PointLayer:
    """The points, and the card's colour in the four corners, which rounds the map beneath for nothing."""

    def __init__(self) -> None:
        self._sheet: _Sheet | None = None
        self._dataset: Dataset | None = None
        self._pixmap = QPixmap()

    def pixmap(self, dataset: Dataset | None, region: Region, side: int, ratio: float, theme: Theme) -> QPixmap:
        """A picture of `side` x `side` pixels; `dataset` is None to leave the points out."""
        sheet = _Sheet(region, side, ratio, theme)
        # By identity: comparing two data sets would cost more than drawing them.
        if sheet != self._sheet or dataset is not self._dataset:
            self._sheet, self._dataset = sheet, dataset
            self._pixmap = _drawn(dataset, sheet)
        return self._pixmap


@dataclass(frozen=True)
class _Sheet:
    """What points are drawn on: `side` x `side` pixels over a region."""

    region: Region
    side: int
    ratio: float
    theme: Theme


def _drawn(dataset: Dataset | None, sheet: _Sheet) -> QPixmap:
    pixels = round(sheet.side * sheet.ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.setDevicePixelRatio(sheet.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dataset is not None:
        shown = shown_parts(dataset)
        radius = point_radius(sum(map(len, shown.values())), sheet.side)
        # The training points, from which the network learns, lie on top.
        for name, part in reversed(shown.items()):
            _draw_part(painter, part, PART_SHAPES[name], radius, sheet)
    square = QRectF(0, 0, sheet.side, sheet.side)
    rounded, corners = QPainterPath(), QPainterPath()
    rounded.addRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
    corners.addRect(square)
    painter.fillPath(corners.subtracted(rounded), QColor(sheet.theme.card))
    painter.end()
    return pixmap


def _draw_part(painter: QPainter, part: ShownPart, shape: Shape, radius: float, sheet: _Sheet) -> None:
    theme, region = sheet.theme, sheet.region
    colours, numbers = (theme.classes, part.labels) if part.labels is not None else _shades(part, theme)
    outline = theme.card if part.labels is not None else mix(theme.undecided, theme.text, _OUTLINE)
    stamps = [stamp(shape, colour, outline, radius, sheet.ratio) for colour in colours]
    half = stamps[0].deviceIndependentSize().width() / 2
    across = (part.places[:, 0] - region.left) / (region.right - region.left)
    down = (region.top - part.places[:, 1]) / (region.top - region.bottom)
    x, y = across * sheet.side - half, down * sheet.side - half
    for left, top, number in zip(x.tolist(), y.tolist(), numbers.tolist(), strict=True):
        painter.drawPixmap(QPointF(left, top), stamps[number % len(stamps)])


def _shades(part: ShownPart, theme: Theme) -> tuple[Sequence[str], NDArray[np.int64]]:
    """The colours of values, and which of them each point has."""
    return value_colours(theme, _SHADES), np.rint(part.shares * (_SHADES - 1)).astype(np.int64)
