"""Dead units: ReLU neurons that answer 0 to everything, and so never learn again."""

from playground.training.doctor.case import Case, layer_text
from playground.training.doctor.finding import Finding, Remedy

KIND = "dead_units"
SHARE = 0.4
"""Of a layer's neurons. Some die in every ReLU network and do no harm; Stanford's CS231n ("Commonly used activation
functions") names 40 % as what a rate too high brings about."""
LEFT = 0.5
"""Of the base rate's loss: a network that has got below this has neurons enough, and the dead ones do no harm."""
NEARLY_ALL = 0.9
"""Of a layer's neurons: so many are told of at once; fewer, only where the network does not learn."""
_WHY = (
    "Where a ReLU answers 0 its slope is 0 as well, so no gradient reaches its weights: it stays dead, and the layer "
    "is that much narrower. Too high a learning rate, or biases far below 0, do this. Leaky ReLU always has a slope."
)


def look(case: Case) -> Finding | None:
    """Find the layer with the largest share of dead neurons, if that is too large and the loss still high."""
    losses = case.recent("train_loss", 1)
    if not len(losses) or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    layers = zip(case.inside.layers, case.described, strict=True)
    deaths = [(layer.dead or 0.0, layer, path) for layer, (path, _) in layers]
    ill = [death for death in deaths if death[0] >= SHARE * case.slack]
    if not ill:
        return None
    share, worst, _ = max(ill, key=lambda death: death[0])
    if share < NEARLY_ALL * case.slack and not case.stands_still:
        return None
    count = round(share * worst.units)
    evidence = (
        f"Epoch {case.epoch:,}, {layer_text(worst.name)}: {count:,} of {worst.units:,} neurons ({100 * share:.0f} %) "
        f"answer 0 to all of {case.inside.samples:,} training samples."
    )
    remedy = Remedy(
        "Leaky ReLU instead of ReLU", {f"{path}.activation": "leaky_relu" for _, _, path in ill}, restarts=True
    )
    title = f"Dead neurons in {layer_text(worst.name)}"
    return Finding(KIND, title, evidence, _WHY, remedy, case.epoch, worst.name)
