"""Sessions on the command line: written, gone on from, recognised by what is in them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from playground.cli import main
from playground.experiment import change, load
from playground.export import load_weights
from playground.session import Desk, open_session, save_session
from playground.training import Run, Timeline

FLAGS = ["--set", "training.batch_size=40", "--set", "training.optimizer.kind=adam"]


def trained(*arguments: str | Path) -> None:
    assert main(["train", *map(str, arguments)]) == 0


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main([str(each) for each in arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


def test_that_a_session_goes_on_to_the_total_bit_for_bit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session, whole, parts = tmp_path / "mine.playground", tmp_path / "whole.npz", tmp_path / "parts.npz"
    trained("petals", *FLAGS, "--epochs", "30", "--session", session)
    trained(session, "--epochs", "50", "--session", session, "--export", parts)
    trained("petals", *FLAGS, "--epochs", "50", "--export", whole)
    capsys.readouterr()
    one, two = (load_weights(path).arrays for path in (whole, parts))
    for name, array in one.items():
        np.testing.assert_array_equal(array, two[name])
    run = open_session(session).run
    assert (run.epochs_done, run.history.rows) == (50, 51)
    trained(session)
    assert capsys.readouterr().out.startswith("petals: 50 epochs\n")


def test_that_its_branches_and_what_lies_beside_it_stay_in_it(tmp_path: Path) -> None:
    timeline = Timeline(Run(load("petals")))
    timeline.run.train(epochs=6)
    timeline.run.reset()
    timeline.run.train(epochs=4)
    path, other = tmp_path / "a.playground", tmp_path / "b.playground"
    save_session(timeline, path, Desk(name="Li"))
    trained(path, "--epochs", "9", "--session", other)
    session = open_session(other)
    assert session.desk == Desk(name="Li")
    assert [info.epochs for info in session.timeline.standing().runs] == [6, 0]
    assert session.run.epochs_done == 9


def test_that_a_session_is_known_by_its_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session, renamed = tmp_path / "a.playground", tmp_path / "a.dat"
    trained("petals", *FLAGS, "--epochs", "3", "--session", session)
    shutil.copy(session, renamed)
    trained(renamed, "--epochs", "4")
    capsys.readouterr()
    assert main(["show", str(renamed)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["training"]["batch_size"] == 40
    assert main(["check", str(session)]) == 0


def test_that_live_settings_may_change_on_the_way(tmp_path: Path) -> None:
    session, other = tmp_path / "a.playground", tmp_path / "b.playground"
    trained("petals", "--epochs", "3", "--session", session)
    trained(session, "--epochs", "5", "--set", "training.l2=0.01", "--session", other)
    run = Run(change(load("petals"), {"training.epochs": 5}))
    run.train(epochs=3)
    run.apply(change(run.experiment, {"training.l2": 0.01}))
    run.train()
    np.testing.assert_array_equal(open_session(other).run.network.values, run.network.values)


def test_that_what_cannot_be_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = tmp_path / "a.playground"
    trained("petals", "--epochs", "8", "--session", session)
    capsys.readouterr()
    before = session.read_bytes()
    for flags, said in (
        (["--epochs", "5"], "it is at epoch 8 already"),
        (["--set", "network.layers.0.units=9"], "network.layers.0.units would begin it again"),
        (["--seed", "9"], "seed would begin it again"),
        (["--weights", "w.npz"], "--weights: a session goes on as it is"),
        (["--target", "x"], "--target: a session goes on as it is"),
        (["--export", str(session)], "weights cannot be exported to"),
        (["--session", str(tmp_path / "b.json")], "let the name of a session end in .playground"),
        (["--session", str(tmp_path / "no" / "b.playground")], "there is no folder"),
    ):
        assert said in refusal(capsys, "train", session, *flags)
    damaged = tmp_path / "cut.playground"
    damaged.write_bytes(before[:2000])
    for command in ("train", "show"):
        assert "is no session, or it is cut short" in refusal(capsys, command, damaged)
    assert session.read_bytes() == before


def test_that_a_session_whose_table_is_gone_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.session import sitting

    monkeypatch.setattr(sitting, "MOST_DATA", 100)
    table, session = tmp_path / "rows.csv", tmp_path / "a.playground"
    table.write_text("a,b,kind\n" + "\n".join(f"{k % 13},{k % 7},{'xy'[k % 2]}" for k in range(80)) + "\n")
    trained(table, "--epochs", "3", "--session", session)
    moved = table.rename(tmp_path / "moved.csv")
    capsys.readouterr()
    told = refusal(capsys, "train", session, "--epochs", "5")
    assert "rows.csv" in told
    assert told.endswith("by --set data.source.path=FILE\n")
    trained(session, "--epochs", "5", "--set", f"data.source.path={moved}")
