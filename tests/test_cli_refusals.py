"""Wrong input on the command line: one line on standard error that names place and remedy, status 2, no traceback."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli import main
from playground.experiment import load
from playground.export import save_weights
from playground.training import Run

pytestmark = pytest.mark.slow

PROGRAM = (sys.executable, "-m", "playground")
ROOT = Path(__file__).parents[1]


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which a command is refused."""
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("playground")
    return captured.err.removeprefix("playground: ").rstrip("\n")


@pytest.mark.parametrize("command", ["show", "train", "open"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"seed": "three"}', "seed: it takes a whole number from 0 to 4294967295, not the text 'three'"),
        (b'{"network": {"layers": [{"unit": 3}]}}', "network.layers.0: there is no setting unit; choose from "),
        (b'{"training": {"l1": -1}}', "training.l1: it takes a number from 0 to "),
        (b'{"training": {"l1": 0', "this is not a JSON file ("),
        (b"seed = 3", "this is not a JSON file ("),
        (b"", "this is not a JSON file ("),
        (b"\x00\xff" * 50, "this is not a JSON file ("),
        (b"[" * 100_000, "it takes a group of settings"),
        (b'{"seed": 1e999}', "seed: it takes a whole number from 0 to 4294967295"),
    ],
)
def test_that_a_broken_experiment_file_is_refused(
    command: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    text = refusal([command, str(file)], capsys)
    assert text.replace("`", "").startswith(f"{file}: {said}")


@pytest.mark.parametrize("command", ["show", "train"])
def test_that_a_missing_file_and_a_folder_are_refused(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "there is no such file; check the name" in refusal([command, str(tmp_path / "none.json")], capsys)
    assert "this is a folder; choose an experiment file inside it" in refusal([command, str(tmp_path)], capsys)
    assert "did you mean 'quadrants'?" in refusal([command, "quadrant"], capsys)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("training.batch_size", "'training.batch_size' sets nothing; write a setting's path and its value"),
        ("training.batch=10", "training.batch: there is no such setting; did you mean 'batch_size'?"),
        (
            "training.batch_size=ten",
            "training.batch_size: it takes a whole number from 1 to 10000000 or null, not the text 'ten'",
        ),
        ("training.batch_size=0", "training.batch_size: it takes a whole number from 1 to 10000000 or null, not 0"),
        ("training.optimizer.kind=adma", "training.optimizer.kind: there is no 'adma'; did you mean 'adam'?"),
        ("training.optimizer.kind=lbfgs", "training.optimizer.kind: there is no 'lbfgs'; choose from sgd, "),
        ("training.optimizer.momentum=0.5", "training.optimizer.momentum: there is no such setting; choose from "),
        ("network.layers.3.units=2", "network.layers.3: there is no entry '3'; entries are numbered 0 to 0"),
        ("training.loss=softmax_cross_entropy", "training.loss: softmax_cross_entropy needs "),
        ("data.split.train=0.5", "data.split: the three parts add up to 0.5; make them add up to 1"),
        ("name=\ud800", "name: it holds a character that cannot be shown; type the name anew"),
    ],
)
def test_that_a_wrong_setting_is_refused(setting: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("show", "train"):
        assert refusal([command, "petals", "--set", setting], capsys).startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["petals"], "argument COMMAND: invalid choice: 'petals' (choose from "),
        (["show"], "playground show: the following arguments are required: EXPERIMENT; see "),
        (["train", "petals", "--epochs", "ten"], "playground train: argument --epochs: invalid int value: 'ten'; see "),
        (["train", "petals", "--epochs", "0"], "training.epochs: it takes a whole number from 1 to 10000000, not "),
        (
            ["train", "petals", "--epochs", "99999999"],
            "training.epochs: it takes a whole number from 1 to 10000000, not ",
        ),
        (["train", "petals", "--seed", "-1"], "seed: it takes a whole number from 0 to 4294967295, not -"),
        (["train", "petals", "--colour", "red"], "unrecognized arguments: --colour red; see 'playground --help'"),
        (["train", "petals", "two\nlines"], "unrecognized arguments: two lines; see 'playground --help'"),
    ],
)
def test_that_wrong_arguments_are_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(arguments, capsys).startswith(said)


@pytest.mark.parametrize(
    ("flag", "name", "said"),
    [
        ("--history", "none/h.csv", "there is no folder "),
        ("--history", "", "this is a folder; name a file in it"),
        ("--history", "x" * 300, "cannot be written (File name too long); choose another place"),
        ("--history", "file/h.csv", "there is no folder "),
        ("--history", "h.txt", "a history is a CSV table; let the file's name end in .csv"),
        ("--export", "none/w.npz", "there is no folder "),
        ("--export", "w.pt", "weights cannot be exported to '.pt'; use .npz"),
        ("--export", "folder.npz", "this is a folder; name a file in it"),
        (
            "--weights",
            "none.npz",
            "there is no such file; check the name, or choose a file of weights (.npz, .json or .safetensors)",
        ),
        ("--weights", "", "this is a folder; choose a file of weights (.npz, .json or .safetensors) inside it"),
        ("--weights", "file", "this file is not plain arrays (it may hold pickled objects, which are never loaded); "),
    ],
)
def test_that_files_that_cannot_be_read_or_written_are_found_before_training(
    flag: str, name: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(pickle.dumps([1, 2, 3]))
    (tmp_path / "folder.npz").mkdir()
    # Ten million epochs would take an hour.
    text = refusal(["train", "petals", "--epochs", "10000000", flag, str(tmp_path / name)], capsys)
    assert text.startswith(f"{tmp_path / name}: {said}")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder that nobody can write to")
def test_that_a_folder_that_cannot_be_written_to_is_found_before_training(capsys: pytest.CaptureFixture[str]) -> None:
    for flag, place in (("--history", "/proc/h.csv"), ("--export", "/proc/w.npz")):
        text = refusal(["train", "petals", "--epochs", "10000000", flag, place], capsys)
        assert text.startswith(f"{place}: cannot be written (")


def test_that_weights_of_another_network_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "w.npz"
    save_weights(Run(load("quadrants")), file)
    text = refusal(["train", "petals", "--weights", str(file)], capsys)
    assert text.startswith(f"{file}: ")
    assert text.endswith("; open the experiment that the weights belong to")
    file.write_bytes(file.read_bytes()[:500])
    assert "this file is damaged or cut short; choose " in refusal(["train", "petals", "--weights", str(file)], capsys)


def shell(script: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """A shell's view of the program, `$P`, with buffered output as a user has it."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUNBUFFERED", "PYTHONIOENCODING")}
    variables |= {"PYTHONPATH": str(ROOT), "P": " ".join(PROGRAM)}
    return subprocess.run(["/bin/sh", "-c", script], capture_output=True, env=kept | variables, timeout=60, check=False)


posix = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell")


@posix
def test_that_a_refusal_in_a_process_of_its_own_is_one_line_and_status_2() -> None:
    ran = shell("$P show petal")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"playground: petal: there is no lab or file of this name; did you mean 'petals'?\n"


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_that_a_reader_that_leaves_is_no_error(unbuffered: str) -> None:
    ran = shell("{ $P show petals; echo $? >&2; } | true", PYTHONUNBUFFERED=unbuffered)
    assert ran.stderr == b"0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_that_output_that_cannot_be_written_is_told_in_one_line(unbuffered: str) -> None:
    ran = shell("$P show petals > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert ran.returncode == 2
    assert ran.stderr == b"playground: the output cannot be written (No space left on device); send it elsewhere\n"


@posix
def test_that_redirected_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"name": "花びら"}', encoding="utf-8")
    for variables in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        ran = shell(f"$P show {file}; $P train {file} --epochs 1", **variables)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.decode("utf-8").count("花びら") == 2


@posix
def test_that_a_closed_standard_error_or_output_is_no_crash() -> None:
    assert shell("$P train petals --epochs 2 2>&-").returncode == 0
    assert shell("$P show petals >&-").returncode == 0
