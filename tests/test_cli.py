"""The command line, in its own process or in a process of its own where that matters."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground import __version__
from playground.cli import main
from playground.experiment import change, decode, labs, load
from playground.export import load_weights
from playground.training import Run

pytestmark = pytest.mark.slow

PROGRAM = (sys.executable, "-m", "playground")
ROOT = Path(__file__).parents[1]


def environment(**variables: str) -> dict[str, str]:
    """As a user's shell has it: output buffered, the program found from anywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUNBUFFERED", "PYTHONIOENCODING")}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


def program(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, env=environment(**variables), timeout=60, check=False
    )


def out_of(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command that succeeds prints."""
    assert main(arguments) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_that_labs_prints_a_line_for_each_lab_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    lines = out_of(["labs"], capsys).splitlines()
    assert [line.split()[0] for line in lines] == list(labs())
    assert "Petals: how many hidden neurons does it take?" in lines[0]


def test_that_show_prints_what_show_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in [slug for slug, lab in labs().items() if lab.experiment]:
        shown = out_of(["show", name], capsys)
        assert decode(shown, "shown") == load(name)
        (tmp_path / "shown.json").write_text(shown, encoding="utf-8")
        assert out_of(["show", str(tmp_path / "shown.json")], capsys) == shown


def test_that_set_takes_json_and_text_and_kinds_in_any_order(capsys: pytest.CaptureFixture[str]) -> None:
    settings = [
        "training.optimizer.momentum=0.5",
        "training.optimizer.kind=nesterov",
        'network.layers=[{"units": 8}, {"units": 3}]',
        "network.layers.1.activation=relu",
        "training.batch_size=10",
        'data.source.kind="spiral"',
    ]
    flags = [part for setting in settings for part in ("--set", setting)]
    shown = json.loads(out_of(["show", "petals", *flags], capsys))
    assert shown["training"]["optimizer"] == {"kind": "nesterov", "learning_rate": 1.2, "momentum": 0.5}
    assert [(layer["units"], layer["activation"]) for layer in shown["network"]["layers"]] == [(8, "tanh"), (3, "relu")]
    assert (shown["data"]["source"]["kind"], shown["data"]["source"]["samples"]) == ("spiral", 400)
    backwards = [part for setting in reversed(settings) for part in ("--set", setting)]
    assert json.loads(out_of(["show", "petals", *backwards], capsys)) == shown


def test_that_train_prints_the_figures_of_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    lines = out_of(["train", "petals", "--epochs", "1200"], capsys).splitlines()
    run = Run(load("petals"))
    run.train(epochs=1200)
    expected = ["petals: 1,200 epochs"]
    for part in ("train", "test"):
        loss, accuracy = (run.history[f"{part}_{what}"][-1] for what in ("loss", "accuracy"))
        expected.append(f"{part:<10}  loss {loss:.6f}  accuracy {100 * accuracy:.2f} %")
    assert lines[:3] == expected
    assert lines[3].startswith("base rate   loss 0.693147  accuracy 50.00 %")
    measures = run.measures("test")
    assert measures is not None
    assert lines[5:] == [
        f"test        balanced accuracy {100 * measures.balanced_accuracy:.2f} %  F1 {measures.macro_f1:.4f}  "
        f"ROC-AUC {measures.roc_auc:.4f}"
    ]


def test_that_train_says_which_part_lacks_a_class(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "rare.csv"
    rows = [f"{k % 7},{k % 5},{'yes' if k in (30, 60) else 'no'}" for k in range(120)]
    table.write_text("\n".join(["a,b,answer", *rows]) + "\n")
    assert main(["train", str(table), "--epochs", "2"]) == 0
    told = capsys.readouterr()
    assert 'part has no sample of class "yes"' in told.err
    assert re.search(r"^(validation|test) .* balanced accuracy [\d.]+ % .* ROC-AUC –$", told.out, re.MULTILINE)
    assert "accuracy 9" in next(line for line in told.out.splitlines() if line.startswith("base rate"))


def test_that_train_prints_the_documents_loss_table_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    lines = out_of(["train", "petals", "--epochs", "2500", "--every", "1000"], capsys).splitlines()
    assert lines[0].split("  ") == ["epoch", "train loss", "train accuracy", "test loss", "test accuracy"]
    assert [line.split()[:2] for line in lines[1:4]] == [["0", "0.693162"], ["1000", "0.258625"], ["2000", "0.239334"]]
    assert lines[4].split()[0] == "2500", "the last epoch is there in any case"
    assert lines[5] == "petals: 2,500 epochs"


def test_that_the_table_of_values_has_no_accuracies(capsys: pytest.CaptureFixture[str]) -> None:
    lines = out_of(["train", "playground", "--set", "data.source.kind=plane", "--epochs", "2", "--every", "1"], capsys)
    assert lines.splitlines()[0].split("  ") == ["epoch", "train loss", "test loss"]


def test_that_a_table_at_every_0th_epoch_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "petals", "--every", "0"]) == 2
    assert capsys.readouterr().err == "playground: --every 0: it takes a whole number of epochs from 1\n"


def test_that_a_teachers_lab_is_trained_as_any_experiment(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lab = {"title": "T", "question": "q?", "experiment": {"name": "mine"}, "steps": [{"task": "Play."}]}
    path = tmp_path / "my.playground-lab"
    path.write_text(json.dumps(lab), encoding="utf-8")
    assert out_of(["train", str(path), "--epochs", "2"], capsys).startswith("mine: 2 epochs\n")
    assert json.loads(out_of(["show", str(path)], capsys))["name"] == "mine"


def test_that_train_takes_epochs_seed_and_settings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    flags = ["--epochs", "5", "--seed", "9", "--set", "training.batch_size=50", "--export", str(tmp_path / "w.npz")]
    out_of(["train", "petals", *flags], capsys)
    expected = change(load("petals"), {"training.epochs": 5, "seed": 9, "training.batch_size": 50})
    weights = load_weights(tmp_path / "w.npz")
    assert weights.experiment == expected
    run = Run(expected)
    run.train()
    for name, array in run.network.parameters.items():
        np.testing.assert_array_equal(weights.arrays[name], array)


def test_that_the_history_file_is_the_runs_history(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out_of(["train", "petals", "--epochs", "30", "--history", str(tmp_path / "h.csv")], capsys)
    run = Run(load("petals"))
    run.train(epochs=30)
    with (tmp_path / "h.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    np.testing.assert_array_equal([float(row["train_loss"]) for row in rows], run.history["train_loss"])
    assert len(rows) == 31


def test_that_training_begins_from_the_weights_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first, second = str(tmp_path / "first.npz"), str(tmp_path / "second.npz")
    history = str(tmp_path / "h.csv")
    printed = out_of(["train", "petals", "--epochs", "400", "--export", first], capsys).splitlines()
    flags = ["--epochs", "1", "--weights", first, "--history", history, "--export", second]
    out_of(["train", "petals", *flags], capsys)
    with Path(history).open(newline="", encoding="utf-8") as stream:
        row = next(csv.DictReader(stream))
    assert f"loss {float(row['train_loss']):.6f}  accuracy {100 * float(row['train_accuracy']):.2f} %" in printed[1]


def test_that_an_experiment_file_trains_like_the_lab(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(out_of(["show", "playground"], capsys), encoding="utf-8")
    from_file = out_of(["train", str(file), "--epochs", "3"], capsys)
    assert from_file == out_of(["train", "playground", "--epochs", "3"], capsys)


def test_that_divergence_is_told_and_has_a_status_of_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    flags = ["--set", "training.optimizer.learning_rate=100", "--export", str(tmp_path / "w.npz")]
    assert main(["train", "petals", *flags]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("playground: the loss ran away: stopped at epoch ")
    assert captured.err.count("\n") == 1
    assert captured.out.startswith("petals: 0 epochs\n")
    assert load_weights(tmp_path / "w.npz").arrays


def test_that_a_target_reached_is_a_success_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    printed = out_of(["train", "petals", "--set", "training.stop.target_accuracy=0.85"], capsys)
    assert "(the target accuracy was reached at epoch " in printed.splitlines()[0]


def test_that_version_and_help_are_results(capsys: pytest.CaptureFixture[str]) -> None:
    for flag, text in (("--version", f"playground {__version__}\n"), ("--help", "usage: playground ")):
        with pytest.raises(SystemExit) as caught:
            main([flag])
        assert caught.value.code == 0
        assert capsys.readouterr().out.startswith(text)


def test_that_the_program_runs_as_a_module_and_as_main_from_any_folder(tmp_path: Path) -> None:
    for start in (PROGRAM, (sys.executable, str(ROOT / "main.py"))):
        ran = subprocess.run(
            [*start, "labs"], capture_output=True, env=environment(), cwd=tmp_path, timeout=60, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.startswith(b"petals ")


def test_that_nothing_is_drawn_on_standard_error_that_is_no_terminal() -> None:
    ran = program("train", "petals", "--epochs", "2000")
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_that_progress_is_drawn_on_a_terminal_and_wiped_at_the_end() -> None:
    here, there = os.openpty()
    with subprocess.Popen(
        [*PROGRAM, "train", "petals", "--epochs", "3000"], stdout=subprocess.PIPE, stderr=there, env=environment()
    ) as running:
        os.close(there)
        drawn = b""
        while chunk := _read(here):
            drawn += chunk
        assert running.stdout is not None
        printed = running.stdout.read()
    os.close(here)
    assert running.returncode == 0
    assert b"\repoch " in drawn
    assert b" of 3,000  loss 0." in drawn
    assert drawn.endswith(b"\r\x1b[K")
    assert b"\n" not in drawn
    assert b"epoch " not in printed.replace(b"3,000 epochs", b"")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # What Linux says when the other side has gone.
        return b""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_that_ctrl_c_ends_training_between_two_epochs_and_keeps_what_was_reached(tmp_path: Path) -> None:
    weights, history = tmp_path / "w.npz", tmp_path / "h.csv"
    command = [*PROGRAM, "train", "petals", "--epochs", "10000000", "--history", str(history), "--export", str(weights)]
    here, there = os.openpty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=there, env=environment(), preexec_fn=_hear_ctrl_c
    ) as running:
        os.close(there)
        drawn = b""
        while b"\repoch " not in drawn:
            drawn += _read(here)
        running.send_signal(signal.SIGINT)
        while chunk := _read(here):
            drawn += chunk
    os.close(here)
    assert running.returncode == 130
    found = re.search(rb"playground: interrupted after ([\d,]+) epochs; what was reached is kept\r\n$", drawn)
    assert found
    epochs = int(found[1].replace(b",", b""))
    assert history.read_text(encoding="utf-8").count("\n") == epochs + 2
    run = Run(load("petals"))
    run.train(epochs=epochs)
    np.testing.assert_array_equal(
        load_weights(weights).arrays["layer1.weight"], run.network.parameters["layer1.weight"]
    )


def _hear_ctrl_c() -> None:
    """A test that runs in the background of a shell ignores it, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_that_ctrl_c_before_training_ends_the_program_without_a_traceback() -> None:
    script = (
        "import signal, sys; from playground import cli; from playground.commands import options; "
        "options.experiment_given = lambda name: signal.raise_signal(signal.SIGINT)"
    )
    command = [sys.executable, "-c", f"{script}; sys.exit(cli.main(['train', 'petals']))"]
    ran = subprocess.run(
        command, capture_output=True, env=environment(), preexec_fn=_hear_ctrl_c, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("program", ["import main", "import playground.__main__"])
def test_that_ctrl_c_while_the_program_is_imported_ends_it_without_a_traceback(program: str) -> None:
    # The library that is imported last of all that takes long is where Ctrl+C is pressed.
    script = (
        "import builtins, signal, sys; found = builtins.__import__\n"
        "def look(name, *rest):\n"
        "    if 'msgspec' in name: signal.raise_signal(signal.SIGINT)\n"
        "    return found(name, *rest)\n"
        f"builtins.__import__ = look; {program}\n"
        "sys.exit(sys.modules['playground.__main__'].start())"
    )
    command = [sys.executable, "-c", script]
    ran = subprocess.run(
        command, capture_output=True, env=environment(), preexec_fn=_hear_ctrl_c, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to be had")
def test_that_one_file_that_cannot_be_written_costs_neither_the_others_nor_the_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    full, weights, history = tmp_path / "full.npz", tmp_path / "w.npz", tmp_path / "h.csv"
    full.symlink_to("/dev/full")
    files = ["--export", str(full), "--export", str(weights), "--history", str(history)]
    assert main(["train", "petals", "--epochs", "3", *files]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("petals: 3 epochs\n")
    assert captured.err == f"playground: {full}: cannot be written (No space left on device); choose another place\n"
    assert load_weights(weights).arrays
    assert history.read_text(encoding="utf-8").count("\n") == 5


@pytest.mark.parametrize("epochs", ["-1", "99999999999"])
def test_that_a_check_refuses_epochs_that_never_end(epochs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "petals", "--epochs", epochs]) == 2
    said = capsys.readouterr().err
    assert said == f"playground: --epochs {epochs}: it takes a whole number from 0 to 10,000,000\n"


def test_that_values_bring_their_loss_and_are_told_with_their_fit(capsys: pytest.CaptureFixture[str]) -> None:
    plane = ["petals", "--set", "data.source.kind=plane"]
    shown = json.loads(out_of(["show", *plane], capsys))
    assert (shown["training"]["loss"], shown["network"]["output"]["activation"]) == ("squared_error", "linear")
    lines = out_of(["train", *plane, "--epochs", "20"], capsys).splitlines()
    run = Run(change(load("petals"), {"data.source.kind": "plane"}))
    run.train(epochs=20)
    score, fit = run.snapshot().scores["test"], run.snapshot().fits["test"]
    assert lines[2] == f"test        loss {score.loss:.6f}  R² {fit.r_squared:.4f}  RMSE {fit.rmse:.6f}"


def test_that_a_loss_for_classes_is_refused_for_values(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--set", "data.source.kind=bumps", "--set", "training.loss=softmax_cross_entropy"]
    assert main(["train", "petals", *flags]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "training.loss: softmax_cross_entropy is for classes, and bumps has values; set it to squared_error" in said


def test_that_the_program_computes_with_one_blas_thread_unless_told_otherwise() -> None:
    show = "import os, playground.cli; print(os.environ['OPENBLAS_NUM_THREADS'])"
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_THREADS")}
    for told, expected in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")):
        ran = subprocess.run([sys.executable, "-c", show], env=kept | told, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == expected
