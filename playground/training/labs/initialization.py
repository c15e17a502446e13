"""Activations through five layers: how far a signal comes, from four kinds of first weights.

1,000 inputs of N(0, 1) in 100 dimensions go through five layers of 100 neurons. With weights of variance v a layer's
scores have the variance 100 v E[a²], where a are the activations below. So N(0, 1) multiplies the spread by 10 a layer,
and sigmoids and tanhs saturate; N(0, 0.01²) divides it by 10 a layer, until every neuron says the same. Variance 1 / n
keeps the spread where the activation is the identity, as tanh nearly is at 0 (Glorot & Bengio, 2010); 2 / n makes up
for the half of the signal that ReLU drops (He, Zhang, Ren & Sun, 2015). Which of them lasts best behind a certain
activation is measured here and not known beforehand.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine import Layer, Network, initializer
from playground.experiment.message import Message, say, series
from playground.training.inside import Spread, dead_share, saturated_share, spread_of

SAMPLES, WIDTH, DEPTH = 1000, 100, 5
INPUT_STREAM = 7
"""The inputs come from `RandomState([0, 7])`: from `RandomState(0)` they would be the first weights of seed 0."""
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 3.0)}
"""The activations, and the ends that all histograms of each have in common; beyond them counts in the last bar."""
ACTIVATIONS = tuple(ENDS)
INITIALIZATIONS = {
    "N(0, 1)": initializer("normal", std=1.0),
    "N(0, 0.01²)": initializer("normal", std=0.01),
    # With as many neurons below as above, Xavier's 2 / (fan_in + fan_out) is 1 / n.
    "N(0, 1/n)": initializer("xavier_normal"),
    "N(0, 2/n)": initializer("he_normal"),
}
NAMES = {"N(0, 1)": "large", "N(0, 0.01²)": "small", "N(0, 1/n)": "Xavier", "N(0, 2/n)": "He"}
LASTS = 1 / 3
"""The share of the first layer's signal that has to be there in the last, and not more than its inverse."""
ILL = 0.4
"""The share of saturated or dead ones from which on a layer does not learn."""


@dataclass(frozen=True)
class Passage:
    """One layer's activations.

    spread : of all of them, with their histogram between the activation's `ENDS`.
    signal : how far one neuron's answers to different inputs are spread, by root mean square over the neurons. Where
    neurons differ but each says the same to every input, the spread is large and the signal is 0.
    dead, saturated : the share of such neurons, of such activations; None where there can be none.
    """

    spread: Spread
    signal: float
    dead: float | None
    saturated: float | None

    @property
    def ill(self) -> float:
        """The share of dead or saturated ones."""
        return self.saturated if self.saturated is not None else self.dead or 0.0


@dataclass(frozen=True)
class Verdict:
    """What the grid says of one activation: the starts whose signal lasts, best first, and that in words."""

    activation: str
    lasting: tuple[str, ...]
    told: Message


def passages(initialization: str, activation: str, seed: int = 0) -> tuple[Passage, ...]:
    """Send the inputs through five layers.

    Parameters
    ----------
    initialization : a key of `INITIALIZATIONS`.
    activation : of every layer, one of `ACTIVATIONS`.
    seed : of the weights; the inputs are always the same.
    """
    x = np.random.RandomState([0, INPUT_STREAM]).standard_normal((SAMPLES, WIDTH))
    layer = Layer(WIDTH, activation, initializer=INITIALIZATIONS[initialization])
    # The output layer is only there because a network has one.
    network = Network(WIDTH, [*[layer] * DEPTH, Layer(1, "linear")], "squared_error", seed=seed)
    return tuple(
        Passage(
            spread_of(a, *ENDS[activation]),
            float(np.sqrt(a.var(axis=0).mean())),
            dead_share(activation, a),
            saturated_share(activation, a),
        )
        for a in network.layer_outputs(x)[:DEPTH]
    )


def verdict(activation: str, starts: Mapping[str, tuple[Passage, ...]]) -> Verdict:
    """Judge which starts let a signal through, by what they made of it.

    Parameters
    ----------
    activation : of every layer.
    starts : the passages by their initialization.
    """
    kept = {start: layers[-1].signal / layers[0].signal for start, layers in starts.items()}
    lasting = [start for start, layers in starts.items() if _lasts(kept[start]) and _is_well(layers)]
    lasting.sort(key=lambda start: abs(math.log(kept[start])))
    rest = [_told(start, starts[start], kept[start]) for start in starts if start not in lasting]
    if not lasting:
        return Verdict(activation, (), say("None of them lasts: {each}.", each=series(rest, "; ")))
    best, *others = ({"start": start, "share": _percent(kept[start])} for start in lasting)
    shares = [say("{start} keeps {share} of the signal", **best), *(say("{start} {share}", **each) for each in others)]
    return Verdict(activation, tuple(lasting), say("{each}.", each=series([series(shares), *rest], "; ")))


def _lasts(kept: float) -> bool:
    return LASTS <= kept <= 1 / LASTS


def _is_well(layers: tuple[Passage, ...]) -> bool:
    return max(layer.ill for layer in layers) < ILL


def _told(start: str, layers: tuple[Passage, ...], kept: float) -> Message:
    """Tell what is wrong with a start."""
    if not _is_well(layers):
        worst = _percent(max(layer.ill for layer in layers))
        if layers[0].saturated is None:
            return say("{start} leaves {share} dead", start=start, share=worst)
        return say("{start} drives {share} to the ends", start=start, share=worst)
    if kept > 1.0:
        return say("{start} makes it {times:,.0f} times as large", start=start, times=kept)
    return say("{start} leaves {share}", start=start, share=_percent(kept))


def _percent(share: float) -> Message:
    if share < 0.001:
        return say("next to nothing")
    return say("{percent:.2g} %", percent=100 * share)
