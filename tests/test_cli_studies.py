"""The commands `sweep` and `search`, as a user runs them."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from numpy.random import RandomState

from playground.cli import main
from playground.commands import study
from playground.experiment import change, load
from playground.export import load_weights, put_weights
from playground.studies import InProcess, Processes
from playground.training import Run

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[1]
UNITS = "network.layers.0.units"
ENDING = ["seed", "epochs", "outcome", "best_epoch"]
FIGURES = [f"{part}_{what}" for part in ("train", "validation", "test") for what in ("loss", "accuracy")]


@pytest.fixture(autouse=True)
def work_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes take longer to start than most of these studies last: only where workers are asked for."""
    monkeypatch.setattr(study, "Processes", lambda count: InProcess() if count is None else Processes(count))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def without_seconds(path: Path) -> list[dict[str, str]]:
    return [{name: cell for name, cell in row.items() if name != "seconds"} for row in rows_of(path)]


def test_that_petals_has_the_documents_table_within_one_sample(capsys: Captured, tmp_path: Path) -> None:
    assert main(["sweep", "petals", "--csv", str(tmp_path / "t.csv")]) == 0
    rows = rows_of(tmp_path / "t.csv")
    assert list(rows[0]) == [UNITS, *ENDING, *FIGURES, "parameters", "seconds"]
    assert [int(row[UNITS]) for row in rows] == [1, 2, 3, 4, 5, 10, 20]
    found = [float(row["train_accuracy"]) for row in rows]
    assert found == pytest.approx([0.675, 0.6725, 0.9075, 0.905, 0.9125, 0.9125, 0.91], abs=0.0025 + 1e-9)
    assert [int(row["parameters"]) for row in rows] == [5, 9, 13, 17, 21, 41, 81]
    captured = capsys.readouterr()
    assert captured.err == ""
    headings, *lines = captured.out.split("\n\n")[0].splitlines()
    assert headings.split("  ")[0] == UNITS
    assert [line.split()[:4] for line in lines] == [[row[UNITS], "5,000", "epochs", "5,000"] for row in rows]
    assert "67.50 %" in lines[0]
    assert "a single repeat cannot tell how much of that is chance" in captured.out


def test_that_the_number_of_workers_changes_no_figure(capsys: Captured, tmp_path: Path) -> None:
    over = ["--over", f"{UNITS}=2,3", "--over", "training.optimizer.learning_rate=0.1..1 log 2", "--seeds", "2"]
    for workers in ("1", "3"):
        file = str(tmp_path / f"{workers}.csv")
        assert main(["sweep", "petals", *over, "--epochs", "30", "--workers", workers, "--csv", file]) == 0
    rows = without_seconds(tmp_path / "1.csv")
    assert rows == without_seconds(tmp_path / "3.csv")
    assert [(row[UNITS], row["training.optimizer.learning_rate"], row["seed"]) for row in rows] == [
        (units, rate, seed) for units in "23" for rate in ("0.1", "1.0") for seed in "34"
    ]
    other = {"seed": 4, "data.source.seed": 2}
    run = Run(change(load("petals"), {UNITS: 3, "training.optimizer.learning_rate": 0.1, **other}))
    run.train(epochs=30)
    assert float(rows[5]["train_loss"]) == run.history["train_loss"][-1]
    # With several seeds the screen shows a row a value: mean and spread.
    assert "±" in capsys.readouterr().out.splitlines()[1]


def test_that_a_search_tests_the_best_alone_and_is_the_same_again(capsys: Captured, tmp_path: Path) -> None:
    arguments = ["search", "waves", "--trials", "4", "--epochs", "30", "--csv"]
    assert main([*arguments, str(tmp_path / "a.csv"), "--workers", "1"]) == 0
    assert main([*arguments, str(tmp_path / "b.csv"), "--workers", "2"]) == 0
    rows = without_seconds(tmp_path / "a.csv")
    assert rows == without_seconds(tmp_path / "b.csv")
    assert list(rows[0])[:2] == ["training.optimizer.learning_rate", "training.l2"]
    best = max(rows, key=lambda row: (float(row["validation_accuracy"]), -float(row["validation_loss"])))
    tested = [row for row in rows if row["test_accuracy"] or row["test_loss"]]
    assert tested == [best]
    out = capsys.readouterr().out
    assert out.splitlines()[1].split()[0] == str(rows.index(best) + 1)
    assert f"The best of 4 draws has a validation accuracy of {100 * float(best['validation_accuracy']):.1f} %" in out
    assert f"its test accuracy, measured once, is {100 * float(best['test_accuracy']):.1f} %" in out
    assert "test loss" not in out


def test_that_a_validation_part_to_judge_by_is_drawn_or_taken_from_training_which_is_said(
    capsys: Captured, tmp_path: Path
) -> None:
    searched = ["--over", "training.l2=0.001..1", "--trials", "2", "--epochs", "5"]
    assert main(["search", "petals", *searched, "--save", str(tmp_path / "best.json")]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "The best of 2 draws has a validation accuracy of" in captured.out
    assert load(tmp_path / "best.json").data.source.fresh_validation == 400  # type: ignore[union-attr]
    whole = ["--set", "data.split.train=1", "--set", "data.split.validation=0", "--set", "data.split.test=0"]
    assert main(["search", "digits", *whole, *searched, "--epochs", "1"]) == 0
    assert capsys.readouterr().err == (
        "playground: a study needs a validation part to judge by, so it takes data.split.train=0.75 and "
        "data.split.validation=0.25\n"
    )


def test_that_a_sweep_says_its_verdict_and_takes_the_best_home(capsys: Captured, tmp_path: Path) -> None:
    weights, best = tmp_path / "best.npz", tmp_path / "best.json"
    over = ["--over", f"{UNITS}=1,3,5", "--seeds", "3", "--epochs", "300", "--csv", str(tmp_path / "t.csv")]
    assert main(["sweep", "petals", *over, "--export", str(weights), "--save", str(best)]) == 0
    table, told = capsys.readouterr().out.split("\n\n")
    assert table.splitlines()[0].split()[:3] == [UNITS, "trials", "outcome"]
    assert told.splitlines()[1].startswith("Judged by validation accuracy (400 samples) on 3 draws of the data")
    rows = rows_of(tmp_path / "t.csv")
    assert {row["outcome"] for row in rows} == {"epochs"}
    assert all(row["best_epoch"] == row["epochs"] == "300" for row in rows)
    assert [row["seed"] for row in rows] == ["3", "4", "5"] * 3
    # The best setting by its mean, and of its trials the best, as it was trained.
    means = {size: [float(row["validation_accuracy"]) for row in rows if row[UNITS] == size] for size in "135"}
    size = max(means, key=lambda each: sum(means[each]))
    experiment = load(best)
    assert str(experiment.network.layers[0].units) == size  # type: ignore[attr-defined]
    run = Run(experiment)
    put_weights(run, load_weights(weights), weights)
    found = run.snapshot().scores["validation"].accuracy
    assert found == max(means[size])
    again = Run(experiment)
    again.train()
    assert again.snapshot().scores["validation"].accuracy == found


@pytest.mark.parametrize(
    ("vary", "seeds"),
    [("weights", {("3", "1", "0"), ("4", "1", "0")}), ("data", {("3", "1", "0"), ("4", "2", "0")})],
)
def test_that_what_varies_can_be_chosen(capsys: Captured, tmp_path: Path, vary: str, seeds: set[object]) -> None:
    over = ["--over", f"{UNITS}=2", "--over", "training.l2=0,0.1", "--seeds", "2", "--epochs", "5"]
    assert main(["sweep", "petals", *over, "--vary", vary, "--csv", str(tmp_path / "t.csv")]) == 0
    words = {"weights": "2 starts", "data": "2 draws of the data"}
    assert f"on {words[vary]}" in capsys.readouterr().out
    figures = [(row["seed"], row["train_loss"]) for row in rows_of(tmp_path / "t.csv")[:2]]
    for (seed, data, _), (shown, loss) in zip(sorted(seeds), figures, strict=True):  # type: ignore[misc]
        settings = {UNITS: 2, "seed": int(seed), "data.source.seed": int(data), "training.epochs": 5}
        run = Run(change(load("petals"), settings))
        run.train()
        assert (shown, float(loss)) == (seed, run.history["train_loss"][-1])


def test_that_a_table_is_judged_on_its_splits_with_the_best_epoch_of_each(capsys: Captured, tmp_path: Path) -> None:
    random = RandomState(0)
    points = random.randn(120, 2)
    rows = "".join(f"{x:.4f},{y:.4f},{'in' if x * x + y * y < 1.2 else 'out'}\n" for x, y in points)
    (tmp_path / "own.csv").write_text("a,b,k\n" + rows, encoding="utf-8")
    over = ["--over", f"{UNITS}=1,8", "--seeds", "3", "--csv", str(tmp_path / "t.csv")]
    assert main(["sweep", str(tmp_path / "own.csv"), *over]) == 0
    found = rows_of(tmp_path / "t.csv")
    stopped = [row for row in found if row["outcome"] == "patience"]
    assert len(stopped) >= 4
    assert all(int(row["epochs"]) - int(row["best_epoch"]) == 50 for row in stopped)
    out = capsys.readouterr().out
    assert "on 3 splits, the same for all" in out
    assert "patience" in out


def test_that_values_have_r2_in_table_file_and_verdict(capsys: Captured, tmp_path: Path) -> None:
    settings = ["--set", "data.source.kind=bumps", "--set", "training.loss=squared_error"]
    settings += ["--set", "network.output.activation=linear", "--epochs", "40", "--seeds", "2"]
    assert main(["sweep", "petals", *settings, "--over", f"{UNITS}=2,4", "--csv", str(tmp_path / "t.csv")]) == 0
    out = capsys.readouterr().out
    assert "validation R²" in out.splitlines()[0]
    assert "Judged by validation R²" in out
    row = rows_of(tmp_path / "t.csv")[0]
    assert float(row["validation_r2"]) <= 1
    assert list(row)[-5:] == ["train_r2", "validation_r2", "test_r2", "parameters", "seconds"]


def test_that_runaways_keep_their_row_and_stay_out_of_the_mean(capsys: Captured, tmp_path: Path) -> None:
    over = ["--over", "training.optimizer.learning_rate=1,100", "--seeds", "2", "--epochs", "60"]
    assert main(["sweep", "petals", *over, "--csv", str(tmp_path / "t.csv")]) == 0
    captured = capsys.readouterr()
    assert [row["outcome"] for row in rows_of(tmp_path / "t.csv")] == ["epochs"] * 2 + ["divergence"] * 2
    row = captured.out.splitlines()[2].split()
    assert row[:5] == ["100.0", "2", "divergence", "-", "-"]
    assert "2 of 2 trials with learning rate 100 ran away and stay out of every mean." in captured.out


def test_that_a_search_may_repeat_its_draws(capsys: Captured, tmp_path: Path) -> None:
    over = ["--over", "training.optimizer.learning_rate=0.1..3", "--trials", "3", "--seeds", "2", "--epochs", "60"]
    arguments = ["search", "petals", *over, "--csv", str(tmp_path / "t.csv"), "--export", str(tmp_path / "b.npz")]
    assert main(arguments) == 0
    rows = rows_of(tmp_path / "t.csv")
    assert [row["seed"] for row in rows] == ["3", "4"] * 3
    rate = "training.optimizer.learning_rate"
    tested = {row[rate] for row in rows if row["test_accuracy"]}
    means = {each: sum(float(row["validation_accuracy"]) for row in rows if row[rate] == each) for each in tested}
    assert len(tested) == 1
    assert means[tested.pop()] == max(
        sum(float(row["validation_accuracy"]) for row in rows if row[rate] == each) for each in {r[rate] for r in rows}
    )
    assert (tmp_path / "b.npz").exists()
    assert "The best of 3 draws" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "epochs"), [(["--epochs", "3"], "3"), (["--set", "training.epochs=4"], "4")])
def test_that_the_labs_own_sweep_trains_as_long_as_is_asked(
    capsys: Captured, arguments: list[str], epochs: str
) -> None:
    assert main(["sweep", "petals", *arguments]) == 0
    table = capsys.readouterr().out.split("\n\n")[0]
    assert [line.split()[1] for line in table.splitlines()[1:]] == [epochs] * 7


def test_that_a_study_goes_on_from_its_journal(capsys: Captured, tmp_path: Path) -> None:
    arguments = ["sweep", "petals", "--over", f"{UNITS}=2,3", "--epochs", "20", "--workers", "1"]
    arguments += ["--journal", str(tmp_path / "j")]
    assert main([*arguments, "--csv", str(tmp_path / "a.csv")]) == 0
    assert main([*arguments, "--csv", str(tmp_path / "b.csv")]) == 0
    # Seconds too: nothing was trained again.
    assert rows_of(tmp_path / "a.csv") == rows_of(tmp_path / "b.csv")
    assert main(["sweep", "petals", "--over", f"{UNITS}=2,4", "--journal", str(tmp_path / "j")]) == 2
    assert capsys.readouterr().err.endswith("this is the journal of another study; choose another file\n")


def test_that_trials_that_run_away_are_told_and_all_of_them_is_status_1(capsys: Captured) -> None:
    arguments = ["sweep", "petals", "--epochs", "40", "--over"]
    assert main([*arguments, "training.optimizer.learning_rate=1,100"]) == 0
    assert "divergence" in capsys.readouterr().out.splitlines()[2].split()
    assert main([*arguments, "training.optimizer.learning_rate=100,200"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "quadrants"], "--over is missing: name a setting and its values"),
        (["sweep", "petals", "--over", UNITS], f"--over {UNITS}: write a setting's path and its values"),
        (["sweep", "petals", "--over", f"{UNITS}=0-3"], f"{UNITS}: 0 does not fit; give a whole number from 1 to 1024"),
        (["sweep", "petals", "--over", "network.layers.0.unit=1"], "there is no such setting; did you mean 'units'?"),
        (["sweep", "petals", *["--over", f"{UNITS}=1"] * 2], f"{UNITS}: it is swept twice"),
        (["sweep", "petals", "--seeds", "0"], "seeds: 0 is out of range; give a whole number from 1 to 100"),
        (["sweep", "petals", "--workers", "0"], "--workers 0: it takes a whole number from 1 to 1,000"),
        (["sweep", "petals", "--workers", "2", "--scheduler", "tcp://x:1"], "give one of the two"),
        (["sweep", "petals", "--scheduler", "x"], "x: there is no Dask scheduler"),
        (["sweep", "petals", "--csv", "table.txt"], "table.txt: the results are a CSV table"),
        (["sweep", "petals", "--csv", "none/t.csv"], "none/t.csv: there is no folder none"),
        (["sweep", "petals", "--journal", "none/j"], "none/j: cannot be written"),
        (["sweep", "petals", "--epochs", "0"], "training.epochs"),
        (["sweep", "petals", "--seeds", "2", "--vary", "split"], "vary: all samples are for training"),
        (["sweep", "digits", "--over", f"{UNITS}=8", "--seeds", "2", "--vary", "data"], "vary: these samples are what"),
        (["sweep", "petals", "--export", "best.xyz"], "best.xyz: weights cannot be exported to '.xyz'"),
        (["sweep", "petals", "--save", "best.txt"], "best.txt: an experiment is a JSON file"),
        (["sweep", "petals", "--save", "a.json", "--journal", "a.json"], "a.json: this file is named twice"),
        (["sweep", "petals", "--margin", "2"], "--margin 2: it takes a share from 0 to below 1"),
        (["search", "quadrants"], "--over is missing"),
        (["search", "waves", "--over", "training.l2=0..1"], "training.l2: 0..1 is no logarithmic range"),
        (["search", "waves", "--trials", "0"], "trials: 0 is out of range"),
    ],
)
def test_that_wrong_input_is_one_line_and_status_2(arguments: list[str], said: str, capsys: Captured) -> None:
    if "--scheduler" in arguments and "--workers" not in arguments:
        pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert said in captured.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to be had")
@pytest.mark.parametrize("command", [["sweep"], ["search", "--trials", "2"]])
def test_that_a_disk_that_is_full_by_the_end_costs_no_results(command: list[str], capsys: Captured) -> None:
    assert main([*command, "petals", "--over", f"{UNITS}=1,2", "--epochs", "3", "--csv", "/dev/full"]) == 2
    captured = capsys.readouterr()
    assert captured.err.splitlines()[-1] == (
        "playground: /dev/full: cannot be written (No space left on device); choose another place"
    )
    assert captured.out.splitlines()[0].split() and len(captured.out.splitlines()) >= 3


@pytest.mark.skipif(os.name != "posix", reason="a limit that stands for a full disk")
def test_that_a_study_without_room_for_a_temporary_file_says_so_in_one_line() -> None:
    command = [sys.executable, "-m", "playground", "sweep", "petals", "--over", f"{UNITS}=1,2", "--workers", "1"]
    limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command]
    ran = subprocess.run(limited, capture_output=True, cwd=ROOT, timeout=60, check=False, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert ran.stderr.startswith("playground: no temporary file can be written (")
    assert ran.stderr.endswith("; make room there, or name another folder by TMPDIR\n")


@pytest.mark.skipif(os.name != "posix", reason="a terminal that can be pressed Ctrl+C on")
def test_that_ctrl_c_ends_within_a_second_and_keeps_the_rows_that_are_done(tmp_path: Path) -> None:
    terminal, stderr = os.openpty()
    command = ["sweep", "petals", "--over", "training.epochs=20,5000000", "--csv", str(tmp_path / "t.csv")]
    program = subprocess.Popen(
        [sys.executable, "-m", "playground", *command],
        stdout=subprocess.PIPE,
        stderr=stderr,
        cwd=ROOT,
        start_new_session=True,
        text=True,
    )
    os.close(stderr)
    told = b""
    while not (b"1 of 2 trials" in told and b" left" in told):
        told += os.read(terminal, 1000)
    started = time.monotonic()
    os.killpg(program.pid, signal.SIGINT)  # As a terminal does: to the workers too.
    out, _ = program.communicate(timeout=60)
    # The program's own second, and some for Python to end.
    assert time.monotonic() - started < 1.5
    assert program.returncode == 130
    told = os.read(terminal, 100_000)
    os.close(terminal)
    assert b"playground: interrupted after 1 of 2 trials; these are kept" in told
    assert b"Traceback" not in told
    rows = rows_of(tmp_path / "t.csv")
    assert [row["training.epochs"] for row in rows] == ["20"]
    assert len(out.split("\n\n")[0].splitlines()) == 2
