"""What views want to know of the run beside its snapshot: asked now and then, and sent along with the next one."""

from collections.abc import Callable

import numpy as np

from playground.app.seldom import Seldom
from playground.training import Run

Watch = Callable[[Run], object]
"""Looks at the run, changing nothing, in the worker's thread; its result has arrays of its own."""


_SHARE = 0.05


class Watches:
    """The watches of all views, by name.

    Each takes at most a twentieth of the worker's time while it trains. At rest it looks again only when there is
    something new, so that whoever zooms into a map does not wait for it.
    """

    def __init__(self) -> None:
        self._watches: dict[str, _Watched] = {}

    def set(self, name: str, watch: Watch | None) -> None:
        """Watch something from now on, or with None no more."""
        if watch is None:
            self._watches.pop(name, None)
        else:
            self._watches[name] = _Watched(watch)

    def seen(self, run: Run, *, training: bool) -> dict[str, object]:
        """The results of those that are due, by name."""
        return {name: each.look(run) for name, each in self._watches.items() if each.due(run, training=training)}


class _Watched:
    """A watch, and the state of the run in which it last looked."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._seldom = Seldom(_SHARE)
        self._state: tuple[object, ...] = ()
        self._values = np.empty(0)

    def due(self, run: Run, *, training: bool) -> bool:
        if not self._state or self._state[0] is not run.dataset:
            return True
        if training:
            return self._seldom.due
        # By identity: comparing experiments would cost more than most watches.
        same = all(old is new for old, new in zip(self._state, _state(run), strict=True))
        return not same or not np.array_equal(self._values, run.network.values, equal_nan=True)

    def look(self, run: Run) -> object:
        self._state, self._values = _state(run), run.network.values.copy()
        with self._seldom.spending():
            return self._watch(run)


def _state(run: Run) -> tuple[object, ...]:
    return run.dataset, run.experiment, run.network
