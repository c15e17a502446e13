"""From an experiment's description to the engine's objects."""

import msgspec
import numpy as np

from playground import engine
from playground.data import Dataset
from playground.experiment import Experiment, UserError
from playground.experiment.network import Initializer, Layer, Output
from playground.experiment.rules import NO_CLASSES_TO_WEIGH
from playground.experiment.training import Schedule, Training

AnyOptimizer = engine.Optimizer | engine.GroupedOptimizer


def build_network(experiment: Experiment, dataset: Dataset) -> engine.Network:
    """The network for these data, with its first weights drawn."""
    training = experiment.training
    network = engine.Network(
        dataset.inputs,
        build_layers(experiment, dataset.outputs),
        build_loss(training, dataset),
        seed=experiment.seed,
        dtype=np.dtype(training.precision),
        classifies=dataset.classifies,
    )
    network.l1, network.l2 = training.l1, training.l2
    return network


def build_loss(training: Training, dataset: Dataset) -> engine.Loss:
    """The loss, with class weights where there are any; these are of the training part, whatever is measured by them.

    Raises
    ------
    UserError : when values are to have class weights.
    """
    loss = engine.loss(training.loss, huber_delta=training.huber_delta)
    if training.class_weights == "none":
        return loss
    labels = dataset.train.labels
    if labels is None:
        raise UserError(NO_CLASSES_TO_WEIGH)
    return engine.ClassWeightedLoss(loss, engine.balanced_weights(labels, len(dataset.classes)))


def build_layers(experiment: Experiment, outputs: int) -> list[engine.Layer]:
    """The engine's description of every layer, the output last."""
    hidden = [_layer(layer, layer.units, layer.dropout) for layer in experiment.network.layers]
    return [*hidden, _layer(experiment.network.output, outputs, 0.0)]


def build_optimizer(training: Training, network: engine.Network) -> AnyOptimizer:
    """The optimizer with its state at the beginning."""
    kind, settings = _settings(training.optimizer)
    optimizer: AnyOptimizer = network.optimizer(
        kind,
        batch_norm_learning_rate=training.batch_norm_learning_rate,
        batch_norm_momentum=training.batch_norm_momentum,
        **settings,
    )
    return optimizer


def build_schedule(schedule: Schedule) -> engine.Schedule:
    """The schedule of the learning rate."""
    kind, settings = _settings(schedule)
    return engine.schedule(kind, **settings)


def retune(optimizer: AnyOptimizer, training: Training) -> None:
    """Give a running optimizer of the same kind new settings."""
    plain = optimizer
    if isinstance(optimizer, engine.GroupedOptimizer):
        optimizer.batch_norm_learning_rate = training.batch_norm_learning_rate
        optimizer.batch_norm_momentum = training.batch_norm_momentum
        plain = optimizer.optimizer
    for name, value in _settings(training.optimizer)[1].items():
        setattr(plain, name, value)


def set_rate(optimizer: AnyOptimizer, rate: float, training: Training) -> None:
    """Give an optimizer the rate of an epoch. A rate of gamma's and beta's own follows the schedule in proportion."""
    optimizer.learning_rate = rate
    own = training.batch_norm_learning_rate
    if isinstance(optimizer, engine.GroupedOptimizer) and own is not None:
        optimizer.batch_norm_learning_rate = own * rate / training.optimizer.learning_rate


def _layer(layer: Layer | Output, units: int, dropout: float) -> engine.Layer:
    return engine.Layer(
        units,
        layer.activation,
        batch_norm=layer.batch_norm,
        dropout=dropout,
        initializer=_initializer(layer.initializer),
        bias_initializer=_initializer(layer.bias_initializer),
        frozen=layer.frozen,
    )


def _initializer(description: Initializer) -> engine.Initializer:
    kind, settings = _settings(description)
    return engine.initializer(kind, **settings)


def _settings(description: msgspec.Struct) -> tuple[str, dict[str, float]]:
    settings = msgspec.to_builtins(description)
    return settings.pop("kind"), settings
