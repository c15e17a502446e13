"""Where a card stands: beside what it speaks of, and over as little as can be of what it explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.app.views.diagram.hit import Hit, Link, Summary
from playground.app.views.diagram.layout import Layout

DISTANCE, _BELOW, _LEVEL = 16.0, 8.0, 12.0
_EDGE = 3.0
_OWN, _EXPLAINED, _OTHER = 0.5, 1.0, 0.4
"""What a pixel weighs that is covered: of the part itself, besides; of a tile linked to it; of any other tile."""
_FAR = 20.0
"""What a pixel of distance weighs, beyond the usual."""
_HEADS = 0.15


@dataclass(frozen=True)
class Surroundings:
    """What a card speaks of, and what stands around it.

    Attributes
    ----------
    beside : what it speaks of. boxes : what is better not covered, (n, 4) of left, top, right and bottom.
    weights : (n,), how much better. columns : the left and right edges, (2,), of the columns beside its own.
    """

    beside: QRectF
    boxes: NDArray[np.float64]
    weights: NDArray[np.float64]
    columns: tuple[float, ...] = ()

    def moved(self, by: QPointF) -> "Surroundings":
        """The same in the coordinates of another widget."""
        x, y = by.x(), by.y()
        columns = tuple(edge + x for edge in self.columns)
        return Surroundings(self.beside.translated(by), self.boxes + np.array([x, y, x, y]), self.weights, columns)

    def below(self, heads: QRectF) -> "Surroundings":
        """The same with heads above, which are better not covered either."""
        box = [heads.left(), heads.top(), heads.right(), heads.bottom()]
        boxes, weights = np.vstack([self.boxes, [box]]), np.append(self.weights, _HEADS)
        return Surroundings(self.beside, boxes, weights, self.columns)

    def stand(self, size: QSizeF, room: QRectF) -> QPointF:
        """The best corner for a card of that size within `room`; of equal ones at the right."""
        corners = np.array([self._clamped(x, y, size, room) for x in self._lefts(size) for y in self._tops(size, room)])
        return QPointF(*np.round(corners[np.argmin(self._costs(corners, size))]).tolist())

    def _lefts(self, size: QSizeF) -> list[float]:
        """At its right, at its left, below or above it, and beyond the columns next to it."""
        near = [self.beside.right() + DISTANCE, self.beside.left() - DISTANCE - size.width()]
        near.append(self.beside.center().x() - size.width() / 2)
        if self.columns:
            near += [self.columns[1] + DISTANCE, self.columns[0] - DISTANCE - size.width()]
        return near

    def _tops(self, size: QSizeF, room: QRectF) -> list[float]:
        """Level with it, below it, above it, and at the ends of the room."""
        below, above = self.beside.bottom() + _BELOW, self.beside.top() - _BELOW - size.height()
        return [self.beside.center().y() - _LEVEL, below, above, room.bottom(), room.top()]

    def _clamped(self, x: float, y: float, size: QSizeF, room: QRectF) -> tuple[float, float]:
        left = max(room.left() + _EDGE, min(x, room.right() - size.width() - _EDGE))
        top = max(room.top() + _EDGE, min(y, room.bottom() - size.height() - 2 * _EDGE))
        return left, top

    def _costs(self, corners: NDArray[np.float64], size: QSizeF) -> NDArray[np.float64]:
        ends = corners + np.array([size.width(), size.height()])
        own = [self.beside.left(), self.beside.top(), self.beside.right(), self.beside.bottom()]
        boxes = np.vstack([self.boxes, [own]])
        shared = np.minimum(ends[:, None], boxes[None, :, 2:]) - np.maximum(corners[:, None], boxes[None, :, :2])
        covered = np.clip(shared, 0, None).prod(axis=2) @ np.append(self.weights, _OWN)
        apart = np.maximum(np.array(own[:2]) - ends, corners - np.array(own[2:])).clip(0, None)
        far = np.maximum(np.hypot(apart[:, 0], apart[:, 1]) - DISTANCE, 0)
        costs: NDArray[np.float64] = covered + _FAR * far
        return costs


def alone(beside: QRectF) -> Surroundings:
    """Of something with nothing around it that matters."""
    return Surroundings(beside, np.empty((0, 4)), np.empty(0))


def surroundings(layout: Layout, hit: Hit, beside: QRectF) -> Surroundings:
    """What stands around a part of the diagram."""
    explained = _explained(layout, hit)
    boxes: list[tuple[float, float, float, float]] = []
    weights: list[float] = []
    for number, column in enumerate(layout.columns):
        for box in (*column.tiles, *column.biases):
            boxes.append((box.x, box.y, box.right, box.bottom))
            weights.append(_EXPLAINED if number in explained else _OTHER)
    centres = [layout.columns[number].centre for number in explained]
    sizes = [layout.columns[number].size for number in explained]
    edges = (centres[0] - sizes[0] / 2, centres[-1] + sizes[-1] / 2)
    return Surroundings(beside, np.array(boxes).reshape(-1, 4), np.array(weights), edges)


def _explained(layout: Layout, hit: Hit) -> Sequence[int]:
    """The columns that a card on a part tells of."""
    last = hit.column if isinstance(hit, Link | Summary) else hit.column + 1
    return range(max(0, hit.column - 1), min(last, len(layout.columns) - 1) + 1)
