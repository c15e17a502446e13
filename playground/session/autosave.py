"""An autosave: what a sitting has come to, kept on the disk while it goes on, and found again after a crash.

It is a folder of its own: a description as a session has it, and beside it the arrays, in a file that only grows and in
one that is written anew each time. The description takes its place last. It says how far the files count, so that
whatever was being written when the program died is passed over.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import IO

import msgspec
import numpy as np

from playground.data import Dataset
from playground.experiment import UserError
from playground.experiment.files import write_bytes
from playground.experiment.message import Message, say
from playground.session.archive import DESCRIPTION, LARGEST_DESCRIPTION
from playground.session.book import Book, Pack, Reference
from playground.session.opening import read_description
from playground.session.sitting import DataPart, Desk, Sitting, describe, gather, packs_of, put_data
from playground.studies.records import lock
from playground.training import History, Timeline

EVERY = 2.0
"""Seconds from one writing to the next while something changes. So what is kept is never five seconds old, though a
writing may take two on a disk that others write to as well."""
_NOT_AGAIN = 0.5
"""Seconds until it is looked again whether something has changed."""
_AT_REST = 0.25
"""Seconds from one writing to the next at rest, as when a person changes one weight after the other."""
_LOCK = "lock"
_PREFIX = "sitting-"
_SPARE = 32 * 2**20
"""Bytes of no use that the growing file may have besides as many as are of use."""
_MOST_PIECES = 500
"""Pieces that a history may lie there in."""
_NEW = 60.0
"""Seconds that an empty place is left alone: somebody may just have made it."""


class Autosave:
    """Keeps one window's sitting in a place of its own.

    `due` and `take` are for the thread that the run lives in; they take no longer than a few copies. A thread of its
    own writes. `desk` may be set from any thread.

    Parameters
    ----------
    folder : where autosaves lie; made if it is not there.
    every : seconds from one writing to the next.

    Attributes
    ----------
    place : the folder of this one.
    broken : why the last writing failed; None where it did not.
    needed : whether there is anything yet that a crash would cost; until then nothing is written.

    Raises
    ------
    UserError : when nothing can be written there.
    """

    def __init__(self, folder: str | Path, *, every: float = EVERY) -> None:
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
            self._lock = (self.place / _LOCK).open("wb")
        except OSError as error:
            text = "{path}: nothing can be kept there in case of a crash ({reason})"
            raise UserError(text, path=folder, reason=error.strerror or str(error)) from None
        lock(self._lock)
        self.broken: Message | None = None
        self.needed = True
        self._superseded: list[Recovery] = []
        self._every = every
        self._desk, self._desk_taken = Desk(), Desk()
        self._writer = _Writer(self.place)
        self._taken: tuple[object, ...] = ()
        self._values = np.empty(0)
        self._next = self._last = 0.0
        self._trained = False
        self._taken_sittings: SimpleQueue[tuple[Sitting, History, int] | None] = SimpleQueue()
        self._idle = Event()
        self._idle.set()
        self._thread = Thread(target=self._write, name="autosave", daemon=True)
        self._thread.start()

    @property
    def desk(self) -> Desk:
        """Tell what lies beside the runs, as it was last told."""
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    def due(self, timeline: Timeline, *, training: bool = True) -> bool:
        """Tell whether it is time, nothing is being written, and something has changed since the last time.

        At rest it is time at once, and where training has just stopped no writing is waited for: whoever asks may be
        about to draw for seconds what a large network has come to.
        """
        now = time.monotonic()
        stopped, self._trained = self._trained and not training, training
        wait = self._next if training else min(self._next, self._last + _AT_REST)
        early = now < wait or not self._idle.is_set()
        if (early and not stopped) or not (self.needed or self._taken):
            return False
        self._next = now + _NOT_AGAIN
        same = self._taken == _state(timeline) and self._desk is self._desk_taken
        return not (same and np.array_equal(self._values, timeline.run.network.values, equal_nan=True))

    def take(self, timeline: Timeline) -> None:
        """Take the sitting as it is now, to be written by and by; after the one before is."""
        self._idle.wait()
        self._idle.clear()
        self._last = time.monotonic()
        self._next = self._last + self._every
        run = timeline.run
        self._taken, self._values, self._desk_taken = _state(timeline), run.network.values.copy(), self._desk
        sitting = gather(timeline, self._desk_taken, self._writer.rows_of(run.history))
        self._taken_sittings.put((sitting, run.history, run.history.rewritten))

    def supersede(self, recovery: "Recovery") -> None:
        """Let a sitting that was recovered go once this one, which goes on with it, lies on the disk."""
        self._superseded.append(recovery)

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until what was taken is written; whether it is."""
        return self._idle.wait(timeout) and self.broken is None

    def close(self, *, keep: bool = False) -> None:
        """End it, and leave nothing behind but where it is to be kept."""
        self._taken_sittings.put(None)
        self._thread.join()
        self._writer.close()
        self._lock.close()
        if not keep:
            shutil.rmtree(self.place, ignore_errors=True)

    def _write(self) -> None:
        while (taken := self._taken_sittings.get()) is not None:
            try:
                self._writer.write(*taken)
                self.broken = None
                while self._superseded:
                    self._superseded.pop().discard()
            except (OSError, UserError, MemoryError) as error:
                self.broken = say("what is done here cannot be kept in case of a crash ({reason})", reason=str(error))
                self._taken = ()  # It is still to be written.
            finally:
                self._idle.set()


def _state(timeline: Timeline) -> tuple[object, ...]:
    """Tell what tells, beside the parameters, whether anything has changed."""
    run, kept = timeline.run, timeline.kept()
    branches = tuple((branch.info.key, branch.info.name) for branch in kept.branches)
    at = run.beginnings, run.epochs_done, run.steps_done, tuple(run.edits.muted)
    return id(run), id(run.experiment), id(run.dataset), *at, kept.viewed, kept.info.name, branches


class _Writer:
    """Writes sittings of one window into its place, one after the other: of each only what is new."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._packs: IO[bytes] | None = None
        self._referenced: set[str] = set()
        self._number = self._turn = 0
        self._begin_again()

    def _begin_again(self) -> None:
        """Write everything next time, and into other files."""
        self.close()
        self._number += 1
        self._book = Book(files=2)
        self._data: tuple[Dataset, DataPart] | None = None
        self._history: tuple[History, int] | None = None
        self._pieces: list[Reference] = []
        self._rows = self._of_use = 0

    def close(self) -> None:
        """Close the file that grows."""
        if self._packs is not None:
            self._packs.close()
            self._packs = None

    def rows_of(self, history: History) -> int:
        """Tell how many rows of a history are written already, so that only those behind them are wanted."""
        known = self._history
        return self._rows if known is not None and known[0] is history and known[1] == history.rewritten else 0

    def write(self, sitting: Sitting, history: History, rewritten: int) -> None:
        """Write what is new; whatever happens meanwhile, what was written before stands until this does."""
        try:
            self._write(sitting)
        except BaseException:
            self._begin_again()
            self._clear()
            raise
        self._history = history, rewritten
        self._clear()
        if len(self._pieces) > _MOST_PIECES or self._book.size() > 2 * (self._of_use + self._book.kept_bytes) + _SPARE:
            self._begin_again()

    def _write(self, sitting: Sitting) -> None:
        book, dataset = self._book, sitting.dataset
        self._turn += 1
        book.begin_again(1)
        if self._data is None or self._data[0] is not dataset:
            before = book.size()
            self._data = dataset, put_data(sitting, book)
            self._of_use += book.size() - before
        if sitting.first == 0:
            self._pieces, self._rows = [], 0
        self._pieces.append(book.put(sitting.history))
        self._of_use += sitting.history.nbytes
        self._rows = sitting.rows
        book.forget(but=packs_of(sitting))
        files = [f"packs-{self._number}.bin", f"state-{self._turn}.bin"]
        described = describe(sitting, book, files, data=self._data[1], history=self._pieces, state_file=1)
        if self._packs is None:
            self._packs = (self._place / files[0]).open("wb")
        _put(self._packs, book.unwritten[0])
        book.unwritten[0].clear()
        with (self._place / files[1]).open("wb") as state:
            _put(state, book.unwritten[1])
        write_bytes(self._place / DESCRIPTION, msgspec.json.encode(described))
        self._referenced = {*files, DESCRIPTION, _LOCK}

    def _clear(self) -> None:
        """Remove the files that the description does not, or no longer, refer to."""
        with suppress(OSError):
            for file in self._place.iterdir():
                if self._referenced and file.name not in self._referenced:
                    file.unlink(missing_ok=True)


def _put(file: IO[bytes], packs: Iterable[Pack]) -> None:
    for pack in packs:
        for piece in pack.pieces:
            file.write(piece)
    file.flush()
    os.fsync(file.fileno())


# After a crash


@dataclass(frozen=True)
class Recovery:
    """A sitting that nobody ended. path : for `open_session`. saved : when it was written last, in seconds since 1970.

    name : of its experiment. epoch : how far its run was.
    """

    path: Path
    saved: float
    name: str
    epoch: int

    def discard(self) -> None:
        """Let it go for good."""
        shutil.rmtree(self.path, ignore_errors=True)


def recoverable(folder: str | Path) -> list[Recovery]:
    """List the sittings that a crash left behind in a folder, the newest first; those of other windows are theirs.

    Places that nobody has and that hold nothing are cleared away.
    """
    found = []
    for place in sorted(Path(folder).glob(f"{_PREFIX}*")):
        with suppress(OSError, UserError):
            if not _is_left(place):
                continue
            file = place / DESCRIPTION
            if file.is_file() and file.stat().st_size <= LARGEST_DESCRIPTION:
                described = read_description(file.read_bytes(), place, None)
                found.append(Recovery(place, described.saved, described.experiment.name, described.epoch))
            elif time.time() - place.stat().st_mtime > _NEW:
                shutil.rmtree(place, ignore_errors=True)
    return sorted(found, key=lambda each: -each.saved)


def _is_left(place: Path) -> bool:
    """Tell whether the window that made a place is gone."""
    if not (place / _LOCK).exists():
        return place.is_dir()
    with (place / _LOCK).open("r+b") as file:
        return lock(file)
