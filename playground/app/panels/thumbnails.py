"""Little pictures of the data sets, drawn from the same generators that the network learns from."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache

from playground.app.theme import Theme, value_colours
from playground.data import draw
from playground.experiment import DRAWN_SOURCES, Drawn

_POINTS = 140
_NOISE = {"petals": 0.06, "quadrants": 0.36, "moons": 0.15, "rings": 0.1, "blobs": 0.4}
"""Less than the sets themselves have: at this size, a pattern is hardly seen through its noise."""
_SAMPLES = {"checkerboard": 420, "plane": 200, "bumps": 260, "waves": 320}
"""More than the others need, where the points fill the square."""
_STRETCHED = ("waves",)
"""So flat that their pattern would not be seen."""
_VALUE_STEPS = 17
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


def source_type(kind: str) -> type[Drawn]:
    """The data source of that name."""
    return next(source for source in DRAWN_SOURCES if source.__struct_config__.tag == kind)


def _drawn(kind: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    points, shades = _sample(kind)
    colours = [QColor(colour) for colour in _colours(kind, theme)]
    radius = max(1.1, _RADIUS * side)
    room = side / 2 - radius
    for (x, y), shade in zip(points.tolist(), shades.tolist(), strict=True):
        painter.setBrush(colours[shade])
        painter.drawEllipse(QPointF(side / 2 + room * x, side / 2 - room * y), radius, radius)
    painter.end()
    return picture


def _colours(kind: str, theme: Theme) -> Sequence[str]:
    """The colours that the numbers of `_sample` stand for."""
    return theme.classes if source_type(kind).fixed_task == "classification" else value_colours(theme, _VALUE_STEPS)


@cache
def _sample(kind: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points of the set within -1 to 1, in random order so that no class covers another, and each one's shade."""
    random = RandomState(5)
    source = source_type(kind)
    points, answers = draw(source(noise=_NOISE.get(kind, 0.0)), _SAMPLES.get(kind, _POINTS), random)
    if source.fixed_task == "regression":
        answers = np.rint((np.clip(answers, -1, 1) + 1) / 2 * (_VALUE_STEPS - 1))
    points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    order = random.permutation(len(points))
    reach = np.abs(points).max(axis=0) if kind in _STRETCHED else np.abs(points).max()
    return points[order] / (_EXTENT * reach), answers[order].astype(np.int64)
