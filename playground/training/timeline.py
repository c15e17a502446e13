"""A run in time: the moment that is looked at, the branches that were left, and the way between them."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment
from playground.training.branches import Branch, Branches, RunInfo, branch_of
from playground.training.moments import Arrays
from playground.training.run import Run
from playground.training.snapshot import MapRequest, Snapshot
from playground.training.stopping import Outcome

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
        """Tell what is told of the run with this key, if it is still there."""
        return next((each for each in self.runs if each.key == key), None)


@dataclass(frozen=True)
class Kept:
    """What a timeline has besides its run, to be put into a file.

    info : of the run under way. number : of the run that began last. viewed : as the timeline's.
    """

    info: RunInfo
    number: int
    branches: tuple[Branch, ...]
    viewed: int | None


class Timeline:
    """Moves a run about in time.

    Parameters
    ----------
    run : the run to follow; it is the same as long as the timeline lasts, whatever it is turned to.
    keys : gives the runs their keys: where there are several timelines, all draw from the same.

    Attributes
    ----------
    run
    branches : the runs that were left.
    viewed : the epoch of the moment that is looked at; None for the present.
    """

    def __init__(self, run: Run, keys: Iterator[int] | None = None) -> None:
        self.run = run
        self.branches = Branches()
        self.viewed: int | None = None
        self._keys = count(1) if keys is None else keys
        self._number = 0
        self._info = self._next_info()
        self._restarted: tuple[float, tuple[str, ...]] = (0.0, ())
        self._present: tuple[Arrays, Outcome | None] | None = None
        self._told: tuple[RunInfo, ...] | None = None
        self._branch_bytes = 0
        run.leaving = self._leave

    # Looking

    def look_at(self, epoch: float) -> None:
        """Show the moment at an epoch, or the last before it that is kept; the present from there on."""
        run = self.run
        found = run.moments.at_or_before(epoch)
        at_present = epoch >= run.epochs_done and run.history.rows <= run.epochs_done + 1
        self.viewed = None if at_present or found == run.epochs_done else found

    def look_beside(self, by: int) -> None:
        """Show the kept moment before (-1) or after (+1) the one that is shown."""
        run = self.run
        shown = run.epochs_done if self.viewed is None else self.viewed
        if by < 0:
            before = run.moments.at_or_before(shown - 1)
            self.viewed = self.viewed if before is None else before
            return
        after = run.moments.after(shown)
        if after is not None:
            self.look_at(after)
        elif run.history.rows <= run.epochs_done + 1:
            self.viewed = None

    def snapshot(self, request: MapRequest | None = None) -> Snapshot:
        """Tell what is looked at."""
        if self.viewed is not None and self.run.moments.at(self.viewed) is None:
            self.viewed = None
        return self.run.snapshot(request, at=self.viewed)

    @contextmanager
    def standing_where_seen(self) -> Iterator[None]:
        """Let the run stand at the moment that is looked at for a while; what it is asked then fits what is seen."""
        run = self.run
        moment = None if self.viewed is None else run.moments.at(self.viewed)
        if moment is None:
            yield
            return
        beginnings, self._present = run.beginnings, (run.bearings(), run.outcome)
        run.turn_to(moment)
        try:
            yield
        finally:
            if run.beginnings == beginnings:
                self._return_to_present()
            self._present = None

    def _return_to_present(self) -> None:
        if self._present is not None:
            bearings, outcome = self._present
            self.run.turn_to(bearings)
            self.run.outcome = outcome

    # Going

    def depart(self) -> None:
        """About to train or change: from a moment that is looked at, that begins a branch."""
        run = self.run
        moment = None if self.viewed is None else run.moments.at(self.viewed)
        if self.viewed is None or moment is None:
            return
        epoch, self.viewed = self.viewed, None
        self._keep()
        run.turn_to(moment)
        run.history.tell_again(epoch)
        run.history.truncate(epoch + 1)
        run.moments.truncate(epoch)
        self._info = replace(self._next_info(), fork=epoch)

    def apply(self, experiment: Experiment) -> bool:
        """`Run.apply` at the moment that is looked at: a change that takes effect live begins a branch there."""
        change = self.run.prepare(experiment)
        if change.paths and change.network is None:
            self.depart()
        return self.run.carry_out(change)

    def return_to(self, key: int) -> bool:
        """Go back to a run that was left, exactly as it was, and leave the present one; whether it is still there."""
        branch = self.branches.get(key)
        if branch is None:
            return False
        self.viewed = None
        present = branch_of(self.run, self._info)
        self.run.become(branch.info.experiment, branch.state.arrays(), branch.moments)
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

    def standing(self) -> Standing:
        """Tell where the run is now; cheap enough for every frame."""
        run = self.run
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

    # In a file

    def kept(self) -> Kept:
        """Tell what there is besides the run."""
        info = replace(self._info, experiment=self.run.experiment)
        return Kept(info, self._number, tuple(self.branches), self.viewed)

    def take_up(self, kept: Kept) -> None:
        """Have what another told as `kept()`, around a run that stands where its run stood; with keys of its own."""
        self.branches = Branches()
        own = sorted((*kept.branches, None), key=lambda each: (kept.info if each is None else each.info).key)
        for branch in own:
            key = next(self._keys)
            if branch is None:
                self._info = replace(kept.info, key=key, experiment=self.run.experiment)
            else:
                self.branches.add(replace(branch, info=replace(branch.info, key=key)))
        self._number, self.viewed = kept.number, kept.viewed
        self._note_change()

    def join(self, keys: Iterator[int]) -> None:
        """Take keys from a source that other timelines draw from, too, so that all of theirs differ."""
        self._keys = keys
        self.take_up(self.kept())

    # Inside

    def _leave(self, paths: tuple[str, ...]) -> None:
        """The run is about to begin again, since the settings at `paths` have changed, or a person said so."""
        self._return_to_present()
        self.viewed = None
        (before, settings), now = self._restarted, time.monotonic()
        goes_on = paths != () and settings == paths and now - before < _SOON
        self._restarted = (now, paths)
        if self.run.history.rows >= FEWEST_ROWS and not goes_on:
            self._keep()
            self._info = self._next_info()
        elif self._info.fork is not None:
            self._info = replace(self._info, fork=None)
            self._told = None

    def _keep(self) -> None:
        self.branches.add(branch_of(self.run, self._info))
        self._note_change()

    def _next_info(self) -> RunInfo:
        self._number += 1
        return RunInfo(next(self._keys), self._number, self.run.experiment)

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
