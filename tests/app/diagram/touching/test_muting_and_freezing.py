"""Parts of the diagram muted, and layers frozen."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.diagram import NetworkView, Neuron
from playground.experiment import change
from playground.training import Place, Run, Target, Unit
from tests.app.diagram.touching.hands import LEFT, look, on_tile


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
