"""The names that people read."""

import pytest

from playground.app.words.names import choice_name, null_word
from playground.experiment import load, setting

CHOICES = (
    "data.source",
    "data.features",
    "data.preprocessing",
    "training.optimizer",
    "training.loss",
    "training.schedule",
    "network.layers.0.activation",
    "network.layers.0.initializer",
    "network.layers.0.bias_initializer",
    "network.output.activation",
)


@pytest.mark.parametrize("path", CHOICES)
def test_that_every_declared_choice_has_a_name_of_its_own(path: str) -> None:
    names = [choice_name(path, choice) for choice in setting(load("petals"), path).choices]
    assert len(set(names)) == len(names)
    assert not any("_" in name for name in names)


def test_that_names_are_those_of_the_field() -> None:
    assert choice_name("training.optimizer.kind", "sgd") == "Gradient descent"
    assert choice_name("network.layers.3.activation", "relu") == "ReLU"
    assert choice_name("training.loss", "binary_cross_entropy") == "binary cross-entropy"
    assert choice_name("data.features", "x1_squared") == "x₁²"


def test_that_the_same_declared_name_may_be_called_differently_in_different_places() -> None:
    assert choice_name("network.output.activation", "step") != choice_name("training.schedule.kind", "step")


def test_that_a_name_without_an_entry_stands_as_declared() -> None:
    assert choice_name("training.precision", "float32") == "float32"


def test_that_what_is_not_set_has_a_word() -> None:
    assert null_word("training.batch_size") == "all"
    assert null_word("training.gradient_clip") == "off"
