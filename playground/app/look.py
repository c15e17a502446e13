"""Which part of the input plane the window looks at, and how sharply: fast while it trains, sharp when it rests."""

from PySide6.QtCore import QObject

from playground.app.sharpness import MOVING, RESTING, fitting
from playground.app.views.output import painting_region, request_region
from playground.app.worker import TrainingThread
from playground.data import Dataset
from playground.experiment import Painted
from playground.training import MapRequest, Region, Snapshot


class Look(QObject):
    """Asks the worker for the maps that fit the data and the moment."""

    def __init__(self, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dataset: Dataset | None = None
        self._training = self._moving = False
        self._sizes: tuple[int, ...] = ()
        self._request: MapRequest | None = None
        self._painted: Painted | None = None
        self._region: Region | None = None

    def at_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data and the network of a snapshot."""
        dataset = snapshot.dataset
        sizes = (dataset.inputs, *(layer.units for layer in snapshot.experiment.network.layers), dataset.outputs)
        if dataset is not self._dataset or sizes != self._sizes:
            if dataset is not self._dataset:
                self._region = self._region_of(snapshot)
            self._dataset, self._sizes = dataset, sizes
            self._ask()

    def training(self, training: bool) -> None:
        """Whether the run trains now."""
        self._training = training
        self._ask()

    def moving(self, moving: bool) -> None:
        """Whether a person drags through time now, which maps have to keep up with."""
        if moving != self._moving:
            self._moving = moving
            self._ask()

    def satisfied(self, snapshot: Snapshot | None) -> bool:
        """Whether a snapshot has the maps that were asked for last."""
        if snapshot is None:
            return False
        asked, maps = self._request, snapshot.maps
        return bool(asked and maps and maps.region == asked.region and len(maps.output) == asked.resolution)

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
        sharpness = fitting(self._sizes, MOVING if self._training or self._moving else RESTING)
        request = MapRequest(self._region, *sharpness)
        if request != self._request:
            self._request = request
            self._worker.look_at(request)
