"""The learning rate: steps that jump across the valley instead of down it, and steps too tiny to get anywhere."""

import numpy as np
from numpy.typing import NDArray

from playground.experiment.message import Message, say
from playground.training.doctor.case import SWAY, WINDOW, Case, Symptom, rate_setting

TOO_HIGH, TOO_LOW = "rate_too_high", "rate_too_low"

PROGRESS = 0.25
"""The share of all that going up and down that may be left over as a change for good; a loss that falls has 1."""
WORSE = 0.1
"""Of the base rate's loss: a network that stays above it by more does worse than one that knows nothing."""
_STEPS_ACROSS = say(
    "Each step is longer than the valley is wide: the weights land on the other slope, as high as before or higher. "
    "Shorter steps reach the bottom."
)

MOVED = 1e-3
"""What an epoch should change of the weights at least. The usual advice is 1e-3 a step (Stanford's CS231n, "Ratio of
weights:updates"); a whole epoch that stays below it a thousand epochs would hardly turn into another network."""
PULL = 0.01
"""`sum|gradient| / sum|weight|` from which on a slope is worth walking down: in networks that have converged it is
below."""
LEFT = 0.5
"""Of the base rate's loss: with less than this left, slow steps may be what is wanted."""
_LONGER = (1e4, 1e3, 1e2, 1e1)
_MOST = 10.0
"""No rate above this is ever proposed."""


def too_high(case: Case) -> Symptom | None:
    """Find a loss that ran away, or jumps up and down without getting anywhere."""
    if case.diverged is not None:
        told = say("At epoch {epoch:,} the training loss left all bounds.", epoch=case.diverged)
        return _too_high(case, say("The loss ran away"), told)
    losses = case.recent("train_loss", WINDOW + 1)
    if len(losses) <= WINDOW:
        return None
    return _jumping(case, losses) or _stuck(case, losses)


def _jumping(case: Case, losses: NDArray[np.float64]) -> Symptom | None:
    changes = np.diff(losses)
    sway, whole = float(np.mean(np.abs(changes))), abs(float(losses[-1] - losses[0]))
    if sway < SWAY * case.slack * case.base_loss or whole > PROGRESS / case.slack * WINDOW * sway:
        return None
    evidence = say(
        "Epochs {first:,} to {last:,}: the training loss rose {rises} times in {window}, by ±{sway:.2g} an epoch "
        "around {mean:.3g}.",
        first=case.epoch - WINDOW,
        last=case.epoch,
        rises=int(np.count_nonzero(changes > 0)),
        window=WINDOW,
        sway=sway,
        mean=float(losses.mean()),
    )
    return _too_high(case, say("The loss jumps up and down"), evidence)


def _stuck(case: Case, losses: NDArray[np.float64]) -> Symptom | None:
    """Find a network that long steps have carried to where there is no slope any more."""
    if losses.min() < (1.0 + WORSE * case.slack) * case.base_loss or not case.stands_still:
        return None
    evidence = say(
        "Epochs {first:,} to {last:,}: the training loss stays at {loss:.3g}, above the {base:.3g} of always answering "
        "the base rate.",
        first=case.epoch - WINDOW,
        last=case.epoch,
        loss=float(losses[-1]),
        base=case.base_loss,
    )
    return _too_high(case, say("The network is stuck in wrong answers"), evidence, restarts=True)


def _too_high(case: Case, title: Message, evidence: Message, *, restarts: bool = False) -> Symptom:
    whole = say("{title}: learning rate {rate:g} is too high", title=title, rate=case.rate)
    candidates = case.slower(restarts=restarts)
    if not restarts:  # Where this network cannot be saved any more.
        candidates += case.slower(restarts=True)
    return Symptom(TOO_HIGH, whole, evidence, _STEPS_ACROSS, candidates)


def too_low(case: Case) -> Symptom | None:
    """Find weights that hardly move though the loss would fall if they did."""
    losses = case.recent("train_loss", WINDOW)
    if len(losses) < WINDOW or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    moved = {name: float(np.nanmedian(ratios)) for name, ratios in case.moved(WINDOW).items() if _known(ratios)}
    pull = max((layer.weight_gradient for layer in case.inside.layers if layer.name in moved), default=0.0)
    if not moved or pull < PULL * case.slack:
        return None
    ratio = max(moved.values())
    if not 0.0 < ratio * case.steps < MOVED / case.slack:
        return None
    evidence = say(
        "Epochs {first:,} to {last:,}: a step changes the weights by {ratio:.1e} of their size at most, where 1e-3 is "
        "usual; the loss of {loss:.3g} falls by {fall:.1e} an epoch.",
        first=case.epoch - WINDOW + 1,
        last=case.epoch,
        ratio=ratio,
        loss=float(losses[-1]),
        fall=float(losses[0] - losses[-1]) / (WINDOW - 1),
    )
    why = say("The loss would fall, but the steps are so short that the run ends before it does.")
    # The longest steps that are not too long.
    candidates = tuple(
        case.going_on(*rate_setting(case.rate * times)) for times in _LONGER if case.rate * times <= _MOST
    )
    title = say("The network hardly moves: learning rate {rate:g} is too low", rate=case.rate)
    return Symptom(TOO_LOW, title, evidence, why, candidates)


def _known(ratios: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(ratios).any())
