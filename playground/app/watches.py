"""What views want to know of the run beside its snapshot: asked now and then, and sent along with the next one."""

from collections.abc import Callable

from playground.training import Run

from .seldom import Seldom

Watch = Callable[[Run], object]
"""Looks at the run, changing nothing, in the worker's thread; its result has arrays of its own."""


class Watches:
    """The watches of all views, by name. Each takes at most a tenth of the worker's time while it trains."""

    def __init__(self) -> None:
        self._watches: dict[str, tuple[Watch, Seldom]] = {}

    def set(self, name: str, watch: Watch | None) -> None:
        """Watch something from now on, or with None no more."""
        if watch is None:
            self._watches.pop(name, None)
        else:
            self._watches[name] = watch, Seldom()

    def now(self) -> None:
        """Let all be due at once."""
        for _, seldom in self._watches.values():
            seldom.now()

    def seen(self, run: Run, *, all_due: bool) -> dict[str, object]:
        """The results of those that are due, by name."""
        found = {}
        for name, (watch, seldom) in self._watches.items():
            if all_due or seldom.due:
                with seldom.spending():
                    found[name] = watch(run)
        return found
