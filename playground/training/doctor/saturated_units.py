"""Saturated units: tanh or sigmoid neurons at the ends of their range, where they have no slope.

A trained network saturates where it is sure, and rightly so. It is an illness where the first weights did it already,
or where a network that knows nothing stands still in it.
"""

from typing import Any

from playground.engine import ALL_ACTIVATIONS
from playground.training.doctor.case import Case, layer_text, rounded
from playground.training.doctor.finding import Finding, Remedy
from playground.training.inside import LayerInside

KIND = "saturated_units"
SHARE = 0.5
"""Of a layer's activations. At the start Xavier's weights saturate a few in a hundred; N(0, 1) weights behind 100
inputs of N(0, 1) give scores of N(0, 10²), and so saturate P(|z| > 3.48) = 73 % of the sigmoids."""
LEFT = 0.5
"""Of the base rate's loss: a network that has got below this may saturate."""
NOTHING_LEARNED = 0.9
"""Of the base rate's loss: a network above this has learned as good as nothing."""
_LARGE_INPUTS = 3.0
"""A standard deviation that weights made for inputs of about 1 do not expect."""
_WHY = (
    "At the ends of its range an activation has almost no slope, so almost no gradient gets through to the layers "
    "below, and they do not learn."
)


def look(case: Case) -> Finding | None:
    """Find the hidden layer with the largest share of saturated activations, while the loss is still high."""
    losses = case.recent("train_loss", 1)
    if not len(losses) or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    ill = [layer for layer in case.inside.layers[:-1] if (layer.saturated or 0.0) >= SHARE * case.slack]
    if not ill or not (_from_the_first(case, ill) or _knows_nothing(case, float(losses[-1]))):
        return None
    worst = max(ill, key=lambda layer: layer.saturated or 0.0)
    low, high = ALL_ACTIVATIONS[worst.activation].saturation or (0.0, 0.0)
    ends = f"beyond ±{high:g}" if low == -high else f"below {low:g} or above {high:g}"
    share = 100 * (worst.saturated or 0.0)
    evidence = (
        f"Epoch {case.epoch:,}, {layer_text(worst.name)}: {share:.0f} % of the {worst.activation} "
        f"activations lie {ends}, and the loss is {losses[-1]:.3g}, where knowing nothing scores {case.base_loss:.3g}."
    )
    title = f"Saturated neurons in {layer_text(worst.name)}"
    return Finding(KIND, title, evidence, _WHY, _remedy(case, ill), case.epoch, worst.name)


def _from_the_first(case: Case, ill: list[LayerInside]) -> bool:
    """Whether the first weights saturated a layer already."""
    begun = {layer.name: layer.saturated or 0.0 for layer in case.first().layers}
    return any(begun[layer.name] >= SHARE for layer in ill)


def _knows_nothing(case: Case, loss: float) -> bool:
    """Whether a network that has learned nothing is not about to."""
    return loss >= NOTHING_LEARNED * case.slack * case.base_loss and case.stands_still


def _remedy(case: Case, ill: list[LayerInside]) -> Remedy:
    """Smaller inputs or weights, where the first ones were at fault; else shorter steps."""
    if not _from_the_first(case, ill):
        rate = rounded(case.rate / 10)
        return Remedy(f"Learning rate {rate:g}", {"training.optimizer.learning_rate": rate}, restarts=True)
    if case.inside.inputs.deviation > _LARGE_INPUTS and case.experiment.data.preprocessing == "none":
        return Remedy("Standardize the inputs", {"data.preprocessing": "standardize"}, restarts=True)
    return Remedy("Xavier's first weights", xavier_assignments(case), restarts=True)


def xavier_assignments(case: Case) -> dict[str, Any]:
    """First weights that suit each layer: He's in front of a rectifier, Xavier's elsewhere; biases at 0."""
    assignments: dict[str, Any] = {}
    for path, layer in case.described:
        kind = ALL_ACTIVATIONS[layer.activation].suited_initializer
        assignments |= {f"{path}.initializer": {"kind": kind}, f"{path}.bias_initializer": {"kind": "zeros"}}
    return assignments
