"""Painted points, edited: each function gives a new source and leaves the old one as it was."""

import math
from typing import Any

import msgspec

from playground.experiment.errors import UserError
from playground.experiment.sources import MOST_SAMPLES, Painted, Point


def with_point(source: Painted, x: float, y: float, label: int) -> Painted:
    """One more point, of class `label`, at the end."""
    if len(source.points) >= MOST_SAMPLES:
        raise UserError(f"data.source.points: at most {MOST_SAMPLES:,} points; remove one before adding another")
    if not 0 <= label < source.classes:
        raise UserError(f"data.source.points: there is no class {label}; choose from 0 to {source.classes - 1}")
    return _with(source, (*source.points, _at(x, y, label)))


def moved(source: Painted, index: int, x: float, y: float) -> Painted:
    """Point `index` at another place, in its class."""
    _check_index(source, index)
    points = list(source.points)
    points[index] = _at(x, y, points[index].label)
    return _with(source, tuple(points))


def without(source: Painted, index: int) -> Painted:
    """Without point `index`. The last one stays: a network needs something to learn from."""
    _check_index(source, index)
    if len(source.points) == 1:
        raise UserError("data.source.points: this is the last point; add another before removing it")
    return _with(source, source.points[:index] + source.points[index + 1 :])


def points_as_builtins(source: Painted) -> list[Any]:
    """The points as `change` takes them for the path `data.source.points`."""
    return [list(point) for point in source.points]


def _at(x: float, y: float, label: int) -> Point:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise UserError(f"data.source.points: ({x}, {y}) is no place in the plane; give two numbers")
    return Point(float(x), float(y), label)


def _with(source: Painted, points: tuple[Point, ...]) -> Painted:
    return msgspec.structs.replace(source, points=points)


def _check_index(source: Painted, index: int) -> None:
    count = len(source.points)
    if not 0 <= index < count:
        raise UserError(f"data.source.points.{index}: there is no such point; they are numbered 0 to {count - 1}")
