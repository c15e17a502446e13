"""The history: every epoch's figures, none lost, in bounded memory."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import change, load
from playground.experiment.network import MAXIMUM_LAYERS
from playground.training import COLUMNS, History, Run

NAMES = ["layer1.weight", "output.weight"]


def filled(rows: int, parts: tuple[str, ...] = ("train", "test")) -> History:
    """Row r holds r + 0.5, r + 1.5, ... in its columns, a penalty that changes every 1,000 rows, and small ratios."""
    history = History(list(parts), NAMES)
    for row in range(rows):
        scalars = [row + 0.5 + column for column in range(2 * len(parts))]
        history.append(scalars, row // 1000, 0.1 * (row // 700), None if row == 0 else np.array([row / 4, row / 8]))
    return history


def expected(rows: int) -> dict[str, Any]:
    row = np.arange(rows, dtype=float)
    empty = np.full(rows, np.nan)
    first = np.where(row == 0, np.nan, row)
    return {
        "epoch": row,
        "train_loss": row + 0.5,
        "train_accuracy": row + 1.5,
        "validation_loss": empty,
        "validation_accuracy": empty,
        "test_loss": row + 2.5,
        "test_accuracy": row + 3.5,
        "penalty": row // 1000,
        "learning_rate": 0.1 * (row // 700),
        "update_ratio.layer1.weight": first / 4,
        "update_ratio.output.weight": first / 8,
    }


@pytest.mark.parametrize("rows", [1, 4095, 4096, 4097, 9001])
def test_that_every_row_is_kept_over_any_number_of_blocks(rows: int) -> None:
    history = filled(rows)
    assert history.rows == rows
    for name, column in expected(rows).items():
        np.testing.assert_array_equal(history[name], column, err_msg=name)
        assert history[name].dtype == np.float64


def test_that_the_columns_are_the_documented_ones_in_order() -> None:
    documented = (
        "epoch train_loss train_accuracy validation_loss validation_accuracy test_loss test_accuracy penalty "
        "learning_rate"
    )
    assert tuple(documented.split()) == COLUMNS
    history = Run(load("petals")).history
    names = ["layer1.weight", "layer1.bias", "output.weight", "output.bias"]
    assert list(history) == [*COLUMNS, *(f"update_ratio.{name}" for name in names)]
    assert len(history) == len(list(history))


def test_that_batch_norms_parameters_have_ratios_too() -> None:
    run = Run(change(load("petals"), {"network.layers.0.batch_norm": True}))
    run.epoch()
    for name in ("update_ratio.layer1.gamma", "update_ratio.layer1.beta"):
        assert np.isfinite(run.history[name][1])
    assert "update_ratio.layer1.bias" not in run.history


@pytest.mark.parametrize("start", [0, 1, 4095, 4096, 4097, 5000, 9000, 9001])
def test_that_the_rows_since_a_given_one_are_the_end_of_each_column(start: int) -> None:
    since = filled(9001).since(start)
    wanted = expected(9001)
    assert list(since) == [name for name in wanted if not name.startswith("validation")]
    for name, column in since.items():
        np.testing.assert_array_equal(column, wanted[name][start:], err_msg=name)


@pytest.mark.parametrize("kept", [0, 1, 700, 701, 4095, 4096, 4097, 9000, 9001, 20_000])
def test_that_truncated_rows_are_gone_and_new_ones_take_their_place(kept: int) -> None:
    history = filled(9001)
    history.truncate(kept)
    rows = min(kept, 9001)
    assert history.rows == rows
    for name, column in expected(rows).items():
        np.testing.assert_array_equal(history[name], column, err_msg=name)
    history.append([1, 2, 3, 4], 99.0, 98.0, np.array([0.5, 0.25]))
    assert [history[name][-1] for name in ("epoch", "train_loss", "test_accuracy")] == [rows, 1, 4]
    assert [history[name][-1] for name in ("penalty", "learning_rate", "update_ratio.layer1.weight")] == [99, 98, 0.5]
    assert history.rows == rows + 1


def test_that_columns_are_copies_that_nothing_writes_to_any_more() -> None:
    history = filled(10)
    column = history["train_loss"]
    history.truncate(5)
    history.append([9, 9, 9, 9], 0, 0)
    np.testing.assert_array_equal(column, np.arange(10) + 0.5)
    column[:] = 0
    assert history["train_loss"][0] == 0.5


def test_that_a_hundred_thousand_epochs_take_few_bytes_each() -> None:
    rows = 100_000
    history = History(["train"], NAMES)
    for _ in range(rows):
        history.append([0.5, 0.5], 0.0, 0.1, np.zeros(2))
    assert history.nbytes < rows * (2 * 8 + 2 * 4) + 300_000


def deepest() -> History:
    """The history of the network with the most parameters' names: 12 hidden layers, batch norm everywhere."""
    layers = [{"units": 1, "batch_norm": True}] * MAXIMUM_LAYERS
    halves = {"data.split": {"train": 0.5, "validation": 0.25, "test": 0.25}}
    run = Run(change(load("petals"), halves | {"network.layers": layers, "network.output.batch_norm": True}))
    assert len(run.network.names) == 3 * (MAXIMUM_LAYERS + 1)
    return History(list(run.dataset.parts), run.network.names)


@pytest.mark.parametrize("steady", [True, False], ids=["a constant rate", "a rate and a penalty that always change"])
def test_that_a_million_epochs_of_the_deepest_network_take_less_than_250_megabytes(steady: bool) -> None:
    history = deepest()
    names = len(history) - len(COLUMNS)
    scalars, ratios = [0.5] * 6, np.full(names, 0.001)
    sizes = []
    for row in range(100_000):
        figure = 0.0 if steady else 1.0 / (row + 1)
        history.append(scalars, figure, figure, ratios)
        # Blocks of 4,096 rows have just been filled: nothing in the sizes is room to spare.
        if row + 1 in (10 * 4096, 20 * 4096):
            sizes.append(history.nbytes)
    a_row = (sizes[1] - sizes[0]) / (10 * 4096)
    assert a_row == 6 * 8 + names * 4 + (0 if steady else 2 * 16)
    assert 1_000_000 * a_row + 4096 * a_row < 250e6


def test_that_an_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled(3)["accuracy"]
    assert "accuracy" not in filled(3)


def test_that_no_infinite_number_is_kept() -> None:
    history = History(["train"], NAMES)
    history.append([np.inf, 0.5], np.inf, 0.1, np.array([0.25, np.nan]))
    history.append([-np.inf, np.nan], 0.0, 0.1, np.array([0.5, 0.0]))
    assert np.isnan(history["train_loss"]).all()
    np.testing.assert_array_equal(history["train_accuracy"], [0.5, np.nan])
    np.testing.assert_array_equal(history["penalty"], [np.nan, 0.0])
    np.testing.assert_array_equal(history["update_ratio.layer1.weight"], [0.25, 0.5])
    np.testing.assert_array_equal(history["update_ratio.output.weight"], [np.nan, 0.0])


def test_that_a_part_that_appears_later_has_empty_cells_before() -> None:
    history = filled(5000, ("train",)).with_parts(["train", "validation"])
    assert np.isnan(history["validation_loss"]).all()
    np.testing.assert_array_equal(history["train_loss"], np.arange(5000) + 0.5)
    history.append([1, 2, 3, 4], 0, 0, np.zeros(2))
    assert history["validation_loss"][-1] == 3
    assert history["validation_accuracy"][-1] == 4


def test_that_the_learning_rate_of_a_row_is_the_one_its_epoch_was_trained_with() -> None:
    step = {"training.schedule.kind": "step", "training.schedule.every": 2, "training.schedule.factor": 0.5}
    run = Run(change(load("petals"), step | {"training.optimizer.learning_rate": 1.0}))
    run.train(epochs=5)
    np.testing.assert_array_equal(run.history["learning_rate"], [1, 1, 1, 0.5, 0.5, 0.25])


def test_that_rows_left_behind_by_half_an_epoch_are_news() -> None:
    """Else a curve goes on showing them until that epoch is complete, which may take minutes."""
    run = Run(change(load("petals"), {"training.batch_size": 100}))
    run.train(10)
    run.history.news(0)
    moment = run.moments.at(5)
    assert moment is not None
    run.turn_to(moment)
    run.step()
    first, rows = run.history.news(11)
    assert (first, rows["epoch"].tolist()) == (5, [5.0])
