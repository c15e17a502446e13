"""The journal of a study, on disk as it comes: what it is, then results and states."""

import hashlib
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError
from playground.studies.pace import Pace
from playground.studies.records import Place, Records, cannot_be_written
from playground.studies.trial import FAILED, Result, Trial
from playground.training import Score
from playground.training.state import State

MOST_STATE_BYTES = 2 * 2**30
"""The states in a journal take no more; of trials that end later the results are kept, and no state."""
_SPARE = 1.5
"""A state is given so many times its room: the trial's next, with more history, may go there."""


class _Study(msgspec.Struct, tag="study"):
    digest: str
    data: str


class _Result(msgspec.Struct, tag="result"):
    number: int
    epochs: int
    reason: str
    message: str
    scores: dict[str, tuple[float, float | None]]
    parameters: int
    seconds: float
    # Journals of before these were measured have none.
    r_squared: dict[str, float] = {}
    best_epoch: int | None = None
    samples: dict[str, int] = {}
    base_rate: float = 0.0
    pace: Pace = Pace()


class _State(msgspec.Struct, tag="state"):
    number: int
    epoch: int
    seconds: float
    arrays: dict[str, tuple[str, tuple[int, ...], bytes]]


class DataChanged(UserError):  # noqa: N818 - what happened, and not always an error
    """A journal holds what came of other data than there are now."""


_RECORDS = msgspec.msgpack.Decoder(_Study | _Result | _State)


class Journal:
    """Results, and the states that trials came to, of one study.

    Running the same study with the same journal goes on where it was: trials that are done are not trained again, but
    for those that failed, and those under way when it was cancelled go on from there.

    Parameters
    ----------
    path : of the file; None for one that is nowhere to be found and goes with this object.
    ends : whether the states of trials that are done are kept, so that they can be opened.
    content : what one begins with that is nowhere to be found, as another's `content` gave it.
    """

    def __init__(self, path: str | Path | None = None, *, ends: bool = True, content: bytes = b"") -> None:
        self._content = content
        self.path = None if path is None else Path(path)
        self.results: dict[int, Result] = {}
        self.broken: str | None = None
        """Why nothing can be written any more, where that is so."""
        self.ends = ends
        self._state_bytes = 0
        self._places: dict[int, Place] = {}
        self._study: _Study | None = None
        self._records: Records | None = None
        self._any_data = False
        self._lock = Lock()

    def begin(self, trials: Sequence[Trial], data: str | None = "") -> None:
        """Open the file, and take in what it holds of these trials.

        data : what tells the content of the files that they have their data from; None to look at its results alone,
            whatever data they came of.

        Raises
        ------
        DataChanged : when what it holds came of other data.
        UserError : when it is another study's, in use, an earlier version's, or cannot be written.
        """
        study = _Study(_digest(trials), data or "")
        self._any_data = data is None
        if self._records is not None and self._study is not None:  # As where it is gone on with after a pause.
            self._check(self._study, study)
            return
        self._places = {}
        records = Records(self.path, self._content)
        weakref.finalize(self, records.file.close)  # Whoever forgets to close it leaves no file open.
        try:
            self._read(records, trials, study)
            new = records.begin()
        except OSError as error:
            records.file.close()
            raise cannot_be_written(self.path, error) from None
        except UserError:
            records.file.close()
            raise
        self._records, self._study = records, study
        if new:
            self._append(study)

    def add_result(self, result: Result) -> None:
        """Keep a result; a later one of the same trial takes the place of an earlier."""
        scores = {name: (score.loss, score.accuracy) for name, score in result.scores.items()}
        self.results[result.number] = result
        self._append(
            _Result(
                result.number,
                result.epochs,
                result.reason,
                result.message,
                scores,
                result.parameters,
                result.seconds,
                dict(result.r_squared),
                result.best_epoch,
                dict(result.samples),
                result.base_rate,
                result.pace,
            )
        )
        if not self.ends and result.reason != FAILED:
            self._forget_state(result.number)

    def add_state(self, number: int, epoch: int, seconds: float, state: State, *, last: bool = False) -> None:
        """Keep a state that a trial has come to in place of an earlier one, unless states take too much already.

        last : whether the trial is at its end.
        """
        size = sum(array.nbytes for array in state.values())
        with self._lock:
            if self._records is None or self.broken is not None:
                return
            if self._state_bytes + size > MOST_STATE_BYTES and self._records.free_place(size) is None:
                return
            content = _encode(_State(number, epoch, seconds, {name: _packed(array) for name, array in state.items()}))
            room = len(content) if last else int(_SPARE * len(content))
            try:
                place = self._records.put(content, room)
            except OSError as error:
                self.broken = error.strerror or str(error)
                return
            self._supersede(self._records, number, place)

    def state(self, number: int) -> tuple[State, int, float] | None:
        """The last state kept of a trial, its epoch, and the seconds it took; None where there is none."""
        with self._lock:
            if number not in self._places or self._records is None:
                return None
            content = self._records.read(self._places[number])
        record = _RECORDS.decode(content)
        assert isinstance(record, _State)
        return {name: _unpacked(array) for name, array in record.arrays.items()}, record.epoch, record.seconds

    def content(self, most: int) -> bytes:
        """What another begins with to hold the same; without the states where all would be more than so many bytes."""
        with self._lock:
            if self._records is None:
                return self._content
            if self._records.size <= most:
                return self._records.content()
        results = Journal(ends=False)
        results._records, results._study = Records(None), self._study
        results._records.begin()
        if self._study is not None:
            results._append(self._study)
        for result in self.results.values():
            results.add_result(result)
        content = results._records.content()
        results.close()
        return content

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._records is not None:
                self._records.file.close()
                self._records = None

    def _read(self, records: Records, trials: Sequence[Trial], study: _Study) -> None:
        """Take in all records; of two states of a trial the later stays."""
        times: dict[int, float] = {}
        checked = False
        for place, content in records.read_all(self.path):
            record = _RECORDS.decode(content)
            if isinstance(record, _Study):
                self._check(record, study)
                checked = True
            elif not checked:
                raise UserError("{path}: the beginning of this journal is damaged; choose another file", path=self.path)
            elif isinstance(record, _Result):
                if record.reason != FAILED:
                    self.results[record.number] = _result(record, trials[record.number])
            elif record.seconds < times.get(record.number, 0.0):
                records.free(place)
            else:
                times[record.number] = record.seconds
                self._supersede(records, record.number, place)
        for number in () if self.ends else self.results:
            self._supersede(records, number, None)

    def _check(self, found: _Study, wanted: _Study) -> None:
        if found.digest != wanted.digest:
            raise UserError("{path}: this is the journal of another study; choose another file", path=self.path)
        if self._any_data:
            return
        if found.data != wanted.data and self.path is None:
            raise DataChanged("the data have changed since this study was begun; begin it anew, with another journal")
        if found.data != wanted.data:
            raise DataChanged(
                "{path}: the data have changed since this journal was begun; choose another file, or put the old data "
                "back",
                path=self.path,
            )

    def _supersede(self, records: Records, number: int, place: Place | None) -> None:
        """Another place for the state of a trial, or none; the room of the one before is free."""
        before = self._places.pop(number, None)
        if before is not None:
            records.free(before)
        if place is not None:
            self._places[number] = place
        self._state_bytes = records.free_bytes + sum(kept.room for kept in self._places.values())

    def _forget_state(self, number: int) -> None:
        with self._lock:
            if self._records is not None:
                self._supersede(self._records, number, None)

    def _append(self, record: msgspec.Struct) -> None:
        """Write a record that stays, unless that cannot be."""
        with self._lock:
            if self._records is None or self.broken is not None:
                return
            try:
                self._records.append(_encode(record))
            except OSError as error:
                self.broken = error.strerror or str(error)


_encode = msgspec.msgpack.encode


def _digest(trials: Sequence[Trial]) -> str:
    """A name that tells one study from another, by all that its trials are."""
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
        record.best_epoch,
        record.samples,
        record.base_rate,
        record.pace,
    )


def _packed(array: NDArray[Any]) -> tuple[str, tuple[int, ...], bytes]:
    return array.dtype.str, array.shape, array.tobytes()


def _unpacked(packed: tuple[str, tuple[int, ...], bytes]) -> NDArray[Any]:
    dtype, shape, content = packed
    return np.frombuffer(content, dtype).reshape(shape).copy()
