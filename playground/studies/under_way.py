"""A trial under way, as the coordinator sees it."""

from playground.studies.past import Rows, joined, taken_apart
from playground.studies.result import Result, failed, finished
from playground.studies.slice import Failure, Slice
from playground.studies.trial import Trial
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
        """How long the next slice should be."""
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
        return finished(
            self.trial,
            answer.outcome,
            epochs=answer.epoch,
            scores=answer.scores,
            parameters=answer.parameters,
            seconds=self.seconds,
            r_squared=answer.r_squared,
        )


def _size(arrays: State | Rows) -> int:
    return sum(array.nbytes for array in arrays.values())
