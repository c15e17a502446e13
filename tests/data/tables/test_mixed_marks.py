"""A column whose decimal marks differ is text, and says by which cells."""

import pytest

from playground.data.tables import Cell, NumberColumn, TextColumn, read_text
from playground.data.tables.plan import Plan
from playground.data.tables.table import MOST_CATEGORIES, MOST_LISTED
from playground.data.tables.uses import MIXED_MARKS


def text_column(text: str, name: str = "x") -> tuple[TextColumn, tuple[Cell, ...]]:
    table = read_text(text)
    column = table[name]
    assert isinstance(column, TextColumn)
    return column, table.foreign


def test_that_the_cells_with_the_other_mark_are_told_by_row() -> None:
    column, cells = text_column("x;y;k\n0,5;1,5;a\n0.0;2,5;b\n1,5;3,5;a\n0.25 ;4,5;b\n7;5,5;a\n")
    assert column.foreign == 2
    assert cells == (Cell(3, "x", "0.0"), Cell(5, "x", "0.25"))
    assert Plan(read_text("x;y;k\n0,5;1,5;a\n0.0;2,5;b\n")).reasons == {"x": MIXED_MARKS}


def test_that_commas_in_a_table_of_points_are_told_too() -> None:
    column, cells = text_column('x,y\n0.5,1.5\n"0,7",2.5\n1.5,3.5\n"0,25",4.5\n')
    assert [(cell.row, cell.text) for cell in cells] == [(3, "0,7"), (5, "0,25")]
    assert column.foreign == 2


def test_that_a_column_written_otherwise_than_all_others_is_told() -> None:
    column, cells = text_column("x;y;z\n0.5;1,5;2,5\n0.7;2,5;3,5\n0.9;3,5;4,5\n")
    assert column.foreign == len(cells) == 3


def test_that_percent_are_numbers_here_as_well() -> None:
    assert text_column("x;y\n0,5%;1,5\n0.7 %;2,5\n1,5%;3,5\n1.25%;4,5\n")[0].foreign == 2


def test_that_a_word_among_them_is_told_and_missing_cells_are_not() -> None:
    rows = "".join(f"{i},5;{i},25\n{i}.5;{i},75\n" for i in range(9))
    column, cells = text_column("x;y\n" + rows + "many;0,5\n;0,5\nNA;1,5\n")
    assert (column.foreign, column.missing) == (10, 2)
    assert cells[-1] == Cell(20, "x", "many")


@pytest.mark.parametrize(
    "cells",
    [
        ["red", "green", "0.5", "0,5"],
        ["1.234", "2.345", "3.456"],
        ["01.02.2020", "02.03.2021", "04.05.2022"],
        ["a", "b", "c"],
        ["1,5", "ten", "2,5", "two"],
    ],
)
def test_that_texts_and_what_may_be_thousands_are_not_taken_for_it(cells: list[str]) -> None:
    table = read_text("x;y\n" + "".join(f"{cell};{i}\n" for i, cell in enumerate(cells)))
    assert getattr(table["x"], "foreign", 0) == 0
    assert table.foreign == ()


def test_that_a_few_of_them_among_many_numbers_are_wrong_cells_as_before() -> None:
    table = read_text("x;y\n" + "".join(f"{i},5;{i}\n" for i in range(20)) + "0.5;1\n")
    assert isinstance(table["x"], NumberColumn)
    assert table.wrong == (Cell(22, "x", "0.5"),)
    assert table.foreign == ()


def test_that_all_are_counted_where_every_value_is_another() -> None:
    count = MOST_CATEGORIES + 4000
    rows = (f"{i}{',.'[i % 2]}5;{i},25;w{i}\n" for i in range(count))
    table = read_text("x;y;name\n" + "".join(rows))
    column, names = table["x"], table["name"]
    assert isinstance(column, TextColumn) and isinstance(names, TextColumn)
    assert column.varied
    assert column.foreign == count // 2
    assert len(table.foreign) == MOST_LISTED
    assert table.foreign[0] == Cell(3, "x", "1.5")
    assert names.foreign == 0
