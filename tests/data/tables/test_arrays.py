"""From columns to inputs and labels."""

import numpy as np
import pytest

from playground.data.tables import labels, matrix, read_text, suggest_target, task_of
from playground.experiment import UserError

PETS = read_text("weight,colour,n,species\n4.5,red,2,cat\n?,blue,10,dog\n30,,1,dog\n5.5,blue,2,cat\n20,red,3,?\n")


def test_that_texts_become_one_feature_a_category_in_the_order_of_their_names() -> None:
    inputs = matrix(PETS, ["colour", "weight"])
    assert inputs.names == ("colour = blue", "colour = red", "weight")
    assert inputs.values.tolist() == [[0, 1, 4.5], [1, 0, 5.5], [0, 1, 20]]
    assert inputs.rows.tolist() == [0, 3, 4]


def test_that_rows_with_missing_cells_can_be_kept() -> None:
    inputs = matrix(PETS, ["weight", "colour"], drop_missing=False)
    nan = np.nan
    np.testing.assert_array_equal(inputs.values, [[4.5, 0, 1], [nan, 1, 0], [30, nan, nan], [5.5, 1, 0], [20, 0, 1]])


def test_that_labels_are_ordered_by_number_else_by_name() -> None:
    assert labels(PETS["n"]).classes == ("1", "2", "3", "10")
    assert labels(PETS["n"]).numbers.tolist() == [1, 3, 0, 1, 2]
    species = labels(PETS["species"])
    assert (species.classes, species.numbers.tolist()) == (("cat", "dog"), [0, 1, 1, 0, -1])
    zoo = labels(read_text("a,b\n1,zebra\n2,ant\n3,zebra\n")["b"])
    assert (zoo.classes, zoo.numbers.tolist()) == (("ant", "zebra"), [1, 0, 1])


def test_that_fractions_keep_their_digits_as_class_names() -> None:
    assert labels(read_text("a,b\n1,0.1\n2,-2.50\n")["b"]).classes == ("-2.5", "0.1")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,c", "c"),
        ("Species,b,c", "Species"),
        ("a,LABEL,c", "LABEL"),
        ("y,a,b", "y"),
        ("x,y,value", "value"),
        ("x,y,class", "class"),
    ],
)
def test_that_the_target_is_the_one_named_so_or_the_last(header: str, target: str) -> None:
    assert suggest_target(read_text(f"{header}\n1,2,3\n4,5,6\n")) == target


def test_that_a_column_of_no_use_is_not_suggested() -> None:
    assert suggest_target(read_text("a,b,notes\n1,2,\n4,5,\n")) == "b"


def test_that_texts_and_few_integers_mean_classification() -> None:
    rows = "".join(f"{i % 10},{i % 11},{i / 2},t{i}\n" for i in range(30))
    table = read_text(f"ten,eleven,halves,text\n{rows}")
    assert [task_of(column) for column in table.columns] == [
        "classification",
        "regression",
        "regression",
        "classification",
    ]


def test_that_what_cannot_be_used_is_refused_by_name() -> None:
    many = read_text("a,b,c,d\n" + "".join(f"{i / 3},name {i},,{'pq'[i % 2]}{i % 6000}\n" for i in range(12_000)))
    with pytest.raises(UserError, match='"b" has over 10,000 different texts'):
        matrix(many, ["a", "b"])
    with pytest.raises(UserError, match='"c" is empty'):
        labels(many["c"])
    with pytest.raises(UserError, match="too many for classes"):
        labels(many["a"])
    with pytest.raises(UserError, match="6,000 features"):
        matrix(many, ["d"])
    with pytest.raises(UserError, match='no column "e"; its columns are a, b, c, d'):
        matrix(many, ["e"])
    with pytest.raises(UserError, match="No input"):
        matrix(many, [])
    with pytest.raises(UserError, match="No row"):
        matrix(read_text("a,b\n1,?\n?,2\n3,\n"), ["a", "b"])
