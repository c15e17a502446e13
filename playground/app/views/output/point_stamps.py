"""Little pictures of a data point: its class gives the colour, its part the shape."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from playground.app.widgets.legend import Shape

PART_SHAPES: dict[str, Shape] = {"train": "dot", "validation": "diamond", "test": "square"}
_LARGEST, _SMALLEST = 3.2, 1.2
_LEAST_OUTLINED = 1.5
_ROOMY = 900
_USUAL_SIDE = 390.0
_NEARER = 1.6
"""Points seen from near are larger by up to so much."""


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
