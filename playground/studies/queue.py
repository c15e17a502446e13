"""Whose turn it is: the first seed of every value first, in turns, so that a wall fills at once; then the rest."""

from collections import deque
from collections.abc import Iterable

from playground.studies.under_way import UnderWay

MOST_OPEN = 64
MOST_BYTES = 128 * 2**20
"""What the states of open trials may take, before no further trial is begun while others wait."""


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
