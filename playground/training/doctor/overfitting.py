"""Overfitting: the network gets better at the samples it trains on and worse at all others."""

import numpy as np

from playground.training.doctor.case import Case
from playground.training.doctor.finding import Finding, Remedy

KIND = "overfitting"
RISE = 0.5
"""What the loss of the other samples may rise by above its best, as a share of it; less is chance in small parts."""
WORTH = 0.05
"""The least rise, as a share of the base rate's loss: near 0 every loss trembles by more than half of itself."""
SINCE = 20
"""Epochs since the best one: the last dip may be the next best."""
_SMOOTH = 10
_WEAKEST, _STRONGER = 1e-3, 10.0
_WHY = (
    "What it has learned since is particular to its own samples, their noise included. L2 keeps the weights small and "
    "the boundary smooth; more samples or fewer neurons help as well."
)


def look(case: Case) -> Finding | None:
    """Find a validation loss, or else test loss, that rises while the training loss falls."""
    part = next((part for part in ("validation", "test") if part in case.history.parts), None)
    if part is None:
        return None
    losses = case.recent(f"{part}_loss", case.epoch + 1)
    if len(losses) <= SINCE or np.isnan(losses).all():
        return None
    best = int(np.nanargmin(losses))
    lowest, now = float(losses[best]), float(np.median(losses[-_SMOOTH:]))
    trained = case.recent("train_loss", case.epoch + 1)
    rise = now - lowest
    if rise < RISE * case.slack * lowest or rise < WORTH * case.slack * case.base_loss:
        return None
    if len(losses) - 1 - best < SINCE or float(np.median(trained[-_SMOOTH:])) > trained[best]:
        return None
    evidence = (
        f"Since epoch {case.since + best:,} the {part} loss has risen from {lowest:.3g} to {now:.3g}, while the "
        f"training loss fell from {trained[best]:.3g} to {trained[-1]:.3g}."
    )
    return Finding(KIND, "The network learns its samples by heart", evidence, _WHY, _remedy(case), case.epoch)


def _remedy(case: Case) -> Remedy:
    l2 = float(f"{max(_WEAKEST, _STRONGER * case.experiment.training.l2):.2g}")
    return Remedy(f"L2 of {l2:g}", {"training.l2": l2}, restarts=True)
