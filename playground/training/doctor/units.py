"""Neurons without a slope, and the inputs that may be the cause of it.

Dead ones are ReLUs that answer 0 to everything, and so never learn again. Saturated ones are tanhs or sigmoids at the
ends of their range. A trained network saturates where it is sure, and rightly so; it is an illness where the first
weights did it already, or where a network that knows nothing stands still in it.
"""

from typing import Any

from playground.engine import ALL_ACTIVATIONS
from playground.experiment import lab_of
from playground.experiment.message import Message, say
from playground.training.doctor.case import Case, Symptom, layer_words, rate_setting
from playground.training.doctor.finding import Remedy
from playground.training.inside import LayerInside

DEAD, SATURATED, UNSCALED = "dead_units", "saturated_units", "unscaled_inputs"

LEFT = 0.5
"""Of the base rate's loss: a network that has got below this may have neurons that are dead or saturated."""

DEAD_SHARE = 0.4
"""Of a layer's neurons. Some die in every ReLU network and do no harm; Stanford's CS231n ("Commonly used activation
functions") names 40 % as what a rate too high brings about."""
NEARLY_ALL = 0.9
"""Of a layer's neurons: so many are told of at once; fewer, only where the network does not learn."""
_NO_SLOPE_AT_0 = say(
    "Where a ReLU answers 0 its slope is 0 as well, so no gradient reaches its weights: it stays dead, and the layer "
    "is that much narrower. Too high a learning rate, or biases far below 0, do this. Leaky ReLU always has a slope."
)

SATURATED_SHARE = 0.5
"""Of a layer's activations. At the start Xavier's weights saturate a few in a hundred; N(0, 1) weights behind 100
inputs of N(0, 1) give scores of N(0, 10²), and so saturate P(|z| > 3.48) = 73 % of the sigmoids."""
NOTHING_LEARNED = 0.9
"""Of the base rate's loss: a network above this has learned as good as nothing."""
_NO_SLOPE_AT_THE_ENDS = say(
    "At the ends of its range an activation has almost no slope, so almost no gradient gets through to the layers "
    "below, and they do not learn."
)

FAR_OUT = 5.0
"""The root of an input's mean square. First weights are made for inputs of about 1; the points of a plane from -5 to 5
have 2 to 3.5."""
_NOT_PREPARED = say(
    "First weights and learning rates are made for inputs around 0 with a spread of about 1. Inputs far from that make "
    "every score and every step as many times too large; a smaller learning rate then hardly learns."
)


def dead(case: Case) -> Symptom | None:
    """Find the layer with the largest share of dead neurons, if that is too large and the loss still high."""
    losses = case.recent("train_loss", 1)
    if not len(losses) or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    layers = zip(case.inside.layers, case.described, strict=True)
    deaths = [(layer.dead or 0.0, layer, path) for layer, (path, _) in layers]
    ill = [death for death in deaths if death[0] >= DEAD_SHARE * case.slack]
    if not ill:
        return None
    share, worst, _ = max(ill, key=lambda death: death[0])
    if share < NEARLY_ALL * case.slack and not case.stands_still:
        return None
    evidence = say(
        "Epoch {epoch:,}, {layer}: {dead:,} of {units:,} neurons ({percent:.0f} %) answer 0 to all of {samples:,} "
        "training samples.",
        epoch=case.epoch,
        layer=layer_words(worst.name),
        dead=round(share * worst.units),
        units=worst.units,
        percent=100 * share,
        samples=case.inside.samples,
    )
    leaky = {f"{path}.activation": "leaky_relu" for _, _, path in ill}
    title = say("Dead neurons in {layer}", layer=layer_words(worst.name))
    return Symptom(DEAD, title, evidence, _NO_SLOPE_AT_0, _for_the_dead(case, leaky), worst.name)


def _for_the_dead(case: Case, leaky: dict[str, Any]) -> tuple[Remedy, ...]:
    """A slope for everyone; where biases keep them down, or steps too long have killed them, others of these too."""
    name = say("Leaky ReLU instead of ReLU")
    biases = {f"{path}.bias_initializer": {"kind": "zeros"} for path, _ in case.described}
    upright = case.starting_again(say("{one}, biases from 0", one=name), {**leaky, **biases})
    slower = case.slower(restarts=True)
    both = [
        case.starting_again(say("{one}, {other}", one=name, other=other.name), {**leaky, **other.assignments})
        for other in slower
    ]
    first = case.starting_again(name, leaky)
    born = any((layer.dead or 0.0) >= DEAD_SHARE for layer in case.first().layers)
    return (first, upright, *both) if born else (first, *slower, *both)


def saturated(case: Case) -> Symptom | None:
    """Find the hidden layer with the largest share of saturated activations, while the loss is still high."""
    losses = case.recent("train_loss", 1)
    if not len(losses) or losses[-1] < LEFT * case.slack * case.base_loss:
        return None
    ill = [layer for layer in case.inside.layers[:-1] if (layer.saturated or 0.0) >= SATURATED_SHARE * case.slack]
    if not ill or not (_from_the_first(case, ill) or _knows_nothing(case, float(losses[-1]))):
        return None
    worst = max(ill, key=lambda layer: layer.saturated or 0.0)
    low, high = ALL_ACTIVATIONS[worst.activation].saturation or (0.0, 0.0)
    ends = (
        say("beyond ±{high:g}", high=high)
        if low == -high
        else say("below {low:g} or above {high:g}", low=low, high=high)
    )
    evidence = say(
        "Epoch {epoch:,}, {layer}: {percent:.0f} % of the {activation} activations lie {ends}, and the loss is "
        "{loss:.3g}, where knowing nothing scores {base:.3g}.",
        epoch=case.epoch,
        layer=layer_words(worst.name),
        percent=100 * (worst.saturated or 0.0),
        activation=worst.activation,
        ends=ends,
        loss=float(losses[-1]),
        base=case.base_loss,
    )
    title = say("Saturated neurons in {layer}", layer=layer_words(worst.name))
    candidates = case.slower(restarts=True)
    if _from_the_first(case, ill):
        candidates = (case.starting_again(*fitting_weights(case)),)
    return Symptom(SATURATED, title, evidence, _NO_SLOPE_AT_THE_ENDS, candidates, worst.name)


def _from_the_first(case: Case, ill: list[LayerInside]) -> bool:
    """Tell whether the first weights saturated a layer already."""
    begun = {layer.name: layer.saturated or 0.0 for layer in case.first().layers}
    return any(begun[layer.name] >= SATURATED_SHARE for layer in ill)


def _knows_nothing(case: Case, loss: float) -> bool:
    """Tell whether a network that has learned nothing is not about to."""
    return loss >= NOTHING_LEARNED * case.slack * case.base_loss and case.stands_still


def fitting_weights(case: Case) -> tuple[Message, dict[str, Any]]:
    """First weights that suit each layer: He's in front of a rectifier, Xavier's elsewhere; biases at 0."""
    assignments: dict[str, Any] = {}
    kinds = [ALL_ACTIVATIONS[layer.activation].suited_initializer for _, layer in case.described]
    for kind, (path, _) in zip(kinds, case.described, strict=True):
        assignments |= {f"{path}.initializer": {"kind": kind}, f"{path}.bias_initializer": {"kind": "zeros"}}
    if "he_normal" not in kinds:
        return say("Xavier's first weights"), assignments
    return say("He's first weights, Xavier's at the output"), assignments


def unscaled(case: Case, harm: Symptom) -> Symptom | None:
    """Find inputs so far from what first weights are made for that they are the cause of the harm that was seen."""
    if case.experiment.data.preprocessing != "none" or case.inputs.reach < FAR_OUT:
        return None
    evidence = say(
        "Input {number} lies at {mean:.3g} ± {spread:.2g}. {harm}",
        number=case.inputs.number + 1,
        mean=case.inputs.mean,
        spread=case.inputs.deviation,
        harm=harm.evidence,
    )
    lab = lab_of(case.experiment)
    own = None if lab is None or lab.experiment is None else lab.experiment.data.preprocessing
    name, setting = say("Standardize the inputs"), {"data.preprocessing": "standardize"}
    if own == "pca_whitening":
        name, setting = say("Whiten the inputs"), {"data.preprocessing": own}
    candidates = [case.starting_again(name, setting)]
    for times in (0.1, 0.01, 10.0, 100.0):  # Where the rate does not fit either.
        rate, assignments = rate_setting(case.rate * times)
        told = say("{one}, {other}", one=name, other=rate)
        candidates.append(case.starting_again(told, {**setting, **assignments}))
    title = say("The inputs are not prepared")
    return Symptom(UNSCALED, title, evidence, _NOT_PREPARED, tuple(candidates))
