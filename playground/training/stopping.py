"""When a run ends by itself, and why: the last epoch, a target, patience, divergence."""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from statistics import median

from playground.experiment import Stop

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
    """How a run ended: why, after how many epochs, and which epoch's weights it has now."""

    reason: Reason
    stopped_at: int
    epoch: int
    learning_rate: float = 0.0

    def __str__(self) -> str:
        match self.reason:
            case Reason.EPOCHS:
                return f"all {self.stopped_at:,} epochs are done"
            case Reason.TARGET_LOSS:
                return f"the target loss was reached at epoch {self.stopped_at:,}"
            case Reason.TARGET_ACCURACY:
                return f"the target accuracy was reached at epoch {self.stopped_at:,}"
            case Reason.PATIENCE:
                return (
                    f"the validation loss stopped improving; stopped at epoch {self.stopped_at:,} "
                    f"with the weights of epoch {self.epoch:,}, the best"
                )
            case Reason.DIVERGENCE:
                return (
                    f"the loss ran away: stopped at epoch {self.stopped_at:,} and went back to epoch {self.epoch:,}; "
                    f"try a learning rate below {self.learning_rate:g}, or a gradient clip"
                )


class DivergenceWatch:
    """Tells a loss that runs away from one that merely wobbles.

    A run has diverged when its loss is not finite, or when the median of the last 20 training losses (the untrained
    network's is the first) is above 5 times what it had at the start or what knowing nothing scores, whichever is
    larger.
    """

    def __init__(self, start_loss: float, base_loss: float) -> None:
        self.harmless = max(start_loss, base_loss) if math.isfinite(start_loss) else base_loss
        self.limit = _RISE * self.harmless
        self.recent: deque[float] = deque([start_loss], maxlen=_WINDOW)

    def add(self, loss: float) -> bool:
        """Take the next epoch's training loss; whether the run has diverged."""
        self.recent.append(loss)
        if not math.isfinite(loss):
            return True
        return median(self.recent) > self.limit

    def restore(self, harmless: float, recent: Iterable[float]) -> None:
        """Return to what was known earlier."""
        self.harmless, self.limit = harmless, _RISE * harmless
        self.recent = deque(recent, maxlen=_WINDOW)

    def begin_again(self, loss: float) -> None:
        """Forget the recent losses but for that of the state that training goes on from."""
        self.recent.clear()
        self.recent.append(loss)


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
