"""Which part of the input plane the window looks at, and how sharply: fast while it trains, sharp when it rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QObject, Signal

from playground.app.output import painting_region
from playground.app.worker.worker import TrainingThread
from playground.data import Dataset
from playground.experiment import Painted
from playground.training import MapRequest, Region, Snapshot, Unit, request_region

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


class Look(QObject):
    """Asks the worker for the maps that fit the data, the moment, and where a person looks."""

    # The region that fits the data is another one: a Region.
    home_changed = Signal(object)

    def __init__(self, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dataset: Dataset | None = None
        self._training = self._dragging = self._travelling = False
        self._sizes: tuple[int, ...] = ()
        self._request: MapRequest | None = None
        self._unit: Unit | None = None
        self._opened: int | None = None
        self._tiles = MapRequest.tiles
        self._painted: Painted | None = None
        self._region: Region | None = None
        self._view: Region | None = None
        self._moving = False

    def at_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data and the network of a snapshot."""
        dataset = snapshot.dataset
        sizes = (dataset.inputs, *(layer.units for layer in snapshot.experiment.network.layers), dataset.outputs)
        if dataset is not self._dataset or sizes != self._sizes:
            if dataset is not self._dataset:
                self._take_home(self._region_of(snapshot))
            self._dataset, self._sizes = dataset, sizes
            self._ask()

    def training(self, training: bool) -> None:
        """Tell whether the run trains now."""
        self._training = training
        self._ask()

    def look_at(self, view: Region | None, moving: bool) -> None:
        """Look at a part of the plane, None for all that fits the data; sharply when it does not move."""
        self._view, self._moving = view, moving
        self._ask()

    def dragging(self, dragging: bool) -> None:
        """Tell whether the mouse drags a value, which the maps are to follow at once, as in training."""
        self._dragging = dragging
        self._ask()

    def travelling(self, travelling: bool) -> None:
        """Tell whether a person drags through time now, which maps have to keep up with."""
        if travelling != self._travelling:
            self._travelling = travelling
            self._ask()

    def at_unit(self, unit: Unit | None) -> None:
        """Ask for this unit's map as sharp as the canvas's, or for none any more."""
        self._unit = unit
        self._ask()

    def open_column(self, column: int | None) -> None:
        """Ask for the small maps of all of a column's units, or for none any more."""
        self._opened = column
        self._ask()

    def fit_tiles(self, sides: tuple[int, ...]) -> None:
        """Ask for small maps of these sides, a column each, from now on."""
        self._tiles = sides
        self._ask()

    def satisfied(self, snapshot: Snapshot | None) -> bool:
        """Tell whether a snapshot has the maps that were asked for last."""
        if snapshot is None:
            return False
        asked, maps = self._request, snapshot.maps
        if asked is None or maps is None:
            return False
        sides = tuple(picture.shape[-1] for picture in (maps.features, *maps.layers))
        sharp = len(maps.output) == asked.resolution and sides == tuple(map(asked.side_of, range(len(sides))))
        return sharp and maps.region == asked.region

    def _take_home(self, home: Region) -> None:
        if home != self._region:
            self._region, self._view, self._moving = home, None, False
            self.home_changed.emit(home)

    def _region_of(self, snapshot: Snapshot) -> Region:
        """What to look at; painted points of which some were there before keep the region, so that it does not move."""
        old, source = self._painted, snapshot.experiment.data.source
        self._painted = source if isinstance(source, Painted) else None
        if self._painted is None:
            return request_region(snapshot.dataset)
        goes_on = old is not None and not set(old.points).isdisjoint(self._painted.points)
        return painting_region(snapshot.dataset, self._region if goes_on else None)

    def _ask(self) -> None:
        if self._region is None:
            return
        in_motion = self._training or self._moving or self._dragging or self._travelling
        resolution = fitting(self._sizes, MOVING if in_motion else RESTING)
        request = MapRequest(self._view or self._region, resolution, self._tiles, self._unit, self._opened)
        if request != self._request:
            self._request = request
            self._worker.look_at(request)
