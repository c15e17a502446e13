"""Hands for the tests of the window: to show a widget, to type into it, to turn the wheel over it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.widgets import ValueEdit


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., None]:
    """Show a widget in a width, by default that of a card's content, and make its window the active one."""

    def show(widget: QWidget, width: int = 228) -> None:
        qtbot.addWidget(widget)
        widget.resize(width, widget.sizeHint().height())
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()

    return show


@pytest.fixture
def type_into() -> Callable[[ValueEdit, str], None]:
    """Replace what is in a field and press Enter."""

    def type_text(edit: ValueEdit, text: str) -> None:
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)

    return type_text


@pytest.fixture
def wheel() -> Callable[[QWidget, int], None]:
    """Turn the wheel by notches over a widget."""

    def turn(widget: QWidget, notches: int) -> None:
        place, turned = QPointF(widget.rect().center()), QPoint(0, 120 * notches)
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, widget.mapToGlobal(place), QPoint(), turned, none, plain, phase, False)
        QApplication.sendEvent(widget, event)

    return turn
