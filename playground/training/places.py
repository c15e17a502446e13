"""What of a network can be pointed at: one of its numbers, or one of its units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network


@dataclass(frozen=True)
class Place:
    """One parameter: its name ("layer1.weight") and where in that array, (source, unit), or (unit,) of a bias."""

    name: str
    index: tuple[int, ...]


@dataclass(frozen=True)
class Unit:
    """One unit. Columns count from 0, the inputs; the last is the output layer."""

    column: int
    unit: int


Target = Place | Unit


def flat_index(network: Network, place: Place) -> int:
    """Where a place is in the network's flat vector.

    Raises
    ------
    ValueError : when the network has no such place.
    """
    for span in network.spans:
        if span.name == place.name and len(place.index) == len(span.shape):
            return span.start + int(np.ravel_multi_index(place.index, span.shape))
    raise ValueError(f"there is no parameter {place.name}{list(place.index)}")


def indices_of(network: Network, target: Target) -> NDArray[np.intp]:
    """The flat indices that must be 0 for a target to have no effect.

    Of a parameter itself. Of a unit what leads out of it; of an output, out of which nothing leads, what leads in, so
    that its score is 0.
    """
    if isinstance(target, Place):
        return np.array([flat_index(network, target)], np.intp)
    last = len(network.layers)
    spans = {span.name: np.arange(span.start, span.stop).reshape(span.shape) for span in network.spans}
    keys = [*(f"layer{number}" for number in range(1, last)), "output"]
    if target.column < last:
        return np.asarray(spans[f"{keys[target.column]}.weight"][target.unit], np.intp)
    own = [spans[f"output.{part}"] for part in ("weight", "bias", "gamma", "beta") if f"output.{part}" in spans]
    return np.sort(np.concatenate([np.atleast_1d(array[..., target.unit]) for array in own])).astype(np.intp)
