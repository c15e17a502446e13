"""Settings behind the buttons, changed while the network trains in the real window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.layer_popover import LayerPopover
from playground.app.panels.training_panel import TrainingPopover
from playground.app.widgets import OptionalRow, SwitchRow
from playground.app.window.window import MainWindow
from playground.training import Reason


def test_that_a_person_can_ask_for_a_target_while_the_network_trains(qtbot: QtBot, window: MainWindow) -> None:
    window.worker.play()
    qtbot.waitUntil(lambda: window.epoch > 50, timeout=20_000)
    qtbot.mouseClick(window.left.training.more, Qt.MouseButton.LeftButton)
    popover = window.findChild(TrainingPopover)
    assert isinstance(popover, TrainingPopover)
    assert window.geometry().contains(popover.geometry())
    row = popover.row("training.stop.target_loss").row
    assert isinstance(row, OptionalRow)
    row.switch.click()
    with qtbot.waitSignal(window.worker.ended, timeout=20_000) as ended:
        row.edit.setFocus()
        row.edit.selectAll()
        QTest.keyClicks(row.edit, "5")
        QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert ended.args[0].reason is Reason.TARGET_LOSS
    assert window.epoch > 50 or ended.args[0].stopped_at > 50, "it went on from where it was"
    assert window.left.training.more.text() == "More · 1"
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    window.actions_["undo"].trigger()
    assert window.left.training.more.text() == "More"


def test_that_a_person_can_freeze_a_layer_from_its_head(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.network.view.header.heads[0].more, Qt.MouseButton.LeftButton)
    popover = window.findChild(LayerPopover)
    assert isinstance(popover, LayerPopover)
    assert window.geometry().contains(popover.geometry())
    row = popover.row("network.layers.0.frozen").row
    assert isinstance(row, SwitchRow)
    row.switch.click()
    assert window.controller.experiment.network.layers[0].frozen
    assert window.actions_["undo"].text() == "Undo: Switch frozen of layer 1 on"
    popover.row("network.layers.0.units").row.value_changed.emit(6)
    stepper = window.network.view.header.heads[0].stepper
    assert stepper is not None
    qtbot.waitUntil(lambda: stepper.value() == 6, timeout=5_000)
    assert popover.isVisible()
    popover.close()
