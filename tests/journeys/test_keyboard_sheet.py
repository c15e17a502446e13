"""The sheet of keys and gestures, and the registry it is made from."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from playground.app.widgets import SettingRow
from playground.app.window.glossary import Glossary
from playground.app.window.help import KeyboardSheet, gestures
from playground.app.window.window import SMALLEST, MainWindow


def test_that_every_action_stands_once_in_the_menu(window: MainWindow) -> None:
    names = [name for _, group in window.actions_.groups() for name in group]
    assert sorted(names) == sorted(set(names)) == sorted(window.actions_.names())
    menu = window.run_bar.menu_button.menu()
    shown = [action for action in _unfolded(menu) if not action.isSeparator() and action in window.actions()]
    assert shown == [window.actions_[name] for name in names]
    assert menu.sizeHint().height() < SMALLEST.height() + 150, "all of it fits a low screen"


def _unfolded(menu: QMenu) -> Iterator[QAction]:
    """The actions of a menu and of those in it, in their order."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _unfolded(inner)
        else:
            yield action


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_that_the_sheet_opens_by_key_tells_every_shortcut_and_gesture_and_fits(window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    QTest.keyClick(window, key)
    sheet = window.findChild(KeyboardSheet)
    assert sheet is not None
    assert sheet.isVisible()
    told = {label.text() for label in sheet.findChildren(QLabel)}
    for _, group in window.actions_.groups():
        for name in group:
            if keys := window.actions_[name].shortcuts():
                assert ", ".join(each.toString(QKeySequence.SequenceFormat.NativeText) for each in keys) in told
                assert window.actions_.title(name) in told
    assert {text for section in gestures() for line in section.lines for text in line} <= told
    assert sheet.width() <= SMALLEST.width()
    assert sheet.minimumSizeHint().height() <= SMALLEST.height()


def test_that_play_is_told_as_play_while_it_trains(window: MainWindow) -> None:
    window.run_bar.show_training(True)
    window.actions_["keyboard"].trigger()
    sheet = window.findChild(KeyboardSheet)
    assert sheet is not None
    assert "Play" in {label.text() for label in sheet.findChildren(QLabel)}


def test_that_the_glossary_opens_by_key_at_the_word_under_the_mouse(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {row.label.text(): row for row in window.findChildren(SettingRow)}
    assert "L2" in rows
    monkeypatch.setattr(QApplication, "widgetAt", lambda _: rows["L2"].label)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_F2)
    glossary = window.findChild(Glossary)
    assert glossary is not None and glossary.isVisible()
    assert glossary.title.text() == "Penalty"
    monkeypatch.setattr(QApplication, "widgetAt", lambda _: None)
    window.actions_["glossary"].trigger()
    assert glossary.title.text() == "Penalty", "it stays at what was read last"
