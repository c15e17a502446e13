"""Classes or values: what suits each, chosen with the data unless something else is asked for."""

from typing import Any

import pytest

from playground.experiment import (
    DRAWN_SOURCES,
    Experiment,
    UserError,
    change,
    labs,
    load,
    loss_assignments,
    output_assignments,
)

PETALS, PLAYGROUND = load("petals"), load("playground")
PLANE = change(PETALS, {"data.source.kind": "plane"})


def chosen(experiment: Experiment) -> tuple[str, str]:
    return experiment.training.loss, experiment.network.output.activation


def test_that_values_come_with_a_squared_error_and_a_linear_output() -> None:
    for experiment in (PETALS, PLAYGROUND, load("quadrants")):
        assert chosen(change(experiment, {"data.source.kind": "bumps"})) == ("squared_error", "linear")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("circle", ("binary_cross_entropy", "sigmoid")), ("waves", ("softmax_cross_entropy", "softmax"))],
)
def test_that_classes_come_with_the_cross_entropy_of_their_number(kind: str, expected: tuple[str, str]) -> None:
    assert chosen(change(PLANE, {"data.source.kind": kind})) == expected


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        ({"training.loss": "huber"}, ("huber", "linear")),
        ({"training.loss": "squared_error"}, ("squared_error", "linear")),
        ({"network.output.activation": "tanh"}, ("squared_error", "tanh")),
        ({"network.output": {"activation": "tanh"}}, ("squared_error", "tanh")),
        ({"training.loss": "huber", "network.output.activation": "tanh"}, ("huber", "tanh")),
    ],
)
def test_that_what_is_asked_for_is_kept(assignments: dict[str, Any], expected: tuple[str, str]) -> None:
    for experiment in (PETALS, PLAYGROUND):
        assert chosen(change(experiment, {"data.source.kind": "plane"} | assignments)) == expected
        assert chosen(change(experiment, assignments | {"data.source.kind": "plane"})) == expected


def test_that_data_of_the_same_task_leave_loss_and_output_alone() -> None:
    assert chosen(change(PLAYGROUND, {"data.source.kind": "waves"})) == ("squared_error", "tanh")
    tanh = change(PLANE, {"network.output.activation": "tanh"})
    assert chosen(change(tanh, {"data.source.kind": "bumps"})) == ("squared_error", "tanh")


def test_that_huber_stays_when_classes_become_values() -> None:
    huber = change(PLAYGROUND, {"training.loss": "huber"})
    assert chosen(change(huber, {"data.source.kind": "plane"})) == ("huber", "linear")


def test_that_a_target_accuracy_goes_with_the_classes() -> None:
    wanted = change(PETALS, {"training.stop.target_accuracy": 0.9})
    assert change(wanted, {"data.source.kind": "plane"}).training.stop.target_accuracy is None


@pytest.mark.parametrize(
    ("assignments", "said"),
    [
        (
            {"training.loss": "binary_cross_entropy"},
            "training.loss: binary_cross_entropy is for classes, and plane has values; "
            "set it to squared_error or huber, and network.output.activation to linear or tanh",
        ),
        (
            {"network.output.activation": "sigmoid"},
            "training.loss: squared_error needs network.output.activation linear or tanh, not sigmoid; "
            "set both together",
        ),
        (
            {"training.stop.target_accuracy": 0.9},
            "training.stop.target_accuracy: values have no accuracy; "
            "set it to null, and training.stop.target_loss instead",
        ),
    ],
)
def test_that_what_does_not_suit_values_is_refused_with_the_remedy(assignments: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        change(PLANE, assignments)
    assert str(caught.value) == said


def test_that_only_what_fits_values_is_brought_along() -> None:
    tanh = change(PLANE, {"network.output.activation": "tanh"})
    assert loss_assignments(tanh, "huber") == {"training.loss": "huber"}
    assert output_assignments(PLANE, "tanh") == {"network.output.activation": "tanh"}


@pytest.mark.parametrize("source", DRAWN_SOURCES)
def test_that_every_set_can_be_chosen_from_every_lab(source: Any) -> None:
    for experiment in [lab.experiment for lab in labs().values() if lab.experiment]:
        kind = source.__struct_config__.tag
        assert isinstance(change(experiment, {"data.source.kind": kind}).data.source, source)
