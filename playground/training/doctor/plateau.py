"""A plateau at the base rate: the network answers every sample the same."""

import numpy as np

from playground.training.doctor.case import Case
from playground.training.doctor.finding import Finding, Remedy
from playground.training.doctor.saturated_units import xavier_assignments

KIND = "plateau"
NEAR = 0.01
"""How near to the base rate's loss, as a share of it, the loss has to stay."""
FEWEST = 10
OF_THE_RUN = 1 / 50
"""The share of all epochs it has to stay there: every network begins near the base rate and should leave it soon."""
_SMALL = 0.2
"""Times Xavier's deviation: first weights smaller than this are the likely cause."""
_WHY = (
    "Knowing nothing, the best answer is each class's share (or the mean value) for every sample, and that is what "
    "the network says. Small weights behind sigmoids tell samples hardly apart, so there is almost no gradient to "
    "leave this place by."
)


def look(case: Case) -> Finding | None:
    """Find a loss that has stayed at the base rate's for long."""
    epochs = max(FEWEST, round(OF_THE_RUN * case.experiment.training.epochs))
    losses = case.recent("train_loss", epochs)
    if len(losses) < epochs or np.max(np.abs(losses - case.base_loss)) > NEAR / case.slack * case.base_loss:
        return None
    evidence = (
        f"Epochs {case.epoch - epochs + 1:,} to {case.epoch:,}: the training loss stays at {losses[-1]:.4f}; "
        f"always answering the base rate scores {case.base_loss:.4f}."
    )
    return Finding(
        KIND, "A plateau: the network answers every sample the same", evidence, _WHY, _remedy(case), case.epoch
    )


def _remedy(case: Case) -> Remedy:
    if case.experiment.training.optimizer.__struct_config__.tag != "adam":
        return Remedy("Adam", {"training.optimizer": {"kind": "adam", "learning_rate": 0.01}}, restarts=False)
    return Remedy("Xavier's first weights", xavier_assignments(case), restarts=True)
