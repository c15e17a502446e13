"""Which mark stands between the cells, where several could."""

import pytest

from playground.data.tables import Dialect, Table, read_text


def european(price: str, rows: int = 30) -> str:
    """Prices that commas part, between semicolons."""
    return "".join(f"{price}{row};{row};{'abc'[row % 3]}\n" for row in range(rows))


def shape(table: Table) -> tuple[str | None, int, int]:
    return table.dialect.delimiter, len(table.columns), len(table)


@pytest.mark.parametrize("title", ["", "Prices of May\n\n"])
def test_that_the_delimiter_of_the_names_wins_where_all_rows_fit(title: str) -> None:
    table = read_text(title + "price;n;class\n" + european("1.234,5"))
    assert shape(table) == (";", 3, 30)
    assert table.names == ("price", "n", "class")
    assert table["n"].kind == "number"


def test_that_numbers_with_commas_and_with_points_leave_a_table_at_its_semicolons() -> None:
    rows = "".join(f"{'0.0' if row % 6 == 0 else '0,5'};{row};{'abc'[row % 3]}\n" for row in range(30))
    assert shape(read_text("x;n;class\n" + rows)) == (";", 3, 30)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_that_commas_that_are_all_those_of_numbers_are_no_delimiter(delimiter: str) -> None:
    rows = "".join(delimiter.join((f"0,{row}", "red", "ab"[row % 2], "c")) + "\n" for row in range(30))
    assert shape(read_text(rows)) == (delimiter, 4, 30)
    assert shape(read_text(delimiter.join(("price, euro", "b", "c", "d")) + "\n" + rows)) == (delimiter, 4, 30)


def test_that_semicolons_within_the_cells_of_a_table_with_commas_stay_there() -> None:
    rows = "".join(f"{row},{'abc'[row % 3]};z\n" for row in range(30))
    assert shape(read_text("n,tags\n" + rows)) == (",", 2, 30)
    assert shape(read_text(rows)) == (",", 2, 30)


def test_that_one_short_row_does_not_make_blanks_the_delimiter() -> None:
    table = read_text("date time,value\n" + "2024-01-01 12:00,5\n" * 10 + "2024-01-01 12:00\n")
    assert shape(table) == (",", 2, 10)


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "SEP=;\n"])
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_that_excels_line_about_the_delimiter_is_believed_and_is_no_row(first: str, columns: int) -> None:
    names, row = "abcd"[:columns], ["1,5", "2", "x", "y"][:columns]
    table = read_text(first + ";".join(names) + "\n" + (";".join(row) + "\n") * 3)
    assert (table.names, table.rows.tolist(), table.ragged_count) == (tuple(names), [3, 4, 5], 0)
    nameless = read_text(first + "1;2\n3;4\n")
    assert (nameless.rows.tolist(), nameless.ragged_count) == ([2, 3], 0)


def test_that_excels_line_outweighs_what_the_rows_look_like_but_not_what_a_person_says() -> None:
    assert read_text("sep=\t\na\tb,c\n1\t2,3\n4\t5,6\n").names == ("a", "b,c")
    assert read_text("sep=;\na,b\n1,2\n", dialect=Dialect(delimiter=",")).names == ("a", "b")
