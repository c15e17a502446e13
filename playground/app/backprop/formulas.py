"""A neuron's formulas with the numbers put in: z = w · x + b = 0.41 · 1.20 + 0.06 = 0.55, and all the way back."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from playground.app.backprop.story import Story
from playground.app.diagram.names import activation_formula, indexed, plain
from playground.app.words.numbers import ABSENT, MINUS, signed, term_text
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import Experiment
from playground.training import LayerPass

Floats = NDArray[np.float64]
MOST_TERMS = 4
_DOT = "·"
_TIED = "\N{NO-BREAK SPACE}"
"""Where a line may not break: within a product."""
_TIMES = f"{_TIED}{_DOT}{_TIED}"


def formulas(story: Story, layer: int, unit: int) -> list[tuple[str, str]]:
    """Lines of a name and what it is, from the neuron's inputs to its gradient."""
    each = story.layer(layer)
    return [
        *_forward(story, each, layer, unit),
        *_backward(story, each, layer, unit),
        (f"dL/d{_weight(0)}", _first_gradient(story, each, layer, unit)),
    ]


def _forward(story: Story, each: LayerPass, layer: int, unit: int) -> list[tuple[str, str]]:
    weights, inputs = each.weight[:, unit], each.inputs
    symbols = _sum([f"{_weight(k)}{_TIED}{story.source(layer, k)}" for k in range(min(2, len(inputs)))])
    general = symbols + (" + …" if len(inputs) > 2 else "") + (" + b" if each.bias is not None else "")
    terms = _products(weights, inputs)
    if each.bias is not None:
        terms.append(term_text(float(each.bias[unit])))
    lines = [("z", f"{general} = {_sum(terms)} = {term_text(float(each.z[unit]))}")]
    of = "z"
    if each.norm is not None:
        of, norm = "u", each.norm
        mean, spread, gamma, beta = (float(v[unit]) for v in (norm.mean, norm.spread, norm.gamma, norm.beta))
        normalized = f"({term_text(float(each.z[unit]))} {_signed(-mean)}) / {term_text(spread)}"
        numbers = f"{term_text(gamma)} {normalized} {_signed(beta)}"
        lines.append(("u", f"γ (z − m) / s + β = {numbers} = {term_text(float(each.u[unit]))}"))
    lines.append(("a", f"{_activation(each, of)} = {term_text(float(each.a[unit]))}"))
    return lines


def _backward(story: Story, each: LayerPass, layer: int, unit: int) -> list[tuple[str, str]]:
    below = "z" if each.norm is None else "u"
    lines = []
    if each.error is None:
        difference = _difference(story, each, unit)
        lines.append((f"dL/d{below}", f"{difference} = {term_text(float(each.delta_u[unit]))}"))
    else:
        lines.append(("dL/da", _error(story, each, layer, unit)))
        lines.append((f"dL/d{below}", _through_activation(each, unit, below)))
    if each.norm is not None:
        factor = f"{term_text(float(each.norm.gamma[unit]))} / {term_text(float(each.norm.spread[unit]))}"
        numbers = f"{term_text(float(each.delta_u[unit]))}{_TIMES}{factor}"
        lines.append(("dL/dz", f"dL/du{_TIMES}γ / s = {numbers} = {term_text(float(each.delta[unit]))}"))
    name, text = lines[-1]
    return [*lines[:-1], (f"δ = {name}", text)]


def _first_gradient(story: Story, each: LayerPass, layer: int, unit: int) -> str:
    delta, given = float(each.delta[unit]), float(each.inputs[0])
    numbers = f"{term_text(delta)}{_TIMES}{_put(given)} = {term_text(float(each.gradients['weight'][0, unit]))}"
    return _tr("δ · {input} = {numbers} for the first weight, and so on below").format(
        input=story.source(layer, 0), numbers=numbers
    )


def _difference(story: Story, each: LayerPass, unit: int) -> str:
    answer, target = float(each.a[unit]), float(story.seen.target[unit])
    wanted = signed(f"{target:.4g}")
    return f"a − y = {_told_apart(answer, target)} − {f'({wanted})' if target < 0 else wanted}"


def _told_apart(value: float, other: float) -> str:
    """A number with as many places as show that it is not another one: 0.999905 beside 1."""
    text, apart = term_text(value), abs(value - other)
    if not 1e-15 < apart < 5e-3 or "e" in text:
        return text
    return signed(f"{value:.{1 - math.floor(math.log10(apart))}f}")


def _error(story: Story, each: LayerPass, layer: int, unit: int) -> str:
    assert each.error is not None
    value = term_text(float(each.error[unit]))
    if layer == len(story.seen.layers) - 1:
        if story.seen.experiment.training.loss == "huber":
            return f"a − y, {_tr('at most')} ±{_huber(story.seen.experiment)} = {value}"
        return f"{_difference(story, each, unit)} = {value}"
    above = story.layer(layer + 1)
    return f"Σ w δ {_tr('above')} = {_sum(_products(above.weight[unit], above.delta))} = {value}"


def _through_activation(each: LayerPass, unit: int, below: str) -> str:
    assert each.error is not None
    error, result = float(each.error[unit]), term_text(float(each.delta_u[unit]))
    if each.slope is None:
        mixed = float(each.error @ each.a)
        numbers = f"{term_text(float(each.a[unit]))} ({term_text(error)} {_signed(-mixed)})"
        return f"a (dL/da − Σ a dL/da) = {numbers} = {result}"
    slope = ALL_ACTIVATIONS[each.activation].slope.replace("z", below)
    return f"dL/da{_TIMES}({slope}) = {term_text(error)}{_TIMES}{_put(float(each.slope[unit]))} = {result}"


def _activation(each: LayerPass, of: str) -> str:
    words = activation_formula(each.activation, of=of)
    return " ".join(plain(word) for word in words[2:])


def _products(first: Floats, second: Floats) -> list[str]:
    """The terms of a sum; of many the largest, and how many more."""
    sizes = np.abs(first * second)
    chosen = np.arange(len(sizes))
    if len(sizes) > MOST_TERMS:
        chosen = np.sort(np.argsort(-sizes, kind="stable")[: MOST_TERMS - 1])
    terms = [f"{_lead(float(first[k]))}{_TIMES}{_put(float(second[k]))}" for k in chosen.tolist()]
    if len(chosen) < len(sizes):
        terms.append(_tr("{n} more").format(n=f"{len(sizes) - len(chosen):,}"))
    return terms


def _weight(source: int) -> str:
    """The weight of an input, counted from 0: w₁ of the first."""
    return plain(indexed("w", source + 1))


def _sum(terms: Sequence[str]) -> str:
    """Terms joined by + and −, the first as it is."""
    text = terms[0] if terms else "0"
    for term in terms[1:]:
        # The sign goes with its term.
        text += f" {MINUS}{_TIED}{term[1:]}" if term.startswith(MINUS) else f" +{_TIED}{term}"
    return text


def _lead(value: float) -> str:
    """A number as the first factor of a term, whose sign is that of the term."""
    return term_text(value) if math.isfinite(value) else f"({ABSENT})"


def _put(value: float) -> str:
    """A number as a factor."""
    text = term_text(value)
    return f"({text})" if text.startswith((MINUS, ABSENT)) else text


def _signed(value: float) -> str:
    """A number as a further term."""
    text = term_text(value)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def _huber(experiment: Experiment) -> str:
    return f"{experiment.training.huber_delta:g}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Backprop", text)
