"""Little pictures of the data sets, drawn from the same generators that the network learns from."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPixmapCache, QPolygonF

from playground.app.theme import Theme, mix, value_colours
from playground.data import draw
from playground.data.images import read_digits
from playground.experiment import DRAWN_SOURCES, SOURCES, Digits, Drawn, Painted, Source

_POINTS = 140
_NOISE = {"petals": 0.06, "quadrants": 0.36, "moons": 0.15, "rings": 0.1, "blobs": 0.4}
"""Less than the sets themselves have: at this size, a pattern is hardly seen through its noise."""
_SAMPLES = {"checkerboard": 420, "plane": 200, "bumps": 260, "waves": 320}
"""More than the others need, where the points fill the square."""
_STRETCHED = ("waves",)
"""So flat that their pattern would not be seen."""
_FIELDS = {"checkerboard": 4}
"""So many fields a side, of which the points at the edges are left out, as they would blur them."""
_VALUE_STEPS = 17
_EXTENT = 1.04
_RADIUS = 0.032
_DOTS = ((0.24, 0.32), (0.3, 0.72))
_DOT_RADIUS = 0.085
_PEN = ((0.47, 0.62), (0.51, 0.45), (0.8, 0.16), (0.93, 0.29), (0.64, 0.58))
"""The outline of a pen from its tip round, as shares of the side."""
_DIGIT = 32
"""A five, which no one takes for anything else."""


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
    if source_type(kind) is Painted:
        _draw_pen(painter, theme, side)
    elif source_type(kind) is Digits:
        _draw_digit(painter, theme, side)
    else:
        _draw_sample(painter, kind, theme, side)
    painter.end()
    return picture


def _draw_pen(painter: QPainter, theme: Theme, side: int) -> None:
    """Two points, and the pen that paints them."""
    for (x, y), colour in zip(_DOTS, theme.classes, strict=False):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(x, y) * side, _DOT_RADIUS * side, _DOT_RADIUS * side)
    painter.setPen(QPen(QColor(theme.quiet), 1.3, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tip, first, _, _, last = corners = [QPointF(x, y) * side for x, y in _PEN]
    painter.drawPolygon(QPolygonF(corners))
    painter.drawLine(first, last)
    painter.setBrush(QColor(theme.quiet))
    painter.drawEllipse(tip, 0.6, 0.6)


def _draw_digit(painter: QPainter, theme: Theme, side: int) -> None:
    """One of the digits in the box, pixel by pixel."""
    pixels, cell = _digit(), side / 8
    for (row, column), ink in np.ndenumerate(pixels):
        if ink:
            painter.setBrush(QColor(mix(theme.field, theme.text, float(ink))))
            painter.drawRect(QRectF(column * cell, row * cell, cell, cell))


@cache
def _digit() -> NDArray[np.floating]:
    pixels: NDArray[np.floating] = read_digits().pixels(slice(_DIGIT, _DIGIT + 1)).reshape(8, 8)
    return pixels


def _draw_sample(painter: QPainter, kind: str, theme: Theme, side: int) -> None:
    points, shades = _sample(kind)
    colours = [QColor(colour) for colour in _colours(kind, theme)]
    radius = max(1.1, _RADIUS * side)
    room = side / 2 - radius
    for (x, y), shade in zip(points.tolist(), shades.tolist(), strict=True):
        painter.setBrush(colours[shade])
        painter.drawEllipse(QPointF(side / 2 + room * x, side / 2 - room * y), radius, radius)


def _drawn_type(kind: str) -> type[Drawn]:
    return next(source for source in DRAWN_SOURCES if source.__struct_config__.tag == kind)


def _colours(kind: str, theme: Theme) -> Sequence[str]:
    """The colours that the numbers of `_sample` stand for."""
    return theme.classes if _drawn_type(kind).fixed_task == "classification" else value_colours(theme, _VALUE_STEPS)


@cache
def _sample(kind: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points of the set within -1 to 1, in random order so that no class covers another, and each one's shade."""
    random = RandomState(5)
    source = _drawn_type(kind)
    points, answers = draw(source(noise=_NOISE.get(kind, 0.0)), _SAMPLES.get(kind, _POINTS), random)
    if source.fixed_task == "regression":
        answers = np.rint((np.clip(answers, -1, 1) + 1) / 2 * (_VALUE_STEPS - 1))
    points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    order = random.permutation(len(points))
    reach = np.abs(points).max(axis=0) if kind in _STRETCHED else np.abs(points).max()
    points = points[order] / (_EXTENT * reach)
    kept = _within_fields(points, _FIELDS[kind]) if kind in _FIELDS else slice(None)
    return points[kept], answers[order][kept].astype(np.int64)


def _within_fields(points: NDArray[np.float64], fields: int) -> NDArray[np.bool_]:
    """Which points between -1 and 1 are far enough from the edges of their fields to be drawn whole."""
    place = (points * _EXTENT + 1) / 2 * fields
    return np.asarray((np.abs(place - np.rint(place)) > _RADIUS * fields / 2).all(axis=1))
