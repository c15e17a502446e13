"""The diagram by keys alone, and as screen readers hear it."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.app.diagram import Bias, Link, NetworkView, Neuron
from playground.training import Place, Run
from tests.app.diagram.touching.hands import LEFT, on_bias, press_key


def test_that_tab_goes_through_the_neurons_and_on_after_the_last(view: NetworkView) -> None:
    view.header.heads[0].more.setFocus()
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [view.pointed_at]
    for _ in range(6):
        press_key(view, Qt.Key.Key_Tab)
        seen.append(view.pointed_at)
    assert seen == [Neuron(0, 0), Neuron(0, 1), *(Neuron(1, unit) for unit in range(4)), Neuron(2, 0)]
    press_key(view, Qt.Key.Key_Backtab)
    assert view.pointed_at == Neuron(1, 3)
    press_key(view, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert view.pointed_at is None
    assert not view.canvas.hasFocus()


def test_that_arrows_go_between_neurons_and_page_keys_through_what_belongs_to_one(view: NetworkView) -> None:
    view.canvas.setFocus()
    keys = Qt.Key
    press_key(view, keys.Key_Right)
    assert view.pointed_at == Neuron(0, 0)
    press_key(view, keys.Key_Right, keys.Key_Down)
    assert view.pointed_at == Neuron(1, 2)
    press_key(view, keys.Key_PageDown)
    assert view.pointed_at == Bias(1, 2)
    press_key(view, keys.Key_PageDown)
    assert view.pointed_at == Link(1, 0, 2)
    press_key(view, keys.Key_PageDown, keys.Key_PageDown)
    assert view.pointed_at == Neuron(1, 2)
    press_key(view, keys.Key_PageUp)
    assert view.pointed_at == Link(1, 1, 2)
    press_key(view, keys.Key_Left)
    assert view.pointed_at == Neuron(0, 1)
    press_key(view, keys.Key_Escape)
    assert view.pointed_at is None


def test_that_enter_types_by_keys_alone(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    view.canvas.setFocus()
    press_key(view, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    QTest.keyClicks(view.pinned.edit, "-1.5")
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Return)
    assert heard["value_requested"][0][:2] == (Place("layer1.bias", (1,)), -1.5)
    assert view.canvas.hasFocus()
    assert view.pointed_at == Bias(1, 1)


def test_that_up_and_down_in_the_field_step_the_value(view: NetworkView, run: Run, heard: dict[str, list[Any]]) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_bias(view, 2, 0))
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Up)
    before = float(run.network.parameters["output.bias"][0])
    assert heard["value_requested"][0][1] == pytest.approx(before + 0.01 * max(1, abs(before)), abs=1e-6)


def test_that_screen_readers_hear_what_is_pointed_at(view: NetworkView) -> None:
    summary = view.canvas.accessibleDescription()
    view.canvas.point_at(Neuron(1, 0))
    assert view.canvas.accessibleDescription().startswith("Layer 1, neuron 1. z = ")
    assert view.canvas.accessibleDescription().endswith(summary)
    view.canvas.point_at(None)
    assert view.canvas.accessibleDescription() == summary
    for part in (view.pinned.edit, view.pinned.mute_button, view.pinned.close_button):
        view.choose(Bias(1, 0))
        assert part.accessibleName() or getattr(part, "text", str)()
