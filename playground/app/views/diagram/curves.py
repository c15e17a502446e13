"""The course of the links: one S-shaped curve, shared by all links between two columns.

Its control points lie half way across, at the heights of its ends, so that x = left + dx u(t) and y = start + dy s(t)
with the same u and s for every link. That makes "which link is under the cursor" one look-up and one subtraction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.app.views.diagram.layout import ColumnLayout

_T = np.linspace(0, 1, 65)
_ACROSS = 1.5 * _T * (1 - _T) ** 2 + 1.5 * _T**2 * (1 - _T) + _T**3
_RISE = 3 * _T**2 - 2 * _T**3


@dataclass(frozen=True)
class Gap:
    """The links between two neighbouring columns: from (left, starts[i]) to (right, ends[j])."""

    left: float
    right: float
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]

    def nearest(self, x: float, y: float, reach: float) -> tuple[int, int, float] | None:
        """The link (i, j) that passes nearest to a point, with its distance, if that is within `reach`."""
        width = self.right - self.left
        if not (0 <= x - self.left <= width) or not len(self.starts) or not len(self.ends):
            return None
        share, slope = rise_at((x - self.left) / width)
        falls = self.ends[None, :] - self.starts[:, None]
        course = self.starts[:, None] + falls * share
        # The vertical distance, foreshortened where the curve is steep, is near enough to the true one.
        distances = np.abs(course - y) / np.hypot(1, falls * slope / width)
        i, j = np.unravel_index(int(np.argmin(distances)), distances.shape)
        distance = float(distances[i, j])
        return (int(i), int(j), distance) if distance <= reach else None


def rise_at(across: float) -> tuple[float, float]:
    """The share of the height covered at a share of the width, and the slope there."""
    share = float(np.interp(across, _ACROSS, _RISE))
    step = 1 / 64
    low, high = max(across - step, 0), min(across + step, 1)
    ends = np.interp([low, high], _ACROSS, _RISE)
    return share, float((ends[1] - ends[0]) / (high - low))


def shares_at(along: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The shares of the width and of the height covered at shares of the way, from 0 to 1."""
    return 1.5 * along * (1 - along) + along**3, along * along * (3 - 2 * along)


def gap_between(before: ColumnLayout, after: ColumnLayout) -> Gap:
    """The gap between the tiles of two columns; what a summary stands for has no links of its own."""
    return Gap(
        before.centre + before.size / 2,
        after.centre - after.size / 2,
        np.array([tile.middle for tile in before.tiles]),
        np.array([tile.middle for tile in after.tiles]),
    )
