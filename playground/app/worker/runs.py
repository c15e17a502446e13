"""The run under way with its timeline, and the shelf of those that were left because something else was opened."""

from collections.abc import Callable
from itertools import count

from playground.experiment import Experiment, UserError
from playground.training import Run, Timeline

_MOST = 3
"""Runs on the shelf: each holds its data, its history and up to 192 MB of its past."""


class Workbench:
    """Where the worker has its run.

    Attributes
    ----------
    made : the timeline of the run under way; None where the run could not be built.
    """

    def __init__(self) -> None:
        self._keys = count(1)
        self._shelf: dict[int, Timeline] = {}
        self.made: Timeline | None = None

    @property
    def timeline(self) -> Timeline:
        """The timeline of the run under way.

        Raises
        ------
        UserError : when there is none.
        """
        if self.made is None:
            raise UserError("there is no run, since it could not be built; undo the last change, or choose a lab")
        return self.made

    @property
    def run(self) -> Run:
        """The run under way; raises as `timeline` does."""
        return self.timeline.run

    def begin(self, experiment: Experiment) -> None:
        """A new run in the place of the one under way."""
        self.made = Timeline(Run(experiment), self._keys)

    def leave(self, key: int, there: Experiment | Timeline) -> None:
        """A new run, or one that was opened with its past; and the one under way to the shelf."""
        self._put_away(key)
        if isinstance(there, Timeline):
            there.join(self._keys)
            self.made = there
        else:
            self.begin(there)

    def come_back(self, key: int, leaving: int, experiment: Experiment) -> bool:
        """A run from the shelf, and the one under way to it; whether it was still there, or else a new one is made."""
        kept = self._shelf.pop(key, None)
        self._put_away(leaving)
        if kept is None:
            self.begin(experiment)
            return False
        self.made = kept
        return True

    def depart(self) -> Run:
        """The run, about to train or to change: where an earlier moment is looked at, it begins a branch there."""
        self.timeline.depart()
        return self.run

    def where_seen(self, task: Callable[[Run], object]) -> object:
        """Tell what `task` gives for the run as it was at the moment that is looked at."""
        with self.timeline.standing_where_seen():
            return task(self.run)

    def _put_away(self, key: int) -> None:
        if self.made is not None:
            self._shelf[key] = self.made
        # Without a run until there is another: one that cannot be built must not leave the old one in its place.
        self.made = None
        while len(self._shelf) > _MOST:
            del self._shelf[next(iter(self._shelf))]
