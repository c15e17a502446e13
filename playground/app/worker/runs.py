"""The run under way, its timeline, and the shelf of those that were left because something else was opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from playground.experiment import Experiment, UserError
from playground.training import Run, Timeline

_MOST = 3
"""Each holds its data, its history and up to 192 MB of its past."""


@dataclass
class Shelf:
    """The last few that were put there, by a key."""

    _kept: dict[int, tuple[Run, Timeline]] = field(default_factory=dict)

    def put(self, key: int, run: Run, timeline: Timeline) -> None:
        """Keep a run; the one that was put there longest ago goes where there are too many."""
        self._kept[key] = run, timeline
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def take(self, key: int) -> tuple[Run, Timeline] | None:
        """A run that was put there, which it leaves; None where it is no longer kept."""
        return self._kept.pop(key, None)


class Workbench:
    """Where the worker has its run.

    Attributes
    ----------
    made : the run under way; None where it could not be built.
    timeline : moves it about in time.
    """

    def __init__(self) -> None:
        self._keys = count(1)
        self._shelf = Shelf()
        self.made: Run | None = None
        self.timeline = Timeline(self._keys)

    @property
    def run(self) -> Run:
        """The run under way.

        Raises
        ------
        UserError : when there is none.
        """
        if self.made is None:
            raise UserError("there is no run, since it could not be built; undo the last change, or choose a lab")
        return self.made

    def begin(self, experiment: Experiment) -> None:
        """A new run in the place of the one under way."""
        self.made = Run(experiment)
        self.timeline.begin(self.made)

    def leave(self, key: int, experiment: Experiment) -> None:
        """A new run, and the one under way to the shelf."""
        self._put_away(key)
        self.begin(experiment)

    def come_back(self, key: int, leaving: int, experiment: Experiment) -> bool:
        """A run from the shelf, and the one under way to it; whether it was still there, or else a new one is made."""
        kept = self._shelf.take(key)
        self._put_away(leaving)
        if kept is None:
            self.begin(experiment)
            return False
        self.made, self.timeline = kept
        return True

    def depart(self) -> Run:
        """The run, about to train or to change: where an earlier moment is looked at, it begins a branch there."""
        run = self.run
        self.timeline.depart(run)
        return run

    def where_seen(self, task: Callable[[Run], object]) -> object:
        """What `task` gives for the run as it was at the moment that is looked at."""
        run = self.run
        with self.timeline.standing_where_seen(run):
            return task(run)

    def _put_away(self, key: int) -> None:
        if self.made is not None:
            self._shelf.put(key, self.made, self.timeline)
        # Without a run until there is another: one that cannot be built must not leave the old one in its place.
        self.made, self.timeline = None, Timeline(self._keys)
