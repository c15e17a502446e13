"""The rules that an experiment must obey as a whole, beyond the range of each setting."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from unicodedata import category

from playground.experiment.data import FEATURES
from playground.experiment.experiment import Experiment
from playground.experiment.message import Message, UserError, say, series
from playground.experiment.network import Layer, Output
from playground.experiment.settings import suggestion
from playground.experiment.sources import File, ImageFiles, Painted, Task

OUTPUTS_FOR_LOSS: dict[str, tuple[str, ...]] = {
    "squared_error": ("linear", "tanh", "sigmoid"),
    "huber": ("linear", "tanh", "sigmoid"),
    "binary_cross_entropy": ("sigmoid",),
    "softmax_cross_entropy": ("softmax",),
}
"""The output activations each loss can be computed from."""
_LOSS, _OUTPUT, _TARGET_ACCURACY = "training.loss", "network.output.activation", "training.stop.target_accuracy"
_TARGET_SCALING, _CLASS_WEIGHTS = "data.target_scaling", "training.class_weights"
_REGRESSION_LOSSES, _REGRESSION_OUTPUTS = ("squared_error", "huber"), ("linear", "tanh")


def fitting_outputs(loss: str, task: Task | None) -> tuple[str, ...]:
    """The output activations that `loss` goes with on data of this task; none where the loss itself does not fit.

    Where the task is not known before a file is read, all that go with the loss.
    """
    if task != "regression":
        return OUTPUTS_FOR_LOSS[loss]
    return _REGRESSION_OUTPUTS if loss in _REGRESSION_LOSSES else ()


def check(experiment: Experiment) -> None:
    """Raise `UserError` with the first thing that does not fit together."""
    for problem in problems(experiment):
        raise UserError(problem)


def problems(experiment: Experiment) -> Iterator[Message]:
    """Each thing that does not fit together, as one line with its place and remedy."""
    yield from _name(experiment)
    yield from _file(experiment)
    yield from _points(experiment)
    yield from _split(experiment)
    yield from _dealing(experiment)
    yield from _features(experiment)
    yield from _target_scaling(experiment)
    yield from _loss(experiment)
    yield from _batch_norm(experiment)
    yield from _learning(experiment)
    yield from _patience(experiment)
    yield from _target(experiment)
    yield from _class_weights(experiment)


PARTS = ("train", "validation", "test")


def parts_of(experiment: Experiment) -> tuple[str, ...]:
    """The parts that an experiment will have, as far as its settings tell; its data may bring a test part along."""
    split, source = experiment.data.split, experiment.data.source
    judged = bool(split.validates or getattr(source, "fresh_validation", 0))
    tested = bool(split.test or getattr(source, "fresh_test", 0))
    return tuple(part for part, there in zip(PARTS, (True, judged, tested), strict=True) if there)


def training_samples(experiment: Experiment) -> int:
    """Tell how many of the source's samples the training part gets."""
    return experiment.data.split.sizes(experiment.data.source.sample_count)[0]


def _name(experiment: Experiment) -> Iterator[Message]:
    # Half a surrogate pair cannot be written as UTF-8, and a control character breaks the line it is printed on.
    if any(category(character) in ("Cc", "Cs") for character in experiment.name):
        yield say("name: it holds a character that cannot be shown; type the name anew")


def _file(experiment: Experiment) -> Iterator[Message]:
    source = experiment.data.source
    if isinstance(source, File | ImageFiles) and not source.path:
        yield say("data.source.path: no file is named; set it to the path of the file")
    if not isinstance(source, File):
        return
    twice = _first_twice(source.inputs)
    if twice is not None:
        yield say('data.source.inputs: "{column}" stands twice; name each once', column=twice)
    if source.target and source.target in source.inputs:
        key = 'data.source.inputs: "{column}" is the target, too; take it out of the inputs'
        yield say(key, column=source.target)


def _first_twice(names: Sequence[str]) -> str | None:
    return next((name for place, name in enumerate(names) if name in names[:place]), None)


def _points(experiment: Experiment) -> Iterator[Message]:
    source = experiment.data.source
    if not isinstance(source, Painted):
        return
    if not source.points:
        yield say("data.source.points: there is no point to learn from; add at least one, as [x, y, class]")
    for index, point in enumerate(source.points):
        if point.label >= source.classes:
            yield say(
                "data.source.points.{index}: class {label} is beyond the last, {last}; raise data.source.classes to "
                "{classes}, or choose another class",
                index=index,
                label=point.label,
                last=source.classes - 1,
                classes=point.label + 1,
            )


def _split(experiment: Experiment) -> Iterator[Message]:
    split = experiment.data.split
    total = split.train + split.validation + split.test
    if abs(total - 1) > 1e-6:
        yield say("data.split: the three parts add up to {total:g}; make them add up to 1", total=total)
    elif split.folds == 1:
        yield say("data.split.folds: one fold leaves nothing to learn from; set it to 2 or more, or to 0 for none")
    elif split.folds and split.fold is not None and split.fold > split.folds:
        key = "data.split.fold: there are {folds} folds; choose from 1 to {folds}, or null"
        yield say(key, folds=split.folds)
    elif training_samples(experiment) < 1:
        yield say("data.split.train: no sample is left for training; give it a larger share")


def _dealing(experiment: Experiment) -> Iterator[Message]:
    split, source = experiment.data.split, experiment.data.source
    if split.by == "group" and not isinstance(source, File):
        key = "data.split.by: {kind} has no columns to group by; set it to random"
        yield say(key, kind=source.__struct_config__.tag)
    elif split.by == "group" and not split.column:
        yield say(
            "data.split.column: no column is named to group by; set it to one of the table, or split.by to random"
        )


def _features(experiment: Experiment) -> Iterator[Message]:
    source, features = experiment.data.source, experiment.data.features
    if _first_twice(features) is not None:
        yield say("data.features: a feature stands twice; name each once")
    if isinstance(source, File):
        plane = FEATURES if len(source.inputs) == 2 else ()
        known = [*source.inputs, *plane] if source.inputs else list(features)
    elif isinstance(source, ImageFiles):
        known = []
        if features:
            yield say("data.features: images are shown whole; leave it empty")
            return
    else:
        known = list(FEATURES)
        if not features:
            yield say("data.features: it takes a list of at least 1, not 0")
    for index, feature in enumerate(features):
        if feature not in known:
            instead = suggestion(feature, known)
            key = "data.features.{index}: there is no {feature!r}; {instead}"
            yield say(key, index=index, feature=feature, instead=instead)


def _target_scaling(experiment: Experiment) -> Iterator[Message]:
    data = experiment.data
    if data.target_scaling != "none" and data.source.task == "classification":
        yield say("data.target_scaling: classes have no scale; set it to none")


def _loss(experiment: Experiment) -> Iterator[Message]:
    loss, output, source = experiment.training.loss, experiment.network.output.activation, experiment.data.source
    fitting = fitting_outputs(loss, source.task)
    if not fitting:
        yield say(
            "training.loss: {loss} is for classes, and {kind} has values; set it to {losses}, and "
            "network.output.activation to {outputs}",
            loss=loss,
            kind=source.__struct_config__.tag,
            losses=one_of(_REGRESSION_LOSSES),
            outputs=one_of(_REGRESSION_OUTPUTS),
        )
    elif output not in fitting:
        yield say(
            "training.loss: {loss} needs network.output.activation {outputs}, not {output}; set both together",
            loss=loss,
            outputs=one_of(fitting),
            output=output,
        )


def one_of(names: Sequence[str]) -> Message:
    """Return names as a choice in a sentence."""
    return series(names, " or ")


def _batch_norm(experiment: Experiment) -> Iterator[Message]:
    if not has_batch_norm(experiment):
        return
    if experiment.training.batch_size == 1:
        yield say("training.batch_size: batch norm needs at least 2 samples in a batch; make the batch larger")
    if training_samples(experiment) == 1:
        yield say("data.split.train: batch norm needs at least 2 training samples; give training a larger share")
    if experiment.training.batch_norm_momentum is not None and not hasattr(experiment.training.optimizer, "momentum"):
        yield say(
            "training.batch_norm_momentum: this optimizer has no momentum; "
            "choose momentum or nesterov as training.optimizer.kind, or set this to null"
        )


def _learning(experiment: Experiment) -> Iterator[Message]:
    for index, layer in enumerate(experiment.network.layers):
        if layer.activation == "step":
            key = (
                "network.layers.{index}.activation: step has no gradient, so nothing before it can learn; choose "
                "sigmoid or tanh to train"
            )
            yield say(key, index=index)


def _patience(experiment: Experiment) -> Iterator[Message]:
    if experiment.training.stop.patience is not None and "validation" not in parts_of(experiment):
        key = "training.stop.patience: it watches the validation loss, and data.split.validation is 0; set it above 0"
        yield say(key)


def _target(experiment: Experiment) -> Iterator[Message]:
    if experiment.training.stop.target_accuracy is not None and experiment.data.source.task == "regression":
        key = (
            "training.stop.target_accuracy: values have no accuracy; set it to null, and training.stop.target_loss "
            "instead"
        )
        yield say(key)


def _class_weights(experiment: Experiment) -> Iterator[Message]:
    if experiment.training.class_weights != "none" and experiment.data.source.task == "regression":
        yield NO_CLASSES_TO_WEIGH


NO_CLASSES_TO_WEIGH = say("{place}: values have no classes; set it to none", place=_CLASS_WEIGHTS)


def loss_assignments(experiment: Experiment, loss: str) -> dict[str, str]:
    """The settings that choose `loss`: itself, and an output that it fits where the present one does not."""
    fitting = fitting_outputs(loss, experiment.data.source.task)
    assignments = {_LOSS: loss}
    if fitting and experiment.network.output.activation not in fitting:
        assignments[_OUTPUT] = fitting[0]
    return assignments


def optimizer_assignments(experiment: Experiment, kind: str) -> dict[str, str | None]:
    """The settings that choose an optimizer: itself, and no momentum for batch norm where it has none to replace."""
    assignments: dict[str, str | None] = {"training.optimizer.kind": kind}
    if experiment.training.batch_norm_momentum is not None and kind not in ("momentum", "nesterov"):
        assignments["training.batch_norm_momentum"] = None
    return assignments


def has_batch_norm(experiment: Experiment) -> bool:
    """Tell whether any layer normalizes its sums over the batch."""
    layers: tuple[Layer | Output, ...] = (*experiment.network.layers, experiment.network.output)
    return any(layer.batch_norm for layer in layers)


def output_assignments(experiment: Experiment, activation: str) -> dict[str, str]:
    """The settings that choose an output activation: itself, and a loss that fits where the present one does not."""
    task = experiment.data.source.task
    assignments = {_OUTPUT: activation}
    if activation not in fitting_outputs(experiment.training.loss, task):
        fitting = [loss for loss in OUTPUTS_FOR_LOSS if activation in fitting_outputs(loss, task)]
        if fitting:
            # A cross-entropy is the sensible one where there is one: it is listed after the squared errors.
            assignments[_LOSS] = fitting[-1] if fitting[-1].endswith("cross_entropy") else fitting[0]
    return assignments


def task_assignments(experiment: Experiment, given: Collection[str] = ()) -> dict[str, Any]:
    """The settings that suit a network to its data after these became of the other task.

    Values get a linear output and a squared error (Huber stays), two classes a sigmoid and several a softmax, each
    with its cross-entropy. Of loss and output, those whose paths are in `given` were chosen and stay.
    """
    values, loss = experiment.data.source.task == "regression", experiment.training.loss
    chosen: dict[str, Any] = {}
    if _holds(given, _OUTPUT):
        if not _holds(given, _LOSS):
            chosen |= output_assignments(experiment, experiment.network.output.activation)
    elif values:
        keeps_loss = loss in _REGRESSION_LOSSES or _holds(given, _LOSS)
        chosen |= {_LOSS: loss if keeps_loss else _REGRESSION_LOSSES[0], _OUTPUT: _REGRESSION_OUTPUTS[0]}
    elif _holds(given, _LOSS):
        chosen |= loss_assignments(experiment, loss)
    elif experiment.data.source.class_count == 2:
        chosen |= {_LOSS: "binary_cross_entropy", _OUTPUT: "sigmoid"}
    else:
        chosen |= {_LOSS: "softmax_cross_entropy", _OUTPUT: "softmax"}
    if values and not _holds(given, _TARGET_ACCURACY):
        chosen[_TARGET_ACCURACY] = None
    if values and not _holds(given, _CLASS_WEIGHTS):
        chosen[_CLASS_WEIGHTS] = "none"
    if not values and not _holds(given, _TARGET_SCALING):
        chosen[_TARGET_SCALING] = "none"
    return chosen


def _holds(given: Collection[str], path: str) -> bool:
    """Tell whether a setting is among those given, by itself or within a group."""
    return any(path == each or path.startswith(f"{each}.") for each in given)
