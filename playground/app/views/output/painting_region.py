"""Which part of the plane is shown while a person paints in it: it must not move under the pen."""

import numpy as np
from numpy.typing import NDArray

from playground.app.views.output.region import request_region
from playground.data import Dataset
from playground.training import Region

_EASEL = Region(-5.0, 5.0, -5.0, 5.0)
"""Where the first points are painted; about as large as most of the sets are."""
_LEAST = 1.0
"""Points that all lie nearer to the origin than this were made in another scale."""


def painting_region(dataset: Dataset, held: Region | None = None) -> Region:
    """The region `held` for as long as all points lie in it; else the easel, or a region that has room for them."""
    points = np.concatenate([part.points for part in dataset.parts.values()])
    if held is not None and _contains(held, points):
        return held
    if _contains(_EASEL, points) and np.abs(points).max() >= _LEAST:
        return _EASEL
    return request_region(dataset)


def _contains(region: Region, points: NDArray[np.float64]) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    inside = (low >= (region.left, region.bottom)) & (high <= (region.right, region.top))
    return bool(inside.all())
