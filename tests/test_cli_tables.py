"""Tables on the command line: what is told of them, and which columns are for what."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.cli import main
from playground.data import build_dataset
from playground.experiment import Experiment, File, decode, read
from playground.training import Run

Captured = pytest.CaptureFixture[str]
Told = Callable[..., tuple[int, str, list[str]]]
FIELD = Path(__file__).parent / "data" / "field"
SHORT = ["--epochs", "2"]


@pytest.fixture
def told(capsys: Captured) -> Told:
    """Run the program: its status, what it printed, and the lines that it told beside."""

    def run(*arguments: str | Path) -> tuple[int, str, list[str]]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        lines = captured.err.splitlines()
        assert all(line.startswith("playground: ") for line in lines)
        return status, captured.out, [line.removeprefix("playground: ") for line in lines]

    return run


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A counter, a date, a text with three values, gaps, measures, a kind and its number."""
    path = tmp_path / "shop.csv"
    random = np.random.RandomState(0)
    rows = [
        f"{i + 1},2024-{1 + i % 12:02}-{1 + i % 28:02},{'ABC'[i % 3]},{'' if i % 9 == 0 else i * 7 % 10},"
        f"{random.rand():.3f},{random.rand() * 50:.2f},{'xyz'[k]},{k + 1},same"
        for i, k in enumerate(random.randint(0, 3, 90))
    ]
    path.write_text("\n".join(["id,date,store,size,sold,price,kind,kind_id,unit", *rows]))
    return path


def source_of(text: str) -> File:
    source = decode(text, "what was printed").data.source
    assert isinstance(source, File)
    return source


def test_that_rows_and_columns_left_out_are_told_with_the_reason(told: Told, shop: Path) -> None:
    status, _, lines = told("train", shop, *SHORT)
    assert status == 0
    assert lines == [
        f'{shop}: the target is "kind", one of 3 classes, told from 4 columns as 6 inputs in 80 rows; '
        f"'playground open {shop}' lets you choose",
        f'{shop}: left out: "id" (only numbers the rows), "date" (dates), "kind_id" (says the same as the target), '
        '"unit" (the same in every row)',
        f'{shop}: 10 of 90 rows are left out: 10 lack a value or have a wrong one ("size" lacks 10)',
    ]


def test_that_what_fills_a_gap_is_told(told: Told, shop: Path) -> None:
    _, _, lines = told("train", shop, "--set", "data.source.fill=median", *SHORT)
    assert "in 90 rows" in lines[0]
    assert lines[-1] == f"{shop}: 10 missing numbers are filled with the median of the training part"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("mostly_incomplete.csv", "278 of 300 rows are left out: 278 lack a value"),
        ("imbalanced_few.csv", 'the test part has no sample of class "1"'),
        ("units_row.csv", "row 2 tells units, types or roles: no samples"),
        ("repeated_header.csv", "row 22 has the names again: no samples"),
        ("titles_as_wide.csv", "rows 1, 2 stand above the names: no samples"),
        ("missing_unknown.csv", 'taken as missing: “unknown” in "age"'),
        ("target_twice.csv", 'left out: "kind_id" (says the same as the target)'),
        ("class_NA.csv", 'the target is "country", one of 3 classes, told from 2 inputs in 60 rows'),
    ],
)
def test_that_what_is_odd_about_a_table_is_told(told: Told, name: str, line: str) -> None:
    status, _, lines = told("train", FIELD / name, *SHORT)
    assert status == 0
    assert any(each.startswith(f"{FIELD / name}: {line}") for each in lines), lines


def test_that_a_table_without_a_complete_row_is_refused_with_the_remedies_which_work(told: Told) -> None:
    path = FIELD / "no_complete_row.csv"
    status, _, (line,) = told("train", path)
    assert status == 2
    assert line.startswith(f"{path}: all 60 rows would be left out, since each lacks a value in one of the 40 inputs")
    assert "data.source.fill" in line and "--without" in line
    assert told("train", path, "--set", "data.source.fill=median", *SHORT)[0] == 0
    few = ",".join(f"f{number}" for number in range(3, 40))
    assert told("train", path, "--without", few, *SHORT)[0] == 0


@pytest.mark.parametrize(
    "command", [["train", *SHORT], ["show"], ["check"], ["sweep", "--over", "training.l2=0,0.1", *SHORT]]
)
def test_that_every_command_takes_the_target_and_the_inputs(told: Told, shop: Path, command: list[str]) -> None:
    status, _, lines = told(command[0], shop, "--target", "price", "--inputs", "store, size,date", *command[1:])
    assert status == 0
    assert lines[0].startswith(f'{shop}: the target is "price", a value, told from 3 columns as 5 inputs in 80 rows')


def test_that_a_target_that_was_an_input_changes_places_and_the_rest_stays_out(told: Told, shop: Path) -> None:
    source = source_of(told("show", shop, "--target", "store")[1])
    assert source.inputs == ("size", "sold", "price", "kind", "kind_id")
    assert (source.target, source.task) == ("store", "classification")
    without = source_of(told("show", shop, "--target", "store", "--without", "kind_id,size")[1])
    assert without.inputs == ("sold", "price", "kind")


def test_that_identifiers_dates_and_copies_are_inputs_where_they_are_named(told: Told, shop: Path) -> None:
    printed = told("show", shop, "--inputs", "id,date,kind_id")[1]
    assert source_of(printed).inputs == ("id", "date", "kind_id")
    dataset = build_dataset(decode(printed, ""))
    assert dataset.preparation.features == ("id", "date", "kind_id")
    assert dataset.train.points[:, 1].min() > 19_000, "days since 1970"


@pytest.mark.parametrize(
    ("arguments", "told_line"),
    [
        (["--target", "prize"], 'The table has no column "prize"; its columns are id, date, store,'),
        (["--inputs", "size,size"], '--inputs: "size" stands twice; name each once'),
        (["--inputs", "size", "--target", "size"], '--inputs: "size" is the target, too; name it once'),
        (["--inputs", "size", "--without", "size"], '--without: "size" is asked for, too; name it once'),
        (["--set", 'data.source.inputs=["size","size"]'], 'data.source.inputs: "size" stands twice; name each once'),
        (["--target", "unit"], "All rows are of one class"),
    ],
)
def test_that_wrong_columns_are_refused_in_a_line(told: Told, shop: Path, arguments: list[str], told_line: str) -> None:
    status, _, lines = told("train", shop, *arguments)
    assert (status, len(lines)) == (2, 1)
    assert told_line in lines[0]


def test_that_columns_of_what_is_no_table_are_refused(told: Told) -> None:
    assert told("train", "petals", "--target", "x1") == (
        2,
        "",
        [
            "petals: --target, --inputs and --without are for tables, and this is petals; name a table, or leave "
            "them out"
        ],
    )


def test_that_a_column_with_a_comma_in_its_name_is_named_in_quotation_marks(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"size, cm",b,kind\n' + "".join(f"{i * 7 % 40},{i * 3 % 11},{'xy'[i % 2]}\n" for i in range(40)))
    assert source_of(told("show", path, "--inputs", '"size, cm"')[1]).inputs == ("size, cm",)


def test_that_the_target_is_told_as_it_is_after_all_settings(told: Told, shop: Path) -> None:
    for arguments in (["--set", "data.source.target=price"], ["--target", "price"]):
        status, _, lines = told("train", shop, *arguments, *SHORT)
        assert status == 0
        assert lines[0].startswith(f'{shop}: the target is "price", a value, told from 5 columns as')
    as_classes = ["--set", "data.source.target=size", "--set", "data.source.task=classification"]
    assert 'the target is "size", one of 10 classes' in told("train", shop, *as_classes, *SHORT)[2][0]


def test_that_an_experiment_of_a_table_takes_another_target(told: Told, shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    path.write_text(told("show", shop, "--set", "network.layers.0.units=5")[1])
    for arguments in (["--target", "sold"], ["--set", "data.source.target=sold"]):
        printed = told("show", path, *arguments)[1]
        experiment = decode(printed, "")
        assert (experiment.training.loss, experiment.network.output.activation) == ("squared_error", "linear")
        assert experiment.network.layers[0].units == 5
        assert source_of(printed).inputs == ("store", "size", "price", "kind")
        assert experiment.data.features == source_of(printed).inputs


def test_that_an_experiment_of_a_table_names_its_real_features(told: Told, shop: Path, tmp_path: Path) -> None:
    printed = told("show", shop)[1]
    assert json.loads(printed)["data"]["features"] == ["store", "size", "sold", "price"]
    older = tmp_path / "older.json"

    older.write_text(
        json.dumps(json.loads(printed) | {"data": json.loads(printed)["data"] | {"features": ["x1", "x2"]}})
    )
    assert read(older) == decode(printed, "")


def test_that_two_columns_may_have_squares_beside_their_names(told: Told, shop: Path) -> None:
    printed = told("show", shop, "--inputs", "sold,price", "--set", 'data.features=["x1","price","x1_squared"]')[1]
    experiment = decode(printed, "")
    assert experiment.data.features == ("sold", "price", "x1_squared")
    dataset = build_dataset(experiment)
    assert dataset.preparation.features == ("x1", "x2", "x1_squared")
    assert told("show", shop, "--set", 'data.features=["sold","x1_squared"]')[0] == 2
    some = decode(told("show", shop, "--set", 'data.features=["sold","store"]')[1], "")
    assert build_dataset(some).preparation.features == ("store = A", "store = B", "store = C", "sold")


def test_that_what_is_printed_loads_from_anywhere(
    told: Told, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.parent)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings = ["--set", "data.source.path=shop.csv", "--set", "data.source.test_path=shop.csv"]
    for arguments in (["shop.csv"], ["shop.csv", *settings[2:]], ["shop.csv", *settings]):
        (elsewhere / "e.json").write_text(told("show", *arguments)[1])
        monkeypatch.chdir("/")
        assert told("train", elsewhere / "e.json", *SHORT)[0] == 0
        monkeypatch.chdir(shop.parent)


def test_that_classes_are_the_same_in_number_wherever_they_are_told(told: Told) -> None:
    for name in ("ghost_class.csv", "units_row.csv"):
        _, _, lines = told("train", FIELD / name, *SHORT)
        assert "one of 2 classes" in lines[0] and "in 40 rows" in lines[0]
        experiment = decode(told("show", FIELD / name)[1], "")
        run = Run(experiment)
        assert (len(run.dataset.classes), run.dataset.outputs) == (2, 1)


def test_that_many_numbers_can_be_classes_and_categories(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("a,code,label\n" + "".join(f"{i * 7 % 101},{i * 3 % 5},{i % 300}\n" for i in range(1200)))
    arguments = ["--target", "label", "--set", 'data.source.categories=["code","label"]']
    status, printed, lines = told("show", path, *arguments)
    assert status == 0
    assert "one of 300 classes, told from 2 columns as 6 inputs" in lines[0]
    dataset = build_dataset(decode(printed, ""))
    assert dataset.preparation.features == ("a", *(f"code = {code}" for code in range(5)))
    assert dataset.classes[:3] == ("0", "1", "2") and dataset.classes[-1] == "299"


def test_that_a_number_typed_with_a_comma_is_one(told: Told) -> None:
    def rate(text: str) -> float:
        experiment = decode(told("show", "petals", "--set", f"training.optimizer.learning_rate={text}")[1], "")
        return experiment.training.optimizer.learning_rate

    assert rate("0,001") == 0.001
    assert rate("0,0005") == 0.0005
    assert rate("12,5") == 12.5
    status, _, lines = told("show", "petals", "--set", "training.optimizer.learning_rate=1,250")
    assert (status, lines) == (2, ["training.optimizer.learning_rate: 1,250 can mean 1.25 or 1250: type one of these"])
    units = decode(told("show", "petals", "--set", "network.layers.0.units=1,000")[1], "")
    assert units.network.layers[0].units == 1000
    l2 = decode(told("show", "petals", "--set", "network.layers.0.dropout=0,25")[1], "")
    assert l2.network.layers[0].dropout == 0.25


def test_that_of_more_rows_than_are_used_the_number_is_told(told: Told, shop: Path) -> None:
    _, _, lines = told("train", shop, "--set", "data.source.rows=50", *SHORT)
    assert lines[-1] == f"{shop}: 50 of these rows are drawn; data.source.rows sets how many"


def test_that_texts_that_mean_missing_can_be_told(told: Told) -> None:
    path = FIELD / "class_NA.csv"
    assert "one of 2 classes" in told("train", path, "--set", 'data.source.missing=["NA"]', *SHORT)[2][0]
    assert "in 40 rows" in told("train", path, "--set", 'data.source.missing=["na"]', *SHORT)[2][0]
    unknown = FIELD / "missing_unknown.csv"
    lines = told("train", unknown, "--set", "data.source.missing=[]", *SHORT)[2]
    assert '"age"' not in " ".join(lines[1:])
    assert "2 columns as" in lines[0], "the text is a category then"


def test_that_rows_left_out_of_a_test_table_are_told(told: Told, tmp_path: Path) -> None:
    path, later = tmp_path / "t.csv", tmp_path / "later.csv"
    path.write_text("a,colour,kind\n" + "".join(f"{i * 7 % 40},{'pqr'[i % 3]},{'xy'[i // 3 % 2]}\n" for i in range(60)))
    later.write_text("a,colour,kind\n1,p,x\n2,s,x\n3,q,z\n,q,y\n4,r,y\n")
    status, out, lines = told("train", path, "--set", f"data.source.test_path={later}", *SHORT)
    assert status == 0 and "test " in out
    assert lines[-1] == (
        f"{path}: later.csv: 3 of 5 rows are left out of the test: 1 lacks a value; 2 have a class or category that "
        "t.csv does not have"
    )
    assert told("train", path, "--set", f"data.source.test_path={tmp_path / 'no.csv'}", *SHORT)[0] == 2


def test_that_an_experiment_is_shown_though_its_table_is_gone(told: Told, shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    path.write_text(told("show", shop)[1])
    shop.unlink()
    assert told("show", path)[0] == 0
    status, _, lines = told("train", path, *SHORT)
    assert (status, len(lines)) == (2, 1)


def experiment_of(told: Told, *arguments: str | Path) -> Experiment:
    return decode(told("show", *arguments)[1], "")


def test_that_missing_texts_can_be_a_category_of_their_own(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "a,colour,kind\n"
        + "".join(f"{i * 7 % 40},{['red', '', 'blue', 'red'][i % 4]},{'xy'[i // 3 % 2]}\n" for i in range(80))
    )
    assert len(build_dataset(experiment_of(told, path)).preparation.features) == 3
    for fill in ("median", "category"):
        dataset = build_dataset(experiment_of(told, path, "--set", f"data.source.fill={fill}"))
        assert dataset.preparation.features == ("a", "colour = blue", "colour = red", "colour = (missing)")
        assert sum(len(part) for part in dataset.parts.values()) == 80
