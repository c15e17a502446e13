"""Learning rate too high: the steps jump across the valley instead of down it."""

import numpy as np
from numpy.typing import NDArray

from playground.training.doctor.case import WINDOW, Case, rounded
from playground.training.doctor.finding import Finding, Remedy

KIND = "rate_too_high"
SWAY = 0.05
"""Of the base rate's loss, what the loss may go up or down by in an epoch, on average. A minibatch that is trained on
with a fitting rate moves the loss of the whole part by a percent or so."""
PROGRESS = 0.25
"""The share of all that going up and down that may be left over as a change for good; a loss that falls has 1."""
WORSE = 1.1
"""Times the base rate's loss: a network that stays above it does worse than one that knows nothing."""
_WHY = (
    "Each step is longer than the valley is wide: the weights land on the other slope, as high as before or higher. "
    "Shorter steps reach the bottom."
)


def look(case: Case) -> Finding | None:
    """Find a loss that ran away, or jumps up and down without getting anywhere."""
    if case.diverged is not None:
        return _finding(case, "The loss ran away", f"At epoch {case.diverged:,} the training loss left all bounds.")
    losses = case.recent("train_loss", WINDOW + 1)
    if len(losses) <= WINDOW:
        return None
    return _jumping(case, losses) or _stuck(case, losses)


def _jumping(case: Case, losses: NDArray[np.float64]) -> Finding | None:
    changes = np.diff(losses)
    sway, whole = float(np.mean(np.abs(changes))), abs(float(losses[-1] - losses[0]))
    if sway < SWAY * case.slack * case.base_loss or whole > PROGRESS / case.slack * WINDOW * sway:
        return None
    rises = int(np.count_nonzero(changes > 0))
    evidence = (
        f"Epochs {case.epoch - WINDOW:,} to {case.epoch:,}: the training loss rose {rises} times in {WINDOW}, "
        f"by ±{sway:.2g} an epoch around {losses.mean():.3g}."
    )
    return _finding(case, "The loss jumps up and down", evidence)


def _stuck(case: Case, losses: NDArray[np.float64]) -> Finding | None:
    """Find a network that long steps have carried to where there is no slope any more."""
    if losses.min() < WORSE * case.slack * case.base_loss or not case.stands_still:
        return None
    evidence = (
        f"Epochs {case.epoch - WINDOW:,} to {case.epoch:,}: the training loss stays at {losses[-1]:.3g}, above the "
        f"{case.base_loss:.3g} of always answering the base rate."
    )
    return _finding(case, "The network is stuck in wrong answers", evidence, restarts=True)


def _finding(case: Case, title: str, evidence: str, *, restarts: bool = False) -> Finding:
    rate = rounded(case.rate / 10)
    remedy = Remedy(f"Learning rate {rate:g}", {"training.optimizer.learning_rate": rate}, restarts)
    return Finding(KIND, f"{title}: learning rate {case.rate:g} is too high", evidence, _WHY, remedy, case.epoch)
