"""The judge of a run: after each epoch, whether it should end, and which state it should end with."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, overflow_is_expected
from playground.experiment.training import Training
from playground.training.moment import Moment
from playground.training.snapshot import Score
from playground.training.state import State, gather, part_of
from playground.training.stopping import DivergenceWatch, Patience, Reason, target_reached

Scores = Mapping[str, Score]
_LARGEST = 1e300
"""Where the squares of a network's parameters add up to more, they are as good as lost."""


class Judge:
    """Keeps the states worth coming back to: the last harmless one, and the best by validation loss.

    Parameters
    ----------
    network, scores : as they are at epoch 0.
    base_loss : what knowing nothing scores.
    """

    def __init__(self, network: Network, scores: Scores, base_loss: float) -> None:
        self._watch = DivergenceWatch(scores["train"].loss, base_loss)
        self._good = Moment(network, 0)
        self.begin_patience(network, scores, 0)

    def begin_patience(self, network: Network, scores: Scores, epoch: int) -> None:
        """Count the epochs without a better validation loss from the state as it is, which is the best so far."""
        validation = scores.get("validation")
        self._patience = Patience(epoch, math.inf if validation is None else validation.loss)
        self._best = Moment(network, epoch)

    def take_new_data(self, network: Network, scores: Scores, epoch: int, base_loss: float) -> None:
        """Judge by other data, or a network changed by hand; what it scores on them as it is counts as harmless."""
        self._watch = DivergenceWatch(max(self._watch.harmless, scores["train"].loss), base_loss)
        self.begin_patience(network, scores, epoch)

    def go_on_from(self, network: Network, scores: Scores, epoch: int) -> None:
        """The run went back to an earlier state."""
        self._watch.begin_again(scores["train"].loss)
        self.begin_patience(network, scores, epoch)

    def verdict(
        self, network: Network, scores: Scores, epoch: int, training: Training
    ) -> tuple[Reason, Moment | None] | None:
        """Why the run should end after this epoch, and the state to go back to; None to go on."""
        score = scores["train"]
        if self._watch.add(score.loss) or not _is_finite(network, scores):
            return Reason.DIVERGENCE, self._good
        if score.loss <= self._watch.harmless:
            self._good.take(network, epoch)
        validation = scores.get("validation")
        if training.stop.patience is not None and validation is not None:
            if self._patience.add(epoch, validation.loss):
                self._best.take(network, epoch)
            elif epoch - self._patience.best_epoch >= training.stop.patience:
                return Reason.PATIENCE, self._best
        reason = target_reached(training.stop, score.loss, score.accuracy)
        if reason is None and epoch >= training.epochs:
            reason = Reason.EPOCHS
        return None if reason is None else (reason, None)

    def state(self) -> State:
        """Copies of all that the next verdicts depend on."""
        watch, patience = self._watch, self._patience
        return {
            **gather(good=self._good.state(), best=self._best.state()),
            "recent": np.array(watch.recent),
            "harmless": np.array(watch.harmless),
            "patience": np.array([patience.best, patience.best_epoch]),
        }

    def bearings(self, epoch: int | None, training: Training) -> State:
        """`state()` without what the network tells, which is that of `epoch` if given, or nobody will ask for."""
        watch, patience = self._watch, self._patience
        told: State = {"recent": np.array([watch.harmless, *watch.recent])}
        if self._good.epoch != epoch:
            told |= gather(good=self._good.state())
        if training.stop.patience is not None and self._best.epoch != epoch:
            told |= gather(best=self._best.state())
            told["patience"] = np.array([patience.best, patience.best_epoch])
        return told

    def take_bearings(self, bearings: Mapping[str, NDArray[Any]], network: Network, scores: Scores, epoch: int) -> None:
        """Judge as at the epoch that told these `bearings`, of which `network` and `scores` are."""
        self._good.take(network, epoch)
        if "good.values" in bearings:
            self._good.restore(part_of(bearings, "good"))
        harmless, *recent = bearings["recent"].tolist()
        # Other data may have raised since what is harmless.
        self._watch.restore(max(self._watch.harmless, harmless), recent)
        self.begin_patience(network, scores, epoch)
        if "best.values" in bearings:
            self._best.restore(part_of(bearings, "best"))
            best, best_epoch = bearings["patience"].tolist()
            self._patience = Patience(int(best_epoch), best)

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()`."""
        self._good.restore(part_of(state, "good"))
        self._best.restore(part_of(state, "best"))
        self._watch.restore(float(state["harmless"]), np.asarray(state["recent"], np.float64).tolist())
        best, epoch = state["patience"].tolist()
        self._patience = Patience(int(epoch), best)


def _is_finite(network: Network, scores: Scores) -> bool:
    """Whether every figure is finite, and the network too: weights can run away while their loss stays small."""
    for score in scores.values():
        if not math.isfinite(score.loss):
            return False
    values, running = network.values, network.running_values
    with overflow_is_expected():
        # Both are False for NaN. Where the first holds, no penalty overflows either.
        return float(values.dot(values)) < _LARGEST and (not len(running) or math.isfinite(np.add.reduce(running)))
