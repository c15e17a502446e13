"""The reporter: what the window has asked to be told of the run, and the reports that tell it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from playground.app.worker.gate import Mailbox, Pace
from playground.app.worker.runs import Workbench
from playground.training import MapRequest, Report, Run, Snapshot, Timeline

_SECONDS = 0.1
_SHARE = 0.05


class Throttle:
    """Allows a thing ten times a second, and less often where it would take more than a twentieth of the time."""

    def __init__(self) -> None:
        self._next = 0.0

    @property
    def due(self) -> bool:
        """Tell whether it is time again."""
        return time.perf_counter() >= self._next

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Do it within this."""
        begun = time.perf_counter()
        yield
        ended = time.perf_counter()
        self._next = ended + max(_SECONDS, (ended - begun) / _SHARE)


Watch = Callable[[Run], object]
"""Looks at the run, changing nothing, in the worker's thread; its result has arrays of its own."""


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
        self._throttle = Throttle()
        self._state: tuple[object, ...] = ()
        self._values = np.empty(0)

    def due(self, run: Run, *, training: bool) -> bool:
        if not self._state or self._state[0] is not run.dataset:
            return True
        if training:
            return self._throttle.due
        # By identity: comparing experiments would cost more than most watches.
        same = all(old is new for old, new in zip(self._state, _state(run), strict=True))
        return not same or not np.array_equal(self._values, run.network.values, equal_nan=True)

    def look(self, run: Run) -> object:
        self._state, self._values = _state(run), run.network.values.copy()
        with self._throttle.spending():
            return self._watch(run)


def _state(run: Run) -> tuple[object, ...]:
    return run.dataset, run.experiment, run.network


class Reporter:
    """Makes reports, in the worker's thread; each has the rows of every epoch since the one before.

    Parameters
    ----------
    mailbox : where they are left.

    Attributes
    ----------
    news : whether something has happened that is not reported yet.
    """

    def __init__(self, mailbox: Mailbox[Report]) -> None:
        self._mailbox = mailbox
        self.news = True
        self._request: MapRequest | None = None
        self._watches = Watches()
        self._seen_rows = 0
        self._restarted = True

    # What is asked for, from now on

    def look_at(self, request: MapRequest | None) -> None:
        """Maps of this region."""
        self._request = request

    def watch(self, name: str, watch: Watch | None) -> None:
        """Tell what this watch sees; with None nothing under that name any more."""
        self._watches.set(name, watch)

    # When

    def begin_again(self) -> None:
        """The next report is the first of a run that has begun again."""
        self._seen_rows, self._restarted = 0, True

    def changed_by_hand(self) -> None:
        """A command was carried out, which is news."""
        self.news = True

    @property
    def has_room(self) -> bool:
        """Tell whether the window has taken the last report."""
        return self._mailbox.empty

    def leave_if_due(self, bench: Workbench, pace: Pace, *, training: bool) -> Report | None:
        """Leave the next report in the mailbox, if there is news and the last was taken; the report, if so.

        A report made while the window draws would have to fight it for the interpreter.
        """
        if not self.news or bench.made is None or not self._mailbox.empty:
            return None
        self.news = False
        report = self._report(bench.made, pace, training)
        self._mailbox.put(report)
        return report

    def _report(self, timeline: Timeline, pace: Pace, training: bool) -> Report:
        run = timeline.run
        _, rows = run.history.news(self._seen_rows)
        self._seen_rows = run.history.rows
        report = Report(
            snapshot=self._snapshot(timeline, training),
            rows=rows,
            restarted=self._restarted,
            epochs_per_second=pace.rate(run.epochs_done),
            seconds=pace.elapsed(),
            standing=timeline.standing(),
            easing=training and pace.easing,
        )
        self._restarted = False
        return report

    def _snapshot(self, timeline: Timeline, training: bool) -> Snapshot:
        with timeline.standing_where_seen():
            watched = self._watches.seen(timeline.run, training=training)
        return replace(timeline.snapshot(self._request), watched=watched)
