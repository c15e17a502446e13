"""A sample's way through the network with names for everything in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.app.views.diagram.hit import Link
from playground.app.views.diagram.names import Names
from playground.app.views.diagram.structure import Structure
from playground.app.views.diagram.symbols import plain
from playground.training import LayerPass, Mark, OneSample

MOST_PULLS = 5


@dataclass(frozen=True)
class Pull:
    """How much a sample moves one weight in a plain step."""

    name: str
    size: float


class Story:
    """One `OneSample`, and what its neurons and weights are called. Layers and units count from 0."""

    def __init__(self, seen: OneSample, structure: Structure) -> None:
        self.seen, self.structure = seen, structure
        self.names = Names(structure)

    @property
    def neurons(self) -> list[tuple[int, int]]:
        """Layer and unit of every neuron, in the order in which they work."""
        return [(k, unit) for k, each in enumerate(self.seen.layers) for unit in range(len(each.z))]

    def layer(self, layer: int) -> LayerPass:
        return self.seen.layers[layer]

    def neuron_name(self, layer: int, unit: int) -> str:
        return self.names.neuron(layer + 1, unit)

    def source(self, layer: int, source: int) -> str:
        """What is multiplied with a weight: x₁, or a₃."""
        return plain(self.names.symbol(layer, source))

    def mark(self, layer: int, unit: int) -> Mark:
        """The worst that was found of a neuron's own parameters."""
        marks = [self.marks(layer, kind)[..., unit].ravel() for kind in self.layer(layer).gradients]
        found = set(np.concatenate(marks).tolist())
        for mark in (Mark.DIFFERS, Mark.AGREES, Mark.LEFT_OUT):
            if int(mark) in found:
                return mark
        return Mark.UNMEASURED

    def marks(self, layer: int, kind: str) -> NDArray[np.int8]:
        return np.asarray(self.seen.check.marks[f"{self.layer(layer).name}.{kind}"])

    def measured(self, layer: int, kind: str) -> NDArray[np.float64]:
        return np.asarray(self.seen.check.measured[f"{self.layer(layer).name}.{kind}"])

    def strongest_pulls(self) -> list[Pull]:
        """The weights that this sample moves most."""
        found = []
        for layer in range(len(self.seen.layers)):
            pulls = self.seen.pull(layer, "weight")
            steepest = np.argsort(-np.abs(pulls), axis=None, kind="stable")[:MOST_PULLS]
            for source, unit in zip(*np.unravel_index(steepest, pulls.shape), strict=True):
                name = self.names.link(Link(layer + 1, int(source), int(unit)))
                found.append(Pull(name, float(pulls[source, unit])))
        return sorted(found, key=lambda pull: -abs(pull.size))[:MOST_PULLS]
