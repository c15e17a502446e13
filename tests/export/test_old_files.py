"""Files of earlier versions, and of this one: each opens, and answers as it did when it was written.

Those in `version-1` were written by the first version, which knew neither the facts nor other formats. From the second
on each version has a folder with a file in every format, made by `files/make.py`, and what they answered.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.export import (
    Description,
    Predictions,
    Trained,
    describe,
    description_of,
    format_of,
    load_weights,
    put_weights,
    read_asked,
    trained_of_file,
)
from playground.export.formats.onnx import Onnx
from playground.export.formats.python import PythonFile
from playground.export.inputs import decoded_rows
from playground.export.trained import MOST_ROWS
from playground.session import open_session
from playground.training import Run
from tests.export.kinds import FILES

FIRST: dict[str, Any] = json.loads((FILES / "version-1" / "answers.json").read_text(encoding="utf-8"))
LATER = sorted(folder for folder in FILES.glob("version-*") if folder.name != "version-1")
ANSWERS: dict[str, dict[str, Any]] = {
    folder.name: json.loads((folder / "answers.json").read_text(encoding="utf-8")) for folder in LATER
}
NAMED = [(folder, name) for folder in LATER for name in ANSWERS[folder.name] if name != "session"]
COMING_BACK = (".npz", ".json", ".safetensors")


def short(value: Path | str) -> str:
    """A folder by its name."""
    return value.name if isinstance(value, Path) else value


def described(path: Path) -> Description:
    return description_of(load_weights(path), path)


def outputs_of(description: Description, points: Any) -> Any:
    """What the network itself gives out, as the first version's answers were noted."""
    rows = decoded_rows(description.facts.columns, np.array(points))
    values = description.answers(rows).values
    if description.facts.output.units < len(description.facts.classes):
        values = values[:, 1:]
    return 2 * values - 1 if description.facts.output.activation == "tanh" else values


@pytest.mark.parametrize("name", FIRST)
def test_that_files_of_the_first_version_open_and_answer_as_they_did(name: str) -> None:
    description = described(FILES / f"version-1/{name}.npz")
    found = outputs_of(description, FIRST[name]["points"])
    tolerance = 1e-5 if name == "float32" else 1e-9
    np.testing.assert_allclose(found, FIRST[name]["answers"], rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", FIRST)
def test_that_weights_of_the_first_version_go_into_their_experiment(name: str) -> None:
    path = FILES / f"version-1/{name}.npz"
    weights = load_weights(path)
    assert weights.experiment is not None
    assert weights.facts is not None
    run = Run(weights.experiment)
    put_weights(run, weights, path)
    rows = decoded_rows(weights.facts.columns, np.array(FIRST[name]["points"]))
    now = Trained(description_of(weights, path), rows, description_of(weights, path).answers(rows))
    np.testing.assert_allclose(describe(run).answers(rows).values, now.answers.values, rtol=1e-5, atol=1e-5)


def test_that_the_categories_of_the_first_version_come_in_the_order_of_its_table() -> None:
    facts = described(FILES / "version-1/trees.npz").facts
    assert [(each.name, each.categories) for each in facts.columns] == [
        ("length", None),
        ("colour", ("violet", "red", "green", "blue")),
        ("soil", ("wet", "dry")),
    ]
    assert facts.classes == ("ash", "elm", "oak")


def test_that_a_file_of_the_first_version_without_its_table_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "trees.npz"
    path.write_bytes((FILES / "version-1/trees.npz").read_bytes())
    with pytest.raises(
        ValueError, match=r"does not say what its inputs are, and its table cannot be read; put the table"
    ):
        described(path)


@pytest.mark.parametrize("ending", COMING_BACK)
@pytest.mark.parametrize(("folder", "name"), NAMED, ids=short)
def test_that_weights_of_each_version_open_and_answer_as_they_did(folder: Path, name: str, ending: str) -> None:
    description = described(folder / f"{name}{ending}")
    noted = ANSWERS[folder.name][name]
    tolerance = 1e-5 if description.facts.precision == "float32" else 1e-9
    found = outputs_of(description, noted["points"])
    np.testing.assert_allclose(found, noted["outputs"], rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("folder", "name"), NAMED, ids=short)
def test_that_models_and_programs_of_each_version_answer_as_they_did(folder: Path, name: str) -> None:
    thing = trained_of_file(described(folder / f"{name}.npz"))
    for each in (Onnx(), PythonFile()):
        assert each.check(thing, folder / f"{name}{each.suffix}").rows > 0


@pytest.mark.parametrize("folder", LATER, ids=short)
def test_that_the_page_of_each_version_answers_as_it_did(folder: Path) -> None:
    page = folder / "trees.html"
    check = format_of(page).check(trained_of_file(described(folder / "trees.npz")), page)
    assert check.rows == MOST_ROWS


@pytest.mark.parametrize("folder", LATER, ids=short)
def test_that_the_training_program_of_each_version_trains_to_the_history_that_was_written(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, folder / "petals-training.py", "3"], capture_output=True, encoding="utf-8", check=True
    )
    losses = [float(line.split(",")[1]) for line in ran.stdout.splitlines()[1:]]
    with (folder / "petals-history.csv").open(encoding="utf-8", newline="") as file:
        history = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in history] == [0, 1, 2, 3]
    np.testing.assert_allclose(losses, [float(row["train_loss"]) for row in history], rtol=0, atol=1e-12)


@pytest.mark.parametrize("folder", LATER, ids=short)
def test_that_predictions_of_each_version_are_what_its_network_answers(folder: Path) -> None:
    description = described(folder / "trees.json")
    with (folder / "trees-predictions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["row", "part", "truth", "answer", "p.ash", "p.elm", "p.oak", "loss"]
    table = read_asked(description.facts, FILES / "trees.csv")
    answers = {cells[0]: cells for block in Predictions(description, table).blocks() for cells in block}
    for row in rows:
        number, answer, *shares = answers[row["row"]]
        assert (row["row"], row["answer"]) == (number, answer)
        told = [float(row[f"p.{name}"]) for name in description.facts.classes]
        np.testing.assert_allclose(told, [float(share) for share in shares], rtol=1e-9)


@pytest.mark.parametrize("folder", LATER, ids=short)
def test_that_sessions_of_each_version_open_and_go_on_as_they_did(folder: Path) -> None:
    session = open_session(folder / "petals.playground")
    assert (session.desk.name, session.desk.report) == ("Li Ming", {"purpose": "To see."})
    assert [info.name for info in session.timeline.standing().runs] == ["first", ""]
    assert len(session.run.edits.muted) == 1
    session.run.train(epochs=3)
    np.testing.assert_allclose(session.run.history["train_loss"], ANSWERS[folder.name]["session"], rtol=1e-9)
    assert session.timeline.return_to(session.timeline.standing().runs[0].key)


def test_that_the_files_of_a_version_are_small_and_tell_of_no_computer() -> None:
    for folder in LATER:
        assert sum(file.stat().st_size for file in folder.iterdir()) < 400_000
        for file in folder.iterdir():
            assert str(FILES).encode() not in file.read_bytes(), file.name
