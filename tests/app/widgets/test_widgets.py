"""The further controls, driven as a user drives them."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.widgets import (
    Banner,
    Card,
    IconButton,
    Legend,
    LegendEntry,
    LinearScale,
    MetricsTable,
    NumberFormat,
    RoundButton,
    SegmentedChoice,
    SliderRow,
    SplitBar,
    SplitRow,
    Stepper,
    TextButton,
    ToggleButton,
    ValueEdit,
)

Shown = Callable[..., None]
TypeInto = Callable[[ValueEdit, str], None]


def test_that_one_pill_of_a_choice_is_on(qtbot: QtBot, shown: Shown) -> None:
    choice = SegmentedChoice("Look", [("smooth", "smooth"), ("sharp", "sharp")], "smooth")
    shown(choice)
    with qtbot.waitSignal(choice.value_changed) as signal:
        QTest.mouseClick(choice.pill("sharp"), Qt.MouseButton.LeftButton)
    assert signal.args == ["sharp"]
    assert not choice.pill("smooth").isChecked()


def test_that_a_boundary_of_the_split_can_be_dragged_and_moved_by_keys(qtbot: QtBot, shown: Shown) -> None:
    row = SplitRow("Split", (50, 25, 25))
    shown(row)
    bar, first = row.bar, row.bar.handles[0]
    QTest.mousePress(first, Qt.MouseButton.LeftButton)
    QTest.mouseMove(first, first.mapFrom(bar, QPoint(bar.width() * 6 // 10, 5)))
    with qtbot.waitSignal(bar.editing_finished):
        QTest.mouseRelease(first, Qt.MouseButton.LeftButton)
    assert bar.split() == (60, 15, 25)
    with qtbot.waitSignal(bar.split_changed) as signal:
        QTest.keyClick(bar.handles[1], Qt.Key.Key_Left)
    assert signal.args == [(60, 14, 26)]


def test_that_typed_parts_of_the_split_add_up_to_a_hundred(shown: Shown, type_into: TypeInto) -> None:
    row = SplitRow("Split", (100, 0, 0))
    shown(row)
    fields = row.bar.open_fields()
    type_into(fields.rows[2].edit, "30")
    assert row.bar.split() == (70, 0, 30)
    type_into(fields.rows[1].edit, "40")
    assert row.bar.split() == (60, 40, 0)
    fields.close()


def test_that_both_handles_stay_apart_and_inside_where_the_boundaries_meet(shown: Shown) -> None:
    row = SplitRow("Split", (100, 0, 0))
    shown(row)
    for split in ((100, 0, 0), (1, 0, 99), (50, 0, 50)):
        row.bar.set_split(split)
        left, right = (handle.geometry() for handle in row.bar.handles)
        assert not left.intersects(right)
        assert row.bar.rect().contains(left)
        assert row.bar.rect().contains(right)


def test_that_a_stepper_stops_at_its_ends_and_says_so(qtbot: QtBot, shown: Shown, type_into: TypeInto) -> None:
    stepper = Stepper("Units", 1, 5, 4)
    shown(stepper)
    with qtbot.waitSignal(stepper.value_changed) as signal:
        QTest.mouseClick(stepper.more, Qt.MouseButton.LeftButton)
    assert signal.args == [5]
    assert not stepper.more.isEnabled()
    assert "largest" in stepper.more.toolTip()
    type_into(stepper.edit, "2")
    assert stepper.value() == 2


def test_that_a_banner_offers_its_remedy_and_can_be_closed(qtbot: QtBot, shown: Shown) -> None:
    parent = Card("Output")
    banner = Banner()
    parent.body.addWidget(banner)
    shown(parent, 300)
    assert not banner.isVisible()
    banner.show_message("warning", "The loss is no longer a number. Try a lower rate.", "Use 0.3")
    with qtbot.waitSignal(banner.action_triggered):
        QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_that_a_button_follows_its_action(qtbot: QtBot, shown: Shown) -> None:
    action, button = QAction("&Undo"), IconButton("undo", "Undo")
    action.setShortcut("Ctrl+Z")
    button.follow(action)
    shown(button)
    assert button.accessibleName() == "Undo"
    assert "Ctrl+Z" in button.toolTip()
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    assert not button.isEnabled()


def test_that_a_checkable_action_and_its_button_are_on_together(shown: Shown) -> None:
    action, button = QAction("Points"), IconButton("info", "Points")
    action.setCheckable(True)
    button.follow(action)
    shown(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert action.isChecked()
    assert button.isChecked()
    action.setChecked(False)
    assert not button.isChecked()


def test_that_every_control_has_a_name_for_screen_readers(qtbot: QtBot) -> None:
    row = SliderRow("Samples", LinearScale(20, 1000, 10), NumberFormat("integer"), 400)
    split = SplitBar((50, 25, 25))
    qtbot.addWidget(row)
    legend = Legend([LegendEntry("class 0", "#f59322")])
    own = [split, legend, MetricsTable(), Card("Data"), RoundButton("play", "Play"), IconButton("undo", "Undo")]
    own += [TextButton("Export"), ToggleButton("points"), Stepper("Units", 1, 9, 4)]
    for control in own:
        qtbot.addWidget(control)
    for control in [row.slider, row.edit, *split.handles, *own]:
        assert control.accessibleName()


def test_that_the_table_tells_its_figures_with_a_dash_for_what_is_missing(qtbot: QtBot) -> None:
    table = MetricsTable(("train", "test"))
    qtbot.addWidget(table)
    table.set_rows([("Loss", ("0.2289", None))])
    assert table.accessibleDescription() == "Loss: train 0.2289, test –"


def test_that_a_legend_takes_a_second_line_where_it_is_narrow(qtbot: QtBot) -> None:
    legend = Legend([LegendEntry(f"class {number}", "#0877bd") for number in range(6)])
    qtbot.addWidget(legend)
    assert legend.heightForWidth(100) > legend.heightForWidth(1000) == legend.sizeHint().height()


def test_that_a_legend_lets_a_click_choose_on_any_line_while_an_entry_is_chosen(qtbot: QtBot) -> None:
    legend = Legend([LegendEntry(f"class {number}", "#0877bd") for number in range(6)])
    qtbot.addWidget(legend)
    legend.resize(150, legend.heightForWidth(150))
    clicked: list[int] = []
    legend.entry_clicked.connect(clicked.append)
    middle = legend.place_of(4).center().toPoint()
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert clicked == [], "it only explains"
    plain = legend.grab().toImage()
    legend.set_chosen(1, "Choose")
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert clicked == [4]
    assert legend.accessibleName().endswith("chosen: class 1")
    assert legend.grab().toImage() != plain
    legend.set_chosen(None)
    assert (legend.grab().toImage(), legend.toolTip()) == (plain, "")


def test_that_a_comma_is_typed_before_decimals_and_what_can_mean_two_things_is_said(
    qtbot: QtBot, shown: Shown, type_into: TypeInto
) -> None:
    edit = ValueEdit(NumberFormat(), 1.0)
    shown(edit)
    type_into(edit, "0,001")
    assert edit.commit()
    assert edit.value() == 0.001
    type_into(edit, "1,250")
    with qtbot.waitSignal(edit.rejected) as told:
        assert not edit.commit()
    assert told.args == ["“1,250” can mean 1.25 or 1250. Type 1.25 or 1250."]
    assert edit.value() == 0.001
