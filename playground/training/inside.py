"""Inside the layers: how the activations of each are spread, how the gradients are, and which neurons do nothing.

Glorot & Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks", look at a network
like this: where the activations of a layer crowd at 0 or at the ends of their range, no gradient comes through.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS, Network, overflow_is_expected

MOST_SAMPLES = 1000
"""Of a larger training part as many samples are looked at, evenly spread over it."""
FEWEST_SAMPLES = 50
"""With fewer, a neuron that answers one sample in twenty would pass for dead more often than one time in ten."""
_MOST_PRODUCTS = 2e8
"""Weights times samples: what a look may cost, about a tenth of a second on one core."""
_MOST_NUMBERS = 100_000
"""Of more numbers, so many are counted, of samples evenly spread."""
BINS = 31
"""Odd, so that 0 lies in the middle of a bar and not between two."""


@dataclass(frozen=True)
class Spread:
    """How numbers are spread.

    mean, deviation : of the finite ones; NaN where there is none. low, high : the histogram's ends.
    counts : (BINS,), how many lie in each bar; what lies beyond the ends counts in the last bar on its side.
    """

    mean: float
    deviation: float
    low: float
    high: float
    counts: NDArray[np.intp]


@dataclass(frozen=True)
class LayerInside:
    """One layer at one moment.

    name : "layer1", ... "output". activation : its name. units : how many neurons.
    activations : of every neuron for every sample, in evaluation mode.
    gradients : dL/dz of every neuron for every sample, times the samples, so of each one's own loss; z = x W + b.
    weight_gradient : `sum|dL/dW| / sum|W|`, with the loss as a mean: how strongly the data pull at the weights.
    dead : share of the neurons that answer 0 to every sample looked at; None where the activation cannot die.
    saturated : share of the activations near the ends of their range; None where the range has no ends.
    """

    name: str
    activation: str
    units: int
    activations: Spread
    gradients: Spread
    weight_gradient: float
    dead: float | None
    saturated: float | None


@dataclass(frozen=True)
class Inside:
    """All layers, the output last, for `samples` samples of the training part; `inputs` is what the first is given."""

    inputs: Spread
    layers: tuple[LayerInside, ...]
    samples: int
    of: int


def look_inside(network: Network, dataset: Dataset, most: int = MOST_SAMPLES) -> Inside:
    """Look at a network at work on its training part; it is left as it is.

    Parameters
    ----------
    network, dataset
    most : int
        How many samples to look at if the network is small enough; at least `FEWEST_SAMPLES` in any case.
    """
    part = dataset.train
    weights = sum(array.size for name, array in network.parameters.items() if name.endswith(".weight"))
    count = min(len(part), max(FEWEST_SAMPLES, min(most, int(_MOST_PRODUCTS / weights))))
    rows = np.arange(count) * len(part) // count
    x, y = (array[rows].astype(network.values.dtype) for array in (part.x, part.y))
    with overflow_is_expected():
        outputs = network.layer_outputs(x)
        errors, pulls = _backwards(network, x, y)
        layers = tuple(map(_layer, _names(network), network.layers, outputs, errors, pulls))
    return Inside(spread_of(x), layers, count, len(part))


def dead_share(activation: str, outputs: NDArray[Any]) -> float | None:
    """Return the share of neurons whose outputs (n, units) are all 0; None where an activation cannot die."""
    return float(np.mean(~outputs.any(axis=0))) if ALL_ACTIVATIONS[activation].can_die else None


def saturated_share(activation: str, outputs: NDArray[Any]) -> float | None:
    """Return the share of outputs (n, units) near the ends of their range; None where it has none."""
    return ALL_ACTIVATIONS[activation].saturated_share(outputs)


def spread_of(numbers: NDArray[Any], low: float | None = None, high: float | None = None) -> Spread:
    """Mean, standard deviation and histogram of some numbers, between their own ends where none are given."""
    some = numbers[:: max(1, -(-numbers.size // _MOST_NUMBERS))]  # whole samples
    finite = some[np.isfinite(some)].astype(np.float64)
    if not finite.size:
        return Spread(np.nan, np.nan, -1.0, 1.0, np.zeros(BINS, np.intp))
    low = float(finite.min()) if low is None else low
    high = float(finite.max()) if high is None else high
    if not high - low > 1e-12 * max(abs(low), abs(high)):  # all but equal: one bar in the middle
        margin = 0.5 * max(abs(high), 1e-30)
        low, high = low - margin, high + margin
    places = np.clip((finite - low) * (BINS / (high - low)), 0, BINS - 1).astype(np.intp)
    return Spread(float(finite.mean()), float(finite.std()), low, high, np.bincount(places, minlength=BINS))


def _names(network: Network) -> list[str]:
    return [name.removesuffix(".weight") for name in network.names if name.endswith(".weight")]


def _layer(name: str, layer: Any, outputs: NDArray[Any], errors: NDArray[Any], pull: float) -> LayerInside:
    return LayerInside(
        name,
        layer.activation,
        layer.units,
        activation_spread(layer.activation, outputs),
        _around_zero(errors),
        pull,
        dead_share(layer.activation, outputs),
        saturated_share(layer.activation, outputs),
    )


def activation_spread(activation: str, outputs: NDArray[Any]) -> Spread:
    """Between the activation's own ends where it has two, so that the histogram shows how near they are."""
    kind = ALL_ACTIVATIONS[activation]
    return spread_of(outputs, *kind.bounds) if kind.is_bounded else spread_of(outputs)


def _around_zero(errors: NDArray[Any]) -> Spread:
    """Three and a half deviations to both sides: gradients have long tails, which would squeeze all else."""
    reach = 3.5 * float(np.std(errors[np.isfinite(errors)])) if errors.size else 0.0
    return spread_of(errors, -reach, reach) if reach > 0.0 else spread_of(errors)


def _backwards(network: Network, x: NDArray[Any], y: NDArray[Any]) -> tuple[list[NDArray[Any]], list[float]]:
    """Every layer's dL/dz (n, units), and its `weight_gradient`, in training mode, changing no state."""
    kept, stream = network.gradient.copy(), network.dropout_stream.get_state()
    chain = network.new_chain(len(x))
    chain.load(x, y)
    chain.forward(True)
    chain.backward()
    pulls = [_pull(network, name) for name in _names(network)]
    network.gradient[...] = kept
    network.dropout_stream.set_state(stream)
    return [layer.delta * len(x) for layer in chain.layers], pulls


def _pull(network: Network, name: str) -> float:
    weight = float(np.abs(network.parameters[f"{name}.weight"]).sum())
    gradient = float(np.abs(network.gradients[f"{name}.weight"]).sum())
    return gradient / weight if weight else np.inf if gradient else 0.0
