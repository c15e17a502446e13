"""The network evaluated over a region of the plane: the decision boundary, and every neuron's own map."""

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset, Plane
from playground.engine import Network

from .snapshot import MapRequest, Maps

_LIMIT = 1e30
_MOST_TILES = 64
"""Small pictures of a column at most; nobody looks at more, and hundreds would take longer than the network."""


class MapMaker:
    """Keeps what stays the same from frame to frame: the prepared grid, and a twin of the network in single precision.

    Eight digits are plenty for a picture, and `tanh` of half the bits takes a fifth of the time.
    """

    def __init__(self) -> None:
        self._request: MapRequest | None = None
        self._plane: Plane | None = None
        self._x: NDArray[np.float32] = np.empty((0, 0), np.float32)
        self._features: NDArray[np.float32] = np.empty((0, 0, 0), np.float32)
        self._network: Network | None = None
        self._twin: Network | None = None

    def make(self, network: Network, dataset: Dataset, request: MapRequest) -> Maps:
        """The maps over the requested region of the data's plane; values on their own scale."""
        plane = dataset.plane
        if request != self._request or plane is not self._plane:
            self._prepare(plane, request)
        *hidden, output = self._twin_of(network).layer_outputs(self._x)
        size = request.resolution
        return Maps(
            request.region,
            _paintable(dataset.target_scale.raw(output).reshape(size, size, -1)),
            self._features,
            tuple(_tiles(values, request) for values in hidden),
        )

    def _prepare(self, plane: Plane, request: MapRequest) -> None:
        self._x = plane.inputs(request.region.grid(request.resolution)).astype(np.float32)
        self._features = _tiles(self._x, request)
        self._request, self._plane = request, plane

    def _twin_of(self, network: Network) -> Network:
        """The network in single precision, with its parameters and running averages as they are now."""
        if self._twin is None or network is not self._network:
            self._network = network
            self._twin = Network(network.inputs, network.layers, network.loss, dtype=np.float32)
        # A network that runs away has numbers beyond single precision; they become infinite, and the picture blank.
        with np.errstate(over="ignore"):
            self._twin.values[...] = network.values
            self._twin.running_values[...] = network.running_values
        return self._twin


def _tiles(values: NDArray[np.floating], request: MapRequest) -> NDArray[np.float32]:
    """(resolution², units) as one small picture a unit, of the first units: (up to 64, tiles, tiles)."""
    size, stride = request.resolution, request.resolution // request.tile_resolution
    picture = values.reshape(size, size, -1)[stride // 2 :: stride, stride // 2 :: stride, :_MOST_TILES]
    return _paintable(picture.transpose(2, 0, 1))


def _paintable(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """As float32, without what cannot be painted: a network that is about to diverge has numbers beyond any range."""
    picture: NDArray[np.float32] = np.clip(values, -_LIMIT, _LIMIT).astype(np.float32, order="C")
    picture[np.isnan(picture)] = 0
    return picture
