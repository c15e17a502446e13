"""All points of a data set in one picture, drawn again only when something about it changes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from playground.app.output.axes import paint_axes
from playground.app.output.plane import Pane
from playground.app.output.samples import Mistakes, ShownPart, shown_parts
from playground.app.theme import Theme, mix, small_font, value_colours
from playground.app.widgets.legend import Shape
from playground.data import Dataset
from playground.training import Region

PART_SHAPES: dict[str, Shape] = {"train": "dot", "validation": "diamond", "test": "square"}
_LARGEST, _SMALLEST = 3.2, 1.2
_LEAST_OUTLINED = 1.5
_ROOMY = 900
_USUAL_SIDE = 390.0
_NEARER = 1.6
"""Points seen from near are larger by up to so much."""
_OUTNUMBERED, _STANDING_OUT, _STEPPING_BACK = 10, 1.6, 0.45
"""Where other samples are so many times as many as those it learns from, these are larger and the others faint."""


def point_radius(points: int, side: float, zoom: float = 1.0) -> float:
    """Pixels: smaller the more points share the canvas, so that the map stays visible between them."""
    crowding = min(1.0, math.sqrt(_ROOMY / max(1, points)) * max(1.0, zoom))
    nearer = min(math.sqrt(math.sqrt(max(1.0, zoom))), _NEARER)
    return max(_SMALLEST, min(_LARGEST * crowding * math.sqrt(side / _USUAL_SIDE) * nearer, 2 * _LARGEST))


def stamp(shape: Shape, fill: str, outline: str, radius: float, ratio: float) -> QPixmap:
    """A point with a thin outline, for a screen of `ratio` device pixels a pixel."""
    side = 2 * round(radius + 2) + 1
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # About points of two pixels an outline would be all there is to see.
    painter.setPen(QPen(QColor(outline), 0.9) if radius > _LEAST_OUTLINED else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QColor(fill))
    _draw(painter, shape, QPointF(side / 2, side / 2), radius)
    painter.end()
    return made


def _draw(painter: QPainter, shape: Shape, at: QPointF, radius: float) -> None:
    # Equal areas, so that no part looks heavier than another.
    if shape == "square":
        half = radius * 0.89
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
    elif shape == "diamond":
        reach = radius * 1.3
        corners = [(0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0)]
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
    else:
        painter.drawEllipse(at, radius, radius)


Numbers = NDArray[np.int64]
CORNER_RADIUS = 7.0
_SHADES = 33
_OUTLINE = 0.3
"""Of values near 0 the outline is nearly all there is to see."""


class PointLayer:
    """The points and the axes, and the card's colour in the four corners, which rounds the map beneath for nothing."""

    def __init__(self) -> None:
        self._dataset: Dataset | None = None
        self._made_for: object = None
        self._pixmap = QPixmap()

    def pixmap(
        self, dataset: Dataset | None, hidden: frozenset[str], names: tuple[str, str], sheet: "Sheet"
    ) -> QPixmap:
        """A picture of `sheet.side` x `sheet.side` pixels; `dataset` is None to leave the points out.

        hidden : parts that are left out. names : of the axes.
        """
        # By identity: comparing two data sets would cost more than drawing them.
        if dataset is not self._dataset or (sheet, hidden, names) != self._made_for:
            self._dataset, self._made_for = dataset, (sheet, hidden, names)
            self._pixmap = _drawn({} if dataset is None else shown_parts(dataset, hidden), names, sheet)
        return self._pixmap


@dataclass(frozen=True)
class Sheet:
    """What points are drawn on: `side` x `side` pixels over a region."""

    region: Region
    side: int
    ratio: float
    theme: Theme
    zoom: float = 1.0

    @property
    def pane(self) -> Pane:
        """Tell which place of the plane is where on it."""
        return Pane(self.region, QRectF(0, 0, self.side, self.side))

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
        half = stamps[0].deviceIndependentSize().width() / 2
        x, y = self.pane.positions(places).T - half
        seen = (x > -2 * half) & (x < self.side) & (y > -2 * half) & (y < self.side)
        for left, top, number in zip(x[seen].tolist(), y[seen].tolist(), which[seen].tolist(), strict=True):
            painter.drawPixmap(QPointF(left, top), stamps[number % len(stamps)])


def _drawn(shown: Mapping[str, ShownPart], names: Sequence[str], sheet: Sheet) -> QPixmap:
    pixmap = sheet.blank()
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_parts(painter, shown, sheet)
    painter.setFont(small_font())
    paint_axes(painter, sheet.pane, names, sheet.theme)
    round_corners(painter, sheet)
    painter.end()
    return pixmap


def round_corners(painter: QPainter, sheet: Sheet) -> None:
    """Paint what is beyond round corners in the card's colour."""
    square = QRectF(0, 0, sheet.side, sheet.side)
    rounded, corners = QPainterPath(), QPainterPath()
    rounded.addRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
    corners.addRect(square)
    painter.fillPath(corners.subtracted(rounded), QColor(sheet.theme.card))


def draw_parts(painter: QPainter, shown: Mapping[str, ShownPart], sheet: Sheet) -> None:
    """Samples by part, each where its place is on the sheet."""
    few, radius = outnumbered(shown), sheet.radius(sum(map(len, shown.values())))
    # The training points, from which the network learns, lie on top.
    for name in reversed(list(shown)):
        stands_out = few and name == "train"
        painter.setOpacity(_STEPPING_BACK if few and not stands_out else 1.0)
        larger = _STANDING_OUT if stands_out else 1.0
        _draw_part(painter, shown[name], PART_SHAPES[name], radius * larger, sheet)
    painter.setOpacity(1.0)


def outnumbered(shown: Mapping[str, ShownPart]) -> bool:
    """Tell whether the samples that the network learns from would be lost among all others."""
    train = len(shown.get("train", ()))
    return 0 < _OUTNUMBERED * train < sum(map(len, shown.values())) - train


def _draw_part(painter: QPainter, part: ShownPart, shape: Shape, radius: float, sheet: Sheet) -> None:
    theme = sheet.theme
    colours, numbers = (theme.classes, part.labels) if part.labels is not None else _shades(part, theme)
    outline = theme.card if part.labels is not None else mix(theme.undecided, theme.text, _OUTLINE)
    stamps = [stamp(shape, colour, outline, radius, sheet.ratio) for colour in colours]
    sheet.put(painter, part.places, stamps, numbers)


def _shades(part: ShownPart, theme: Theme) -> tuple[Sequence[str], Numbers]:
    """The colours of values, and which of them each point has."""
    return value_colours(theme, _SHADES), np.rint(part.shares * (_SHADES - 1)).astype(np.int64)


_GAP = 1.5
_WIDTH, _THINNEST = 1.0, 0.6
_FEW_RINGS, _MOST_RINGS = 120, 400
_FAINTEST_RING = 0.5


class RingLayer:
    """A ring around shown samples that are taken for another class: around all, or of very many an even choice.

    Up to some hundred rings tell one mistake from the other. More of them become thinner and fainter, and more than a
    few hundred would hide the map.
    """

    def __init__(self) -> None:
        self._sheet: Sheet | None = None
        self._mistakes: Mistakes | None = None
        self._pixmap = QPixmap()

    def pixmap(self, mistakes: Mistakes, sheet: Sheet) -> QPixmap:
        """A picture to lay over that of the points."""
        if sheet != self._sheet or mistakes is not self._mistakes:
            self._sheet, self._mistakes = sheet, mistakes
            self._pixmap = _ring_layer_drawn(mistakes, sheet)
        return self._pixmap


def _ring_layer_drawn(mistakes: Mistakes, sheet: Sheet) -> QPixmap:
    pixmap, every = sheet.blank(), shown_parts(mistakes.dataset)
    shown = {name: every[name] for name in mistakes.wrong}
    painter = QPainter(pixmap)
    radius, few = sheet.radius(sum(map(len, shown.values()))), outnumbered(shown)
    crowd = min(1.0, _FEW_RINGS / max(1, mistakes.count))
    painter.setOpacity(max(_FAINTEST_RING, crowd**0.5))
    for name, wrong in mistakes.wrong.items():
        larger = _STANDING_OUT if few and name == "train" else 1.0
        ring = _ring(radius * larger + _GAP, max(_THINNEST, _WIDTH * crowd**0.5), sheet)
        places = shown[name].places[wrong]
        places = places[_even_choice(len(places), ring_share(mistakes))]
        sheet.put(painter, places, [ring], np.zeros(len(places), np.int64))
    painter.end()
    return pixmap


def ring_share(mistakes: Mistakes) -> float:
    """The share of mistakes that have a ring."""
    return min(1.0, _MOST_RINGS / max(1, mistakes.count))


def _even_choice(count: int, share: float) -> NDArray[np.intp]:
    """That share of so many, the same at every call."""
    return np.unique(np.linspace(0, max(0, count - 1), math.ceil(count * share)).round().astype(np.intp))


def _ring(radius: float, width: float, sheet: Sheet) -> QPixmap:
    side = 2 * round(radius + 2) + 1
    made = QPixmap(round(side * sheet.ratio), round(side * sheet.ratio))
    made.setDevicePixelRatio(sheet.ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(sheet.theme.text), width))
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return made
