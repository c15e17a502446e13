"""What the diagram shows, whatever its size: columns of units with their settings, read from a snapshot."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from playground.app.words.names import feature_name
from playground.experiment import FEATURES
from playground.training import Snapshot


class Kind(Enum):
    INPUT = "input"
    HIDDEN = "hidden"
    OUTPUT = "output"


@dataclass(frozen=True)
class Column:
    """A column of the diagram. `key` is its layer's name in the parameters: "layer1", ..., "output".

    normalized : whether batch norm's betas take the place of biases. frozen : whether training leaves it as it is.
    """

    kind: Kind
    units: int
    key: str = ""
    activation: str = ""
    normalized: bool = False
    frozen: bool = False


@dataclass(frozen=True)
class Structure:
    """The columns from left to right, and what the inputs and classes are called.

    features_known : 0 where the inputs are not chosen from the features of points in a plane.
    image_shape : rows and columns of pixels where the inputs are an image's.
    named : whether inputs are called what their columns are, in words of any length, and not x₁ and the like.
    value_range : between which values the colours of an output tell, for regression.
    """

    columns: tuple[Column, ...]
    inputs: tuple[str, ...]
    features_known: int
    classes: tuple[str, ...]
    image_shape: tuple[int, int] | None = None
    named: bool = False
    value_range: tuple[float, float] = (-1.0, 1.0)

    @property
    def classifies(self) -> bool:
        """Tell whether the outputs stand for classes; otherwise they are values."""
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
        key, units = f"layer{number}", layer.units
        columns.append(Column(Kind.HIDDEN, units, key, layer.activation, layer.batch_norm, layer.frozen))
    last = network.output
    columns.append(Column(Kind.OUTPUT, dataset.outputs, "output", last.activation, last.batch_norm, last.frozen))
    names, whitened = dataset.preparation.features, experiment.data.preprocessing == "pca_whitening"
    in_plane = dataset.preparation.columns == 2 and len(names) == dataset.inputs
    own = not whitened and len(names) == dataset.inputs
    if own and dataset.plane_names:
        names = tuple(feature_name(name, dataset.plane_names) for name in names)
    letter = "u" if whitened else "x"
    return Structure(
        tuple(columns),
        names if own else tuple(f"{letter}{number}" for number in range(1, dataset.inputs + 1)),
        len(FEATURES) if in_plane else 0,
        tuple(dataset.classes),
        dataset.image_shape,
        own and (not in_plane or bool(dataset.plane_names)),
        (-1.0, 1.0) if dataset.classifies else dataset.value_range,
    )


def weight_of(snapshot: Snapshot, column: Column) -> NDArray[np.floating]:
    """The weights into a column, (units before, units)."""
    return snapshot.parameters[f"{column.key}.weight"]


def bias_of(snapshot: Snapshot, column: Column) -> NDArray[np.floating] | None:
    """The biases of a column, or batch norm's betas, which take their place."""
    found = snapshot.parameters.get(f"{column.key}.bias")
    return found if found is not None else snapshot.parameters.get(f"{column.key}.beta")
