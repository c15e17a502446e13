"""What the diagram shows, whatever its size: columns of units with their settings, read from a snapshot."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.experiment import FEATURES, Experiment
from playground.training.snapshot import Snapshot


class Kind(Enum):
    INPUT = "input"
    HIDDEN = "hidden"
    OUTPUT = "output"


@dataclass(frozen=True)
class Column:
    """A column of the diagram. `key` is its layer's name in the parameters: "layer1", ..., "output"."""

    kind: Kind
    units: int
    key: str = ""
    activation: str = ""


@dataclass(frozen=True)
class Structure:
    """The columns from left to right, and what the inputs and classes are called."""

    columns: tuple[Column, ...]
    inputs: tuple[str, ...]
    features_known: int
    classes: tuple[str, ...]

    @property
    def classifies(self) -> bool:
        """Whether the outputs stand for classes; otherwise they are values."""
        return bool(self.classes)

    @property
    def hidden(self) -> int:
        return len(self.columns) - 2


def structure_of(snapshot: Snapshot) -> Structure:
    """The structure a snapshot has. Cheap, so that it can be asked for every frame."""
    experiment, dataset = snapshot.experiment, snapshot.dataset
    network = experiment.network
    columns = [Column(Kind.INPUT, dataset.inputs)]
    for number, layer in enumerate(network.layers, start=1):
        columns.append(Column(Kind.HIDDEN, layer.units, f"layer{number}", layer.activation))
    columns.append(Column(Kind.OUTPUT, dataset.outputs, "output", network.output.activation))
    return Structure(tuple(columns), _input_names(experiment, dataset), len(FEATURES), tuple(dataset.classes))


def weight_of(snapshot: Snapshot, column: Column) -> NDArray[np.floating]:
    """The weights into a column, (units before, units)."""
    return snapshot.parameters[f"{column.key}.weight"]


def bias_of(snapshot: Snapshot, column: Column) -> NDArray[np.floating] | None:
    """The biases of a column, or batch norm's betas, which take their place."""
    found = snapshot.parameters.get(f"{column.key}.bias")
    return found if found is not None else snapshot.parameters.get(f"{column.key}.beta")


def _input_names(experiment: Experiment, dataset: Dataset) -> tuple[str, ...]:
    features = experiment.data.features
    if experiment.data.preprocessing == "pca_whitening":
        return tuple(f"u{number}" for number in range(1, dataset.inputs + 1))
    if len(features) == dataset.inputs:
        return features
    return tuple(f"x{number}" for number in range(1, dataset.inputs + 1))
