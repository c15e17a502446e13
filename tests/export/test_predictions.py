"""Answers to rows that somebody brings, and every row of a run, as tables."""

import csv
import gzip
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.images import read_pictures
from playground.data.tables import read_text
from playground.experiment import File, UserError, change, for_own_data, load
from playground.experiment.files import resource_path
from playground.export import (
    FORMATS,
    Predictions,
    asked_of_dicts,
    asked_of_pictures,
    asked_of_table,
    describe,
    predictions_as_csv,
    read_asked,
    save_predictions,
    save_run_predictions,
    trained,
)
from playground.training import Run
from tests.export.kinds import FILES, run_of


def answered(kind: str, text: str) -> tuple[list[dict[str, str]], Predictions]:
    """The table of answers to a table, by its headings."""
    description = describe(run_of(kind))
    predictions = Predictions(description, read_asked(description.facts, text.encode()))
    content = b"".join(predictions_as_csv(predictions)).decode()
    return list(csv.DictReader(content.splitlines())), predictions


def test_that_columns_are_found_by_name_in_any_order_and_among_others() -> None:
    facts = describe(run_of("trees"))
    one, _ = answered("trees", "length,colour,soil\n12.5,red,wet\n13,blue,dry\n")
    other, _ = answered("trees", "soil;id;kind;colour;length\nwet;7;elm;red;12,5\ndry;8;;blue;13\n")
    assert one == other
    assert [row["row"] for row in one] == ["2", "3"]
    assert list(one[0]) == ["row", "answer", "p.ash", "p.elm", "p.oak"]
    direct = facts.answers(asked_of_dicts(facts.facts, [{"length": 12.5, "colour": "red", "soil": "wet"}]).part(0, 1))
    told = [float(one[0][f"p.{name}"]) for name in facts.facts.classes]
    np.testing.assert_allclose(told, direct.values[0], rtol=1e-12)
    assert one[0]["answer"] == facts.facts.classes[int(direct.values[0].argmax())]


def test_that_answers_are_those_of_the_run() -> None:
    run = run_of("houses")
    found, predictions = answered("houses", (FILES / "houses.csv").read_text())
    assert predictions.gap_count == 0
    table = np.genfromtxt(FILES / "houses.csv", delimiter=",", skip_header=1)
    np.testing.assert_allclose([float(row["answer"]) for row in found], run.predict(table[:, :2])[:, 0])
    assert list(found[0]) == ["row", "answer"]


def test_that_rows_without_an_answer_are_told_with_row_and_column() -> None:
    text = "length,colour,soil\n12,red,wet\n,red,wet\n12,purple,wet\n12,,dry\n12,red\nmany,blue,dry\n13,blue,dry\n"
    found, predictions = answered("trees", text)
    assert [row["row"] for row in found] == ["2", "3", "4", "5", "6", "7", "8"]
    assert [bool(row["answer"]) for row in found] == [True, False, False, False, False, False, True]
    assert [bool(row["p.elm"]) for row in found] == [bool(row["answer"]) for row in found]
    told = [str(gap.message) for gap in predictions.gaps]
    assert told[0] == 'row 3: "length" is empty'
    assert told[1].startswith("row 4: \"colour\" is 'purple', which was never seen; known are ")
    assert told[2] == 'row 5: "colour" is empty'
    assert told[3] == "row 6: it has 2 cells and not 3"
    assert told[4] in ("row 7: \"length\" is 'many', no number", 'row 7: "length" is empty')
    assert predictions.gap_count == 5
    assert len(predictions) == 7


def test_that_a_table_without_names_is_taken_in_order_and_told() -> None:
    description = describe(run_of("tanh"))
    asked = read_asked(description.facts, b"0.5,1\n-1,2\n3,4\n")
    assert [str(line) for line in asked.told] == ["the table names no columns; they are taken in their order: x1, x2"]
    named, _ = answered("tanh", "x2,x1\n1,0.5\n2,-1\n4,3\n")
    predictions = Predictions(description, asked)
    lines = b"".join(predictions_as_csv(predictions)).decode().splitlines()[1:]
    assert [line.split(",")[1:] for line in lines] == [list(row.values())[1:] for row in named]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", 'there is no column "x1" in it; the network is told from x1, x2, and its columns are a, b'),
        ("1,2,3\n4,5,6\n", 'there is no column "x1" in it; '),
        ("x1,X2\n1,2\n", 'there is no column "x2" in it; '),
    ],
)
def test_that_a_table_that_lacks_a_column_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        answered("tanh", text)
    assert str(caught.value).startswith(said)


def test_that_one_input_is_enough(tmp_path: Path) -> None:
    rows = [f"{i / 10},{'ab'[i > 20]}" for i in range(40)]
    (tmp_path / "t.csv").write_text("\n".join(["height,kind", *rows]))
    source = File(path=str(tmp_path / "t.csv"), inputs=("height",), target="kind", task="classification")
    run = Run(for_own_data(load("petals"), source, name="t", classes=2))
    description = describe(run)
    asked = read_asked(description.facts, b"height\n1.5\n\n3.5\n")
    lines = b"".join(predictions_as_csv(Predictions(description, asked))).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["row", "2", "4"]
    (tmp_path / "one.csv").write_bytes(b"height\n1.5\n\n3.5\n")
    assert (
        b"".join(predictions_as_csv(Predictions(description, read_asked(description.facts, tmp_path / "one.csv"))))
        .decode()
        .splitlines()
        == lines
    )


def test_that_numbers_that_are_names_are_found_in_a_column_of_numbers(tmp_path: Path) -> None:
    rows = [f"{'abc'[i % 3]}{i % 3},{i % 5},{'xyz'[i % 3]}" for i in range(60)]
    (tmp_path / "t.csv").write_text("\n".join(["code,size,kind", *rows]))
    source = File(path=str(tmp_path / "t.csv"), inputs=("code", "size"), target="kind", task="classification")
    description = describe(Run(for_own_data(load("petals"), source, name="t", classes=3)))
    asked = asked_of_table(description.facts, read_text("code,size\n7,1\n8,2\n"))
    predictions = Predictions(description, asked)
    b"".join(predictions_as_csv(predictions))
    assert str(predictions.gaps[0].message).startswith("row 2: \"code\" is '7', which was never seen; known are ")


def test_that_typed_rows_are_answered_and_their_mistakes_told() -> None:
    facts = describe(run_of("trees")).facts
    asked = asked_of_dicts(facts, [{"length": "12.5", "colour": "red", "soil": ""}])
    assert asked.part(0, 1).columns["length"].tolist() == [12.5]
    assert asked.part(0, 1).columns["soil"].tolist() == [None]
    with pytest.raises(UserError, match='row 1: there is no "soil"'):
        asked_of_dicts(facts, [{"length": 1, "colour": "red"}])
    with pytest.raises(UserError, match="row 1: \"length\" is 'long', no number"):
        asked_of_dicts(facts, [{"length": "long", "colour": "red", "soil": "wet"}])


def test_that_what_fills_empty_cells_and_dates_are_part_of_the_network(tmp_path: Path) -> None:
    rows = []
    for i in range(120):
        size, colour = "" if i % 9 == 4 else i % 5, "" if i % 7 == 2 else "ab"[i % 2]
        rows.append(f"{size},{colour},{1 + i % 28:02d}.0{1 + i % 3}.2024,{'xy'[i % 2]}")
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["size,colour,day,kind", *rows]))
    source = File(path=str(path), inputs=("size", "colour", "day"), target="kind", fill="median", task="classification")
    experiment = for_own_data(load("petals"), source, name="t", classes=2)
    run = Run(change(experiment, {"data.preprocessing": "standardize"}))
    run.train(epochs=5)
    description = describe(run)
    size, colour, day = description.facts.columns
    assert (size.fill, colour.fill, day.written) == (2.0, "", "day.month.year")
    assert day.fill == np.median(run.dataset.train.points[:, -1])
    for each in FORMATS:
        if each.name != "training":
            check = each.save(trained(run), tmp_path / f"w{each.suffix}")
            assert check.largest < 1e-12
            assert each.comes_back or "1970-01-01" in str(check.remarks[0])
    # Told by the way in which the training's dates were written, whatever these alone would look like.
    asked = read_asked(description.facts, b"day,colour,size\n03.02.2024,,\n03.02.2024,,2\n04.02.2024,a,1\n")
    assert asked.part(0, 3).columns["day"].tolist() == [19756.0, 19756.0, 19757.0]
    lines = b"".join(predictions_as_csv(Predictions(description, asked))).decode().splitlines()[1:]
    assert lines[0].split(",")[1:] == lines[1].split(",")[1:]
    assert all(line.split(",")[1] for line in lines)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("10,0.2,2024-03-05,red,abc", "\"size\" is 'abc', no number"),
        ("10,deep,2024-03-05,red,3", "\"depth\" is 'deep', no number"),
        ("10,0.1,some day,red,3", "\"seen\" is 'some day', no date as in the training (year-month-day)"),
        ("99,0.1,2024-03-05,red,3", "\"floor\" is '99', which was never seen; known are 10, 20, 30"),
    ],
)
@pytest.mark.parametrize("others", [0, 30])
def test_that_what_is_wrong_is_told_and_not_filled_as_if_it_were_missing(cells: str, why: str, others: int) -> None:
    right = "20,,,,\n" + others * "20,0.3,2024-04-06,green,5\n"
    description = describe(run_of("gaps, filled"))
    asked = read_asked(description.facts, f"floor,depth,seen,colour,size\n{right}{cells}\n".encode())
    predictions = Predictions(description, asked)
    answers = [row[1] for block in predictions.blocks() for row in block]
    assert all(answers[:-1]) and not answers[-1]
    assert [str(gap.message) for gap in predictions.gaps] == [f"row {3 + others}: {why}"]


def test_that_a_row_of_one_cell_is_answered_and_a_row_of_sums_is_told() -> None:
    description = describe(run_of("gaps, filled"))
    head = "colour,size,seen,floor,depth\n"
    asked = read_asked(description.facts, f"{head}red,2,2024-03-05,10,0.5\ngreen,,,20,\n".encode())
    assert [row[1] != "" for block in Predictions(description, asked).blocks() for row in block] == [True, True]
    asked = read_asked(description.facts, f"{head}red,2,2024-03-05,10,0.5\nTotal,2,,,0.5\n".encode())
    predictions = Predictions(description, asked)
    assert [row[0] for block in predictions.blocks() for row in block] == ["2", "3"]
    assert [str(gap.message) for gap in predictions.gaps] == ["row 3: it sums up the others"]


# Pictures


def idx(images: np.ndarray[Any, Any]) -> bytes:
    return struct.pack(">BBBBIII", 0, 0, 8, 3, *images.shape) + images.tobytes()


def test_that_pictures_without_labels_are_answered(tmp_path: Path) -> None:
    run = run_of("digits")
    description = describe(run)
    with np.load(resource_path("datasets", "digits.npz")) as file:
        images = file["x"][:50]
    expected = description.answers(asked_of_pictures(description.facts, images.reshape(50, 64), (8, 8)).part(0, 50))
    np.testing.assert_allclose(expected.values, run.predict(images.reshape(50, 64) / 16.0), rtol=1e-6)
    (tmp_path / "new-idx3-ubyte").write_bytes(idx(images))
    (tmp_path / "new.gz").write_bytes(gzip.compress(idx(images)))
    np.savez(tmp_path / "new.npz", images=images)
    np.savez(tmp_path / "fractions.npz", images / 16.0)
    for name in ("new-idx3-ubyte", "new.gz", "new.npz", "fractions.npz"):
        raw, height, width = read_pictures(tmp_path / name)
        assert (height, width) == (8, 8)
        found = description.answers(asked_of_pictures(description.facts, raw, (height, width)).part(0, 50))
        np.testing.assert_allclose(found.values, expected.values, rtol=1e-5)


def test_that_pictures_of_another_size_are_refused() -> None:
    facts = describe(run_of("digits")).facts
    with pytest.raises(UserError, match="these are pictures of 4 x 4 pixels, and the network takes 64 pixels"):
        asked_of_pictures(facts, np.zeros((2, 16), np.uint8), (4, 4))
    with pytest.raises(UserError, match="these are pictures of 8 x 8 pixels, and the network takes 2 columns"):
        asked_of_pictures(describe(run_of("tanh")).facts, np.zeros((2, 64), np.uint8), (8, 8))


def test_that_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", a=np.zeros(3), b=np.zeros(3))
    with pytest.raises(UserError, match=r"a\.npz holds a, b; name its array of pictures x"):
        read_pictures(tmp_path / "a.npz")


# Much


def test_that_many_rows_are_answered_in_little_memory_and_with_progress(tmp_path: Path) -> None:
    numbers = np.random.RandomState(0).uniform(-6, 6, (25_000, 2)).round(3)
    lines = "\n".join(["x1,x2", *(f"{a},{b}" for a, b in numbers.tolist())])
    description = describe(run_of("tanh"))
    asked = asked_of_table(description.facts, read_text(lines))
    told: list[float] = []
    tracemalloc.start()
    try:
        save_predictions(Predictions(description, asked), tmp_path / "p.csv", told.append)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()
    assert told == sorted(told)
    assert told[-1] == 1.0
    with (tmp_path / "p.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 25_000
    expected = run_of("tanh").predict(numbers[-5:])[:, 0]
    np.testing.assert_allclose([float(row["p.1"]) for row in rows[-5:]], expected)


# Every row of a run


def test_that_rows_are_numbered_as_their_file_counts_them(tmp_path: Path) -> None:
    save_run_predictions(run_of("trees"), tmp_path / "p.csv")
    lines = (FILES / "trees.csv").read_text().splitlines()
    with (tmp_path / "p.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(int(row["row"]) for row in rows) == list(range(3, 93))
    assert all(lines[int(row["row"]) - 1].endswith(f",{row['truth']}") for row in rows)


@pytest.mark.parametrize("kind", ["trees", "houses", "tanh output, standardized", "float32", "four sigmoids"])
def test_that_every_row_of_a_run_is_told_with_its_loss(kind: str, tmp_path: Path) -> None:
    run = run_of(kind)
    save_run_predictions(run, tmp_path / "p.csv")
    with (tmp_path / "p.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    classes = [f"p.{name}" for name in run.dataset.classes]
    assert list(rows[0]) == ["row", "part", "truth", "answer", *classes, "loss"]
    tolerance = 1e-5 if run.experiment.training.precision == "float32" else 1e-9
    for name, part in run.dataset.parts.items():
        own = [row for row in rows if row["part"] == name]
        assert len(own) == len(part)
        assert len({row["row"] for row in own}) == len(part)
        loss = np.mean([float(row["loss"]) for row in own])
        assert loss == pytest.approx(run.history[f"{name}_loss"][-1], rel=tolerance)
        if part.labels is None:
            truth = run.dataset.target_scale.raw(part.y)[:, 0]
            np.testing.assert_allclose([float(row["truth"]) for row in own], truth)
            np.testing.assert_allclose([float(row["answer"]) for row in own], run.predict(part.points)[:, 0])
        else:
            right = np.mean([row["truth"] == row["answer"] for row in own])
            assert right == run.history[f"{name}_accuracy"][-1]


def test_that_the_rows_of_digits_are_told_too(tmp_path: Path) -> None:
    run = Run(change(load("digits"), {"network.layers": [{"units": 3}]}))
    told: list[float] = []
    save_run_predictions(run, tmp_path / "p.csv", told.append)
    assert told[-1] == 1.0
    assert (tmp_path / "p.csv").read_text().count("\n") == 1798
