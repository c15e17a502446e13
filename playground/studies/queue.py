"""Whose turn it is: the first seed of every value first, in turns, so that a wall fills at once; then the other seeds."""

from collections import deque
from collections.abc import Iterable

from playground.training.state import State

from .past import Rows, joined
from .result import Result, failed, finished
from .slice import Failure, Slice
from .trial import Trial

FIRST_SECONDS, SECONDS = 0.05, 0.4
"""A trial's first slice is short: a wall shows something of every value soon."""


class Open:
    """A trial under way: the state it has come to, and the pieces of its history.

    Attributes
    ----------
    losses : how often a worker died over it.
    """

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.state: State | None = None
        self.pieces: list[Rows] = []
        self.epoch = 0
        self.seconds = 0.0
        self.losses = 0

    def add(self, piece: Slice) -> None:
        """Go on to where a slice came."""
        self.state = piece.state
        self.pieces.append(piece.rows)
        self.epoch = piece.epoch
        self.seconds += piece.seconds

    @property
    def slice_seconds(self) -> float:
        """How long the next slice should be."""
        return SECONDS if self.pieces else FIRST_SECONDS

    def whole_state(self) -> State | None:
        """The state with its whole history."""
        return None if self.state is None else {**self.state, **joined(self.pieces)}

    def end(self, answer: Slice | Failure) -> Result | None:
        """The result, where the answer is the last."""
        if isinstance(answer, Failure):
            return failed(self.trial, answer.message, self.seconds)
        if answer.outcome is None:
            return None
        return finished(self.trial, answer.outcome, answer.epoch, answer.scores, answer.parameters, self.seconds)


class Queue:
    """Trials waiting for their next slice.

    All trials of one turn are begun before any of them has its second slice, as long as `most_open` are not exceeded:
    each open trial holds its state.
    """

    def __init__(self, trials: Iterable[Trial], most_open: int = 64) -> None:
        self._new = deque(sorted(trials, key=lambda trial: (trial.turn, trial.number)))
        self._ready: deque[Open] = deque()
        self._opened = 0
        self._most_open = most_open

    def next(self) -> Open | None:
        """The trial whose slice is due; None where all are under way or done."""
        fresh = bool(self._new) and self._opened < self._most_open
        if fresh and (not self._ready or self._new[0].turn == 0):
            self._opened += 1
            return Open(self._new.popleft())
        return self._ready.popleft() if self._ready else None

    def again(self, trial: Open) -> None:
        """It goes on, when the others had their turn."""
        self._ready.append(trial)

    def close(self) -> None:
        """One of the open trials is done."""
        self._opened -= 1
