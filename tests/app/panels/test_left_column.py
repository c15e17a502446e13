"""The column as a whole: what fits where, and what a change costs."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.theme import ThemeManager
from playground.app.widgets import ChoiceRow, SettingRow
from playground.app.window.grid import GUTTER, LeftColumn
from playground.experiment import Experiment, change, load

MakeController = Callable[[Experiment | str], Controller]
Show = Callable[..., LeftColumn]


@pytest.fixture
def column(controller_of: MakeController, theme: ThemeManager, qtbot: QtBot) -> Show:
    def show(experiment: Experiment | str, width: int, height: int) -> LeftColumn:
        made = LeftColumn(controller_of(experiment), theme)
        qtbot.addWidget(made)
        made.resize(width + GUTTER, height)
        with qtbot.waitExposed(made):
            made.show()
        qtbot.waitUntil(lambda: made.widget().layout().geometry().height() > 0)
        return made

    return show


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam", "adamw", "rmsprop"])
@pytest.mark.parametrize("data", ["petals", "bumps", "blobs"])
def test_that_both_cards_fit_without_scrolling(column: Show, qtbot: QtBot, data: str, optimizer: str) -> None:
    output = {"training.loss": "squared_error", "network.output.activation": "linear"} if data == "bumps" else {}
    chosen = {"data.source.kind": data, "training.optimizer.kind": optimizer, **output}
    made = column(change(load("petals"), chosen), 268, 1000)
    for width, height in ((268, 1000), (268, 820), (248, 720), (248, 660)):
        made.resize(width + GUTTER, height)
        qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() == 0)
        qtbot.waitUntil(lambda: made.widget().width() == width)  # noqa: B023


def test_that_a_scroll_bar_moves_nothing(column: Show) -> None:
    made = column("petals", 248, 400)
    assert made.verticalScrollBar().isVisible()
    assert made.data.width() == 248
    assert made.verticalScrollBar().mapTo(made, QPoint(0, 0)).x() >= 248


def test_that_pictures_are_as_square_as_the_column_allows(column: Show, qtbot: QtBot) -> None:
    made = column("petals", 248, 720)
    picture = made.data.sets.buttons["petals"]
    assert abs(picture.width() - picture.height()) <= 1
    made.resize(268 + GUTTER, 1000)
    qtbot.waitUntil(lambda: picture.width() >= 52 and abs(picture.width() - picture.height()) <= 1)


def test_that_a_column_too_low_scrolls_down_and_never_sideways(column: Show) -> None:
    made = column("petals", 248, 400)
    assert made.verticalScrollBar().maximum() > 0
    assert made.horizontalScrollBar().maximum() == 0
    assert made.widget().width() <= made.viewport().width()


def test_that_rows_are_lower_in_a_low_window_and_grow_with_it(column: Show, qtbot: QtBot) -> None:
    made = column("petals", 248, 710)
    low = {row.height() for row in visible(made, SettingRow)}
    made.resize(248 + GUTTER, 830)
    qtbot.waitUntil(lambda: {row.height() for row in visible(made, SettingRow)} != low)
    assert max(low) < min(row.height() for row in visible(made, SettingRow))


@pytest.mark.parametrize("lab", ["petals", "waves", "digits"])
def test_that_neither_label_nor_choice_is_cut_short_in_the_narrow_column(column: Show, lab: str) -> None:
    made = column(lab, 248, 660)
    for row in visible(made, SettingRow):
        if isinstance(row, ChoiceRow):
            assert row.combo.width() >= row.combo.sizeHint().width(), row.combo.currentText()
        assert row.label.fontMetrics().horizontalAdvance(row.label.text()) <= row.label.width(), row.label.text()


def test_that_no_widget_is_made_or_lost_by_a_change(column: Show) -> None:
    made = column("petals", 268, 820)
    controller = made.data._controller
    before = made.findChildren(QWidget)
    controller.propose({"training.optimizer.learning_rate": 0.3, "data.source.samples": 90}, "Both")
    controller.propose({"data.features": ["x1", "cos_x2"]}, "Features")
    assert made.findChildren(QWidget) == before


def visible(column: LeftColumn, kind: type[SettingRow]) -> list[SettingRow]:
    return [row for row in column.findChildren(kind) if row.isVisible()]
