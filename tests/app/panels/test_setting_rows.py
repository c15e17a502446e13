"""The rows of the settings cards, driven as a user drives them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from playground.app.widgets import (
    Card,
    Choice,
    ChoiceRow,
    FlowLayout,
    IconButton,
    LinearScale,
    NumberFormat,
    NumberRow,
    SegmentedChoice,
    SliderRow,
    SplitRow,
    Stepper,
    StopsScale,
    ValueEdit,
)

Shown = Callable[..., None]
TypeInto = Callable[[ValueEdit, str], None]
Wheel = Callable[[QWidget, int], None]
INTEGER = NumberFormat("integer", 20, 10_000)
SAMPLES = LinearScale(20, 1000, 10)
BATCH = NumberFormat("integer", 1, 400, words=((None, "all"),))


def samples_row(shown: Shown) -> SliderRow:
    row = SliderRow("Samples", SAMPLES, INTEGER, 400)
    shown(row)
    return row


def test_that_moving_the_slider_emits_whole_numbers_and_shows_them(qtbot: QtBot, shown: Shown) -> None:
    row = samples_row(shown)
    with qtbot.waitSignal(row.editing_finished), qtbot.waitSignal(row.value_changed) as signal:
        QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert signal.args == [410]
    assert isinstance(row.value(), int)
    assert row.edit.text() == "410"


def test_that_a_click_on_the_slider_goes_there(qtbot: QtBot, shown: Shown) -> None:
    row = samples_row(shown)
    with qtbot.waitSignal(row.editing_finished):
        QTest.mouseClick(row.slider, Qt.MouseButton.LeftButton, pos=QPoint(row.slider.width() - 1, 10))
    assert row.value() == 1000


def test_that_a_typed_value_may_lie_between_and_beyond_the_places_of_the_slider(
    qtbot: QtBot, shown: Shown, type_into: TypeInto
) -> None:
    row = samples_row(shown)
    with qtbot.waitSignal(row.value_changed) as signal:
        type_into(row.edit, "1,234")
    assert signal.args == [1234]
    assert row.slider.value() == SAMPLES.last
    assert row.edit.text() == "1,234"


@pytest.mark.parametrize("wrong", ["abc", "5", "20000", "30.5", "nan", "-"])
def test_that_a_wrong_number_is_explained_and_the_old_value_kept(
    qtbot: QtBot, wrong: str, shown: Shown, type_into: TypeInto
) -> None:
    row = samples_row(shown)
    with qtbot.assertNotEmitted(row.value_changed), qtbot.waitSignal(row.edit.rejected) as signal:
        type_into(row.edit, wrong)
    assert "20 to 10,000" in signal.args[0]
    assert row.value() == 400
    assert not row.edit.is_valid()
    QTest.keyClick(row.edit, Qt.Key.Key_Escape)
    assert row.edit.text() == "400"
    assert row.edit.is_valid()


def test_that_leaving_a_field_takes_a_right_number_and_drops_a_wrong_one(shown: Shown) -> None:
    row = samples_row(shown)
    for typed, expected in (("500", 500), ("5", 500)):
        row.edit.setFocus()
        row.edit.selectAll()
        QTest.keyClicks(row.edit, typed)
        row.slider.setFocus()
        assert row.value() == expected
        assert row.edit.text() == "500"


def test_that_setting_a_value_emits_nothing(qtbot: QtBot, shown: Shown) -> None:
    slider = samples_row(shown)
    number = NumberRow("Seed", NumberFormat("integer", 0), 3)
    choice = ChoiceRow("Loss", [Choice(1, "one"), Choice(2, "two")], 1)
    segmented = SegmentedChoice("Look", [(1, "one"), (2, "two")], 1)
    stepper = Stepper("Units", 1, 1024, 1)
    for widget in (slider, number, choice, segmented, stepper):
        qtbot.addWidget(widget)
        with qtbot.assertNotEmitted(widget.value_changed):
            widget.set_value(2)
        assert widget.value() == 2


def test_that_a_named_value_can_be_typed_and_is_the_last_stop(shown: Shown, type_into: TypeInto) -> None:
    row = SliderRow("Batch", StopsScale([1, 10, 100, None]), BATCH, 10)
    shown(row)
    row.slider.setValue(3)
    assert row.value() is None
    assert row.edit.text() == "all"
    type_into(row.edit, "37")
    assert row.value() == 37
    type_into(row.edit, "ALL")
    assert row.value() is None


def test_that_what_is_being_typed_survives_a_new_value(shown: Shown) -> None:
    row = samples_row(shown)
    row.edit.setFocus()
    row.edit.selectAll()
    QTest.keyClicks(row.edit, "77")
    row.set_value(500)
    assert row.edit.text() == "77"
    QTest.keyClick(row.edit, Qt.Key.Key_Escape)
    assert row.edit.text() == "500"


def test_that_the_space_key_in_a_number_is_left_to_the_window(qtbot: QtBot, shown: Shown) -> None:
    window, row, play = QMainWindow(), NumberRow("Epochs", NumberFormat("integer", 1), 100), QAction("Play")
    window.setCentralWidget(row)
    play.setShortcut(Qt.Key.Key_Space)
    window.addAction(play)
    shown(window)
    row.edit.setFocus()
    with qtbot.waitSignal(play.triggered):
        QTest.keyClick(row.edit, Qt.Key.Key_Space)
    assert row.edit.text() == "100"


def test_that_a_number_steps_by_keys_and_by_the_wheel_only_with_the_focus(shown: Shown, wheel: Wheel) -> None:
    row = NumberRow("Epochs", NumberFormat("integer", 1), 10_000)
    other = IconButton("undo", "Undo")
    window = QWidget()
    layout = FlowLayout(window)
    layout.addWidget(other)
    layout.addWidget(row)
    shown(window)
    other.setFocus()
    wheel(row.edit, 1)
    assert row.value() == 10_000
    row.edit.setFocus()
    wheel(row.edit, 1)
    assert row.edit.text() == "10,001"
    QTest.keyClick(row.edit, Qt.Key.Key_PageDown)
    assert row.value() == 9_991


def test_that_sliders_and_combos_leave_the_wheel_to_the_column(shown: Shown, wheel: Wheel) -> None:
    card = Card("Training")
    row = SliderRow("Samples", SAMPLES, INTEGER, 400)
    choice = ChoiceRow("Loss", [Choice(1, "one"), Choice(2, "two")], 1)
    card.body.addWidget(row)
    card.body.addWidget(choice)
    shown(card, 268)
    row.edit.setFocus()
    wheel(row.slider, 1)
    wheel(choice.combo, -1)
    assert row.value() == 400
    assert choice.value() == 1


def test_that_a_choice_is_emitted_once_and_not_when_chosen_again(qtbot: QtBot, shown: Shown) -> None:
    row = ChoiceRow("Loss", [Choice("a", "first"), Choice("b", "second", "not here", available=False)], "a")
    shown(row)
    with qtbot.assertNotEmitted(row.value_changed):
        row.combo.activated.emit(0)
    with qtbot.waitSignal(row.value_changed) as signal:
        row.combo.activated.emit(1)
    assert signal.args == ["b"]
    model = row.combo.model()
    assert not model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert row.combo.itemData(1, Qt.ItemDataRole.ToolTipRole) == "not here"


def test_that_a_control_that_does_not_apply_says_why(shown: Shown) -> None:
    row = samples_row(shown)
    row.set_help("How many points are drawn.")
    row.set_available(False, "A table brings its own samples.")
    assert not row.slider.isEnabled()
    assert row.toolTip() == "How many points are drawn.\nA table brings its own samples."
    row.set_available(True)
    assert row.toolTip() == "How many points are drawn."


def test_that_rows_fit_a_content_width_of_220(qtbot: QtBot) -> None:
    rows = (
        SliderRow("Learning rate", SAMPLES, INTEGER, 400),
        ChoiceRow("Loss", [Choice(1, "binary cross-entropy, the long name")], 1),
        NumberRow("Epochs", NumberFormat("integer", 1), 10_000),
        SplitRow("Split", (50, 25, 25)),
    )
    for row in rows:
        qtbot.addWidget(row)
        assert row.minimumSizeHint().width() <= 220
        assert row.height() == 29
