"""The network evaluated over a region of the plane: the decision boundary, and every neuron's own map."""

import numpy as np
from numpy.typing import NDArray

from playground.data import Preparation
from playground.engine import Network

from .snapshot import MapRequest, Maps

_LIMIT = 1e30


class MapMaker:
    """Keeps the prepared grid of the last request, which stays the same from frame to frame."""

    def __init__(self) -> None:
        self._request: MapRequest | None = None
        self._preparation: Preparation | None = None
        self._x: NDArray[np.floating] = np.empty((0, 0))
        self._features: NDArray[np.float32] = np.empty((0, 0, 0), np.float32)

    def make(self, network: Network, preparation: Preparation, request: MapRequest) -> Maps | None:
        """The maps over the requested region, or None when the raw points are not in a plane."""
        if preparation.columns != 2:
            return None
        if request != self._request or preparation is not self._preparation or self._x.dtype != network.values.dtype:
            self._prepare(preparation, request, network.values.dtype)
        *hidden, output = network.layer_outputs(self._x)
        size = request.resolution
        return Maps(
            request.region,
            _paintable(output.reshape(size, size, -1)),
            self._features,
            tuple(_tiles(values, request) for values in hidden),
        )

    def _prepare(self, preparation: Preparation, request: MapRequest, dtype: np.dtype[np.floating]) -> None:
        x = preparation(request.region.grid(request.resolution))
        self._x = np.ascontiguousarray(x, dtype)
        self._features = _tiles(self._x, request)
        self._request, self._preparation = request, preparation


def _tiles(values: NDArray[np.floating], request: MapRequest) -> NDArray[np.float32]:
    """(resolution², units) as one small picture a unit: (units, tiles, tiles)."""
    size, stride = request.resolution, request.resolution // request.tile_resolution
    picture = values.reshape(size, size, -1)[stride // 2 :: stride, stride // 2 :: stride]
    return _paintable(picture.transpose(2, 0, 1))


def _paintable(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """As float32, without what cannot be painted: a network that is about to diverge has numbers beyond any range."""
    picture: NDArray[np.float32] = np.clip(values, -_LIMIT, _LIMIT).astype(np.float32, order="C")
    picture[np.isnan(picture)] = 0
    return picture
