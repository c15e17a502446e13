"""Runs are called by what tells them apart."""

from typing import Any

import pytest

from playground.app.words.run_names import run_names, short_names
from playground.experiment import change, load
from playground.training import RunInfo


def runs(*settings: dict[str, Any], forks: tuple[int | None, ...] = ()) -> list[RunInfo]:
    """Runs of the lab petals with these settings."""
    found = [RunInfo(10 + n, n, change(load("petals"), each)) for n, each in enumerate(settings, start=1)]
    return [
        RunInfo(run.key, run.number, run.experiment, fork=fork)
        for run, fork in zip(found, forks or [None] * len(found), strict=True)
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"training.optimizer.learning_rate": 0.25}, ("rate 1.2", "rate 0.25")),
        ({"network.layers.0.units": 6}, ("neurons 4", "neurons 6")),
        ({"training.optimizer.kind": "adam"}, ("optimizer Gradient descent", "optimizer Adam")),
        ({"training.batch_size": 30}, ("batch all", "batch 30")),
        ({"network.layers.0.batch_norm": True}, ("batch norm off", "batch norm on")),
        ({"network.layers": [{"units": 4}, {"units": 2}]}, ("hidden layers 4", "hidden layers 4-2")),
        ({"data.features": ["x1"]}, ("features x₁ x₂", "features x₁")),
        ({"seed": 4, "training.l2": 0.01, "training.l1": 0.1}, None),
    ],
)
def test_that_a_run_is_called_by_the_settings_in_which_it_differs(
    settings: dict[str, Any], told: tuple[str, str] | None
) -> None:
    names = list(run_names(runs({}, settings)).values())
    assert [name.partition(" · ")[0] for name in names] == ["run 1", "run 2"]
    if told is None:
        assert all(name.count(",") == 1 for name in names), "the first two are enough"
    else:
        assert [name.partition(" · ")[2] for name in names] == list(told)


def test_that_runs_of_the_same_settings_are_told_apart_by_where_they_began() -> None:
    assert list(run_names(runs({}, {}, forks=(None, 1500))).values()) == [
        "run 1 · rate 1.2",
        "run 2 · from epoch 1,500",
    ]


def test_that_a_name_that_was_given_stands() -> None:
    named = [RunInfo(1, 1, load("petals"), name="the good one"), RunInfo(2, 2, load("petals"))]
    assert run_names(named)[1] == short_names(named)[1] == "the good one"
    assert short_names(named)[2] == "run 2"
