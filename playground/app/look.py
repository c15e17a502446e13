"""Which part of the input plane the window looks at, and how sharply: fast while it trains, sharp when it rests."""

from PySide6.QtCore import QObject

from playground.app.sharpness import MOVING, RESTING, fitting
from playground.app.views.output import request_region
from playground.app.worker import TrainingThread
from playground.data import Dataset
from playground.training import MapRequest, Snapshot


class Look(QObject):
    """Asks the worker for the maps that fit the data and the moment."""

    def __init__(self, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._dataset: Dataset | None = None
        self._training = False
        self._sizes: tuple[int, ...] = ()
        self._request: MapRequest | None = None

    def at_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data and the network of a snapshot."""
        dataset = snapshot.dataset
        sizes = (dataset.inputs, *(layer.units for layer in snapshot.experiment.network.layers), dataset.outputs)
        if dataset is not self._dataset or sizes != self._sizes:
            self._dataset, self._sizes = dataset, sizes
            self._ask()

    def training(self, training: bool) -> None:
        """Whether the run trains now."""
        self._training = training
        self._ask()

    def satisfied(self, snapshot: Snapshot | None) -> bool:
        """Whether a snapshot has the maps that were asked for last."""
        if snapshot is None:
            return False
        asked, maps = self._request, snapshot.maps
        return bool(asked and maps and maps.region == asked.region and len(maps.output) == asked.resolution)

    def _ask(self) -> None:
        if self._dataset is None:
            return
        sharpness = fitting(self._sizes, MOVING if self._training else RESTING)
        request = MapRequest(request_region(self._dataset), *sharpness)
        if request != self._request:
            self._request = request
            self._worker.look_at(request)
