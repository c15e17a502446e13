"""Between which values an output means something."""

from playground.training import Snapshot

SOFTMAX = "softmax"
VALUE_STEPS = 8
"""A sharp map shows values in so many steps: from -1 to 1, quarters."""


def output_range(snapshot: Snapshot) -> tuple[float, float]:
    """The values that stand for "surely not" and "surely": 0 and 1, or -1 and +1, by activation or else by targets.

    For regression they are the least and the largest value that colours tell apart.
    """
    if not snapshot.dataset.classifies:
        return snapshot.dataset.value_range
    activation = snapshot.experiment.network.output.activation
    if activation in ("sigmoid", SOFTMAX):
        return 0.0, 1.0
    if activation == "tanh" or float(snapshot.dataset.train.y.min()) < 0:
        return -1.0, 1.0
    return 0.0, 1.0
