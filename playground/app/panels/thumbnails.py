"""Little pictures of the data sets, drawn from the same generators that the network learns from."""

from functools import cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache

from playground.app.theme import Theme
from playground.data import draw
from playground.experiment import SOURCES, Source

_POINTS = 140
_NOISE = {"petals": 0.06, "quadrants": 0.36}
"""Less than the sets themselves have: at this size, a pattern is hardly seen through its noise."""
_EXTENT = 1.04
_RADIUS = 0.032


def thumbnail(kind: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    """A square picture of the set `kind`, `side` px wide, from Qt's own cache."""
    key = f"thumbnail/{kind}/{theme.name}/{side}/{ratio}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = _drawn(kind, theme, side, ratio)
        QPixmapCache.insert(key, found)
    return found


def source_type(kind: str) -> type[Source]:
    """The data source of that name."""
    return next(source for source in SOURCES if source.__struct_config__.tag == kind)


def _drawn(kind: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    points, labels = _sample(kind)
    radius = max(1.1, _RADIUS * side)
    room = side / 2 - radius
    for (x, y), label in zip(points.tolist(), labels.tolist(), strict=True):
        painter.setBrush(QColor(theme.classes[label % len(theme.classes)]))
        painter.drawEllipse(QPointF(side / 2 + room * x, side / 2 - room * y), radius, radius)
    painter.end()
    return picture


@cache
def _sample(kind: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points of the set within -1 to 1, in random order so that no class covers another."""
    random = RandomState(5)
    points, labels = draw(source_type(kind)(noise=_NOISE.get(kind, 0.0)), _POINTS, random)
    points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    order = random.permutation(len(points))
    return points[order] / (_EXTENT * np.abs(points).max()), labels[order]
