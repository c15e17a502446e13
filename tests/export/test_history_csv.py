"""The history as CSV: exact to the last bit, empty where there is nothing."""

import csv
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import UserError, change, load
from playground.export import save_history
from playground.training import History, Run


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


def test_that_every_figure_comes_back_bit_for_bit(tmp_path: Path) -> None:
    run = Run(change(load("playground"), {"training.l1": 1e-4, "training.schedule.kind": "exponential"}))
    run.train(epochs=20)
    save_history(run.history, tmp_path / "history.csv")
    header, rows = read(tmp_path / "history.csv")
    assert header == list(run.history)
    for index, name in enumerate(header):
        column = np.array([float(row[index] or "nan") for row in rows])
        np.testing.assert_array_equal(column, run.history[name])


def test_that_there_is_a_row_an_epoch_and_the_epoch_is_a_whole_number(tmp_path: Path) -> None:
    run = Run(load("petals"))
    run.train(epochs=3)
    save_history(run.history, tmp_path / "history.csv")
    _, rows = read(tmp_path / "history.csv")
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]


def test_that_absent_parts_and_the_ratios_of_row_0_are_empty_cells(tmp_path: Path) -> None:
    run = Run(load("petals"))
    run.epoch()
    save_history(run.history, tmp_path / "history.csv")
    header, rows = read(tmp_path / "history.csv")
    empty = [[name for name, cell in zip(header, row, strict=True) if not cell] for row in rows]
    ratios = [name for name in header if name.startswith("update_ratio.")]
    assert empty == [["validation_loss", "validation_accuracy", *ratios], ["validation_loss", "validation_accuracy"]]


def test_that_histories_of_several_blocks_are_written_whole(tmp_path: Path) -> None:
    history = History(["train"], ["output.weight"])
    for row in range(5000):
        history.append([1 / (row + 3), 0.5], 0, 0.1, np.array([0.1]))
    save_history(history, tmp_path / "history.csv")
    _, rows = read(tmp_path / "history.csv")
    assert [float(row[1]) for row in rows] == [1 / (row + 3) for row in range(5000)]


def test_that_a_long_history_is_written_in_little_memory_and_with_progress(tmp_path: Path) -> None:
    history = History(["train", "test"], ["output.weight", "output.bias"])
    ratios = np.array([0.1, 0.2], np.float32)
    for row in range(20_000):
        history.append([1 / (row + 3), 0.5, 1 / (row + 4), 0.25], 0, 0.1 if row < 5000 else 0.05, ratios * (row % 7))
    told: list[float] = []
    tracemalloc.start()
    try:
        save_history(history, tmp_path / "history.csv", told.append)
        beyond = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert beyond < 6_000_000  # However long it is.
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5
    header, rows = read(tmp_path / "history.csv")
    for name in ("learning_rate", "test_loss", "update_ratio.output.bias"):
        column = [float(row[header.index(name)]) for row in rows]
        np.testing.assert_array_equal(column, history[name])


def test_that_a_history_that_ran_away_is_written_too(tmp_path: Path) -> None:
    run = Run(change(load("petals"), {"training.optimizer.learning_rate": 100}))
    outcome = run.train()
    save_history(run.history, tmp_path / "history.csv")
    assert len(read(tmp_path / "history.csv")[1]) == outcome.stopped_at + 1


def test_that_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        save_history(Run(load("petals")).history, tmp_path / "none" / "history.csv")
