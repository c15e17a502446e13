"""Switches, and numbers that may be off."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.theme import ThemeManager
from playground.app.widgets import NumberFormat, OptionalRow, Switch, SwitchRow, ValueEdit

Shown = Callable[..., None]
CLIP = NumberFormat("float", 0, 100)


def test_that_a_switch_tells_what_the_person_did_and_not_what_is_shown(qtbot: QtBot, shown: Shown) -> None:
    row = SwitchRow("Frozen", False)
    shown(row)
    with qtbot.assertNotEmitted(row.value_changed):
        row.set_value(True)
    with qtbot.waitSignal(row.value_changed) as said:
        QTest.keyClick(row.switch, Qt.Key.Key_Space)
    assert said.args == [False]
    assert row.switch.accessibleName() == "Frozen"


def test_that_a_switch_is_painted_in_the_accent_only_while_it_is_on(qapp: QApplication, shown: Shown) -> None:
    accent = ThemeManager(qapp, "light").theme.accent
    switch = Switch("Frozen")
    shown(switch, 28)
    off = switch.grab().toImage().pixelColor(8, 3).name()
    switch.setChecked(True)
    on = switch.grab().toImage().pixelColor(8, 3).name()
    assert (off != accent, on) == (True, accent)


def test_that_an_optional_number_is_seen_only_while_it_is_on(qtbot: QtBot, shown: Shown) -> None:
    row = OptionalRow("Clip", CLIP, None, suggested=1.0)
    shown(row)
    assert row.edit.isHidden()
    with qtbot.waitSignal(row.value_changed) as said:
        row.switch.click()
    assert said.args == [1.0]
    assert row.edit.isVisible()
    with qtbot.waitSignal(row.value_changed) as said:
        row.switch.click()
    assert said.args == [None]
    assert row.edit.isHidden()


def test_that_it_is_switched_on_again_with_its_last_value(
    shown: Shown, type_into: Callable[[ValueEdit, str], None]
) -> None:
    row = OptionalRow("Clip", CLIP, 1.0, suggested=1.0)
    shown(row)
    type_into(row.edit, "2.5")
    row.switch.click()
    row.switch.click()
    assert row.value() == 2.5


def test_that_undo_of_the_experiment_moves_the_switch(shown: Shown) -> None:
    row = OptionalRow("Clip", CLIP, 1.0, suggested=1.0)
    shown(row)
    row.set_value(None)
    assert not row.switch.isChecked()
    row.set_value(4.0)
    assert row.switch.isChecked()
    assert row.edit.text() == "4"


def test_that_keys_do_not_step_to_a_number_that_is_not_allowed(shown: Shown) -> None:
    row = OptionalRow("Clip", NumberFormat("float", 1, 100), 1.0, suggested=1.0, step=1)
    shown(row)
    QTest.keyClick(row.edit, Qt.Key.Key_Down)
    assert row.value() == 1.0
