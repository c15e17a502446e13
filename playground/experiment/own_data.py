"""An experiment for data that a person brings along: what the person chose stays, what a lab had chosen does not."""

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from playground.experiment.change import change
from playground.experiment.data import FEATURES, PLANE, Split, settled
from playground.experiment.experiment import Experiment
from playground.experiment.labs import labs
from playground.experiment.network import HeNormal, Layer, Output
from playground.experiment.rules import task_assignments
from playground.experiment.sources import File, FromFile, ImageFiles
from playground.experiment.training import Adam, Stop, Training

_SPLIT = Split(train=0.7, validation=0.15, test=0.15)
_FOR_TABLES = (Layer(units=8),)
_FOR_IMAGES = (Layer(units=64, activation="relu", initializer=HeNormal()),)
_TRAINING = Training(optimizer=Adam(learning_rate=0.01), batch_size=32, epochs=1000, stop=Stop(patience=50))
"""Learns most tables in seconds, whatever they hold, and keeps the best epoch: a larger network is not judged by what
it learns by heart."""
_TRAINING_ON_IMAGES = replace(
    _TRAINING, optimizer=Adam(), batch_size=128, epochs=100, precision="float32", stop=Stop(patience=10)
)
"""Pixels have no more digits, and half as many bytes make an epoch twice as fast."""
_PREPARED: dict[type, str] = {File: "standardize", ImageFiles: "none"}


@dataclass(frozen=True)
class _Chosen:
    """The parts of an experiment that a person chose, as neither a lab nor a proposal for own data has it like that."""

    layers: bool
    training: bool
    split: bool
    preprocessing: bool
    target_scaling: bool


def for_own_data(experiment: Experiment, source: FromFile, *, name: str, classes: int | None) -> Experiment:
    """The experiment with `source` in place of its data, and with what suits that.

    `classes` is 0 for values, None where it is not known. What is just as some lab or the proposal for
    earlier own data has it gives way to what suits most data of this kind; the rest stays. Tables are standardized, and
    so are the values that are to be told.

    Raises
    ------
    UserError : where what was chosen does not fit this data.
    """
    chosen, tabular = _chosen(experiment), isinstance(source, File)
    scaling = "standardize" if classes == 0 else "none"
    data = replace(
        experiment.data,
        source=source,
        features=_features(experiment, source),
        preprocessing=experiment.data.preprocessing if chosen.preprocessing else _PREPARED[type(source)],
        target_scaling="none" if chosen.target_scaling else scaling,
        split=_of_any_data(experiment.data.split) if chosen.split else _SPLIT,
    )
    fitting = _FOR_TABLES if tabular else _FOR_IMAGES
    network = replace(
        experiment.network,
        layers=experiment.network.layers if chosen.layers else fitting,
        output=experiment.network.output if chosen.layers else Output(),
    )
    training = experiment.training if chosen.training else _TRAINING if tabular else _TRAINING_ON_IMAGES
    if not data.split.validates:  # There is nothing that patience could watch.
        training = replace(training, stop=replace(training.stop, patience=None))
    suited = replace(experiment, name=name, data=settled(data), network=network, training=training)
    return change(suited, _fitting(suited, classes))


def retargeted(experiment: Experiment, source: File, *, classes: int) -> Experiment:
    """The experiment on the same table with other columns: only the loss, the output and the scale of values follow.

    `classes` is 0 for values.

    Raises
    ------
    UserError : where what was chosen does not fit these columns.
    """
    values, before = classes == 0, experiment.data.source.task
    data = settled(replace(experiment.data, source=source), experiment.data)
    if values and before != "regression":
        data = replace(data, target_scaling="standardize")
    result = replace(experiment, data=data)
    stays = not values and experiment.network.output.activation == "tanh"
    return change(result, {} if stays else _fitting(result, classes))


def _fitting(experiment: Experiment, classes: int | None) -> dict[str, Any]:
    """The loss and the output that suit what the target holds."""
    assignments = task_assignments(experiment)
    if classes == 2:  # One output tells two classes, with one line between them.
        assignments |= {"training.loss": "binary_cross_entropy", "network.output.activation": "sigmoid"}
    return assignments


def _features(experiment: Experiment, source: FromFile) -> tuple[str, ...]:
    """The features chosen for points in the plane, where two columns are such points as well."""
    symbols = experiment.data.symbols
    in_plane = isinstance(source, File) and len(source.inputs) == 2 and set(symbols) <= set(FEATURES)
    return symbols if in_plane else PLANE


def _of_any_data(split: Split) -> Split:
    """A split without what it says of the columns of other data."""
    return replace(split, by="random", column="") if split.by == "group" else split


def _chosen(experiment: Experiment) -> _Chosen:
    known = [lab.experiment for lab in labs().values() if lab.experiment is not None]
    layers = [*(lab.network.layers for lab in known), _FOR_TABLES, _FOR_IMAGES]
    proposed = [_TRAINING, _TRAINING_ON_IMAGES]
    trainings = [*(lab.training for lab in known), *proposed, *(replace(each, stop=Stop()) for each in proposed)]
    splits = [*(lab.data.split for lab in known), _SPLIT]
    # The loss follows the task, whoever chose it.
    training = replace(experiment.training, loss="squared_error")
    source = experiment.data.source
    own_values = isinstance(source, File) and source.task == "regression"
    return _Chosen(
        layers=experiment.network.layers not in layers,
        training=all(training != replace(other, loss="squared_error") for other in trainings),
        split=experiment.data.split not in splits,
        preprocessing=experiment.data.preprocessing != _PREPARED.get(type(source), experiment.data.preprocessing),
        target_scaling=own_values and experiment.data.target_scaling == "none",
    )
