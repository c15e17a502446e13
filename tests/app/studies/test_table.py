"""The table of results."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.studies.result_rows import group_columns, group_row, trial_columns, trial_row
from playground.app.studies.table import ResultTable
from playground.app.studies.table_model import Column

COLUMNS = (Column("size", "", str), Column("accuracy", "", lambda value: "–" if value is None else f"{value:.0%}"))
ROWS = [(10, 0.5), (9, None), (100, 0.25)]


def shown(table: ResultTable, column: int) -> list[str]:
    return [table.order.index(row, column).data() for row in range(table.order.rowCount())]


def test_that_numbers_sort_by_size_and_what_is_absent_stands_last(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.show_rows(COLUMNS, ROWS)
    assert shown(table, 0) == ["10", "9", "100"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(table, 0) == ["9", "10", "100"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert shown(table, 1) == ["25%", "50%", "–"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert shown(table, 1) == ["50%", "25%", "–"]


def test_that_a_row_is_known_by_its_number_in_any_order(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.show_rows(COLUMNS, ROWS)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.selectRow(0)
    table.setCurrentIndex(table.order.index(0, 0))
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_that_rows_are_copied_with_their_headings_and_full_figures(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.show_rows(COLUMNS, ROWS)
    table.copy()
    assert QGuiApplication.clipboard().text() == "size\taccuracy\n10\t0.5\n9\t\n100\t0.25\n"


@pytest.mark.parametrize("height", [150, 190, 202, 260])
def test_that_no_row_is_cut_in_two(qtbot: QtBot, height: int) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.show_rows([Column("neurons", "", str)], [(number,) for number in range(7)])
    table.resize(200, height)
    with qtbot.waitExposed(table):
        table.show()
    row = table.verticalHeader().defaultSectionSize()
    assert table.viewport().height() % row < 7
    assert 24 <= row <= 32
    assert (7 * row <= table.viewport().height()) == (table.viewport().height() >= 7 * 24)


def test_that_a_result_that_comes_leaves_the_selection(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.show_rows(COLUMNS, ROWS)
    table.set_current_row(2)
    table.show_rows(COLUMNS, [(10, 0.5), (9, 0.75), (100, 0.25)])
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]
    assert shown(table, 1) == ["50%", "75%", "25%"]


def test_that_means_and_trials_have_their_rows(board_of: Callable[..., Any]) -> None:
    board, subject = board_of({1: [0.5, 0.6], 3: [0.9]})
    figures = ("train_accuracy", "test_accuracy", "train_loss", "test_loss")
    titles = [column.title for column in group_columns(subject, figures, "test_accuracy", seeds=True)]
    expected = [
        "neurons",
        "train",
        "test",
        "±",
        "best epoch",
        "parameters",
        "time",
        "train loss",
        "test loss",
        "trials",
    ]
    assert titles == expected
    row = group_row(board.groups[0], subject, figures, 0.07, seeds=True)
    assert len(row) == len(titles)
    assert (row[0], row[3], row[4], row[-1]) == (1, 0.07, 9, "2")
    assert abs(row[2] - 0.55) < 1e-12
    titles = [column.title for column in trial_columns(subject, figures)]
    assert titles[:7] == ["neurons", "seed", "train", "test", "outcome", "epochs", "best epoch"]
    rows = [trial_row(trial, board.group_of(trial.number), subject, figures) for trial in board.trials]
    assert [row[:2] for row in rows] == [(1, 3), (1, 4), (3, 3), (3, 4)]
    assert {len(row) for row in rows} == {len(titles)}
    assert (rows[0][4:7], rows[3][3], rows[3][4]) == (("epochs", 9, 9), None, "")


def test_that_a_row_of_means_says_how_many_count(board_of: Callable[..., Any]) -> None:
    board, subject = board_of({1: [0.5, 0.6]})
    board.add(replace(board.results[1], reason="divergence"))
    assert group_row(board.groups[0], subject, ("test_accuracy",), 0.0, seeds=True)[-1] == "1 of 2"
