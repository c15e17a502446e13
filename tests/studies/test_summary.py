"""Many results in few numbers: spreads, progress, and the table for a file."""

import csv
from pathlib import Path

import pytest

from playground.experiment import Experiment, change, load
from playground.studies import (
    READY,
    Axis,
    Board,
    InProcess,
    Result,
    StudyRun,
    Sweep,
    columns,
    run_study,
    save_results,
)
from playground.studies.queue import Forecast
from playground.training import Score

UNITS = "network.layers.0.units"


def test_that_the_spread_is_over_the_sound_repeats_of_a_value() -> None:
    study = Sweep(load("petals"), (Axis(UNITS, (2, 5, 9)),), seeds=4)
    figures = {0: 0.5, 1: 0.7, 2: 0.9, 4: 0.8}
    board = Board(study.trials())
    for trial in study.trials():
        accuracy = figures.get(trial.number)
        ran_away = trial.number == 3
        if accuracy is not None or ran_away:
            scores = {"train": Score(9.0, 0.1 if accuracy is None else accuracy)}
            reason = "divergence" if ran_away else "epochs"
            board.add(Result(trial.number, trial.assignments, trial.seed, 10, reason, "", scores, 17, 1.0))
    first, second, third = (group.spread("train_accuracy") for group in board.groups)
    assert (first.count, first.low, first.high) == (3, 0.5, 0.9)
    assert (first.mean, first.deviation) == pytest.approx((0.7, 0.2))
    assert (second.mean, second.count, second.deviation) == (0.8, 1, 0.0)
    assert (third.count, board.groups[0].spread("test_accuracy").count) == (0, 0)
    assert (board.groups[0].spoiled, board.groups[0].failed, board.groups[0].parameters) == (1, 0, 17)


def test_that_progress_goes_from_nothing_to_all(sweep: Sweep) -> None:
    running = StudyRun(sweep, InProcess())
    before = running.progress
    assert (before.done, before.total, before.share, before.seconds_left) == (0, 6, 0.0, None)
    seen = []
    running.run(on_result=lambda *_: seen.append(running.progress))
    assert [each.done for each in seen] == [1, 2, 3, 4, 5, 6]
    assert [each.share for each in seen] == sorted(each.share for each in seen)
    assert seen[0].seconds_left is not None
    assert (seen[-1].share, seen[-1].seconds_left) == (1.0, 0.0)


def test_that_the_time_left_knows_each_value_and_the_longest_trial(small: Experiment) -> None:
    trials = Sweep(change(small, {"training.epochs": 100}), (Axis(UNITS, (1, 2)),), seeds=2).trials()
    forecast = Forecast(trials)
    forecast.saw(0, 100, 100, 1.0)
    forecast.saw(2, 50, 50, 5.0)
    forecast.done([0])
    # Left are 100 epochs at 0.01 s, 50 and 100 at 0.1 s.
    assert forecast.progress(1).seconds_left == pytest.approx(16)
    # However many workers there are, the last trial takes its time.
    assert forecast.progress(2).seconds_left == pytest.approx(10)
    assert forecast.progress(1).share == pytest.approx(150 / 400)


def test_that_a_comparison_names_its_variants_and_shows_what_each_has(tmp_path: Path) -> None:
    study = READY["optimizers"](change(load("petals"), {"training.epochs": 3}))
    results = run_study(study, InProcess())
    save_results(study, results, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(columns(study))
    assert [(row["variant"], row["training.optimizer.learning_rate"]) for row in rows] == [
        ("sgd", "1.2"),
        ("momentum", "0.1"),
        ("nesterov", "0.1"),
        ("adagrad", "0.1"),
        ("rmsprop", "0.01"),
        ("adam", "0.001"),
    ]
    # The same first weights for all: they were equally good before they learned.
    runs = [StudyRun(study, InProcess()).open(number) for number in range(6)]
    assert len({float(run.history["train_loss"][0]) for run in runs}) == 1
    assert float(rows[0]["train_loss"]) == results[0].scores["train"].loss


def test_that_a_failed_trial_has_empty_cells(sweep: Sweep, tmp_path: Path) -> None:
    failed = Result(0, {UNITS: 1}, 3, 0, "failed", "no memory", {}, 0, 0.0)
    save_results(sweep, [failed], tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[1] == "1,3,0,failed,0,,,,,,,0,0.0"


def test_that_the_table_of_values_has_r2(values: Experiment, tmp_path: Path) -> None:
    sweep = Sweep(values, (Axis(UNITS, (3,)),))
    save_results(sweep, run_study(sweep, InProcess()), tmp_path / "t.csv")
    (row,) = csv.DictReader((tmp_path / "t.csv").read_text(encoding="utf-8").splitlines())
    assert float(row["test_r2"]) <= 1
    assert (row["test_accuracy"], row["validation_r2"]) == ("", "")
    assert list(row)[:5] == [UNITS, "seed", "epochs", "outcome", "best_epoch"]
