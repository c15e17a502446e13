"""What came of a study, on disk as it comes.

One file that only grows: a first line that says what it is, then records, each with its length and a checksum before
it. A record that was being written when the program died is cut off when the file is opened again; all before it stand.
"""

import hashlib
import os
import struct
import tempfile
import weakref
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import IO, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError
from playground.training import Score
from playground.training.state import State

from .result import FAILED, Result
from .trial import Trial

_FIRST_LINE = b"playground study journal 1\n"
_FRAME = struct.Struct("<QI")
MOST_STATE_BYTES = 2 * 2**30
"""The states in a journal take no more; of trials that end later the results are kept, and no state."""


class _Study(msgspec.Struct, tag="study"):
    digest: str


class _Result(msgspec.Struct, tag="result"):
    number: int
    epochs: int
    reason: str
    message: str
    scores: dict[str, tuple[float, float | None]]
    parameters: int
    seconds: float
    r_squared: dict[str, float] = {}  # Journals of before it was measured have none.


class _State(msgspec.Struct, tag="state"):
    number: int
    epoch: int
    seconds: float
    arrays: dict[str, tuple[str, tuple[int, ...], bytes]]


_RECORDS = msgspec.msgpack.Decoder(_Study | _Result | _State)


class Journal:
    """Results, and the states that trials came to, of one study.

    Running the same study with the same journal goes on where it was: trials that are done are not trained again, but
    for those that failed, and those under way when it was cancelled go on from there.

    Parameters
    ----------
    path : of the file; None for one that is nowhere to be found and goes with this object.
    ends : whether the states of trials that are done are kept, so that they can be opened.
    """

    def __init__(self, path: str | Path | None = None, *, ends: bool = True) -> None:
        self.path = None if path is None else Path(path)
        self.results: dict[int, Result] = {}
        self.broken: str | None = None
        """Why nothing can be written any more, where that is so."""
        self.ends = ends
        self._state_bytes = 0
        self._places: dict[int, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None
        self._lock = Lock()

    def begin(self, trials: Sequence[Trial]) -> None:
        """Open the file, and take in what it holds of these trials.

        Raises
        ------
        UserError : when it is no journal, that of another study, or cannot be written.
        """
        digest = _digest(trials)
        try:
            self._file = _opened(self.path)
            weakref.finalize(self, self._file.close)  # Whoever forgets to close it leaves no file open.
            end = self._read(self._file, trials, digest)
            self._file.truncate(end)
        except OSError as error:
            raise UserError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from None
        if end == 0:
            self._file.seek(0)
            self._file.write(_FIRST_LINE)
            self._write(_Study(digest))

    def add_result(self, result: Result) -> None:
        """Keep a result; a later one of the same trial takes the place of an earlier."""
        scores = {name: (score.loss, score.accuracy) for name, score in result.scores.items()}
        self.results[result.number] = result
        self._write(
            _Result(
                result.number,
                result.epochs,
                result.reason,
                result.message,
                scores,
                result.parameters,
                result.seconds,
                dict(result.r_squared),
            )
        )

    def add_state(self, number: int, epoch: int, seconds: float, state: State) -> None:
        """Keep a state that a trial has come to, unless states take too much already."""
        size = sum(array.nbytes for array in state.values())
        if self._state_bytes + size > MOST_STATE_BYTES:
            return
        place = self._write(_State(number, epoch, seconds, {name: _packed(array) for name, array in state.items()}))
        if place is not None:
            self._state_bytes += size
            self._places[number] = place

    def state(self, number: int) -> tuple[State, int, float] | None:
        """The last state kept of a trial, its epoch, and the seconds it took; None where there is none."""
        with self._lock:
            if number not in self._places or self._file is None:
                return None
            place, length = self._places[number]
            self._file.seek(place)
            content = self._file.read(length)
        record = _RECORDS.decode(content)
        assert isinstance(record, _State)
        return {name: _unpacked(array) for name, array in record.arrays.items()}, record.epoch, record.seconds

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _read(self, file: IO[bytes], trials: Sequence[Trial], digest: str) -> int:
        """Take in all records; where the last whole one ends."""
        first = file.read(len(_FIRST_LINE))
        if not _FIRST_LINE.startswith(first):
            raise UserError(f"{self.path}: this is no journal of a study; choose another file")
        end = 0
        for place, content in _frames(file):
            record = _RECORDS.decode(content)
            if isinstance(record, _Study) and record.digest != digest:
                raise UserError(f"{self.path}: this is the journal of another study; choose another file")
            if isinstance(record, _Result) and record.reason != FAILED:
                self.results[record.number] = _result(record, trials[record.number])
            if isinstance(record, _State):
                self._places[record.number] = place, len(content)
                self._state_bytes += len(content)
            end = place + len(content)
        return end

    def _write(self, record: msgspec.Struct) -> tuple[int, int] | None:
        """Append a record; its place and length, or None where it could not be written."""
        content = msgspec.msgpack.encode(record)
        with self._lock:
            if self._file is None or self.broken is not None:
                return None
            try:
                start = self._file.seek(0, os.SEEK_END)
                self._file.write(_FRAME.pack(len(content), zlib.crc32(content)) + content)
                self._file.flush()
            except OSError as error:
                self.broken = error.strerror or str(error)
                return None
        return start + _FRAME.size, len(content)


def _opened(path: Path | None) -> IO[bytes]:
    if path is None:
        return tempfile.TemporaryFile(prefix="playground-")
    return path.open("r+b" if path.exists() else "w+b")


def _frames(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Place and content of each record, up to the first that is torn."""
    while True:
        frame = file.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            return
        length, checksum = _FRAME.unpack(frame)
        place = file.tell()
        left = file.seek(0, os.SEEK_END) - place
        file.seek(place)
        content = file.read(length) if length <= left else b""
        if len(content) < length or zlib.crc32(content) != checksum:
            return
        yield place, content


def _digest(trials: Sequence[Trial]) -> str:
    """What tells one study from another: all that its trials are."""
    found = hashlib.sha256()
    for trial in trials:
        found.update(msgspec.json.encode(trial.experiment))
    return found.hexdigest()


def _result(record: _Result, trial: Trial) -> Result:
    scores: Mapping[str, Score] = {name: Score(*figures) for name, figures in record.scores.items()}
    return Result(
        trial.number,
        dict(trial.assignments),
        trial.seed,
        record.epochs,
        record.reason,
        record.message,
        scores,
        record.parameters,
        record.seconds,
        record.r_squared,
    )


def _packed(array: NDArray[Any]) -> tuple[str, tuple[int, ...], bytes]:
    return array.dtype.str, array.shape, array.tobytes()


def _unpacked(packed: tuple[str, tuple[int, ...], bytes]) -> NDArray[Any]:
    dtype, shape, content = packed
    return np.frombuffer(content, dtype).reshape(shape).copy()
