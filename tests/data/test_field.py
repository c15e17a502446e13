"""Tables and images as people bring them: every kind that public reports tell of comes out as its owner means it.

The files in `field/` have made-up numbers in the shapes of such reports. What is right for one is right for its kind:
`test_field_kinds.py` has further tables of each.
"""

from pathlib import Path

import numpy as np
import pytest

from playground.data import build_dataset
from playground.data.images import read_images
from playground.data.proposal import for_table
from playground.data.tables import NumberColumn, Table, read_table
from playground.data.tables.plan import Plan
from playground.experiment import UserError, load

FIELD = Path(__file__).parent / "field"
MISSING = ("colon", "excel", "null", "pandas", "point", "unknown")


def table_of(name: str) -> Table:
    return read_table(FIELD / name)


def plan_of(name: str) -> Plan:
    return Plan(table_of(name))


def test_that_distinct_whole_numbers_are_no_counter() -> None:
    plan = plan_of("first_column_whole.csv")
    assert (plan.inputs, plan.target_name, plan.samples) == (("column 1", "column 2"), "column 3", 30)


def test_that_a_copy_of_the_target_is_told_and_left_out() -> None:
    plan = plan_of("target_twice.csv")
    assert (plan.inputs, plan.target_name) == (("a", "b"), "kind")
    assert str(plan.reasons["kind_id"]) == "says the same as the target"


@pytest.mark.parametrize(
    "name", ["ghost_class.csv", "units_row.csv", "repeated_header.csv", "units_row_texts_only.csv"]
)
def test_that_classes_are_those_of_the_rows_that_are_kept(name: str) -> None:
    plan = plan_of(name)
    assert plan.target is not None
    assert (plan.samples, len(plan.target.classes)) == (40, 2)
    experiment, _ = for_table(load("petals"), FIELD / name)
    dataset = build_dataset(experiment)
    assert (dataset.classes, dataset.outputs) == (plan.target.classes, 1)
    assert dataset.inputs == plan.features


@pytest.mark.parametrize(
    ("name", "rows"),
    [("units_row.csv", [2]), ("units_row_texts_only.csv", [2, 3]), ("repeated_header.csv", [22])],
)
def test_that_rows_of_units_types_and_names_are_no_samples_and_told(name: str, rows: list[int]) -> None:
    table = table_of(name)
    assert [aside.row for aside in table.asides] == rows
    assert (table.wrong, table.missing) == ((), ())


@pytest.mark.parametrize(("name", "names"), [("0_1_2", ("0", "1", "label")), ("1_2_3", ("1", "2", "3"))])
def test_that_consecutive_numbers_above_numbers_are_names(name: str, names: tuple[str, ...]) -> None:
    plan = plan_of(f"header_{name}.csv")
    assert (plan.table.names, len(plan.table)) == (names, 40)
    assert plan.target is not None and len(plan.target.classes) == 2


@pytest.mark.parametrize("mark", MISSING)
def test_that_a_text_that_comes_back_among_numbers_means_missing(mark: str) -> None:
    plan = plan_of(f"missing_{mark}.csv")
    age = plan.table["age"]
    assert isinstance(age, NumberColumn)
    assert (age.missing, age.wrong) == (29, 0)
    assert (plan.inputs, plan.features, plan.samples) == (("age", "income"), 2, 171)


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("NA", ("BW", "NA", "ZA")),
        ("Null", ("Null", "Ross", "Smith")),
        ("minus", ("+", "-")),
    ],
)
def test_that_a_mark_that_comes_often_among_texts_is_a_value(name: str, classes: tuple[str, ...]) -> None:
    plan = plan_of(f"class_{name}.csv")
    assert plan.target is not None
    assert (plan.target.classes, plan.samples) == (classes, 60)


def test_that_the_empty_column_behind_a_last_delimiter_is_dropped() -> None:
    assert table_of("trailing_delimiter.csv").names == ("a", "b", "kind")


@pytest.mark.parametrize(("name", "feature"), [("near_constant.csv", "gain"), ("almost_constant_0.1.csv", "fee")])
def test_that_a_deviation_below_the_rounding_of_the_values_is_none(name: str, feature: str) -> None:
    for seed in range(40):
        experiment, _ = for_table(load("petals"), FIELD / name, {"data.source.seed": seed})
        dataset = build_dataset(experiment)
        place = plan_of(name).inputs.index(feature)
        if len(np.unique(dataset.train.points[:, place])) == 1:
            assert dataset.preparation.matrix is not None
            assert dataset.preparation.matrix[place, place] == 1
            assert np.abs(dataset.train.x[:, place]).max() < 1e-12
            return
    raise AssertionError("the odd value was always in the training part")


def test_that_a_true_minus_is_one() -> None:
    price = table_of("true_minus.csv")["price"]
    assert isinstance(price, NumberColumn)
    assert price.values[:3].tolist() == [-4.35, 2.17, 5.27]


@pytest.mark.parametrize(
    ("name", "names"), [("titles_as_wide.csv", ("a", "b", "kind")), ("hash_names.tsv", ("Label", "length", "width"))]
)
def test_that_the_last_row_before_the_data_names_the_columns(name: str, names: tuple[str, ...]) -> None:
    table = table_of(name)
    assert (table.names, len(table)) == (names, 40)


def test_that_blanks_are_the_weakest_delimiter_and_stand_between_thousands() -> None:
    sold = table_of("blank_thousands.csv")["Sold"]
    assert isinstance(sold, NumberColumn)
    assert sold.values.tolist()[:4] == [36517, 31749, 12145, 40642]
    assert table_of("blank_thousands.csv").names == ("Place", "Sold")


def test_that_lakhs_are_numbers() -> None:
    price = table_of("lakh.csv")["price"]
    assert isinstance(price, NumberColumn)
    assert price.values[:2].tolist() == [9759573, 2477105]


def test_that_whole_numbers_with_leading_zeros_are_names() -> None:
    plan = plan_of("leading_zeros.csv")
    assert plan.target is not None and plan.target.classes == ("00501", "01001", "02108")


def test_that_other_quotation_marks_hold_cells_together() -> None:
    table = table_of("single_quotes.csv")
    assert table.names == ("a", "place", "kind")
    kind = table["kind"]
    assert kind.kind == "text" and sorted(kind.categories) == ["x", "y"]


def test_that_a_web_page_is_refused_by_name() -> None:
    with pytest.raises(UserError, match=r"page\.csv is a web page"):
        table_of("page.csv")


def test_that_a_column_called_label_is_the_target_with_its_120_classes() -> None:
    plan = plan_of("label_120_classes.csv")
    assert plan.target is not None
    assert (plan.target.name, plan.task, len(plan.target.classes)) == ("label", "classification", 120)


def test_that_a_rare_class_is_told_where_a_part_lacks_it() -> None:
    experiment, _ = for_table(load("petals"), FIELD / "imbalanced_few.csv")
    dataset = build_dataset(experiment)
    lacking = dataset.lacking
    assert sum(int((part.labels == 1).sum()) for part in dataset.parts.values() if part.labels is not None) == 3
    assert lacking == {
        name: ("1",) for name, part in dataset.parts.items() if part.labels is not None and not (part.labels == 1).any()
    }
    assert lacking


def test_that_images_a_little_above_1_are_clipped() -> None:
    images = read_images(FIELD / "images_a_little_above_1.npz")
    pixels = images.pixels(dtype=np.float64)
    assert 0.9 < pixels.max() <= 1
    with np.load(FIELD / "images_a_little_above_1.npz") as file:
        np.testing.assert_allclose(pixels, np.minimum(file["x"], 1).reshape(len(pixels), -1), atol=1e-7)
