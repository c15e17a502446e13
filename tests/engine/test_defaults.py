"""The engine used alone starts from the same settings as an experiment does."""

from dataclasses import fields, is_dataclass
from typing import Any, get_args

import msgspec
import pytest

from playground import engine
from playground.engine.initializers import INITIALIZERS
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.experiment import network, training

KINDS = {
    "optimizer": (training.Optimizer, OPTIMIZERS, engine.optimizer),
    "schedule": (training.Schedule, SCHEDULES, engine.schedule),
    "initializer": (network.Initializer, INITIALIZERS, engine.initializer),
}


def settings_of(made: Any) -> dict[str, Any]:
    if is_dataclass(made):
        return {field.name: getattr(made, field.name) for field in fields(made)}
    return {name: value for name, value in vars(made).items() if name != "steps" and not name.startswith("_")}


@pytest.mark.parametrize("what", KINDS)
def test_that_kinds_settings_and_defaults_are_those_declared(what: str) -> None:
    declared, table, make = KINDS[what]
    structs = {str(each.__struct_config__.tag): each for each in get_args(declared)}
    assert list(structs) == list(table)
    for kind, struct in structs.items():
        expected = msgspec.to_builtins(struct())
        assert expected.pop("kind") == kind
        assert settings_of(make(kind)) == expected


def test_that_a_layer_starts_as_declared() -> None:
    declared, layer = network.Layer(), engine.Layer(network.Layer().units)
    for name in ("units", "activation", "batch_norm", "dropout", "frozen"):
        assert getattr(layer, name) == getattr(declared, name)
    for name in ("initializer", "bias_initializer"):
        expected = msgspec.to_builtins(getattr(declared, name))
        assert getattr(layer, name) == engine.initializer(expected.pop("kind"), **expected)


def test_that_losses_penalties_and_batch_norm_start_as_declared() -> None:
    declared = training.Training()
    assert get_args(training.Loss) == tuple(LOSSES)
    assert vars(engine.loss("huber")) == {"delta": declared.huber_delta}
    hidden = engine.Layer(2, batch_norm=True)
    made = engine.Network(1, [hidden, engine.Layer(1, "linear")], "squared_error")
    assert (made.l1, made.l2, str(made.dtype)) == (declared.l1, declared.l2, declared.precision)
    walker = made.optimizer("momentum")
    assert walker.batch_norm_learning_rate is declared.batch_norm_learning_rate is None
    assert walker.batch_norm_momentum is declared.batch_norm_momentum is None
