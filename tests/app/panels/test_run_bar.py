"""The bar on top: what it calls an experiment, and that all of it fits."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.actions import Actions
from playground.app.theme import ThemeManager
from playground.app.theme.manager import Mode
from playground.app.widgets import ValueEdit
from playground.app.window.run_bar import RunBar
from playground.app.words.names import experiment_titles
from playground.app.worker.gate import AUTO, Speed
from playground.experiment import change, labs, load
from playground.training import Report, Run

Bar = Callable[..., RunBar]
WIDTHS = [1024, 1240, 1280, 1366, 1400, 1421, 1440, 1920]


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeManager, window: QWidget) -> Bar:
    def make(width: int, experiment: str = "petals") -> RunBar:
        made = RunBar(Actions(window), theme)
        made.show_experiment(load(experiment))
        qtbot.addWidget(made)
        made.resize(width, made.height())
        with qtbot.waitExposed(made):
            made.show()
        return made

    return make


def report(run: Run, rate: float = 0.0, *, easing: bool = False) -> Report:
    return Report(run.snapshot(), {}, epochs_per_second=rate, easing=easing)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_that_all_of_the_bar_fits_and_no_word_is_shortened(
    bar: Bar, theme: ThemeManager, width: int, mode: Mode
) -> None:
    theme.set_mode(mode)
    made = bar(width)
    assert made.width() == width
    assert made.layout().sizeHint().width() <= width
    for button in (made.compare_button, made.export_button):
        assert button.width() >= button.sizeHint().width(), "its words are whole"
        assert button.text(), "there is room for a word on any of these"
    speed = made.speed
    assert speed.label.width() >= speed.label.sizeHint().width()
    assert speed.edit.width() >= speed.edit.width_for("2,000")
    assert speed.slider.width() >= speed.slider.minimumSizeHint().width()


@pytest.mark.parametrize("width", WIDTHS)
def test_that_every_labs_title_is_whole_and_its_question_too_or_left_out(bar: Bar, width: int) -> None:
    for lab in labs().values():
        if lab.experiment is not None:
            made = bar(width, lab.slug)
            assert made.lab_button.width() >= made.lab_button.title_width
            assert width < 1240 or made.lab_button.width() >= made.lab_button.sizeHint().width()


def test_that_the_roomiest_arrangement_that_fits_is_taken_both_ways(bar: Bar) -> None:
    made = bar(1920)
    seen = []
    for width in (*range(1920, 1020, -4), *range(1024, 1921, 4)):
        made.resize(width, made.height())
        assert made.layout().sizeHint().width() <= width
        seen.append((width, made.compare_button.text(), made.epoch_label.width()))
    down, up = seen[: len(seen) // 2], seen[len(seen) // 2 :]
    assert sorted({(text, room) for _, text, room in down}) == sorted({(text, room) for _, text, room in up})
    rooms = [room for _, _, room in down]
    assert rooms == sorted(rooms, reverse=True)
    assert {text for _, text, _ in down} == {"Compare sizes", "Compare"}


def test_that_a_bar_too_narrow_for_words_has_pictures(bar: Bar) -> None:
    made = bar(980)
    assert (made.compare_button.text(), made.export_button.text()) == ("", "")
    assert made.compare_button.accessibleName()


@pytest.mark.parametrize("width", WIDTHS)
def test_that_the_figures_of_a_run_are_whole(bar: Bar, width: int) -> None:
    run = Run(change(load("petals"), {"training.epochs": 1_000_000}))
    for rate in (0.4, 31.0, 5_581.0, 123_456.0):
        made = bar(width)
        made.show_training(True)
        made.show_report(report(run, rate))
        label = made.detail_label
        assert label.text()
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        assert "left" in label.text()
    made.show_training(False)
    assert made.detail_label.text().startswith("of 1,000,000")


def test_that_a_rate_that_still_rises_says_nothing_of_the_time_left(bar: Bar) -> None:
    made, run = bar(1440), Run(load("petals"))
    made.show_training(True)
    made.show_report(report(run, 31.0, easing=True))
    assert made.detail_label.text() == "of 10,000 epochs · 31 / s"


@pytest.mark.parametrize(
    ("keys", "speed", "text"),
    [
        ([Qt.Key.Key_Home], 1, "1"),
        ([Qt.Key.Key_End, Qt.Key.Key_Left], None, "max"),
        ([Qt.Key.Key_Home, Qt.Key.Key_End], AUTO, "auto"),
    ],
)
def test_that_auto_stands_beyond_the_largest_speed(
    qtbot: QtBot, bar: Bar, keys: list[Qt.Key], speed: Speed, text: str
) -> None:
    made = bar(1440)
    assert made.speed.value() == AUTO, "until another is chosen"
    told: list[object] = []
    made.speed_changed.connect(told.append)
    for key in keys:
        qtbot.keyClick(made.speed.slider, key)
    assert told[-1] == made.speed.value() == speed
    assert made.speed.edit.text() == text


def test_that_auto_and_max_can_be_typed(bar: Bar, type_into: Callable[[ValueEdit, str], None]) -> None:
    made = bar(1440)
    told: list[object] = []
    made.speed_changed.connect(told.append)
    for text in ("max", "12", "AUTO"):
        type_into(made.speed.edit, text)
    assert told == [None, 12, AUTO]


def test_that_a_click_on_the_speed_is_told_though_it_stays_what_it_is(qtbot: QtBot, bar: Bar) -> None:
    made = bar(1440)
    slider = made.speed.slider
    with qtbot.assertNotEmitted(made.speed_changed), qtbot.waitSignal(made.speed_touched):
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, slider.height() // 2))
    with qtbot.waitSignal(made.speed_touched):
        qtbot.mouseClick(made.speed.edit, Qt.MouseButton.LeftButton)


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
