"""Activations through five layers: how far a signal comes, from four kinds of first weights.

1,000 inputs of N(0, 1) in 100 dimensions go through five layers of 100 neurons. With weights of variance v a layer's
scores have the variance 100 v E[a²], where a are the activations below. So N(0, 1) multiplies the spread by 10 a layer,
and sigmoids and tanhs saturate; N(0, 0.01²) divides it by 10 a layer, until every neuron says the same. Variance 1 / n
keeps the spread for tanh, which is nearly the identity near 0 (Glorot & Bengio, 2010), and 2 / n for ReLU, which lets
half of the signal through (He, Zhang, Ren & Sun, 2015).
"""

from dataclasses import dataclass

import numpy as np

from playground.engine import Layer, Network, initializer
from playground.training.inside import Spread, activation_spread, dead_share, saturated_share

SAMPLES, WIDTH, DEPTH = 1000, 100, 5
ACTIVATIONS = ("sigmoid", "tanh", "relu")
INITIALIZATIONS = {
    "N(0, 1)": initializer("normal", std=1.0),
    "N(0, 0.01²)": initializer("normal", std=0.01),
    # With as many neurons below as above, Xavier's 2 / (fan_in + fan_out) is 1 / n.
    "N(0, 1/n)": initializer("xavier_normal"),
    "N(0, 2/n)": initializer("he_normal"),
}
NAMES = {"N(0, 1)": "large", "N(0, 0.01²)": "small", "N(0, 1/n)": "Xavier", "N(0, 2/n)": "He"}


@dataclass(frozen=True)
class Passage:
    """One layer's activations: their spread, the share of dead or saturated ones, None where there can be none."""

    spread: Spread
    dead: float | None
    saturated: float | None


def passages(initialization: str, activation: str, seed: int = 0) -> tuple[Passage, ...]:
    """The activations of all five layers.

    Parameters
    ----------
    initialization : a key of `INITIALIZATIONS`.
    activation : of every layer.
    seed : of the weights; the inputs are always the same.
    """
    x = np.random.RandomState(0).standard_normal((SAMPLES, WIDTH))
    layer = Layer(WIDTH, activation, initializer=INITIALIZATIONS[initialization])
    # The output layer is only there because a network has one.
    network = Network(WIDTH, [*[layer] * DEPTH, Layer(1, "linear")], "squared_error", seed=seed)
    return tuple(
        Passage(activation_spread(activation, a), dead_share(activation, a), saturated_share(activation, a))
        for a in network.layer_outputs(x)[:DEPTH]
    )
