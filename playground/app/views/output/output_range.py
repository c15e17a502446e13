"""Between which values an output means something."""

from playground.training import Snapshot

SOFTMAX = "softmax"


def output_range(snapshot: Snapshot) -> tuple[float, float]:
    """The values that stand for "surely not" and "surely": 0 and 1, or -1 and +1, by activation or else by targets."""
    activation = snapshot.experiment.network.output.activation
    if activation in ("sigmoid", SOFTMAX):
        return 0.0, 1.0
    if activation == "tanh" or float(snapshot.dataset.train.y.min()) < 0:
        return -1.0, 1.0
    return 0.0, 1.0
