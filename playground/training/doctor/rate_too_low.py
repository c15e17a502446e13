"""Learning rate too low: the slope is there, but the steps down it are tiny."""

import math

import numpy as np

from playground.training.doctor.case import WINDOW, Case, rounded
from playground.training.doctor.finding import Finding, Remedy

KIND = "rate_too_low"
MOVED = 1e-3
"""What an epoch should change of the weights at least. The usual advice is 1e-3 a step (Stanford's CS231n, "Ratio of
weights:updates"); a whole epoch that stays below it a thousand epochs would hardly turn into another network."""
PULL = 0.01
"""`sum|gradient| / sum|weight|` from which on a slope is worth walking down: in networks that have converged it is
below."""
LEFT = 0.5
"""Of the base rate's loss: with less than this left, slow steps may be what is wanted."""
_HEALTHY = 1e-3
_MOST = 1000.0


def look(case: Case) -> Finding | None:
    """Find weights that hardly move though the loss would fall if they did."""
    losses = case.recent("train_loss", WINDOW)
    if len(losses) < WINDOW or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    moved = {name: float(np.nanmedian(ratios)) for name, ratios in case.moved(WINDOW).items() if _known(ratios)}
    pull = max((layer.weight_gradient for layer in case.inside.layers if layer.name in moved), default=0.0)
    if not moved or pull < PULL * case.slack:
        return None
    name = max(moved, key=lambda each: moved[each])
    ratio = moved[name]
    if not 0.0 < ratio * case.steps < MOVED / case.slack:
        return None
    fall = float(losses[0] - losses[-1]) / (WINDOW - 1)
    evidence = (
        f"Epochs {case.epoch - WINDOW + 1:,} to {case.epoch:,}: a step changes the weights by {ratio:.1e} of their "
        f"size at most, where 1e-3 is usual; the loss of {losses[-1]:.3g} falls by {fall:.1e} an epoch."
    )
    why = "The loss would fall, but the steps are so short that the run ends before it does."
    rate = rounded(case.rate * min(_MOST, max(10.0, 10 ** round(math.log10(_HEALTHY / ratio)))))
    remedy = Remedy(f"Learning rate {rate:g}", {"training.optimizer.learning_rate": rate}, restarts=False)
    title = f"The network hardly moves: learning rate {case.rate:g} is too low"
    return Finding(KIND, title, evidence, why, remedy, case.epoch)


def _known(ratios: np.ndarray) -> bool:
    return bool(np.isfinite(ratios).any())
