"""The diagram under the hand: what a mouse and keys on its parts ask for, and what it shows of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.theme import LIGHT, ThemeManager, neuron_table
from playground.app.views.diagram import Bias, Link, NetworkView, Neuron, Summary
from playground.app.views.diagram.atlas import as_bytes
from playground.experiment import Experiment, change, load
from playground.training import MapRequest, Place, Region, Run, Snapshot, Target, Unit

REGION = Region(-6, 6, -6, 6)
LEFT = Qt.MouseButton.LeftButton


def petals(*units: int, **settings: Any) -> Experiment:
    layers = [{"units": n, "activation": "tanh", "initializer": {"kind": "normal", "std": 0.7}} for n in units]
    return change(load("petals"), {"network.layers": layers, **settings})


def look(run: Run, inspect: Target | None = None, opened: int | None = None) -> Snapshot:
    return run.snapshot(MapRequest(REGION, 32, (32,), opened=opened), inspect=inspect)


@pytest.fixture
def run() -> Run:
    made = Run(petals(4))
    made.train(20)
    return made


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot, run: Run) -> NetworkView:
    made = NetworkView(ThemeManager(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(684, 530)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_snapshot(look(run))
    made.repaint_now()
    return made


@pytest.fixture
def heard(view: NetworkView) -> dict[str, list[Any]]:
    """Everything the view asks for, by the signal's name."""
    calls: dict[str, list[Any]] = {}
    for name in ("value_requested", "value_dragged", "drag_ended", "mute_requested", "change_requested"):
        getattr(view.hands, name).connect(lambda *told, of=name: calls.setdefault(of, []).append(told))
    for name in ("looked_at", "unit_shown", "column_opened"):
        getattr(view, name).connect(lambda *told, of=name: calls.setdefault(of, []).append(told))
    return calls


def on_tile(view: NetworkView, column: int, unit: int) -> QPoint:
    tile = view.canvas.layout_shown.columns[column].tiles[unit]
    return QPoint(round(tile.x + tile.width / 2), round(tile.middle))


def on_bias(view: NetworkView, column: int, unit: int) -> QPoint:
    box = view.canvas.layout_shown.columns[column].biases[unit]
    return QPoint(round(box.x + 5), round(box.y + 6))


def on_link(view: NetworkView, link: Link) -> QPoint:
    """A point of the canvas where that link, and no other, is under the mouse."""
    scene = view.canvas._current_scene()
    assert scene is not None
    path = scene.links.path(link.column - 1, link.source, link.unit)
    for share in np.linspace(0.1, 0.9, 60):
        at = path.pointAtPercent(float(share)).toPoint()
        if view.canvas.hit(QPointF(at)) == link:
            return at
    raise AssertionError(f"{link} is nowhere on top")


def press_key(view: NetworkView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.canvas, key)


# Pointing


def test_that_pointing_at_a_neuron_asks_for_its_map_and_a_closer_look(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseMove(view.canvas, on_tile(view, 1, 2))
    QTest.mouseMove(view.canvas, QPoint(3, 3))
    assert heard["looked_at"] == [(Unit(1, 2),), (None,)]
    assert heard["unit_shown"] == [(Unit(1, 2), "Layer 1, neuron 3"), (None, "")]


def test_that_pointing_at_a_link_looks_at_it_and_leaves_the_canvas_alone(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseMove(view.canvas, on_link(view, Link(1, 0, 3)))
    assert heard["looked_at"] == [(Place("layer1.weight", (0, 3)),)]
    assert "unit_shown" not in heard


def test_that_the_bias_of_a_normalized_layer_is_its_beta(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    view.show_snapshot(look(Run(petals(4, **{"network.layers.0.batch_norm": True}))))
    view.repaint_now()
    QTest.mouseMove(view.canvas, on_bias(view, 1, 2))
    assert heard["looked_at"] == [(Place("layer1.beta", (2,)),)]


def test_that_a_card_gives_the_formula_and_how_flat_the_neuron_is(view: NetworkView, run: Run) -> None:
    run.network.parameters["layer1.weight"][:, 2] = 11.5, 13.45
    run.network.parameters["layer1.bias"][2] = 0.06
    view.show_snapshot(look(run, Unit(1, 2)))
    view.repaint_now()
    card = view.canvas.card_of(Neuron(1, 2))
    assert card is not None
    outputs = run.network.layer_outputs(run.dataset.train.x)[0][:, 2]
    share = round(100 * float(np.mean(np.abs(outputs) > 0.98)))
    text = card.plain.replace("\u00a0", " ")
    assert "z = 11.50 x₁ + 13.45 x₂ + 0.06. a = tanh(z)" in text
    assert f"saturated on {share} % of them" in text


def test_that_a_card_gives_the_gradient_what_it_is_of_and_the_course(view: NetworkView, run: Run) -> None:
    target = Place("layer1.weight", (0, 3))
    view.show_snapshot(look(run, target))
    view.repaint_now()
    card = view.canvas.card_of(Link(1, 0, 3))
    assert card is not None
    train = run.dataset.train
    gradient = run.network.loss_and_gradients(train.x, train.y)[1]["layer1.weight"][0, 3]
    assert f"gradient {abs(gradient):.3f}" in card.plain.replace("−", "")
    assert "on the training samples, without dropout" in card.plain
    assert card.course is not None
    assert len(card.course) == 22


def test_that_a_look_at_one_thing_is_not_told_of_another(view: NetworkView, run: Run) -> None:
    view.show_snapshot(look(run, Place("layer1.weight", (0, 3))))
    view.repaint_now()
    card = view.canvas.card_of(Link(1, 0, 2))
    assert card is not None
    assert "gradient" not in card.plain


def test_that_a_card_that_stays_does_so_wherever_the_mouse_goes(view: NetworkView) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 1, 1))
    for unit in (0, 2, 3):
        QTest.mouseMove(view.canvas, on_tile(view, 1, unit))
    QTest.mouseMove(view.canvas, QPoint(3, 3))
    assert view.pinned.isVisible()
    assert view.pointed_at == Neuron(1, 1)
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 1, 2))
    assert view.pinned.hit == Neuron(1, 2)


# Typing and dragging


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


# Muting and freezing


def test_that_muting_is_asked_for_by_name_and_unmuting_when_it_is_muted(
    view: NetworkView, run: Run, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseMove(view.canvas, on_tile(view, 1, 2))
    view.toggle_mute()
    run.edits.mute(Unit(1, 2))
    view.show_snapshot(look(run))
    view.toggle_mute()
    assert heard["mute_requested"] == [
        (Unit(1, 2), True, "mute layer 1, neuron 3"),
        (Unit(1, 2), False, "unmute layer 1, neuron 3"),
    ]


def test_that_the_card_s_button_mutes_and_tells_what_that_did(
    view: NetworkView, run: Run, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 1, 2))
    QTest.mouseClick(view.pinned.mute_button, LEFT)
    assert heard["mute_requested"][0][:2] == (Unit(1, 2), True)
    run.edits.mute(Unit(1, 2))
    told = run.edits.muted[Unit(1, 2)]
    view.show_snapshot(look(run))
    view._read()
    assert f"training loss {told.before:.4f} → {told.after:.4f}" in view.pinned.lines.text()
    assert view.pinned.mute_button.text() == "Unmute"


@pytest.mark.parametrize("target", [Unit(1, 2), Unit(0, 0), Unit(2, 0), Place("layer1.weight", (1, 1))])
def test_that_what_is_muted_looks_it_and_no_longer_when_it_is_not(view: NetworkView, run: Run, target: Target) -> None:
    def picture() -> QImage:
        view.repaint_now()
        return view.canvas.grab().toImage()

    # The same numbers with and without the mute, so that only the marks differ.
    snapshot = look(run)
    view.show_snapshot(snapshot)
    plain = picture()
    run.edits.mute(target)
    view.show_snapshot(replace(snapshot, muted=run.edits.muted))
    assert picture() != plain
    view.show_snapshot(replace(snapshot, epoch=snapshot.epoch + 1))
    assert picture() == plain


@pytest.mark.parametrize(
    ("column", "path", "name"),
    [
        (1, "network.layers.0.frozen", "Switch frozen of layer 1 on"),
        (2, "network.output.frozen", "Switch frozen of the output on"),
    ],
)
def test_that_a_layer_is_frozen_from_the_card_of_its_neuron(
    view: NetworkView, heard: dict[str, list[Any]], column: int, path: str, name: str
) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, column, 0))
    QTest.mouseClick(view.pinned.freeze_button, LEFT)
    assert heard["change_requested"] == [({path: True}, name)]


def test_that_an_input_cannot_be_frozen_and_has_no_button_for_it(view: NetworkView) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 0, 0))
    assert view.pinned.freeze_button.isHidden()


def test_that_a_frozen_layer_looks_frozen_and_its_card_says_so(view: NetworkView, run: Run) -> None:
    plain = view.canvas.grab().toImage()
    run.apply(change(run.experiment, {"network.layers.0.frozen": True}))
    view.show_snapshot(look(run))
    assert view.canvas.grab().toImage() != plain
    card = view.canvas.card_of(Neuron(1, 0))
    assert card is not None
    assert "frozen" in card.plain


def test_that_the_lock_of_a_full_column_is_seen_too(view: NetworkView, run: Run) -> None:
    run.apply(change(run.experiment, {"network.layers": [{"units": 16}]}))
    view.show_snapshot(look(run))
    plain = view.canvas.grab().toImage()
    assert view.canvas.layout_shown.columns[1].tiles[0].y < 18
    run.apply(change(run.experiment, {"network.layers.0.frozen": True}))
    view.show_snapshot(look(run))
    tile = view.canvas.layout_shown.columns[1].tiles[0]
    corner = (round(tile.right) - 12, max(0, round(tile.y) - 5), 16, 16)
    assert view.canvas.grab().toImage().copy(*corner) != plain.copy(*corner)


def test_that_the_header_counts_what_is_muted(view: NetworkView, run: Run, qtbot: QtBot) -> None:
    run.edits.mute(Unit(1, 2))
    with qtbot.waitSignal(view.parameter_count_changed) as told:
        view.show_snapshot(look(run))
    assert told.args == ["17 parameters, 1 muted"]


# Flowing


def test_that_links_flow_only_while_it_trains_and_leave_no_trace(view: NetworkView) -> None:
    still = view.canvas.grab().toImage()
    view.show_training(True)
    first = view.canvas.grab().toImage()
    assert first != still
    QTest.qWait(1)
    later = view.canvas.grab().toImage()
    view.show_training(False)
    assert view.canvas.grab().toImage() == still
    assert later != still


def test_that_beads_wander_from_the_inputs_to_the_output(view: NetworkView) -> None:
    run = Run(petals(**{"data.features": ["x1"]}))
    run.network.parameters["output.weight"][...] = 5.0
    view.show_snapshot(look(run))
    view.repaint_now()
    scene = view.canvas._current_scene()
    assert scene is not None
    across = []
    for seconds in (0.1, 0.2, 0.3):
        scene.flow.lay(scene.links.wanted, seconds)
        assert scene.flow._below is not None
        across.append(float(np.mean(scene.flow._below[0] % (scene.links.image.bytesPerLine() // 4))))
    scene.still()
    assert across == sorted(set(across))


# Keys


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


# Opened layers


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
