"""The bar on top: what it calls an experiment, and that all of it fits."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.actions import Actions
from playground.app.theme import ThemeManager
from playground.app.window.run_bar import RunBar
from playground.app.window.window import SMALLEST
from playground.app.words.names import experiment_titles
from playground.experiment import change, labs, load
from playground.training import Report, Run

Bar = Callable[[int], RunBar]


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeManager, window: QWidget) -> Bar:
    def make(width: int) -> RunBar:
        made = RunBar(Actions(window), theme)
        qtbot.addWidget(made)
        made.resize(width, made.height())
        with qtbot.waitExposed(made):
            made.show()
        return made

    return make


@pytest.mark.parametrize("width", [SMALLEST.width(), 1280, 1440])
def test_that_the_bar_fits_with_every_question_and_the_label_of_the_speed(bar: Bar, width: int) -> None:
    made = bar(width)
    assert made.layout().minimumSize().width() <= width
    assert made.speed.label.isVisible()
    assert made.width() == width
    for button in (made.compare_button, made.export_button):
        assert button.width() >= button.sizeHint().width(), "its words are whole"
    small = QFont(made.font())
    small.setPixelSize(11)
    questions = [lab.question for lab in labs().values() if lab.experiment is not None]
    widest = max(map(QFontMetrics(small).horizontalAdvance, questions))
    assert widest + 16 <= made.lab_button.width()


def test_that_the_speed_stands_beside_its_slider(bar: Bar) -> None:
    made = bar(1280)
    slider, figure = made.speed.slider.geometry(), made.speed.edit.geometry()
    assert figure.left() - slider.right() <= 8
    assert made.speed.edit.cursorRect().left() < figure.width() / 2


def test_that_a_lab_with_other_data_is_called_by_them_and_its_title() -> None:
    assert experiment_titles(load("petals")) == (labs()["petals"].title, labs()["petals"].question)
    spiral = change(load("playground"), {"data.source.kind": "spiral"})
    assert experiment_titles(spiral) == ("Spiral", "begun in the lab Playground")
    renamed = change(spiral, {"name": "my own"})
    assert experiment_titles(renamed) == ("my own", "Spiral")
    assert experiment_titles(change(spiral, {"name": "Spiral"})) == ("Spiral", "Two spirals wound into each other.")


def test_that_the_bar_at_rest_tells_the_last_report_though_it_came_before_the_pause(bar: Bar) -> None:
    made, run = bar(1280), Run(load("petals"))
    made.show_training(True)
    for _ in range(3):
        run.epoch()
        made.show_report(Report(run.snapshot(), {}, epochs_per_second=60.0))
    made.show_training(False)
    assert made.epoch_label.text() == "3"
    assert made.detail_label.text() == "of 10,000 epochs"
