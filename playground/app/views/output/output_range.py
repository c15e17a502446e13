"""Between which values an output means something."""

from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import Experiment
from playground.training import Snapshot

VALUE_STEPS = 8
"""A sharp map shows values in so many steps: from -1 to 1, quarters."""


def output_range(snapshot: Snapshot) -> tuple[float, float]:
    """The range of the outputs in a snapshot: see `range_of`."""
    return range_of(snapshot.experiment, snapshot.dataset)


def range_of(experiment: Experiment, dataset: Dataset) -> tuple[float, float]:
    """The values that stand for "surely not" and "surely": 0 and 1, or -1 and +1, by activation or else by targets.

    For regression they are the least and the largest value that colours tell apart.
    """
    if not dataset.classifies:
        return dataset.value_range
    activation = ALL_ACTIVATIONS[experiment.network.output.activation]
    if activation.is_bounded:
        return activation.bounds
    return (-1.0, 1.0) if float(dataset.train.y.min()) < 0 else (0.0, 1.0)
