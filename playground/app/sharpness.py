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
    """Sides of the map in points, the sharpest first, and the milliseconds that all maps of a moment may take."""

    sides: tuple[int, ...]
    milliseconds: float


MOVING = Sharpness((96, 64, 32, 24, 16), 2.0)
RESTING = Sharpness((288, 192, 96, 64, 32), 100.0)


def fitting(sizes: Sequence[int], sharpness: Sharpness) -> int:
    """The sharpest side that is finished in time for a network of these sizes, inputs first; or the least sharp."""
    weights, units = sum(a * b for a, b in pairwise(sizes)), sum(sizes[1:])
    cost = 1e-6 * (NANOSECONDS_A_WEIGHT * weights + NANOSECONDS_A_UNIT * units)
    points = min(sharpness.milliseconds / cost, _MOST_NUMBERS / sum(sizes))
    return next((side for side in sharpness.sides if side**2 <= points), sharpness.sides[-1])
