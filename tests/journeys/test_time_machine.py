"""Through time with the whole window: looking back, branching, returning, undoing."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.curves.panel import CurvePanel
from playground.app.window.window import MainWindow
from playground.experiment import change, load
from playground.training import Run, Snapshot, Standing
from tests.asking import told

Opener = Callable[..., MainWindow]


def shown(window: MainWindow) -> Snapshot:
    assert window.snapshot is not None
    return window.snapshot


def standing(window: MainWindow) -> Standing:
    found = window.time_machine.standing
    assert found is not None
    return found


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=10_000)


def train(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    """Play until an epoch is reached, and pause."""
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch >= epoch, timeout=20_000)
    # Not the button: a run that has come to its end meanwhile would be asked to play again.
    window.worker.pause()
    # What the last steps came to is reported after the pause.
    reached = told(qtbot, window.worker, lambda run: run.epochs_done)
    qtbot.waitUntil(lambda: window.epoch == reached and window.settled, timeout=10_000)


def place(panel: CurvePanel, epoch: float) -> QPoint:
    return QPoint(round(panel.plot.position_of(epoch)), panel.plot.height() // 2)


def panels(window: MainWindow) -> tuple[CurvePanel, ...]:
    assert window.curves.view is not None
    return window.curves.view.panels


def press(window: MainWindow, epoch: float) -> None:
    loss = panels(window)[0]
    QTest.mousePress(loss.plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=place(loss, epoch))


def release(window: MainWindow, epoch: float) -> None:
    loss = panels(window)[0]
    QTest.mouseRelease(loss.plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=place(loss, epoch))


def look_at(qtbot: QtBot, window: MainWindow, epoch: float) -> None:
    """Click at an epoch of the loss curve."""
    press(window, epoch)
    release(window, epoch)
    qtbot.waitUntil(lambda: standing(window).looking_back, timeout=5_000)
    settle(qtbot, window)


@pytest.fixture
def trained(qtbot: QtBot, open_window: Opener) -> MainWindow:
    """A window whose run of the lab petals has all its 300 epochs behind it."""
    window = open_window(change(load("petals"), {"training.epochs": 300}))
    with qtbot.waitSignal(window.worker.ended, timeout=20_000):
        window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 300 and window.settled, timeout=10_000)
    return window


def test_that_dragging_while_it_trains_pauses_and_every_view_shows_the_epoch(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch >= 500, timeout=20_000)
    with qtbot.waitSignal(window.worker.paused):
        press(window, 400)
    loss = panels(window)[0]
    QTest.mouseMove(loss.plot.plot.viewport(), place(loss, 200))
    release(window, 200)
    qtbot.waitUntil(lambda: window.settled and abs(window.epoch - 200) < 40, timeout=10_000)
    epoch = window.epoch
    straight = Run(load("petals"))
    straight.train(epochs=epoch)
    np.testing.assert_array_equal(
        shown(window).parameters["layer1.weight"], straight.network.parameters["layer1.weight"]
    )
    assert shown(window).scores == straight.snapshot().scores
    assert window.run_bar.epoch_label.text() == f"{epoch:,}"
    assert [panel.epoch_cursor.line.value() for panel in panels(window)] == [epoch] * 4
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not standing(window).looking_back, timeout=5_000)
    assert window.epoch == standing(window).newest >= 500
    assert not window.actions_["now"].isEnabled()


def test_that_playing_in_the_past_retraces_the_run_and_leaves_it_as_a_ghost(qtbot: QtBot, trained: MainWindow) -> None:
    window = trained
    end = shown(window).parameters
    look_at(qtbot, window, 100)
    epoch = window.epoch
    with qtbot.waitSignal(window.worker.ended, timeout=20_000):
        window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 300 and window.settled, timeout=10_000)
    for name, array in end.items():
        np.testing.assert_array_equal(shown(window).parameters[name], array)
    left, here = standing(window).runs
    assert (left.epochs, here.fork) == (300, epoch)
    assert panels(window)[0].ghosts.items[0].isVisible()
    assert window.curves.view is not None
    assert window.curves.view.past_bar.runs.text() == "2 runs"


def test_that_a_change_in_the_past_begins_a_branch_which_undo_leaves_again(qtbot: QtBot, trained: MainWindow) -> None:
    window, stack = trained, trained.controller.undo_stack
    end = shown(window).parameters["layer1.weight"]
    look_at(qtbot, window, 100)
    epoch = window.epoch
    window.controller.propose({"training.optimizer.learning_rate": 0.3}, "Learning rate")
    qtbot.waitUntil(lambda: len(standing(window).runs) == 2 and window.settled, timeout=5_000)
    assert not standing(window).looking_back
    assert window.epoch == standing(window).newest == epoch
    assert stack.undoText() == f"Branch at epoch {epoch}"
    train(qtbot, window, epoch + 20)
    further, there = window.epoch, shown(window).parameters["layer1.weight"]

    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 300 and window.settled, timeout=5_000)
    np.testing.assert_array_equal(shown(window).parameters["layer1.weight"], end)
    assert window.controller.experiment.training.optimizer.learning_rate == 1.2

    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: window.epoch == further and window.settled, timeout=5_000)
    np.testing.assert_array_equal(shown(window).parameters["layer1.weight"], there)
    assert window.controller.experiment.training.optimizer.learning_rate == 0.3
    assert not window.controller.unchanged


def test_that_undoing_and_redoing_a_branch_never_parts_the_run_from_its_settings(
    qtbot: QtBot, trained: MainWindow
) -> None:
    window, stack = trained, trained.controller.undo_stack
    look_at(qtbot, window, 100)
    window.controller.propose({"training.optimizer.learning_rate": 0.3}, "Learning rate")
    qtbot.waitUntil(lambda: len(standing(window).runs) == 2 and window.settled, timeout=5_000)
    # Undone to the end, the change of the rate is redone in the run that was left, and then left with it.
    for step in (stack.undo, stack.undo, stack.redo, stack.redo, stack.undo, stack.undo, stack.redo, stack.redo):
        step()
        wanted = window.controller.experiment
        qtbot.waitUntil(lambda told=wanted: window.settled and shown(window).experiment == told, timeout=5_000)  # type: ignore[misc]


def test_that_an_undo_in_the_past_can_be_redone(qtbot: QtBot, trained: MainWindow) -> None:
    window, stack = trained, trained.controller.undo_stack
    window.controller.propose({"training.optimizer.learning_rate": 0.3}, "Learning rate")
    look_at(qtbot, window, 100)
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: len(standing(window).runs) == 2 and window.settled, timeout=5_000)
    assert stack.redoText() == "Learning rate"
    window.actions_["redo"].trigger()
    assert window.controller.experiment.training.optimizer.learning_rate == 0.3


def test_that_reset_can_be_undone(qtbot: QtBot, trained: MainWindow) -> None:
    end = shown(trained).parameters["layer1.weight"]
    trained.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: trained.epoch == 0 and trained.settled, timeout=5_000)
    qtbot.waitUntil(lambda: trained.controller.undo_stack.undoText() == "Start again", timeout=5_000)
    assert trained.controller.unchanged, "no setting is another"
    trained.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: trained.epoch == 300 and trained.settled, timeout=5_000)
    np.testing.assert_array_equal(shown(trained).parameters["layer1.weight"], end)
    assert "started again" not in trained.run_bar.detail_label.text()


def test_that_a_changed_setting_leaves_the_run_before_to_be_returned_to(qtbot: QtBot, trained: MainWindow) -> None:
    window = trained
    window.controller.propose({"network.layers.0.units": 3}, "Neurons")
    qtbot.waitUntil(lambda: window.epoch == 0 and window.settled, timeout=5_000)
    train(qtbot, window, 20)
    assert window.controller.undo_stack.undoText() == "Neurons", "what the change did is not told twice"
    window.time_machine.show_runs()
    popover = window.time_machine.popover
    assert popover is not None
    first, second = standing(window).runs
    assert [popover.rows[run.key].name.text() for run in (first, second)] == ["run 1 · neurons 4", "run 2 · neurons 3"]
    QTest.mouseClick(popover.rows[first.key].back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.epoch == 300 and window.settled, timeout=5_000)
    assert window.controller.experiment.network.layers[0].units == 4
    assert shown(window).parameters["output.weight"].shape == (4, 1)
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: window.epoch >= 20 and len(shown(window).parameters["output.weight"]) == 3, timeout=5_000)


def test_that_runs_are_renamed_and_forgotten_in_the_list(qtbot: QtBot, trained: MainWindow) -> None:
    window = trained
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: len(standing(window).runs) == 2, timeout=5_000)
    window.time_machine.show_runs()
    popover = window.time_machine.popover
    assert popover is not None
    left = standing(window).runs[0].key
    name = popover.rows[left].name
    name.selectAll()
    QTest.keyClicks(name, "the good one")
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: standing(window).runs[0].name == "the good one", timeout=5_000)
    QTest.mouseClick(popover.rows[left].forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(standing(window).runs) == 1, timeout=5_000)
    assert window.curves.view is not None
    assert not window.curves.view.past_bar.runs.isVisible()
    popover.close()
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: "no longer kept" in window.banner.text.text(), timeout=5_000)


def test_that_the_keys_on_a_plot_step_from_moment_to_moment(qtbot: QtBot, trained: MainWindow) -> None:
    plot = panels(trained)[1].plot
    for key, epoch in (
        (Qt.Key.Key_Left, 299),
        (Qt.Key.Key_Left, 298),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 300),
    ):
        QTest.keyClick(plot, key)
        qtbot.waitUntil(lambda epoch=epoch: trained.epoch == epoch, timeout=5_000)  # type: ignore[misc]
    assert not standing(trained).looking_back


def test_that_what_is_exported_in_the_past_is_what_is_seen(qtbot: QtBot, trained: MainWindow) -> None:
    look_at(qtbot, trained, 100)
    seen = shown(trained).parameters["layer1.weight"]
    answer = told(qtbot, trained.worker, lambda run: (run.epochs_done, run.network.parameters["layer1.weight"].copy()))
    epoch, weights = answer
    assert epoch == trained.epoch
    np.testing.assert_array_equal(weights, seen)
    assert trained.curves.view is not None
    trained.curves.view.past_bar.now.click()
    qtbot.waitUntil(lambda: trained.epoch == 300, timeout=5_000)


def test_that_another_lab_has_runs_of_its_own_and_undo_brings_back_those_of_the_one_before(
    qtbot: QtBot, trained: MainWindow
) -> None:
    trained.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: len(standing(trained).runs) == 2, timeout=5_000)
    here, settled = standing(trained).current, [run.number for run in standing(trained).runs]
    trained.controller.open(load("quadrants"), "Open quadrants")
    qtbot.waitUntil(lambda: shown(trained).experiment.name == "quadrants" and trained.settled, timeout=10_000)
    assert [run.number for run in standing(trained).runs] == [1]
    trained.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: shown(trained).experiment.name == "petals" and trained.settled, timeout=10_000)
    assert standing(trained).current == here
    assert [run.number for run in standing(trained).runs] == settled
