"""Learning values instead of classes, in the real window."""

from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.training import Snapshot
from tests.journeys.conftest import Opener


def shown(window: MainWindow) -> Snapshot:
    assert window.snapshot is not None
    return window.snapshot


def test_that_a_person_can_turn_to_values_draw_them_anew_and_go_back(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("playground")
    assert window.curves.view is not None
    window.left.data.sets.buttons["plane"].click()
    qtbot.waitUntil(lambda: not shown(window).dataset.classifies, timeout=5_000)
    window.actions_["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 1, timeout=5_000)
    assert "R²" in window.output.table.accessibleDescription()
    assert not window.curves.view.accuracy.isVisible()

    loss = shown(window).scores["train"].loss
    window.actions_["regenerate"].trigger()
    qtbot.waitUntil(lambda: shown(window).scores["train"].loss != loss, timeout=5_000)
    assert window.epoch == 1, "other points keep the network"

    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: shown(window).dataset.classifies, timeout=5_000)
    assert shown(window).experiment.network.output.activation == "tanh"
    qtbot.waitUntil(window.curves.view.accuracy.isVisible, timeout=5_000)
