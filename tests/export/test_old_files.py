"""Files of earlier versions, and of this one: each opens, and answers as it did when it was written.

`version-1-*.npz` were written by the first version, which knew neither the facts nor other formats; their answers to
some points stand in `version-1-answers.json`. `version-2-*` are this version's, in every format.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.experiment import load
from playground.export import (
    Description,
    Trained,
    describe,
    description_of,
    format_of,
    load_weights,
    put_weights,
    trained_of_file,
)
from playground.export.formats.onnx import Onnx
from playground.export.formats.python import PythonFile
from playground.export.inputs import decoded_rows
from playground.export.trained import MOST_ROWS
from playground.training import Run
from tests.export.kinds import FILES

FIRST: dict[str, Any] = json.loads((FILES / "version-1-answers.json").read_text(encoding="utf-8"))
SECOND: dict[str, Any] = json.loads((FILES / "version-2-answers.json").read_text(encoding="utf-8"))
COMING_BACK = (".npz", ".json", ".safetensors")


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
    description = described(FILES / f"version-1-{name}.npz")
    found = outputs_of(description, FIRST[name]["points"])
    tolerance = 1e-5 if name == "float32" else 1e-9
    np.testing.assert_allclose(found, FIRST[name]["answers"], rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", FIRST)
def test_that_weights_of_the_first_version_go_into_their_experiment(name: str) -> None:
    path = FILES / f"version-1-{name}.npz"
    weights = load_weights(path)
    assert weights.experiment is not None
    assert weights.facts is not None
    run = Run(weights.experiment)
    put_weights(run, weights, path)
    rows = decoded_rows(weights.facts.columns, np.array(FIRST[name]["points"]))
    now = Trained(description_of(weights, path), rows, description_of(weights, path).answers(rows))
    np.testing.assert_allclose(describe(run).answers(rows).values, now.answers.values, rtol=1e-5, atol=1e-5)


def test_that_the_categories_of_the_first_version_come_in_the_order_of_its_table() -> None:
    facts = described(FILES / "version-1-trees.npz").facts
    assert [(each.name, each.categories) for each in facts.columns] == [
        ("length", None),
        ("colour", ("violet", "red", "green", "blue")),
        ("soil", ("wet", "dry")),
    ]
    assert facts.classes == ("ash", "elm", "oak")


def test_that_a_file_of_the_first_version_without_its_table_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "trees.npz"
    path.write_bytes((FILES / "version-1-trees.npz").read_bytes())
    with pytest.raises(
        ValueError, match=r"does not say what its inputs are, and its table cannot be read; put the table"
    ):
        described(path)


@pytest.mark.parametrize("ending", COMING_BACK)
@pytest.mark.parametrize("name", SECOND)
def test_that_files_of_this_version_open_and_answer_as_they_did(name: str, ending: str) -> None:
    description = described(FILES / f"version-2-{name}{ending}")
    rows = decoded_rows(description.facts.columns, np.array(SECOND[name]["points"]))
    tolerance = 1e-5 if description.facts.precision == "float32" else 1e-9
    found = description.answers(rows).values
    np.testing.assert_allclose(found, SECOND[name]["answers"], rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", SECOND)
def test_that_models_and_programs_of_this_version_answer_as_they_did(name: str) -> None:
    thing = trained_of_file(described(FILES / f"version-2-{name}.npz"))
    for each in (Onnx(), PythonFile()):
        assert each.check(thing, FILES / f"version-2-{name}{each.suffix}").rows > 0


def test_that_the_page_of_this_version_answers_as_it_did() -> None:
    page = FILES / "version-2-trees.html"
    check = format_of(page).check(trained_of_file(described(FILES / "version-2-trees.npz")), page)
    assert check.rows == MOST_ROWS


def test_that_the_training_program_of_this_version_trains_as_it_did() -> None:
    ran = subprocess.run(
        [sys.executable, FILES / "version-2-petals-training.py", "3"], capture_output=True, encoding="utf-8", check=True
    )
    losses = [float(line.split(",")[1]) for line in ran.stdout.splitlines()[1:]]
    run = Run(load("petals"))
    run.train(epochs=3)
    np.testing.assert_allclose(losses, run.history["train_loss"], rtol=0, atol=1e-12)
