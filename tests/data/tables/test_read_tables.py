"""Tables as people have them: every way of writing one comes out as meant."""

from pathlib import Path

import numpy as np
import pytest

from playground.data.tables import Aside, Cell, Dialect, RaggedRow, Table, read_table, read_text

ROWS = [("1.5", "2", "red"), ("2.5", "3", "blue"), ("-3.5e1", "4", "red")]


def written(delimiter: str, end: str = "\n", header: bool = True) -> str:
    rows = [("width", "n", "colour"), *ROWS] if header else ROWS
    return "".join(delimiter.join(row) + end for row in rows)


def numbers(table: Table, name: str) -> list[float]:
    column = table[name]
    assert column.kind == "number"
    return column.values.tolist()


def texts(table: Table, name: str) -> list[str | None]:
    column = table[name]
    assert column.kind == "text"
    return [column.categories[code] if code >= 0 else None for code in column.codes]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "   "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_delimiters_and_line_ends_are_found_out(tmp_path: Path, delimiter: str, end: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(written(delimiter, end), newline="")
    table = read_table(path)
    assert table.names == ("width", "n", "colour")
    assert numbers(table, "width") == [1.5, 2.5, -35.0]
    assert texts(table, "colour") == ["red", "blue", "red"]
    assert table.rows.tolist() == [2, 3, 4]
    assert table.preview == tuple(ROWS)
    assert (table.dialect.delimiter, table.dialect.decimal) == (delimiter[0], ".")


def test_that_a_table_without_a_header_gets_names() -> None:
    table = read_table(written(",", header=False).encode())
    assert table.names == ("column 1", "column 2", "column 3")
    assert (len(table), table.rows.tolist(), table.dialect.header) == (3, [1, 2, 3], False)


def test_that_a_header_can_be_told() -> None:
    years = b"1990,1991\n1,2\n3,4\n"
    assert len(read_table(years)) == 3
    assert read_table(years, dialect=Dialect(header=True)).names == ("1990", "1991")


def test_that_a_header_over_texts_alone_is_one_where_its_cells_come_only_once() -> None:
    assert read_text("cap,odour\nx,p\nb,a\nx,p\n").names == ("cap", "odour")
    assert read_text("p,x\np,b\ne,x\n").names == ("column 1", "column 2")


@pytest.mark.parametrize(("delimiter", "mark"), [(";", ""), ("\t", ""), (" ", ""), (",", '"')])
def test_that_decimal_commas_are_found_out(delimiter: str, mark: str) -> None:
    cells = [f"{mark}{cell}{mark}" for cell in ("1,5", "2,25", "-0,5", "1e3")]
    table = read_text(f"a{delimiter}b\n{delimiter.join(cells[:2])}\n{delimiter.join(cells[2:])}\n")
    assert (numbers(table, "a"), numbers(table, "b")) == ([1.5, -0.5], [2.25, 1000.0])


def test_that_thousands_separators_are_not_taken_for_decimal_commas() -> None:
    table = read_text('a,b\n"1,234",1\n"2,345",2\n"13,456",3\n')
    assert texts(table, "a") == ["1,234", "2,345", "13,456"]


def test_that_quoted_cells_hold_delimiters_line_breaks_and_quotation_marks() -> None:
    table = read_text('a,b\n"x, ""y""\nz",1\n"plain" , 2\n')
    assert texts(table, "a") == ['x, "y"\nz', "plain"]
    assert table.rows.tolist() == [2, 3]


def test_that_a_quotation_mark_for_inches_spoils_nothing() -> None:
    assert texts(read_text('size,n\n5",1\n"7",2\n'), "size") == ['5"', "7"]


CODED = [
    ("utf-8", "größe;naïve"),
    ("utf-8-sig", "größe;長さ"),
    ("utf-16", "größe;長さ"),
    ("utf-32", "größe;長さ"),
    ("cp1252", "Größe;café “quoted”"),
    ("latin-1", "año;Ñandú"),
    ("latin-1", "GRÖßE;STRAßE"),
    ("gb18030", "花萼长度;花瓣宽度"),
    ("gb18030", "A类;品种"),
    ("cp932", "花びらの長さ;がくの幅"),
    ("cp932", "カタカナ;種"),
]


@pytest.mark.parametrize(("encoding", "header"), CODED)
def test_that_encodings_are_found_out(tmp_path: Path, encoding: str, header: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f"{header}\n1;2\n3;4\n".encode(encoding))
    table = read_table(path)
    assert table.names == tuple(header.split(";"))
    assert table.dialect.encoding == {"latin-1": "cp1252"}.get(encoding, encoding)
    assert read_table(path, dialect=table.dialect).names == table.names


def test_that_an_encoding_can_be_told() -> None:
    table = read_table("имя;b\n1;2\n".encode("cp1251"), dialect=Dialect(encoding="cp1251"))
    assert table.names == ("имя", "b")


def test_that_a_few_cells_that_are_no_numbers_are_listed_by_row_and_column() -> None:
    rows = "".join(f"{i},{i / 2}\n" for i in range(30))
    table = read_text(f"a,b\n1,abc\n{rows}2,n/a\n3,1_000\n?,inf\n")
    assert table.wrong == (Cell(2, "b", "abc"), Cell(34, "b", "1_000"), Cell(35, "b", "inf"))
    assert table.missing == (Cell(33, "b", "n/a"), Cell(35, "a", "?"))
    assert (table.wrong_count, table.missing_count) == (3, 2)
    assert np.isnan(numbers(table, "b")[0])


@pytest.mark.parametrize("marker", ["", " ", "NA", "n/a", "NaN", "null", "?", "-", "#N/A"])
def test_that_the_usual_markers_of_missing_cells_are_known(marker: str) -> None:
    table = read_text(f"a,b\n{marker},{marker}\n1,red\n2,green\n")
    assert np.isnan(numbers(table, "a")[0]) if marker.strip() else numbers(table, "a") == [1, 2]
    assert texts(table, "b")[-2:] == ["red", "green"]
    assert None not in texts(table, "b")[-2:]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", "x"], "number"),
        (["1", "x"], "text"),
        (["1", "2", "x", "y"], "text"),
        (["1"] * 18 + ["x", "y"], "number"),
        (["1"] * 17 + ["x", "y", "z"], "text"),
        (["", "", ""], "number"),
        (["1", "2", "3", "4+", "4+"], "text"),
    ],
)
def test_that_a_column_is_one_of_numbers_where_few_cells_are_wrong(cells: list[str], kind: str) -> None:
    table = read_text("a,b\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells)))
    assert table["b"].kind == kind


def test_that_a_column_is_judged_by_the_whole_file_and_not_by_its_first_rows() -> None:
    early, late = "".join(f"{i},{i}\n" for i in range(1500)), "".join(f"{i},x{i % 7}\n" for i in range(1500))
    table = read_text("a,b\n" + early + late)
    assert texts(table, "b")[1499:1501] == ["1499", "x0"]
    table = read_text("a,b\n" + "0,x\n" * 1100 + "".join(f"{i},{i}\n" for i in range(12000)))
    assert (table["b"].kind, table.missing_count, table.missing[0]) == ("number", 1100, Cell(2, "b", "x"))


def test_that_rows_of_another_length_are_left_out_and_listed() -> None:
    table = read_text("a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n1,2,3,,\n,,\n7,8,9\n")
    assert table.ragged == (RaggedRow(3, 2), RaggedRow(5, 4))
    assert (numbers(table, "a"), table.rows.tolist()) == ([1, 1, 7], [2, 6, 8])


def test_that_names_come_once_and_none_is_empty() -> None:
    table = read_text("a,a,,a 2,a\n1,2,3,4,5\n")
    assert table.names == ("a", "a 2", "column 3", "a 2 2", "a 3")


def test_that_the_names_of_rows_as_r_writes_them_become_a_column() -> None:
    table = read_text('"mpg","cyl"\n"Mazda",21,6\n"Fiat",32.4,4\n')
    assert table.names == ("column 1", "mpg", "cyl")
    assert texts(table, "column 1") == ["Mazda", "Fiat"]


def test_that_titles_over_a_table_are_left_out_and_listed() -> None:
    table = read_text("My plants\n\nmeasured in,May,June,2024\nheight,kind\n1.5,a\n2.5,b\n3.5,b\n")
    assert (table.names, table.rows.tolist()) == (("height", "kind"), [5, 6, 7])
    assert table.asides == (Aside(1, "title"), Aside(3, "title"))
    assert (table.ragged, table.found) == ((), 3)


def test_that_excels_line_about_the_delimiter_is_passed_over() -> None:
    assert numbers(read_text("sep=;\nb;c\n1;2\n3;4\n"), "c") == [2, 4]


def test_that_a_mark_that_never_closes_in_the_first_rows_is_a_letter() -> None:
    assert texts(read_text('a,b\n1,"x\n2,y\n3,z\n'), "b") == ['"x', "y", "z"]


def test_that_blank_lines_around_a_table_do_no_harm() -> None:
    table = read_text("\n\n  \na,b\n1,2\n3,4\n\n,\n\n")
    assert (table.names, table.rows.tolist()) == (("a", "b"), [5, 6])


def test_that_a_pasted_row_of_one_sample_is_a_table() -> None:
    assert numbers(read_text("1\t2"), "column 2") == [2]


def test_that_a_thousand_columns_are_read() -> None:
    table = read_text("\n".join(",".join(str(i + j) for i in range(1001)) for j in range(150)))
    assert (len(table.columns), len(table)) == (1001, 150)
    assert numbers(table, "column 1001")[:2] == [1000, 1001]


def test_that_a_column_of_too_many_texts_keeps_none() -> None:
    table = read_text("a,b\n" + "".join(f"{i},name {i}\n" for i in range(60_000)) + "1,\n")
    column = table["b"]
    assert column.kind == "text"
    assert (column.varied, column.categories, column.missing) == (True, (), 1)
    assert column.present.sum() == 60_000


def test_that_a_source_that_tells_no_numbers_at_first_may_be_many_numbers_later() -> None:
    table = read_text("a,b\n" + "0,x\n" * 1500 + "".join(f"{i},{i}.5\n" for i in range(80_000)))
    assert (table["b"].kind, table.missing_count, len(table.missing)) == ("number", 1500, 1000)


def test_that_control_characters_around_a_number_are_blanks_as_for_python() -> None:
    assert numbers(read_text("a,b\n1\x1f,2\nx,3\n" + "4,5\n" * 50), "a")[::2][:2] == [1, 4]
