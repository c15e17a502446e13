"""Weights from the command line: in every format, back in by their meaning, and answering new rows."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground.cli import main
from playground.experiment import load
from playground.export import FORMATS, export, load_weights
from playground.training import Run

ROOT = Path(__file__).parents[1]
ROWS = [
    f"{i % 7 + 3 * (i % 3)},{i % 5 - i % 3},{('red', 'blue')[i % 2]},{('elm', 'oak', 'ash')[i % 3]}" for i in range(90)
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "trees.csv"
    path.write_text("\n".join(["a,b,colour,kind", *ROWS]))
    return path


@pytest.fixture(scope="module")
def petals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "petals.npz"
    run = Run(load("petals"))
    run.train(epochs=300)
    export(run, path)
    return path


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("playground: ")
    assert captured.out == ""
    return captured.err.removeprefix("playground: ")


def columns(inputs: list[str]) -> list[str]:
    return ["--set", f"data.source.inputs={json.dumps(inputs)}", "--set", "data.source.target=kind"]


def test_that_train_exports_every_format_at_once_and_tells_each_check(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [tmp_path / f"petals{ending}" for ending in dict.fromkeys(each.suffix for each in FORMATS)]
    flags = [part for file in files for part in ("--export", str(file))]
    assert main(["train", "petals", "--epochs", "20", *flags]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    assert lines[0] == "petals: 20 epochs"
    assert [line.split(": ")[0] for line in lines[-len(files) :]] == [str(file) for file in files]
    assert all("800 predictions read back by " in line and " agree" in line for line in lines[-len(files) :])
    assert "def train(" not in (tmp_path / "petals.py").read_text()


def test_that_trains_writes_the_python_file_that_trains(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    assert main(["train", "petals", "--epochs", "5", "--export", str(path), "--trains"]) == 0
    assert "the losses of " in capsys.readouterr().out
    ran = subprocess.run([sys.executable, path], capture_output=True, encoding="utf-8", check=True)
    rows = list(csv.DictReader(ran.stdout.splitlines()))
    run = Run(load("petals"))
    run.train(epochs=5)
    np.testing.assert_allclose([float(row["train_loss"]) for row in rows], run.history["train_loss"], rtol=1e-12)
    said = refusal(["train", "petals", "--epochs", "5", "--export", str(tmp_path / "w.npz"), "--trains"], capsys)
    assert said.startswith("--trains: it is for Python files; ")


def test_that_saved_weights_are_written_in_other_formats(
    petals: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [str(tmp_path / f"petals{ending}") for ending in (".json", ".safetensors", ".onnx", ".py", ".html")]
    assert main(["export", str(petals), *files]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == files
    assert main(["export", files[1], str(tmp_path / "again.npz")]) == 0
    first, again = load_weights(petals), load_weights(tmp_path / "again.npz")
    assert first.experiment == again.experiment
    for name, array in first.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_that_weights_are_not_written_over_themselves(petals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "this file is named twice; give each its own" in refusal(["export", str(petals), str(petals)], capsys)
    flags = ["--weights", str(petals), "--export", str(petals)]
    assert "this file is named twice" in refusal(["train", "petals", *flags], capsys)


def test_that_zero_epochs_are_enough_where_there_are_weights(
    petals: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    flags = ["--epochs", "0", "--weights", str(petals), "--export", str(tmp_path / "w.json")]
    assert main(["train", "petals", *flags]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("petals: 0 epochs\n")
    weights = load_weights(tmp_path / "w.json")
    for name, array in load_weights(petals).arrays.items():
        np.testing.assert_array_equal(weights.arrays[name], array)
    assert weights.experiment is not None
    assert weights.experiment.training.epochs == load("petals").training.epochs
    assert "training.epochs: " in refusal(["train", "petals", "--epochs", "0"], capsys)


def test_that_inputs_in_another_order_are_put_in_order_and_told(
    table: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    weights = str(tmp_path / "w.npz")
    assert main(["train", str(table), "--epochs", "30", *columns(["a", "b"]), "--export", weights]) == 0
    first = figures(capsys.readouterr().out)
    turned = tmp_path / "turned.csv"
    cells = [line.split(",") for line in table.read_text().splitlines()]
    turned.write_text("\n".join(",".join((c, b, a, kind)) for a, b, c, kind in cells))
    flags = ["--epochs", "0", "--weights", weights, *columns(["b", "a"])]
    assert main(["train", str(turned), *flags]) == 0
    captured = capsys.readouterr()
    assert figures(captured.out) == first
    told = [line for line in captured.err.splitlines() if line.startswith(f"playground: {weights}: ")]
    assert told == [f"playground: {weights}: its inputs stand in another order: a, b; they were put in order"]


def figures(printed: str) -> list[str]:
    """The lines of the parts, with their losses."""
    lines = [line for line in printed.splitlines() if line.startswith(("train ", "validation ", "test "))]
    return [line for line in lines if " loss " in line]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (["a", "colour"], "it is told from other inputs: b in the file, colour = "),
        (["a"], "it needs b too, which is no input here; "),
        (["a", "b", "colour"], "it knows nothing of colour = "),
    ],
)
def test_that_other_inputs_are_refused_by_name(
    inputs: list[str], said: str, table: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    weights = str(tmp_path / "w.npz")
    assert main(["train", str(table), "--epochs", "3", *columns(["a", "b"]), "--export", weights]) == 0
    capsys.readouterr()
    assert main(["train", str(table), "--epochs", "1", "--weights", weights, *columns(inputs)]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"playground: {weights}: {said}")


def test_that_other_classes_are_refused_by_name(
    table: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    weights, other = str(tmp_path / "w.npz"), tmp_path / "other.csv"
    assert main(["train", str(table), "--epochs", "3", *columns(["a", "b"]), "--export", weights]) == 0
    other.write_text(table.read_text().replace("elm", "ulme"))
    capsys.readouterr()
    assert main(["train", str(other), "--epochs", "1", "--weights", weights, *columns(["a", "b"])]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"playground: {weights}: it tells other classes: elm in the file, ulme here; ")


def answers(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_that_predict_answers_a_table_to_standard_output_or_a_file(
    table: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    weights = str(tmp_path / "w.npz")
    flags = ["--set", "data.preprocessing=standardize", *columns(["a", "b", "colour"])]
    assert main(["train", str(table), "--epochs", "60", *flags, "--export", weights]) == 0
    capsys.readouterr()
    new = tmp_path / "new.csv"
    new.write_text("colour,weight,b,a\nred,1,2,6\npink,1,2,6\nblue,1,,7\nblue,1,1,11\n")
    assert main(["predict", weights, str(new)]) == 0
    captured = capsys.readouterr()
    rows = answers(captured.out)
    assert list(rows[0]) == ["row", "answer", "p.ash", "p.elm", "p.oak"]
    assert [bool(row["answer"]) for row in rows] == [True, False, False, True]
    assert sum(float(rows[0][f"p.{name}"]) for name in ("ash", "elm", "oak")) == pytest.approx(1)
    assert captured.err.splitlines() == [
        f"playground: {new}: row 3: \"colour\" is 'pink', which was never seen; known are {known(weights)}",
        f'playground: {new}: row 4: "b" is empty',
    ]
    assert main(["predict", weights, str(new), "--csv", str(tmp_path / "out.csv")]) == 0
    assert answers((tmp_path / "out.csv").read_text()) == rows
    assert capsys.readouterr().out == f"{tmp_path / 'out.csv'}: 4 rows, 2 without an answer\n"


def known(weights: str) -> str:
    facts = load_weights(weights).facts
    assert facts is not None
    return ", ".join(facts.columns[-1].categories or ())


def test_that_predict_reads_standard_input(petals: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "playground", "predict", str(petals), "-"],
        input=b"x2;x1\n1,5;0,25\n-1;2\n",
        capture_output=True,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    run = Run(load("petals"))
    run.train(epochs=300)
    found = [float(row["p.1"]) for row in answers(ran.stdout.decode())]
    np.testing.assert_allclose(found, run.predict([[0.25, 1.5], [2, -1]])[:, 0], rtol=1e-9)


def test_that_predict_answers_pictures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    weights, digits = str(tmp_path / "w.safetensors"), str(ROOT / "resources" / "datasets" / "digits.npz")
    flags = ["--epochs", "12", "--set", 'network.layers=[{"units": 20}]', "--export", weights]
    assert main(["train", "digits", *flags]) == 0
    capsys.readouterr()
    assert main(["predict", weights, digits]) == 0
    rows = answers(capsys.readouterr().out)
    assert len(rows) == 1797
    with np.load(digits) as file:
        assert np.mean([row["answer"] == str(label) for row, label in zip(rows, file["y"], strict=True)]) > 0.3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("none.csv", "none.csv: there is no such file; check the name, or choose a table or pictures"),
        ("petals.npz", "this holds weights and no rows; name a table or pictures"),
        ("e.json", "this holds experiment and no rows; name a table or pictures"),
        ("t.csv", 'there is no column "x1" in it; the network is told from x1, x2, and its columns are a, b'),
    ],
)
def test_that_what_holds_no_rows_is_refused_in_one_line(
    data: str, said: str, petals: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "e.json").write_text('{"format": 1}')
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "petals.npz").write_bytes(petals.read_bytes())
    text = refusal(["predict", str(petals), str(tmp_path / data)], capsys)
    assert said.casefold() in text.casefold()
    assert text.startswith(str(tmp_path / data))


def test_that_outputs_that_cannot_be_written_are_found_before_anything_is_read(
    petals: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for arguments, said in (
        (["predict", "none.npz", "none.csv", "--csv", str(tmp_path / "p.txt")], "predictions are a CSV table; let the"),
        (["predict", str(petals), "none.csv", "--csv", str(tmp_path / "no" / "p.csv")], "there is no folder "),
        (["export", "none.npz", str(tmp_path / "w.pt")], "weights cannot be exported to '.pt'; use .npz"),
        (["train", "petals", "--predictions", str(tmp_path / "p.txt")], "predictions are a CSV table; let the file's"),
    ):
        assert said in refusal(arguments, capsys)


def test_that_train_writes_every_row_with_its_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    assert main(["train", "petals", "--epochs", "40", "--predictions", str(path)]) == 0
    printed = capsys.readouterr().out.splitlines()
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    for line, part in zip(figures("\n".join(printed)), ("train", "test"), strict=True):
        own = [row for row in rows if row["part"] == part]
        loss = np.mean([float(row["loss"]) for row in own])
        right = 100 * np.mean([row["truth"] == row["answer"] for row in own])
        assert f"loss {loss:.6f}  accuracy {right:.2f} %" in line
