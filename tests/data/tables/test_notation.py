"""Numbers with thousands separators and in percent."""

import pytest

from playground.data.tables import Dialect, NumberColumn, read_text

READ = {
    "points between thousands": ("n;k\n1.200,50;a\n950,00;b\n12.000,25;a\n", [1200.5, 950, 12000.25]),
    "commas between thousands": ('n,k\n"1,234,567.8",a\n999,b\n"-2,000.5",a\n', [1234567.8, 999, -2000.5]),
    "one cell proves it": ('n,k\n"1,234",a\n"2,345",b\n"1,013,456",a\n', [1234, 2345, 1013456]),
    "another column proves it": ('n,k\n"1,234",0.5\n"2,345",1.25\n"3,456",7\n', [1234, 2345, 3456]),
    "whole numbers with points": ("n;k\n1.234.567;a\n2.345;b\n17;a\n", [1234567, 2345, 17]),
    "numbers without marks among them": ('n,k\n1500,a\n"1,234,567.8",b\n"1,600.5",a\n', [1500, 1234567.8, 1600.5]),
    "apostrophes": ("n;k\n1'200.50;a\n2'400;b\n3;a\n", [1200.5, 2400, 3]),
    "fixed blanks": ("n;k\n1\u202f200,50;a\n2\u202f400,25;b\n3,5;a\n", [1200.5, 2400.25, 3.5]),
    "few large ones": ('n,k\n950.5,a\n300.25,b\n30,b\n"1,200.5",a\n', [950.5, 300.25, 30, 1200.5]),
    "lakhs": ('n,k\n"1,23,456",a\n"2,34,567.5",b\n', [123456, 234567.5]),
    "percent": ("n,k\n5%,a\n12.5 %,b\n-3%,a\n", [5, 12.5, -3]),
    "percent with commas": ("n;k\n5,5%;a\n12%;b\n1.200,5%;a\n", [5.5, 12, 1200.5]),
}


@pytest.mark.parametrize(("text", "values"), READ.values(), ids=READ.keys())
def test_that_columns_that_agree_are_numbers(text: str, values: list[float]) -> None:
    column = read_text(text)["n"]
    assert isinstance(column, NumberColumn)
    assert column.values.tolist() == values
    assert (column.unit == "%") == ("%" in text)
    assert column.wrong == 0


LEFT = {
    "what may be decimals as well": 'n,k\n"1,234",a\n"2,345",b\n"3,456",a\n',
    "groups of other sizes": 'n,k\n"1,2345,678",a\n"2,3456,789",b\n',
    "percent in half of the cells": "n,k\n5%,a\n0.05,b\n6%,a\n0.06,b\n",
    "telephone numbers": "n,k\n044 123,a\n031 555,b\n",
    "dates": "n,k\n01.02.2020,a\n02.03.2021,b\n",
    "addresses": "n,k\n192.168.100.101,a\n10.0.0.1,b\n",
    "percent signs alone": "n,k\n%,a\n-%,b\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_that_columns_that_do_not_agree_stay_text(text: str) -> None:
    assert read_text(text)["n"].kind == "text"


def test_that_a_decimal_mark_told_settles_what_is_between_thousands() -> None:
    column = read_text(LEFT["what may be decimals as well"], dialect=Dialect(decimal="."))["n"]
    assert isinstance(column, NumberColumn)
    assert column.values.tolist() == [1234, 2345, 3456]


def test_that_a_cell_that_does_not_agree_is_told_and_a_missing_one_too() -> None:
    table = read_text("n,k\n" + "\n".join(f"{i}.5%,a" for i in range(20)) + "\n0.07,b\nNA,a\n%,b\n")
    assert [(cell.row, cell.text) for cell in table.wrong] == [(22, "0.07"), (24, "%")]
    assert [cell.row for cell in table.missing] == [23]


def test_that_percent_do_not_make_a_first_row_a_header() -> None:
    assert len(read_text("5%,1.5\n6%,2.5\n7%,3.5\n")) == 3
    assert read_text("share,size\n5%,1.5\n6%,2.5\n").names == ("share", "size")
