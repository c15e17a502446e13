"""The command `check`: a table by parameter array, a verdict in a line, and an exit status that scripts can ask."""

from pathlib import Path

import numpy as np
import pytest

from playground.cli import main
from playground.engine.activations import Tanh
from playground.engine.machinery.guards import Array
from playground.experiment import encode, load

Captured = pytest.CaptureFixture[str]


def test_that_a_right_gradient_passes_array_by_array(capsys: Captured) -> None:
    assert main(["check", "petals"]) == 0
    captured = capsys.readouterr()
    first, headings, *rows, verdict = captured.out.splitlines()
    assert captured.err == ""
    assert first == "petals: gradient check after 0 epochs, on 200 of 400 training samples"
    assert headings.split() == ["parameters", "checked", "worst", "relative", "error", "verdict"]
    assert [row.split()[:4] for row in rows] == [
        ["layer1.weight", "8", "of", "8"],
        ["layer1.bias", "4", "of", "4"],
        ["output.weight", "4", "of", "4"],
        ["output.bias", "1", "of", "1"],
    ]
    assert all(row.endswith("  passes") and float(row.split()[4]) < 1e-5 for row in rows)
    assert verdict.startswith("passes: the worst of 17 entries is ")
    assert "[" in verdict


def test_that_it_trains_first_and_takes_seed_and_settings(capsys: Captured) -> None:
    settings = ["--seed", "5", "--set", "network.layers.0.units=3", "--set", "training.l1=0.01"]
    assert main(["check", "petals", "--epochs", "400", *settings]) == 0
    out = capsys.readouterr().out
    assert out.startswith("petals: gradient check after 400 epochs")
    assert "6 of 6" in out
    assert "at 0, without L1" in out


def test_that_an_experiment_file_is_checked_like_a_lab(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(encode(load("quadrants")), encoding="utf-8")
    assert main(["check", str(file)]) == 0
    from_file = capsys.readouterr().out
    assert main(["check", "quadrants"]) == 0
    assert capsys.readouterr().out == from_file


def test_that_a_wrong_gradient_fails_with_status_1_and_names_the_worst_entry(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Tanh.derivative

    def wrong(self: Tanh, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        slope = right(self, z, value, out)
        return np.multiply(slope, 2.0, slope)

    monkeypatch.setattr(Tanh, "derivative", wrong)
    assert main(["check", "petals", "--epochs", "20"]) == 1
    *_, verdict = lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("layer1.weight")
    assert "FAILS" in lines[2]
    assert lines[4].endswith("passes")
    assert verdict.startswith("FAILS: ")
    assert "; the worst is layer1." in verdict
    assert "relative error 3.3e-01" in verdict


def test_that_a_training_that_runs_away_is_told_and_what_it_went_back_to_is_checked(capsys: Captured) -> None:
    assert main(["check", "petals", "--epochs", "50", "--set", "training.optimizer.learning_rate=100"]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("playground: the loss ran away")
    assert captured.out.splitlines()[-1].startswith("passes")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "EXPERIMENT"),
        (["check", "nothing"], "there is no lab or file of this name"),
        (["check", "petals", "--epochs", "-1"], "--epochs -1: it takes a whole number from 0 to 10,000,000"),
        (["check", "petals", "--epochs", "many"], "--epochs"),
        (["check", "petals", "--set", "network.layers.0.units=0"], "network.layers.0.units"),
        (["check", "petals", "--seed", "-1"], "seed"),
    ],
)
def test_that_wrong_input_is_one_line_and_status_2(arguments: list[str], said: str, capsys: Captured) -> None:
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    captured = capsys.readouterr()
    assert (status, captured.out, captured.err.count("\n")) == (2, "", 1)
    assert said in captured.err
