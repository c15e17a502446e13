"""Values typed and dragged on the diagram."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.app.diagram import Link, NetworkView
from playground.training import Place, Run
from tests.app.diagram.touching.hands import LEFT, on_bias, on_link, on_tile, press_key


def test_that_a_click_on_a_link_lets_its_value_be_typed(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_link(view, Link(1, 0, 2)))
    assert view.pinned.isVisible()
    assert view.pinned.edit.hasFocus()
    QTest.keyClicks(view.pinned.edit, "0.41")
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Return)
    place = Place("layer1.weight", (0, 2))
    assert heard["value_requested"] == [(place, 0.41, "weight x₁ → layer 1, neuron 3: 0.410")]
    assert not view.pinned.isVisible()
    assert view.canvas.hasFocus()


def test_that_escape_leaves_the_old_value(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_bias(view, 2, 0))
    QTest.keyClicks(view.pinned.edit, "7")
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Escape)
    assert "value_requested" not in heard
    assert not view.pinned.isVisible()


@pytest.mark.parametrize("typed", ["much", "1e9", "nan", ""])
def test_that_no_value_is_explained_and_not_taken(view: NetworkView, heard: dict[str, list[Any]], typed: str) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_bias(view, 2, 0))
    view.pinned.edit.selectAll()
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Delete)
    QTest.keyClicks(view.pinned.edit, typed)
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Return)
    assert view.pinned.isVisible()
    assert not view.pinned.edit.is_valid()
    QTest.keyClick(view.pinned.edit, Qt.Key.Key_Escape)
    assert "value_requested" not in heard


def test_that_a_click_beside_the_card_takes_what_is_typed(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_bias(view, 2, 0))
    QTest.keyClicks(view.pinned.edit, "2.5")
    QTest.mouseClick(view.canvas, LEFT, pos=QPoint(3, 3))
    assert heard["value_requested"][0][:2] == (Place("output.bias", (0,)), 2.5)
    assert not view.pinned.isVisible()


def test_that_a_drag_up_raises_the_value_and_is_over_with_the_button(
    view: NetworkView, run: Run, heard: dict[str, list[Any]]
) -> None:
    at, before = on_bias(view, 1, 0), float(run.network.parameters["layer1.bias"][0])
    QTest.mousePress(view.canvas, LEFT, pos=at)
    for step in range(1, 11):
        QTest.mouseMove(view.canvas, at - QPoint(0, 5 * step))
    QTest.mouseRelease(view.canvas, LEFT, pos=at - QPoint(0, 50))
    values = [value for _, value, _ in heard["value_dragged"]]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(before + 0.5, abs=1e-5)
    assert heard["drag_ended"] == [(False,)]
    assert not view.pinned.isVisible()


def test_that_escape_in_a_drag_takes_it_back(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    at = on_bias(view, 1, 0)
    QTest.mousePress(view.canvas, LEFT, pos=at)
    QTest.mouseMove(view.canvas, at + QPoint(0, 30))
    press_key(view, Qt.Key.Key_Escape)
    assert heard["drag_ended"] == [(True,)]
    QTest.mouseMove(view.canvas, at + QPoint(0, 60))
    QTest.mouseRelease(view.canvas, LEFT, pos=at + QPoint(0, 60))
    assert len(heard["value_dragged"]) == 1
    assert len(heard["drag_ended"]) == 1


def test_that_a_neuron_is_not_dragged_but_opened(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    at = on_tile(view, 1, 1)
    QTest.mousePress(view.canvas, LEFT, pos=at)
    QTest.mouseMove(view.canvas, at + QPoint(0, 3))
    QTest.mouseRelease(view.canvas, LEFT, pos=at + QPoint(0, 3))
    assert "value_dragged" not in heard
    assert view.pinned.isVisible()
    assert view.pinned.edit.isHidden()
    assert view.pinned.title.text() == "Layer 1, neuron 2"
