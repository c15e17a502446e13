"""Runs that were left, so that they can be compared with and returned to, within bounded memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from playground.experiment import Experiment
from playground.training.moments import Moments, Packed
from playground.training.run import Run
from playground.training.snapshot import Score
from playground.training.stopping import Reason
from playground.training.thinned_series import ThinnedSeries

BYTES_LIMIT = 128 * 2**20
COUNT_LIMIT = 6
_CURVES = ("train_loss", "train_accuracy", "learning_rate")


@dataclass(frozen=True)
class RunInfo:
    """What a window tells of a run, left or under way.

    key : tells it from all others of a session. number : for its name, from 1 on.
    name : what a person calls it; empty until then.
    fork : the epoch of another run that it went on from; None for one that began with first weights.
    diverged_at : the epoch at which it was stopped for that.
    curves : of the training part and the first parameter's update ratio, by their history column.
    """

    key: int
    number: int
    experiment: Experiment
    name: str = ""
    fork: int | None = None
    epochs: int = 0
    diverged_at: int | None = None
    score: Score | None = None
    curves: Mapping[str, ThinnedSeries] = field(default_factory=dict)


@dataclass(frozen=True)
class Branch:
    """A run that was left: how it was told of, all that it had come to, and its past."""

    info: RunInfo
    state: Packed
    moments: Moments


def branch_of(run: Run, info: RunInfo) -> Branch:
    """Copies of everything that returning to a run takes; `info` says whose it is."""
    history = run.history
    columns = (*_CURVES, f"update_ratio.{run.network.names[0]}")
    curves = {name: ThinnedSeries() for name in columns}
    for name, curve in curves.items():
        curve.append(history["epoch"], history[name])
    row = min(run.epochs_done, history.rows - 1)
    figures = history.scalars(row)
    score = Score(figures["train_loss"], figures.get("train_accuracy"))
    outcome = run.outcome
    diverged_at = outcome.stopped_at if outcome and outcome.reason is Reason.DIVERGENCE else info.diverged_at
    told = replace(info, epochs=run.epochs_done, score=score, experiment=run.experiment, curves=curves)
    return Branch(replace(told, diverged_at=diverged_at), Packed(run.state()), run.moments.copy())


class Branches:
    """The runs that were left last.

    Where another takes too much memory, the pasts of those with the longest are thinned; where that is not enough, or
    there are too many, the one left first goes.

    Parameters
    ----------
    bytes_limit : most bytes of all states and moments; what several hold in common counts once.
    count_limit : most branches.
    """

    def __init__(self, bytes_limit: int = BYTES_LIMIT, count_limit: int = COUNT_LIMIT) -> None:
        self.bytes_limit, self.count_limit = bytes_limit, count_limit
        self._kept: dict[int, Branch] = {}

    def add(self, branch: Branch) -> None:
        """Keep another, the newest."""
        self._kept[branch.info.key] = branch
        while len(self._kept) > self.count_limit:
            self._drop_first()
        while self._kept and self.nbytes > self.bytes_limit:
            longest = max(self._kept.values(), key=lambda each: len(each.moments.kept))
            if len(longest.moments.kept) > 1:
                longest.moments.thin()
            else:
                self._drop_first()

    def take(self, key: int) -> Branch | None:
        """One to return to, which is no longer left then."""
        return self._kept.pop(key, None)

    def get(self, key: int) -> Branch | None:
        return self._kept.get(key)

    def rename(self, key: int, name: str) -> None:
        """Call a branch by another name."""
        branch = self._kept[key]
        self._kept[key] = replace(branch, info=replace(branch.info, name=name))

    def __iter__(self) -> Iterator[Branch]:
        return iter(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Memory taken by the numbers of all."""
        packs = {id(pack): pack for branch in self for pack in (branch.state, *branch.moments.kept)}
        return sum(pack.nbytes for pack in packs.values())

    def _drop_first(self) -> None:
        del self._kept[next(iter(self._kept))]
