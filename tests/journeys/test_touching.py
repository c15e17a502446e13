"""The network under the hand, in the whole window: real thread, real mouse, real keys."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.diagram import Link
from playground.app.window.window import MainWindow
from playground.experiment import change, load
from playground.training import Snapshot, Unit

LEFT = Qt.MouseButton.LeftButton


def snapshot(window: MainWindow) -> Snapshot:
    assert window.snapshot is not None
    return window.snapshot


def state(window: MainWindow, qtbot: QtBot) -> bytes:
    """Every parameter of the run, bit for bit."""
    values: list[bytes] = []
    window.worker.ask(lambda run: values.append(run.network.values.tobytes()))
    qtbot.waitUntil(lambda: bool(values))
    return values[0]


def on_tile(window: MainWindow, column: int, unit: int) -> QPoint:
    tile = window.network.canvas.layout_shown.columns[column].tiles[unit]
    return QPoint(round(tile.x + tile.width / 2), round(tile.middle))


def on_bias(window: MainWindow, column: int, unit: int) -> QPoint:
    box = window.network.canvas.layout_shown.columns[column].biases[unit]
    return QPoint(round(box.x + 5), round(box.y + 6))


def on_link(window: MainWindow, link: Link) -> QPoint:
    canvas = window.network.canvas
    scene = canvas._current_scene()
    assert scene is not None
    path = scene.links.path(link.column - 1, link.source, link.unit)
    places = [path.pointAtPercent(float(share)).toPoint() for share in np.linspace(0.1, 0.9, 60)]
    return next(at for at in places if canvas.hit(QPointF(at)) == link)


@pytest.fixture
def trained(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Petals after 300 epochs, at rest."""
    window.worker.ask(lambda run: run.train(300))
    qtbot.waitUntil(lambda: window.epoch == 300)
    return window


def link_value(window: MainWindow, link: Link) -> float:
    return float(snapshot(window).parameters["layer1.weight"][link.source, link.unit])


def test_that_a_typed_weight_moves_the_boundary_and_undo_and_redo_follow(trained: MainWindow, qtbot: QtBot) -> None:
    window, link = trained, Link(1, 1, 2)
    before, map_before, loss = state(window, qtbot), snapshot(window).maps, snapshot(window).scores["train"].loss
    assert map_before is not None
    QTest.mouseClick(window.network.canvas, LEFT, pos=on_link(window, link))
    QTest.keyClicks(window.network.view.pinned.edit, "0.41")
    QTest.keyClick(window.network.view.pinned.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: link_value(window, link) == 0.41)
    after = snapshot(window)
    assert after.maps is not None
    assert not np.array_equal(after.maps.output, map_before.output)
    assert after.scores["train"].loss != loss
    undo = window.actions_["undo"]
    assert undo.text() == "Undo: weight x₂ → layer 1, neuron 3: 0.410"
    undo.trigger()
    qtbot.waitUntil(lambda: link_value(window, link) != 0.41)
    assert state(window, qtbot) == before
    assert snapshot(window).scores["train"].loss == loss
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: link_value(window, link) == 0.41)


def test_that_a_drag_follows_at_once_is_one_to_undo_and_escape_gives_the_old_value_back(
    trained: MainWindow, qtbot: QtBot
) -> None:
    window, canvas = trained, trained.network.canvas
    before, old = state(window, qtbot), float(snapshot(window).parameters["output.bias"][0])

    def value() -> float:
        return float(snapshot(window).parameters["output.bias"][0])

    at = on_bias(window, 2, 0)
    QTest.mousePress(canvas, LEFT, pos=at)
    for step in range(1, 6):
        QTest.mouseMove(canvas, at - QPoint(0, 20 * step))
        qtbot.waitUntil(lambda wanted=old + 0.2 * step: abs(value() - wanted) < 1e-5)
    QTest.mouseRelease(canvas, LEFT, pos=at - QPoint(0, 100))
    assert window.controller.undo_stack.count() == 1
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: value() == old)
    assert state(window, qtbot) == before
    QTest.mousePress(canvas, LEFT, pos=at)
    QTest.mouseMove(canvas, at + QPoint(0, 40))
    qtbot.waitUntil(lambda: value() < old)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: value() == old)
    QTest.mouseRelease(canvas, LEFT, pos=at + QPoint(0, 40))
    assert state(window, qtbot) == before
    assert not window.actions_["undo"].isEnabled()


def test_that_an_edit_while_it_trains_is_taken_and_training_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    window.worker.play()
    qtbot.waitUntil(lambda: window.epoch > 50)
    link = Link(1, 0, 0)
    QTest.mouseClick(window.network.canvas, LEFT, pos=on_link(window, link))
    epoch = window.epoch
    edit = window.network.view.pinned.edit
    # The field keeps up with the training, and typing replaces what it shows all the same.
    shown = edit.text()
    qtbot.waitUntil(lambda: edit.text() != shown)
    QTest.keyClicks(edit, "25")
    assert edit.text() == "25"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 20 < link_value(window, link) < 30)
    qtbot.waitUntil(lambda: window.epoch > epoch + 50)
    window.worker.pause()
    qtbot.waitUntil(lambda: not window.frames.training)


def test_that_m_mutes_the_neuron_under_the_mouse_and_tells_the_loss(trained: MainWindow, qtbot: QtBot) -> None:
    window, before = trained, state(trained, qtbot)
    window.activateWindow()
    QTest.mouseMove(window.network.canvas, on_tile(window, 1, 1))
    QTest.keyClick(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: Unit(1, 1) in snapshot(window).muted)
    told = snapshot(window).muted[Unit(1, 1)]
    assert snapshot(window).scores["train"].loss == told.after != told.before
    card = window.network.canvas.card_of(window.network.view.pointed_at)  # type: ignore[arg-type]
    assert card is not None
    assert f"training loss {told.before:.4f} → {told.after:.4f}" in card.plain
    assert window.actions_["undo"].text() == "Undo: mute layer 1, neuron 2"
    QTest.keyClick(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: not snapshot(window).muted)
    assert state(window, qtbot) == before


def test_that_undo_after_a_reset_tells_why_it_changes_nothing(trained: MainWindow, qtbot: QtBot) -> None:
    window = trained
    QTest.mouseClick(window.network.canvas, LEFT, pos=on_bias(window, 2, 0))
    QTest.keyClicks(window.network.view.pinned.edit, "2")
    QTest.keyClick(window.network.view.pinned.edit, Qt.Key.Key_Return)
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 0)
    window.actions_["undo"].trigger()  # of the reset itself
    qtbot.waitUntil(lambda: window.epoch == 300)
    edited = state(window, qtbot)
    window.actions_["undo"].trigger()
    qtbot.waitUntil(window.banner.isVisible)
    assert "begun again" in window.banner.text.text()
    assert state(window, qtbot) == edited


def test_that_a_layer_frozen_by_its_card_stays_while_the_others_learn(trained: MainWindow, qtbot: QtBot) -> None:
    window = trained
    QTest.mouseClick(window.network.canvas, LEFT, pos=on_tile(window, 1, 0))
    QTest.mouseClick(window.network.view.pinned.freeze_button, LEFT)
    qtbot.waitUntil(lambda: snapshot(window).experiment.network.layers[0].frozen)
    before = {name: array.copy() for name, array in snapshot(window).parameters.items()}
    window.worker.step_epoch()
    qtbot.waitUntil(lambda: window.epoch == 301)
    after = snapshot(window).parameters
    np.testing.assert_array_equal(after["layer1.weight"], before["layer1.weight"])
    assert not np.array_equal(after["output.weight"], before["output.weight"])


@pytest.mark.parametrize("training", [False, True])
def test_that_the_canvas_shows_the_neuron_that_is_pointed_at_and_the_network_again(
    window: MainWindow, qtbot: QtBot, training: bool
) -> None:
    if training:
        window.worker.play()
        qtbot.waitUntil(lambda: window.epoch > 20)
    shown = window.output.canvas.unit
    QTest.mouseMove(window.network.canvas, on_tile(window, 1, 3))
    qtbot.waitUntil(lambda: shown.drawn == Unit(1, 3))
    assert shown.ends(snapshot(window)) == ("−1", "1")
    assert window.output.class_legend.isVisible()
    assert "mistake" not in window.output.part_legend.accessibleName()
    assert window.output.canvas.accessibleDescription() == "Layer 1, neuron 4, in place of the network"
    maps = snapshot(window).maps
    assert maps is not None
    assert maps.unit_map is not None
    assert len(maps.unit_map) == len(maps.output)
    QTest.mouseMove(window.network.canvas, QPoint(3, 3))
    assert shown.unit is None
    window.worker.pause()
    qtbot.waitUntil(lambda: not window.frames.training)


def test_that_values_and_many_layers_are_touched_alike(open_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    layers = [{"units": 3, "activation": "relu"}] * 12
    window = open_window(change(load("petals"), {"data.source.kind": "bumps", "network.layers": layers}))
    QTest.mouseMove(window.network.canvas, on_tile(window, 13, 0))
    qtbot.waitUntil(lambda: window.output.canvas.unit.drawn == Unit(13, 0))
    window.network.view.toggle_mute()
    qtbot.waitUntil(lambda: Unit(13, 0) in snapshot(window).muted)
    assert snapshot(window).maps is not None
    qtbot.waitUntil(lambda: not snapshot(window).maps.output.any())  # type: ignore[union-attr]


def test_that_an_edited_weight_is_no_change_of_the_file(trained: MainWindow, qtbot: QtBot) -> None:
    window = trained
    window.edits.mute(Unit(1, 0), True, "mute")
    qtbot.waitUntil(lambda: bool(snapshot(window).muted))
    assert not window.isWindowModified()
    window.controller.propose({"training.l2": 0.1}, "L2")
    assert window.isWindowModified()
