"""What an experiment must obey as a whole, beyond the range of each setting."""

from collections.abc import Iterator
from unicodedata import category

from .errors import UserError
from .experiment import Experiment
from .network import Layer, Output

OUTPUTS_FOR_LOSS: dict[str, tuple[str, ...]] = {
    "squared_error": ("linear", "tanh", "sigmoid"),
    "huber": ("linear", "tanh", "sigmoid"),
    "binary_cross_entropy": ("sigmoid",),
    "softmax_cross_entropy": ("softmax",),
}
"""The output activations each loss can be computed from."""


def check(experiment: Experiment) -> None:
    """Raise `UserError` with the first thing that does not fit together."""
    for problem in problems(experiment):
        raise UserError(problem)


def problems(experiment: Experiment) -> Iterator[str]:
    """Each thing that does not fit together, as one line with its place and remedy."""
    yield from _name(experiment)
    yield from _split(experiment)
    yield from _features(experiment)
    yield from _loss(experiment)
    yield from _batch_norm(experiment)
    yield from _learning(experiment)
    yield from _patience(experiment)


def training_samples(experiment: Experiment) -> int:
    """How many of the source's samples the training part gets."""
    return round(experiment.data.source.samples * experiment.data.split.train)


def _name(experiment: Experiment) -> Iterator[str]:
    # Half a surrogate pair cannot be written as UTF-8, and a control character breaks the line it is printed on.
    if any(category(character) in ("Cc", "Cs") for character in experiment.name):
        yield "name: it holds a character that cannot be shown; type the name anew"


def _split(experiment: Experiment) -> Iterator[str]:
    split = experiment.data.split
    total = split.train + split.validation + split.test
    if abs(total - 1) > 1e-6:
        yield f"data.split: the three parts add up to {total:g}; make them add up to 1"
    elif training_samples(experiment) < 1:
        yield "data.split.train: no sample is left for training; give it a larger share"


def _features(experiment: Experiment) -> Iterator[str]:
    features = experiment.data.features
    if len(set(features)) < len(features):
        yield "data.features: a feature stands twice; name each once"


def _loss(experiment: Experiment) -> Iterator[str]:
    loss, output = experiment.training.loss, experiment.network.output.activation
    fitting = OUTPUTS_FOR_LOSS[loss]
    if output not in fitting:
        yield (
            f"training.loss: {loss} needs network.output.activation {' or '.join(fitting)}, not {output}; "
            "set both together"
        )


def _batch_norm(experiment: Experiment) -> Iterator[str]:
    if not has_batch_norm(experiment):
        return
    if experiment.training.batch_size == 1:
        yield "training.batch_size: batch norm needs at least 2 samples in a batch; make the batch larger"
    if training_samples(experiment) == 1:
        yield "data.split.train: batch norm needs at least 2 training samples; give training a larger share"
    if experiment.training.batch_norm_momentum is not None and not hasattr(experiment.training.optimizer, "momentum"):
        yield (
            "training.batch_norm_momentum: this optimizer has no momentum; "
            "choose momentum or nesterov as training.optimizer.kind, or set this to null"
        )


def _learning(experiment: Experiment) -> Iterator[str]:
    for index, layer in enumerate(experiment.network.layers):
        if layer.activation == "step":
            yield (
                f"network.layers.{index}.activation: step has no gradient, so nothing before it can learn; "
                "choose sigmoid or tanh to train"
            )


def _patience(experiment: Experiment) -> Iterator[str]:
    if experiment.training.stop.patience is not None and experiment.data.split.validation == 0:
        yield "training.stop.patience: it watches the validation loss, and data.split.validation is 0; set it above 0"


def loss_assignments(experiment: Experiment, loss: str) -> dict[str, str]:
    """The settings that choose `loss`: itself, and an output that it fits where the present one does not."""
    fitting = OUTPUTS_FOR_LOSS[loss]
    assignments = {"training.loss": loss}
    if experiment.network.output.activation not in fitting:
        assignments["network.output.activation"] = fitting[0]
    return assignments


def optimizer_assignments(experiment: Experiment, kind: str) -> dict[str, str | None]:
    """The settings that choose an optimizer: itself, and no momentum for batch norm where it has none to replace."""
    assignments: dict[str, str | None] = {"training.optimizer.kind": kind}
    if experiment.training.batch_norm_momentum is not None and kind not in ("momentum", "nesterov"):
        assignments["training.batch_norm_momentum"] = None
    return assignments


def has_batch_norm(experiment: Experiment) -> bool:
    """Whether any layer normalizes its sums over the batch."""
    layers: tuple[Layer | Output, ...] = (*experiment.network.layers, experiment.network.output)
    return any(layer.batch_norm for layer in layers)


def output_assignments(experiment: Experiment, activation: str) -> dict[str, str]:
    """The settings that choose an output activation: itself, and a loss that fits where the present one does not."""
    assignments = {"network.output.activation": activation}
    if activation not in OUTPUTS_FOR_LOSS[experiment.training.loss]:
        fitting = [loss for loss, outputs in OUTPUTS_FOR_LOSS.items() if activation in outputs]
        # A cross-entropy is the sensible one where there is one: it is listed after the squared errors.
        assignments["training.loss"] = fitting[-1] if fitting[-1].endswith("cross_entropy") else fitting[0]
    return assignments
