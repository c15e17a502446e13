"""Runs that were left because something else was opened, whole with their past, for undo to bring back."""

from dataclasses import dataclass, field

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
