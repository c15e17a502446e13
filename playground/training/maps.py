"""The network evaluated over a region of the plane: the decision boundary, and every neuron's own map."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset, Plane
from playground.engine import Network
from playground.training.snapshot import MapRequest, Maps

_LIMIT = 1e30
_MOST_KEPT = 128 * 2**20
"""Bytes of outputs that are kept in case the next maps are of the same network."""
_MOST_TILES = 64
"""Small pictures of a column at most; nobody looks at more, and hundreds would take longer than the network."""
_OPENED_SHARE, _OPENED_SIDE = 3, 32
"""The maps of an opened column have a third of the canvas's side, or that many points where it has so many."""


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
        self._columns: list[NDArray[np.floating]] = []
        self._columns_at = b""

    def make(self, network: Network, dataset: Dataset, request: MapRequest) -> Maps:
        """The maps over the requested region of the data's plane; values on their own scale."""
        plane, grid = dataset.plane, replace(request, unit=None, opened=None)
        if grid != self._request or plane is not self._plane:
            self._prepare(plane, grid)
        *hidden, output = self._columns_of(network)
        output = dataset.target_scale.raw(output)
        columns = [*hidden, output]
        size = request.resolution
        unit_map, opened_maps = _of_unit([self._x, *columns], request), _of_column([self._x, *hidden], request)
        return Maps(
            request.region,
            _paintable(np.array(output.reshape(size, size, -1))),
            self._features,
            tuple(_tiles(values, request, number) for number, values in enumerate(hidden, start=1)),
            None if unit_map is None else request.unit,
            unit_map,
            None if opened_maps is None else request.opened,
            opened_maps,
        )

    def _prepare(self, plane: Plane, request: MapRequest) -> None:
        self._x = plane.inputs(request.region.grid(request.resolution)).astype(np.float32)
        self._features = _tiles(self._x, request, 0)
        self._request, self._plane = request, plane
        self._columns, self._columns_at = [], b""

    def _columns_of(self, network: Network) -> list[NDArray[np.floating]]:
        """Every layer's outputs on the grid; asked again of the same network, as when only a unit is wanted besides."""
        twin = self._twin_of(network)
        numbers = twin.values.tobytes() + twin.running_values.tobytes()
        if not self._columns or numbers != self._columns_at:
            columns = twin.layer_outputs(self._x, self._columns or self._room_for(twin))
            self._columns, self._columns_at = columns, numbers
            if sum(column.nbytes for column in columns) > _MOST_KEPT:
                self._columns = []
            return columns
        return self._columns

    def _room_for(self, twin: Network) -> list[NDArray[np.floating]]:
        """Tell where the outputs are written at every frame: unit by unit, as pictures are cut from them."""
        return [np.empty((len(self._x), layer.units), twin.dtype, "F") for layer in twin.layers]

    def _twin_of(self, network: Network) -> Network:
        """The network in single precision, with its parameters and running averages as they are now."""
        if self._twin is None or network is not self._network:
            self._network = network
            self._columns = []
            self._twin = network.twin(dtype=np.float32)
        # A network that runs away has numbers beyond single precision; they become infinite, and the picture blank.
        self._twin.take_over(network)
        return self._twin


def _of_unit(columns: Sequence[NDArray[np.floating]], request: MapRequest) -> NDArray[np.float32] | None:
    """The map of the unit that is asked for, (resolution, resolution), if there is such a unit."""
    unit, size = request.unit, request.resolution
    if unit is None or unit.column >= len(columns) or unit.unit >= columns[unit.column].shape[1]:
        return None
    return _paintable(columns[unit.column][:, unit.unit].reshape(size, size).copy())


def _of_column(columns: Sequence[NDArray[np.floating]], request: MapRequest) -> NDArray[np.float32] | None:
    """The small maps of all units of the column that is asked for, if there is such a column."""
    if request.opened is None or request.opened >= len(columns):
        return None
    side = min(request.resolution, max(request.resolution // _OPENED_SHARE, _OPENED_SIDE))
    return _pictures(columns[request.opened], request.resolution, side)


def _tiles(values: NDArray[np.floating], request: MapRequest, column: int) -> NDArray[np.float32]:
    """(resolution², units) as one small picture a unit, of the first units: (up to 64, side, side)."""
    return _pictures(values[:, :_MOST_TILES], request.resolution, request.side_of(column))


def _pictures(values: NDArray[np.floating], resolution: int, side: int) -> NDArray[np.float32]:
    """(resolution², units) as one picture a unit: (units, side, side)."""
    return _paintable(values.T.take(_nearest(resolution, side), axis=1)).reshape(-1, side, side)


@lru_cache(maxsize=64)
def _nearest(resolution: int, side: int) -> NDArray[np.intp]:
    """Of each cell of a coarser grid, row by row, the cell of the finer one that its centre lies in: (side²,)."""
    at = ((np.arange(side) + 0.5) * resolution / side).astype(np.intp)
    return (at[:, None] * resolution + at).ravel()


def _paintable(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """As float32, without what cannot be painted: a network that is about to diverge has numbers beyond any range.

    May change and return the array it is given.
    """
    picture = np.ascontiguousarray(values, np.float32)
    flat = picture.ravel()
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.dot(flat, flat)
    # Where even the sum of the squares is a number, nothing is missing or too large; that is told in one pass.
    if not np.isfinite(squares):
        np.nan_to_num(picture, copy=False, nan=0.0, posinf=_LIMIT, neginf=-_LIMIT)
        np.clip(picture, -_LIMIT, _LIMIT, out=picture)
    return picture
