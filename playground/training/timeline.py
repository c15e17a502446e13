"""A run in time: the moment that is looked at, the branches that were left, and the way between them."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment, changed_settings
from playground.training.branches import Branch, Branches, RunInfo, branch_of
from playground.training.inspection import Target
from playground.training.lookback import Lookback
from playground.training.run import Run
from playground.training.snapshot import MapRequest, Snapshot

FEWEST_ROWS = 3
"""A run that hardly began is not worth keeping."""
_SOON = 1.0
"""Seconds within which changes of the same settings, as in dragging a slider, count as one."""


@dataclass(frozen=True)
class Standing:
    """Where a run is in time.

    newest : the epoch it has come to. end : the last its history knows, which is later after a divergence.
    looking_back : whether an earlier moment is shown. stride : epochs between two moments that are kept.
    nbytes : memory taken by moments and branches.
    current : the key of the run under way. runs : all that there are in the order they began.
    """

    newest: int
    end: int
    looking_back: bool
    stride: int
    nbytes: int
    current: int
    runs: tuple[RunInfo, ...]

    def info(self, key: int) -> RunInfo | None:
        """What is told of the run with this key, if it is still there."""
        return next((each for each in self.runs if each.key == key), None)


class Timeline:
    """Moves a run about in time. Whoever owns the run tells it of each new one with `begin`.

    `keys` gives the runs their keys: where there are several timelines, all draw from the same.
    """

    def __init__(self, keys: Iterator[int] | None = None) -> None:
        self._keys = count(1) if keys is None else keys
        self._lookback = Lookback()

    def begin(self, run: Run) -> None:
        """Follow another run, and forget the branches of the one before."""
        self.viewed: int | None = None
        """The epoch of the moment that is looked at; None for the present."""
        self.branches = Branches()
        self._number = 0
        self._info = self._next_info(run.experiment)
        self._restarted, self._changing = (0.0, ""), ""
        self._told: tuple[RunInfo, ...] | None = None
        self._branch_bytes = 0
        run.leaving = lambda: self._leave(run)

    # Looking

    def look_at(self, run: Run, epoch: float) -> None:
        """Show the moment at an epoch, or the last before it that is kept; the present from there on."""
        found = run.moments.at_or_before(epoch)
        at_present = epoch >= run.epochs_done and run.history.rows <= run.epochs_done + 1
        self.viewed = None if at_present or found == run.epochs_done else found

    def look_beside(self, run: Run, by: int) -> None:
        """Show the kept moment before (-1) or after (+1) the one that is shown."""
        shown = run.epochs_done if self.viewed is None else self.viewed
        if by < 0:
            before = run.moments.at_or_before(shown - 1)
            self.viewed = self.viewed if before is None else before
            return
        after = run.moments.after(shown)
        if after is not None:
            self.look_at(run, after)
        elif run.history.rows <= run.epochs_done + 1:
            self.viewed = None

    def snapshot(
        self, run: Run, request: MapRequest | None, answers: str | None = None, inspect: Target | None = None
    ) -> Snapshot:
        """What is looked at; a closer look at one part of it only at the present."""
        if self.viewed is not None:
            past = self._lookback.snapshot(run, self.viewed, request, answers)
            if past is not None:
                return past
            self.viewed = None
        return run.snapshot(request, answers, inspect)

    @contextmanager
    def standing_where_seen(self, run: Run) -> Iterator[None]:
        """Let the run stand at the moment that is looked at for a while; what it is asked then fits what is seen."""
        moment = None if self.viewed is None else run.moments.at(self.viewed)
        if moment is None:
            yield
            return
        present, beginnings, leaving = run.bearings(), run.beginnings, run.leaving
        outcome = run.outcome

        def return_to_present() -> None:
            run.turn_to(present)
            run.outcome = outcome

        def leave_from_present() -> None:
            return_to_present()
            leaving()

        run.turn_to(moment)
        run.leaving = leave_from_present
        try:
            yield
        finally:
            run.leaving = leaving
            if run.beginnings == beginnings:
                return_to_present()

    # Going

    def depart(self, run: Run) -> None:
        """About to train or change: from a moment that is looked at, that begins a branch."""
        moment = None if self.viewed is None else run.moments.at(self.viewed)
        if self.viewed is None or moment is None:
            return
        epoch, self.viewed = self.viewed, None
        self._keep(run)
        run.turn_to(moment)
        run.history.tell_again(epoch)
        run.history.truncate(epoch + 1)
        run.moments.truncate(epoch)
        self._info = replace(self._next_info(run.experiment), fork=epoch)

    def apply(self, run: Run, experiment: Experiment) -> bool:
        """`Run.apply` at the moment that is looked at: a change that takes effect live begins a branch there."""
        changed = changed_settings(run.experiment, experiment)
        if changed and all(each.live for each in changed):
            self.depart(run)
        self._changing = ",".join(each.path for each in changed)
        try:
            return run.apply(experiment)
        finally:
            self._changing = ""

    def return_to(self, run: Run, key: int) -> bool:
        """Go back to a run that was left, exactly as it was, and leave the present one; whether it is still there."""
        branch = self.branches.get(key)
        if branch is None:
            return False
        self.viewed = None
        present = branch_of(run, self._info)
        leaving, run.leaving = run.leaving, lambda: None
        try:
            run.apply(branch.info.experiment)
            run.restore(branch.state.arrays())
        finally:
            run.leaving = leaving
        run.moments = branch.moments
        self.branches.take(key)
        self.branches.add(present)
        self._info = branch.info
        self._note_change()
        return True

    def rename(self, key: int, name: str) -> None:
        """Call a run by another name."""
        if key == self._info.key:
            self._info = replace(self._info, name=name)
        elif self.branches.get(key) is not None:
            self.branches.rename(key, name)
        self._told = None

    def forget(self, key: int) -> None:
        """Let a run go that was left."""
        self.branches.take(key)
        self._note_change()

    def standing(self, run: Run) -> Standing:
        """Where the run is now; cheap enough for every frame."""
        if self._told is None or self._info.experiment is not run.experiment:
            self._info = replace(self._info, experiment=run.experiment)
            infos = [*(branch.info for branch in self.branches), self._info]
            self._told = tuple(sorted(infos, key=lambda info: info.key))
        return Standing(
            newest=run.epochs_done,
            end=run.history.rows - 1,
            looking_back=self.viewed is not None,
            stride=run.moments.stride,
            nbytes=run.moments.nbytes + self._branch_bytes,
            current=self._info.key,
            runs=self._told,
        )

    # Inside

    def _leave(self, run: Run) -> None:
        """The run is about to begin again."""
        self.viewed = None
        (before, settings), now = self._restarted, time.monotonic()
        goes_on = self._changing != "" and settings == self._changing and now - before < _SOON
        self._restarted = (now, self._changing)
        if run.history.rows >= FEWEST_ROWS and not goes_on:
            self._keep(run)
            self._info = self._next_info(run.experiment)
        elif self._info.fork is not None:
            self._info = replace(self._info, fork=None)
            self._told = None

    def _keep(self, run: Run) -> None:
        branch: Branch = branch_of(run, self._info)
        self.branches.add(branch)
        self._note_change()

    def _next_info(self, experiment: Experiment) -> RunInfo:
        self._number += 1
        return RunInfo(next(self._keys), self._number, experiment)

    def _note_change(self) -> None:
        self._told = None
        self._branch_bytes = self.branches.nbytes


@dataclass(frozen=True)
class Report:
    """A batch of news from a run.

    rows : history columns by name ("epoch", "train_loss", ..., "update_ratio.layer1.weight"), float64 arrays of one
        length, a row for each epoch completed since the last report; absent values are NaN.
    restarted : the rows begin a new curve (a reset, new weights, other data or another network).
    epochs_per_second : measured over the last second or so of training; 0 when nothing trains.
    seconds : the time spent training since epoch 0.
    standing : where the run is in time, which the snapshot may look back from.
    easing : whether the speed still rises by itself, so that nothing follows from it for the time left.
    """

    snapshot: Snapshot
    rows: Mapping[str, NDArray[np.float64]]
    restarted: bool = False
    epochs_per_second: float = 0.0
    seconds: float = 0.0
    standing: Standing | None = None
    easing: bool = False
