"""When a run ends by itself, and why: the last epoch, a target, patience, divergence."""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, overflow_is_expected
from playground.experiment import Stop
from playground.experiment.message import Message, say, say_count
from playground.experiment.training import Training
from playground.training.moments import Moment
from playground.training.snapshot import Score
from playground.training.state import State, gather, part_of

_WINDOW = 20
_RISE = 5.0


class Reason(Enum):
    """Why a run stopped."""

    EPOCHS = "epochs"
    TARGET_LOSS = "target_loss"
    TARGET_ACCURACY = "target_accuracy"
    PATIENCE = "patience"
    DIVERGENCE = "divergence"


@dataclass(frozen=True)
class Outcome:
    """How a run ended: why, after how many epochs, and which epoch's weights it has now.

    learning_rate : the rate of the last step, where the loss ran away.
    asked : how many epochs more were asked for, where these and not the experiment's number set the end.
    """

    reason: Reason
    stopped_at: int
    epoch: int
    learning_rate: float = 0.0
    asked: int | None = field(default=None, compare=False)

    @property
    def message(self) -> Message:
        """The outcome as a sentence."""
        at, back = self.stopped_at, self.epoch
        stopped = self._epochs_done() if self.reason is Reason.EPOCHS else say(_STOPPED[self.reason], at=at)
        if self.reason is Reason.DIVERGENCE:
            remedy = "{stopped} and went back to epoch {back:,}; try a learning rate below {rate:g}, or a gradient clip"
            return say(remedy, stopped=stopped, back=back, rate=self.learning_rate)
        if back == at:
            return stopped
        left = "{stopped}; the network is left with the weights of epoch {back:,}, the best"
        return say(left, stopped=stopped, back=back)

    def _epochs_done(self) -> Message:
        at, asked = self.stopped_at, self.asked
        if asked is None:
            return say_count(at, "the one epoch is done", "all {count:,} epochs are done")
        if not asked:
            return say("no epochs were asked for, so none were done; the run is at epoch {at:,}", at=at)
        one, many = "1 more epoch is done, {at:,} in all", "{count:,} more epochs are done, {at:,} in all"
        return say_count(asked, one, many, at=at)

    def __str__(self) -> str:
        return str(self.message)


_STOPPED = {
    Reason.TARGET_LOSS: "the target loss was reached at epoch {at:,}",
    Reason.TARGET_ACCURACY: "the target accuracy was reached at epoch {at:,}",
    Reason.PATIENCE: "the validation loss stopped improving, so training stopped at epoch {at:,}",
    Reason.DIVERGENCE: "the loss ran away: stopped at epoch {at:,}",
}


class DivergenceWatch:
    """Tells a loss that runs away from one that merely wobbles.

    A run has diverged when its loss is not finite, or when the median of the last 20 training losses (the untrained
    network's is the first) is above 5 times what it had at the start or what knowing nothing scores, whichever is
    larger.
    """

    def __init__(self, start_loss: float, base_loss: float) -> None:
        harmless = max(start_loss, base_loss) if math.isfinite(start_loss) else base_loss
        self.restore(harmless, [start_loss])

    def add(self, loss: float) -> bool:
        """Take the next epoch's training loss; whether the run has diverged."""
        recent = self.recent
        if loss > self.limit:
            self._last_above = self._seen
        self._seen += 1
        recent.append(loss)
        if not math.isfinite(loss):
            return True
        # With none of them above the limit the median is not, and to sort them would take longer than a step.
        return self._seen - self._last_above <= len(recent) and median(recent) > self.limit

    def restore(self, harmless: float, recent: Iterable[float]) -> None:
        """Return to what was known earlier."""
        self.harmless, self.limit = harmless, _RISE * harmless
        self.recent: deque[float] = deque(recent, maxlen=_WINDOW)
        self._seen, self._last_above = len(self.recent), len(self.recent) - 1

    def begin_again(self, loss: float) -> None:
        """Forget the recent losses but for that of the state that training goes on from."""
        self.restore(self.harmless, [loss])


class Patience:
    """Remembers the best validation loss and how long ago it was."""

    def __init__(self, epoch: int, loss: float) -> None:
        self.best = math.inf if math.isnan(loss) else loss
        self.best_epoch = epoch

    def add(self, epoch: int, loss: float) -> bool:
        """Take an epoch's validation loss; whether it is the best so far."""
        if loss < self.best:
            self.best, self.best_epoch = loss, epoch
            return True
        return False


def target_reached(stop: Stop, loss: float, accuracy: float | None) -> Reason | None:
    """The target that an epoch's training figures meet, if any."""
    if stop.target_loss is not None and loss <= stop.target_loss:
        return Reason.TARGET_LOSS
    if stop.target_accuracy is not None and accuracy is not None and accuracy >= stop.target_accuracy:
        return Reason.TARGET_ACCURACY
    return None


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
        """The run went back to an earlier state, beyond which there is nothing to come back to any more."""
        self._good.take(network, epoch)
        self._watch.begin_again(scores["train"].loss)
        self.begin_patience(network, scores, epoch)

    def verdict(
        self, network: Network, scores: Scores, epoch: int, training: Training, last: int
    ) -> tuple[Reason, Moment | None] | None:
        """Why the run should end after this epoch, and the state to go back to; None to go on.

        With patience the best state comes back whatever ends the run, but for a step that is taken by hand beyond its
        `last` epoch.
        """
        (loss, accuracy), stop, watch = scores["train"], training.stop, self._watch
        if watch.add(loss) or not _is_finite(network, scores):
            return Reason.DIVERGENCE, self._good
        if loss <= watch.harmless:
            self._good.take(network, epoch)
        reason = target_reached(stop, loss, accuracy)
        if reason is None and epoch >= last:
            reason = Reason.EPOCHS
        validation, patience = scores.get("validation"), stop.patience
        if patience is None or validation is None:
            return None if reason is None else (reason, None)
        if self._patience.add(epoch, validation.loss):
            self._best.take(network, epoch)
        elif epoch - self._patience.best_epoch >= patience:
            reason = Reason.PATIENCE
        by_hand = reason is Reason.EPOCHS and epoch > last
        return None if reason is None else (reason, None if by_hand else self.better_than(epoch))

    def better_than(self, epoch: int) -> Moment | None:
        """The best state, where it is not that of an epoch."""
        return None if self._best.epoch == epoch else self._best

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
    """Tell whether every figure is finite, and the network too: weights can run away while their loss stays small."""
    for loss, _ in scores.values():
        if not math.isfinite(loss):
            return False
    values, running = network.values, network.running_values
    # False for NaN. Where this holds, no penalty overflows either.
    if not values.dot(values) < _LARGEST:
        return False
    if not len(running):
        return True
    with overflow_is_expected():
        return math.isfinite(np.add.reduce(running))
