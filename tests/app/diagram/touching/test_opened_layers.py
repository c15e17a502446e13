"""Large layers that open as a grid of all their neurons."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.app.diagram import NetworkView, Neuron, Summary
from playground.app.diagram.atlas import as_bytes
from playground.app.theme import LIGHT, neuron_table
from playground.training import Run, Unit
from tests.app.diagram.touching.hands import LEFT, look, on_bias, petals


@pytest.mark.parametrize("units", [17, 200, 1024])
def test_that_a_large_layer_opens_as_a_grid_of_all_its_neurons(
    view: NetworkView, heard: dict[str, list[Any]], units: int
) -> None:
    run = Run(petals(units))
    view.show_snapshot(look(run))
    view.repaint_now()
    summary = view.canvas.layout_shown.columns[1].summary
    assert summary is not None
    QTest.mouseClick(view.canvas, LEFT, pos=QPoint(round(summary.x + 8), round(summary.middle)))
    assert heard["column_opened"] == [(1,)]
    assert view.grid.isVisible()
    assert view.grid.title.text() == f"Layer 1: {units:,} neurons"
    snapshot = look(run, opened=1)
    view.show_snapshot(snapshot)
    grid = view.grid.canvas
    rects = [grid.tile(unit) for unit in (0, units - 1)]
    assert all(grid.rect().contains(rect) for rect in rects)
    first, last = grid.tile(0), grid.tile(grid.columns - 1)
    assert abs(first.left() - (grid.width() - 1 - last.right())) <= 1, "as much room at the right as at the left"
    seen = view.grid.area.viewport().height()
    rows = [grid.tile(unit) for unit in range(0, units, grid.columns)]
    assert not any(row.top() < seen <= row.bottom() for row in rows), "no row is cut"
    picture = grid.grab().toImage()
    assert snapshot.maps is not None
    assert snapshot.maps.opened_maps is not None
    levels = as_bytes(snapshot.maps.opened_maps[-1:], "tanh")[0]
    table, corner = neuron_table(LIGHT), rects[1].topLeft()
    for x, y in ((5, 5), (20, 9), (9, 26)):
        assert picture.pixelColor(corner + QPoint(x, y)).rgb() == table[levels[y, x]]


def test_that_neurons_of_an_opened_layer_are_pointed_at_chosen_and_muted_like_any_other(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    run = Run(petals(100))
    view.show_snapshot(look(run, opened=1))
    view.repaint_now()
    view.choose(Summary(1))
    grid = view.grid.canvas
    QTest.mouseMove(grid, grid.tile(30).center())
    assert heard["unit_shown"][-1] == (Unit(1, 30), "Layer 1, neuron 31")
    view.toggle_mute()
    assert heard["mute_requested"] == [(Unit(1, 30), True, "mute layer 1, neuron 31")]
    QTest.mouseClick(grid, LEFT, pos=grid.tile(17).center())
    assert view.pinned.title.text() == "Layer 1, neuron 18"
    view.pinned.leave()
    assert grid.hasFocus()


def test_that_an_opened_layer_is_walked_by_arrows_scrolls_along_and_closes_by_escape(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    view.show_snapshot(look(Run(petals(1024)), opened=1))
    view.repaint_now()
    view.choose(Summary(1))
    grid = view.grid.canvas
    for _ in range(20):
        QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.hit == Neuron(1, 19 * grid.columns)
    assert view.grid.area.verticalScrollBar().value() > 0
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert view.grid.isHidden()
    assert heard["column_opened"] == [(1,), (None,)]
    assert view.canvas.hasFocus()


def test_that_a_thousand_inputs_open_too(view: NetworkView, wide_run: Callable[..., Run]) -> None:
    run = wide_run(1000)
    view.show_snapshot(run.snapshot())
    view.repaint_now()
    view.choose(Summary(0))
    assert view.grid.title.text() == "1,000 inputs"
    view.grid.canvas.point_at(Neuron(0, 999))
    assert "column 1000" in view.grid.note.text()
    assert not view.grab().isNull()


def test_that_an_opened_layer_closes_when_the_network_is_another(view: NetworkView) -> None:
    view.show_snapshot(look(Run(petals(40))))
    view.repaint_now()
    view.choose(Summary(1))
    view.show_snapshot(look(Run(petals(4))))
    assert view.grid.isHidden()


def test_that_an_open_card_goes_with_its_neuron_and_asks_for_nothing(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_bias(view, 1, 3))
    QTest.keyClicks(view.pinned.edit, "3")
    view.show_snapshot(look(Run(petals(2))))
    view.repaint_now()
    assert not view.pinned.isVisible()
    assert "value_requested" not in heard
