"""The queue of trials: the first seed of every value first, in turns, so that a wall fills at once; then the rest."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.experiment.message import Message, say
from playground.studies.pace import pace_of
from playground.studies.slice import Failure, Slice
from playground.studies.sources import MOST_OPEN
from playground.studies.trial import Result, Trial, failed
from playground.training.pieces import Rows, figures_of, joined, taken_apart
from playground.training.state import State

FIRST_SECONDS, SECONDS = 0.05, 0.25
"""A trial's first slice is short: a wall shows something of every value soon."""


class UnderWay:
    """A trial, the state it has come to, and the pieces of its history.

    Attributes
    ----------
    slices : how many it had. losses : how often one was lost.
    """

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.state: State | None = None
        self.epoch = 0
        self.seconds = 0.0
        self.slices = 0
        self.losses = 0
        self.nbytes = 0
        self._pieces: list[Rows] = []

    def go_on_from(self, state: State, epoch: int, seconds: float) -> None:
        """Take up a whole state that was kept earlier."""
        self.state, rows = taken_apart(state, begun_with_last_row=False)
        self._pieces = [rows]
        self.epoch, self.seconds = epoch, seconds
        self.nbytes = _size(state)

    def add(self, piece: Slice) -> None:
        """Go on to where a slice came."""
        self.state = piece.state
        self._pieces.append(piece.rows)
        self.slices += 1
        self.epoch = piece.epoch
        self.seconds += piece.seconds
        self.nbytes = _size(piece.state) + sum(map(_size, self._pieces))

    @property
    def slice_seconds(self) -> float:
        """The length that the next slice should have."""
        return FIRST_SECONDS if self.state is None else SECONDS

    def whole_state(self) -> State | None:
        """The state with its whole history."""
        return None if self.state is None else {**self.state, **joined(self._pieces)}

    def end(self, answer: Slice | Failure) -> Result | None:
        """The result, where the answer is the last."""
        if isinstance(answer, Failure):
            return failed(self.trial, answer.message, self.seconds)
        if answer.outcome is None:
            return None
        return Result(
            self.trial.number,
            dict(self.trial.assignments),
            self.trial.seed,
            answer.outcome.stopped_at,
            answer.outcome.reason.value,
            str(answer.outcome),
            dict(answer.scores),
            answer.parameters,
            self.seconds,
            dict(answer.r_squared),
            answer.outcome.epoch,
            dict(answer.samples),
            answer.base_rate,
            pace_of(figures_of(joined(self._pieces))[:, 0]),
        )


def _size(arrays: State | Rows) -> int:
    return sum(array.nbytes for array in arrays.values())


MOST_BYTES = 128 * 2**20
"""The states of open trials may take so much, before no further trial is begun while others wait."""


class Queue:
    """Trials waiting for their next slice, open or not begun.

    The trials of the first turn are all begun before any has its second slice, and then share the workers evenly. Those
    of later turns are begun when there is nothing else to do: nobody watches them, and each open trial holds its state.
    """

    def __init__(self, trials: Iterable[UnderWay]) -> None:
        order = sorted(trials, key=lambda each: (each.trial.turn, each.trial.number))
        self._ready = deque(each for each in order if each.state is not None)
        self._new = deque(each for each in order if each.state is None)
        self._open: set[UnderWay] = set(self._ready)

    def next(self) -> UnderWay | None:
        """The trial whose slice is due; None where all are done, or have theirs at this moment."""
        if self._new and (not self._ready or self._begins_another()):
            trial = self._new.popleft()
            self._open.add(trial)
            return trial
        return self._ready.popleft() if self._ready else None

    def again(self, trial: UnderWay) -> None:
        """It goes on when the others had their turn."""
        self._ready.append(trial)

    def at_once(self, trial: UnderWay) -> None:
        """Its slice is due again, since it was lost."""
        self._ready.appendleft(trial)

    def done(self, trial: UnderWay) -> None:
        """It has ended."""
        self._open.discard(trial)

    def _begins_another(self) -> bool:
        held = sum(each.nbytes for each in self._open)
        return self._new[0].trial.turn == 0 and len(self._open) < MOST_OPEN and held < MOST_BYTES


@dataclass(frozen=True)
class Progress:
    """The progress of a study: trials done and in all, the share of the work done, and the seconds it will still take.

    seconds_left is None until there is something to judge by.
    """

    done: int
    total: int
    share: float
    seconds_left: float | None


def duration(seconds: float) -> Message:
    """Seconds as a person says them: 45 s, 3 min, 2 h 5 min."""
    whole = round(seconds)
    if whole < 100:
        return say("{n} s", n=whole)
    minutes = round(seconds / 60)
    if minutes < 60:
        return say("{n} min", n=minutes)
    return say("{n} h {m} min", n=minutes // 60, m=minutes % 60)


class Forecast:
    """Knows of every trial how many epochs it has, and of every value how long an epoch takes.

    Trials of one value are as long as each other; of a value that was not begun yet, the mean of all is expected.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        self._epochs = [trial.experiment.training.epochs for trial in trials]
        self._left = list(self._epochs)
        values = [repr(trial.assignments) for trial in trials]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        self._value = [numbers[value] for value in values]
        self._trained: list[list[float]] = [[0.0, 0.0] for _ in numbers]
        self._done: set[int] = set()

    def saw(self, number: int, epoch: int, epochs: int, seconds: float) -> None:
        """A trial came to `epoch`; its last `epochs` took so many seconds."""
        self._left[number] = self._epochs[number] - epoch
        trained = self._trained[self._value[number]]
        trained[0] += epochs
        trained[1] += seconds

    def done(self, numbers: Iterable[int]) -> None:
        """These trials have ended, be it before their last epoch."""
        for number in numbers:
            self._left[number] = 0
            self._done.add(number)

    def progress(self, workers: int) -> Progress:
        """Tell how far the study is, and the seconds it will still take with so many workers."""
        total, left = sum(self._epochs), sum(self._left)
        share = 1 - left / total
        epochs, seconds = (sum(each) for each in zip(*self._trained, strict=True))
        expected: float | None = None
        if len(self._done) == len(self._epochs):
            expected = 0.0
        elif epochs and seconds:
            mean = seconds / epochs
            rates = [s / e if e else mean for e, s in self._trained]
            work = [left * rates[value] for left, value in zip(self._left, self._value, strict=True)]
            # The longest trial cannot be shared among workers.
            expected = max(sum(work) / max(1, workers), *work)
        return Progress(len(self._done), len(self._epochs), share, expected)
