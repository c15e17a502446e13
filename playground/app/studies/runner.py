"""The thread that a study runs in, and what it hands over to the window."""

import time
from dataclasses import dataclass, field
from threading import Event, Lock

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from playground.app.studies.pools import Pools
from playground.data import Dataset, build_dataset
from playground.experiment import UserError
from playground.studies import (
    Board,
    Comparison,
    DataChanged,
    Journal,
    Pool,
    Progress,
    Result,
    Slice,
    Study,
    StudyRun,
    Tiles,
    Trial,
)
from playground.training import MapRequest, request_region
from playground.training.pieces import figures_of

TILE_RESOLUTION = 96
_SMALL_TILE_RESOLUTION = 48
_MANY_TILES = 24


@dataclass
class News:
    """What has come since the last look: the newest slice of each trial, and results in the order they came.

    tiles : pictures of trials that came without a slice.
    curves : for a comparison, the figures of every epoch of the first seeds, (epochs, figures), by trial.
    anew : the journal that the study is kept in from now on, where it had to begin anew; all else came after that.
    dataset : of which the tiles are pictures, once it is there.
    """

    slices: dict[int, Slice] = field(default_factory=dict)
    tiles: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    progress: Progress | None = None
    curves: list[tuple[int, NDArray[np.float64]]] = field(default_factory=list)
    anew: Journal | None = None
    dataset: Dataset | None = None


class StudyThread(QThread):
    """Runs one study; whatever goes wrong is told.

    Parameters
    ----------
    tiles : how many pictures there are, on which it depends how sharp they are.
    pools : gives the workers at `address`; asked in the thread, since reaching them may take a while.
    only_tells : whether it tells what the journal holds and trains nothing, as of a study that comes from a session.
    """

    failed = Signal(str)
    noticed = Signal(str)
    """Something that whoever waits should know, in one line."""

    def __init__(
        self,
        study: Study,
        tiles: int,
        pools: Pools,
        *,
        address: str,
        journal: Journal,
        only_tells: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.study, self.address, self.only_tells = study, address, only_tells
        self.running: StudyRun | None = None
        self.workers = 0
        self._resolution = TILE_RESOLUTION if tiles <= _MANY_TILES else _SMALL_TILE_RESOLUTION
        self._pools, self._journal = pools, journal
        self._started = time.monotonic()
        self._cancelled = Event()
        self._lock = Lock()
        self._news = News()

    def cancel(self) -> None:
        """Stop soon; results that are there stay."""
        self._cancelled.set()

    @property
    def seconds(self) -> float:
        """Since it was started."""
        return time.monotonic() - self._started

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def take(self) -> News:
        """Tell what has come since this was last called."""
        with self._lock:
            news, self._news = self._news, News()
        if self.running is not None:
            news.progress = self.running.progress
        return news

    # The thread

    def run(self) -> None:
        """The thread's work; not to be called."""
        try:
            if self.only_tells:
                self._tell()
            else:
                self._study()
        except UserError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit(self.tr("there is not enough memory for this study; compare smaller networks"))
        except Exception as error:
            pattern = self.tr("the study stopped on an unexpected error ({what}); start it again")
            self.failed.emit(pattern.format(what=f"{type(error).__name__}: {error}"))

    def _study(self) -> None:
        dataset: Dataset = build_dataset(self.study.experiment)
        tiles = Tiles(request_region(dataset), self._resolution)
        pool = self._pools.get(self.address)
        self.workers = pool.workers
        self.running = self._drawn_up(pool, tiles)
        with self._lock:
            self._news.dataset = dataset
        self.running.run(
            on_slice=self._on_slice,
            on_result=self._on_result,
            on_notice=lambda told: self.noticed.emit(str(told)),
            cancelled=self._cancelled,
        )

    def _tell(self) -> None:
        """Tell what the journal holds: the results, then the pictures, as far as there are data and states for them."""
        trials = self.study.trials()
        try:
            dataset = build_dataset(self.study.experiment)
            running = StudyRun(self.study, self._pools.get(""), journal=self._journal)
        except UserError:
            self._journal.begin(trials, None)
            with self._lock:
                self._news.results = [self._journal.results[number] for number in sorted(self._journal.results)]
            raise
        self.running = running
        with self._lock:
            self._news.dataset, self._news.results = dataset, list(running.results)
        asked = MapRequest(request_region(dataset), self._resolution, tiles=(1,))
        for group in Board(trials).groups:
            if self.cancelled:
                return
            first = group.trials[0].number
            if first in self._journal.results and running.state(first) is not None:
                self._tell_picture(running, first, asked)

    def _tell_picture(self, running: StudyRun, number: int, asked: MapRequest) -> None:
        run = running.open(number)
        maps = run.snapshot(asked).maps
        if maps is not None:
            with self._lock:
                self._news.tiles[number] = maps.output
        if isinstance(self.study, Comparison):
            with self._lock:
                self._news.curves.append((number, figures_of(run.state())))

    def _drawn_up(self, pool: Pool, tiles: Tiles) -> StudyRun:
        """The study where its journal ends; at its beginning where its data are others by now."""
        try:
            return StudyRun(self.study, pool, journal=self._journal, tiles=tiles)
        except DataChanged:
            self._journal.close()
            self._journal = Journal()
            running = StudyRun(self.study, pool, journal=self._journal, tiles=tiles)
        # With the news, not by a signal of its own: what came of the old data and of the new must not change places.
        with self._lock:
            self._news = News(anew=self._journal)
        self.noticed.emit(self.tr("the data have changed since this study was begun, so it begins anew"))
        return running

    def _on_slice(self, trial: Trial, piece: Slice) -> None:
        with self._lock:
            self._news.slices[trial.number] = piece
            if isinstance(self.study, Comparison) and trial.turn == 0:
                self._news.curves.append((trial.number, piece.curves))

    def _on_result(self, _trial: Trial, result: Result) -> None:
        with self._lock:
            self._news.results.append(result)
