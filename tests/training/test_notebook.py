"""A run in a notebook: what it says of itself, what it takes, and what it refuses in one line."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground.experiment import UserError, change, encode, load
from playground.training import History, Run

PETALS = load("petals")


def refusal(work: Any) -> str:
    with pytest.raises(UserError) as caught:
        work()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def trained(epochs: int) -> Run:
    run = Run(PETALS)
    run.train(epochs=epochs)
    return run


def test_that_a_notebook_needs_one_import_which_costs_nothing_before_it_is_used() -> None:
    check = "import sys, playground; assert not {'numpy', 'msgspec', 'PySide6'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
    assert playground.Run is Run
    assert playground.load is load
    assert {"Run", "load"} <= set(dir(playground))
    with pytest.raises(AttributeError, match="has no attribute 'Rum'"):
        _ = playground.Rum  # type: ignore[attr-defined]


def test_that_a_run_takes_an_experiment_by_any_of_its_names(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(encode(change(PETALS, {"name": "mine"})))
    assert [Run(given).experiment.name for given in ("petals", str(file), file, PETALS)] == [
        "petals",
        "mine",
        "mine",
        "petals",
    ]
    assert "did you mean 'petals'?" in refusal(lambda: Run("petal"))
    assert "gradient-descent: this lab has no experiment" in refusal(lambda: Run("gradient-descent"))
    for given in (None, 5, {"seed": 1}, [PETALS]):
        assert "try Run(load('petals'))" in refusal(lambda given=given: Run(given))


def test_that_a_run_says_what_it_is() -> None:
    run = trained(12)
    scores = run.snapshot().scores
    assert repr(run) == (
        f"<Run of petals: epoch 12, train loss {scores['train'].loss:.6g}, test loss {scores['test'].loss:.6g}>"
    )
    assert repr(run.snapshot()) == "<Snapshot of petals: epoch 12>"
    assert repr(run.history) == (
        "<History of 13 rows: epoch, train_loss, train_accuracy, test_loss, test_accuracy, penalty, learning_rate, "
        "update_ratio.layer1.weight, update_ratio.layer1.bias, update_ratio.output.weight, update_ratio.output.bias>"
    )
    deep = History(["train"], [f"layer{number}.weight" for number in range(20)])
    assert repr(deep).endswith("update_ratio.layer5.weight and 14 more update ratios>")
    with pytest.raises(KeyError, match="train_los: there is no such column; did you mean 'train_loss'"):
        run.history["train_los"]


def test_that_train_says_what_was_done() -> None:
    run = Run(change(PETALS, {"training.epochs": 9}))
    assert str(run.train(epochs=0)) == "no epochs were asked for, so none were done; the run is at epoch 0"
    assert str(run.train(epochs=1)) == "1 more epoch is done, 1 in all"
    assert str(run.train(epochs=np.int32(2))) == "2 more epochs are done, 3 in all"
    assert str(run.train()) == "all 9 epochs are done"
    assert str(run.train(epochs=0)) == "no epochs were asked for, so none were done; the run is at epoch 9"
    assert str(run.train(epochs=4)) == "4 more epochs are done, 13 in all"
    assert run.epochs_done == 13


@pytest.mark.parametrize("epochs", [-1, 1.5, 2.0, "5", True, np.nan, [3], {}, np.array([1, 2])])
def test_that_train_refuses_what_is_no_number_of_epochs(epochs: Any) -> None:
    run = trained(3)
    assert refusal(lambda: run.train(epochs=epochs)).startswith("epochs: it takes a whole number from 0 on, not ")
    assert run.epochs_done == 3


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([[1 + 2j, 0]], "points are no numbers (their type is complex128)"),
        ([["1", "2"]], "points are no numbers (their type is str"),
        ([[1, 2], [3]], "points are no numbers ("),
        (np.zeros((2, 3)), "points have the shape (2, 3)"),
        (np.zeros((2, 2, 2)), "points have the shape (2, 2, 2)"),
        ([], "points have the shape (0,)"),
        (5.0, "points have the shape ()"),
        ([[0, np.nan]], "points[0] holds what is no finite number"),
        ([[0, 0], [np.inf, 0], [0, None]], "2 of 3 points hold what is no finite number, points[1] first"),
        (np.array([["2020-01-01", "2020-01-02"]], "datetime64[D]"), "points are no numbers (their type is datetime64"),
    ],
)
def test_that_points_are_refused_with_their_shape_or_the_first_wrong_row(points: Any, said: str) -> None:
    told = refusal(lambda: Run(PETALS).predict(points))
    assert told.startswith(said)
    assert told.endswith("; give one row of 2 numbers a point")


@pytest.mark.parametrize(
    "points", [[[1, 2]], [1.0, 2.0], ((1, 2),), np.array([[1, 2]], np.int8), np.array([[1, 2]], object), [[True, 2]]]
)
def test_that_points_are_taken_as_lists_and_arrays_of_any_numbers(points: Any) -> None:
    assert trained(3).predict(points).shape == (1, 1)
    assert trained(3).predict(np.empty((0, 2))).shape == (0, 1)


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        ("layer1.weight", np.full((2, 4), np.nan), "layer1.weight holds what is no finite number"),
        ("layer1.weight", np.full((2, 4), 1j), "layer1.weight holds what is no finite number"),
        ("layer1.weight", np.full((2, 4), "1"), "layer1.weight holds what is no finite number"),
        ("layer1.weight", np.ones((4, 2)), "layer1.weight has the shape (4, 2), this network's is (2, 4)"),
        ("layer1.weight", [[1, 2], [3]], "layer1.weight is no array"),
        (
            "layer1.wieght",
            np.ones((2, 4)),
            "layer1.wieght: the network has no place for it; did you mean 'layer1.weight'",
        ),
        ("layer1.weight", None, "layer1.weight has the shape ()"),
    ],
)
def test_that_parameters_that_do_not_fit_are_refused_and_change_nothing(name: str, array: Any, said: str) -> None:
    run = trained(5)
    before = run.state()
    assert refusal(lambda: run.put_parameters({**run.network.parameters, name: array})).startswith(said)
    for key, value in run.state().items():
        np.testing.assert_array_equal(value, before[key])


def test_that_a_missing_parameter_is_named() -> None:
    run = trained(5)
    arrays = {name: array for name, array in run.network.parameters.items() if name != "output.bias"}
    assert refusal(lambda: run.put_parameters(arrays)).startswith("output.bias is missing; give an array for each of ")
    assert run.epochs_done == 5


def test_that_parameters_may_be_lists_and_must_suit_the_precision() -> None:
    run = trained(5)
    run.put_parameters({name: array.tolist() for name, array in run.network.parameters.items()})
    assert run.epochs_done == 0
    single = Run(change(PETALS, {"training.precision": "float32"}))
    huge = {**single.network.parameters, "output.bias": [1e300]}
    assert refusal(lambda: single.put_parameters(huge)) == "output.bias holds numbers too large for float32"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e7, "1", None, 1j, [1.0]])
def test_that_an_edit_refuses_what_is_no_value(value: Any) -> None:
    from playground.training import Place, ValueEdit

    run = trained(2)
    edit = ValueEdit(Place("layer1.weight", (0, 0)), value)
    assert "is no value for a parameter" in refusal(lambda: edit.make(run.edits, run.beginnings))
