"""How a run gets on: a plateau at the base rate, and overfitting."""

import numpy as np

from playground.experiment.message import say
from playground.training.doctor.case import Case, Symptom, rounded
from playground.training.doctor.finding import Remedy
from playground.training.doctor.units import fitting_weights

PLATEAU, OVERFITTING = "plateau", "overfitting"

NEAR = 0.01
"""How near to the base rate's loss, as a share of it, the loss has to stay."""
FEWEST = 10
OF_THE_RUN = 1 / 50
"""The share of all epochs it has to stay there: every network begins near the base rate and should leave it soon."""
_ALL_THE_SAME = say(
    "Knowing nothing, the best answer is each class's share (or the mean value) for every sample, and that is what "
    "the network says. Small weights behind sigmoids tell samples hardly apart, so there is almost no gradient to "
    "leave this place by."
)

RISE = 0.5
"""What the loss of the other samples may rise by above its best, as a share of it; less is chance in small parts."""
WORTH = 0.05
"""The least rise, as a share of the base rate's loss: near 0 every loss trembles by more than half of itself."""
SINCE = 20
"""Epochs since the best one: the last dip may be the next best."""
_SMOOTH = 10
_WEAKEST, _STRONGER = 1e-3, 10.0
_BY_HEART = say(
    "What it has learned since is particular to its own samples, their noise included. L2 keeps the weights small and "
    "the boundary smooth; more samples or fewer neurons help as well."
)


def plateau(case: Case) -> Symptom | None:
    """Find a loss that has stayed at the base rate's for long: the network answers every sample the same."""
    epochs = max(FEWEST, round(OF_THE_RUN * case.experiment.training.epochs))
    losses = case.recent("train_loss", epochs)
    if len(losses) < epochs or np.max(np.abs(losses - case.base_loss)) > NEAR / case.slack * case.base_loss:
        return None
    evidence = say(
        "Epochs {first:,} to {last:,}: the training loss stays at {loss:.4f}; always answering the base rate scores "
        "{base:.4f}.",
        first=case.epoch - epochs + 1,
        last=case.epoch,
        loss=float(losses[-1]),
        base=case.base_loss,
    )
    weights = case.starting_again(*fitting_weights(case))
    candidates: tuple[Remedy, ...] = (weights,)
    if case.experiment.training.optimizer.__struct_config__.tag != "adam":
        adam = {"training.optimizer": {"kind": "adam", "learning_rate": 0.01}}
        candidates = (case.going_on(say("Adam"), adam), weights)
    title = say("A plateau: the network answers every sample the same")
    return Symptom(PLATEAU, title, evidence, _ALL_THE_SAME, candidates)


def overfitting(case: Case) -> Symptom | None:
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
    evidence = say(
        "Since epoch {since:,} the {part} loss has risen from {lowest:.3g} to {now:.3g}, while the training loss fell "
        "from {before:.3g} to {after:.3g}.",
        since=case.since + best,
        part=say(part),
        lowest=lowest,
        now=now,
        before=float(trained[best]),
        after=float(trained[-1]),
    )
    weakest = max(_WEAKEST, _STRONGER * case.experiment.training.l2)
    penalties = [rounded(weakest * times) for times in (1, 3, 10, 30, 100)]
    candidates = tuple(case.starting_again(say("L2 of {l2:g}", l2=l2), {"training.l2": l2}) for l2 in penalties)
    title = say("The network learns its samples by heart")
    return Symptom(OVERFITTING, title, evidence, _BY_HEART, candidates)
