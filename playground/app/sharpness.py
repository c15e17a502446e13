"""How sharp a map can be that is finished in time, by what the network costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NANOSECONDS_A_WEIGHT, NANOSECONDS_A_UNIT = 0.04, 6.0
"""For one point of the map in single precision, measured on two plain cores."""
_MOST_NUMBERS = 20_000_000
"""Inputs and outputs that are held for one map: 80 MB."""


@dataclass(frozen=True)
class Sharpness:
    """Sides of the map and of the small maps in points, the sharpest first, and the milliseconds a map may take."""

    sides: tuple[tuple[int, int], ...]
    milliseconds: float


MOVING = Sharpness(((96, 32), (64, 32), (32, 32), (24, 24), (16, 16)), 8.0)
RESTING = Sharpness(((288, 96), (192, 96), (96, 32), (64, 32), (32, 32)), 100.0)


def fitting(sizes: Sequence[int], sharpness: Sharpness) -> tuple[int, int]:
    """The sharpest sides that are finished in time for a network of these sizes, inputs first; or the least sharp."""
    weights, units = sum(a * b for a, b in pairwise(sizes)), sum(sizes[1:])
    cost = 1e-6 * (NANOSECONDS_A_WEIGHT * weights + NANOSECONDS_A_UNIT * units)
    points = min(sharpness.milliseconds / cost, _MOST_NUMBERS / sum(sizes))
    return next((sides for sides in sharpness.sides if sides[0] ** 2 <= points), sharpness.sides[-1])
