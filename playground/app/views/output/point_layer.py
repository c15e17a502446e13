"""All points of a data set in one picture, drawn again only when something about it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from playground.app.theme import Theme, mix, value_colours
from playground.app.views.output.point_stamps import PART_SHAPES, point_radius, stamp
from playground.app.views.output.shown_samples import ShownPart, shown_parts
from playground.app.widgets.legend import Shape
from playground.data import Dataset
from playground.training import Region

Numbers = NDArray[np.int64]
CORNER_RADIUS = 7.0
_SHADES = 33
_OUTLINE = 0.3
"""Of values near 0 the outline is nearly all there is to see."""


class PointLayer:
    """The points, and the card's colour in the four corners, which rounds the map beneath for nothing."""

    def __init__(self) -> None:
        self._sheet: Sheet | None = None
        self._dataset: Dataset | None = None
        self._pixmap = QPixmap()

    def pixmap(self, dataset: Dataset | None, sheet: "Sheet") -> QPixmap:
        """A picture of `sheet.side` x `sheet.side` pixels; `dataset` is None to leave the points out."""
        # By identity: comparing two data sets would cost more than drawing them.
        if sheet != self._sheet or dataset is not self._dataset:
            self._sheet, self._dataset = sheet, dataset
            self._pixmap = _drawn(dataset, sheet)
        return self._pixmap


@dataclass(frozen=True)
class Sheet:
    """What points are drawn on: `side` x `side` pixels over a region."""

    region: Region
    side: int
    ratio: float
    theme: Theme
    zoom: float = 1.0

    def radius(self, points: int) -> float:
        """Of each point, when so many share the whole plane."""
        return point_radius(points, self.side, self.zoom)

    def blank(self) -> QPixmap:
        """A transparent picture."""
        pixels = round(self.side * self.ratio)
        pixmap = QPixmap(pixels, pixels)
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def put(self, painter: QPainter, places: NDArray[np.float64], stamps: Sequence[QPixmap], which: Numbers) -> None:
        """A stamp at every place (n, 2) that is in sight; `which` of them, (n,)."""
        region, half = self.region, stamps[0].deviceIndependentSize().width() / 2
        x = (places[:, 0] - region.left) / (region.right - region.left) * self.side - half
        y = (region.top - places[:, 1]) / (region.top - region.bottom) * self.side - half
        seen = (x > -2 * half) & (x < self.side) & (y > -2 * half) & (y < self.side)
        for left, top, number in zip(x[seen].tolist(), y[seen].tolist(), which[seen].tolist(), strict=True):
            painter.drawPixmap(QPointF(left, top), stamps[number % len(stamps)])


def _drawn(dataset: Dataset | None, sheet: Sheet) -> QPixmap:
    pixmap = sheet.blank()
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dataset is not None:
        draw_parts(painter, shown_parts(dataset), sheet)
    square = QRectF(0, 0, sheet.side, sheet.side)
    rounded, corners = QPainterPath(), QPainterPath()
    rounded.addRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
    corners.addRect(square)
    painter.fillPath(corners.subtracted(rounded), QColor(sheet.theme.card))
    painter.end()
    return pixmap


def draw_parts(painter: QPainter, shown: Mapping[str, ShownPart], sheet: Sheet) -> None:
    """Samples by part, each where its place is on the sheet."""
    radius = sheet.radius(sum(map(len, shown.values())))
    # The training points, from which the network learns, lie on top.
    for name in reversed(list(shown)):
        _draw_part(painter, shown[name], PART_SHAPES[name], radius, sheet)


def _draw_part(painter: QPainter, part: ShownPart, shape: Shape, radius: float, sheet: Sheet) -> None:
    theme = sheet.theme
    colours, numbers = (theme.classes, part.labels) if part.labels is not None else _shades(part, theme)
    outline = theme.card if part.labels is not None else mix(theme.undecided, theme.text, _OUTLINE)
    stamps = [stamp(shape, colour, outline, radius, sheet.ratio) for colour in colours]
    sheet.put(painter, part.places, stamps, numbers)


def _shades(part: ShownPart, theme: Theme) -> tuple[Sequence[str], Numbers]:
    """The colours of values, and which of them each point has."""
    return value_colours(theme, _SHADES), np.rint(part.shares * (_SHADES - 1)).astype(np.int64)
