"""A closer look at one parameter or one unit: what only whoever points at it wants to know, so only then computed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, Samples
from playground.training.moments import Moments


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
    """Tell where a place is in the network's flat vector.

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


MOST_SAMPLES = 2_000
"""Of a larger training part as many samples are asked, evenly spread over it."""
COURSE = 120
"""Kept moments that a course goes back."""


@dataclass(frozen=True)
class ParameterInspection:
    """One parameter.

    gradient : of the mean loss with penalty, on `samples` of the training part's `of`, without dropout.
    course : its last values, oldest first, the present one last; since : the epoch of the first of them.
    """

    target: Place
    gradient: float
    samples: int
    of: int
    course: NDArray[np.float64]
    since: int


@dataclass(frozen=True)
class UnitInspection:
    """One unit: its outputs to `samples` of the training part's `of`, in evaluation mode."""

    target: Unit
    outputs: NDArray[np.floating]
    of: int

    @property
    def samples(self) -> int:
        """Tell how many samples were asked."""
        return len(self.outputs)


Inspection = ParameterInspection | UnitInspection


class Inspector:
    """Keeps the twin of a network that gradients are taken from, so that its own buffers and streams are left alone."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._made_for: object = None
        self._twin: Network | None = None

    def look(self, network: Network, train: Samples, moments: Moments, target: Target, until: int) -> Inspection | None:
        """Tell what there is to know of a target; None where the network has no such part.

        until : the epoch at which the network stands; later moments are left out.
        """
        try:
            if isinstance(target, Place):
                return self._parameter(network, train, moments, target, until)
            return self._unit(network, train, target)
        except (ValueError, IndexError):
            return None

    def _parameter(
        self, network: Network, train: Samples, moments: Moments, place: Place, until: int
    ) -> ParameterInspection:
        rows, index = _rows(train), flat_index(network, place)
        gradients = self._twin_of(network).loss_and_gradients(train.x[rows], train.y[rows])[1]
        epochs = [epoch for epoch in moments.epochs if epoch <= until][-COURSE:]
        kept = [moments.at(epoch) for epoch in epochs]
        course = [float(found["network.values"][index]) for found in kept if found is not None]
        return ParameterInspection(
            place,
            float(gradients[place.name][place.index]),
            len(train.x[rows]),
            len(train),
            np.array([*course, float(network.values[index])]),
            epochs[0] if epochs else 0,
        )

    def _unit(self, network: Network, train: Samples, unit: Unit) -> UnitInspection:
        rows = _rows(train)
        x = train.x[rows]
        outputs = x if unit.column == 0 else self._twin_of(network).layer_outputs(x)[unit.column - 1]
        return UnitInspection(unit, outputs[:, unit.unit].copy(), len(train))

    def _twin_of(self, network: Network) -> Network:
        """The network without dropout, with its numbers as they are now."""
        if self._twin is None or network is not self._network or network.layers is not self._made_for:
            self._network, self._made_for = network, network.layers
            self._twin = network.twin(dropout=False)
        self._twin.take_over(network)
        return self._twin


def _rows(train: Samples) -> slice | NDArray[np.intp]:
    if len(train) <= MOST_SAMPLES:
        return slice(None)
    return np.arange(MOST_SAMPLES) * len(train) // MOST_SAMPLES
