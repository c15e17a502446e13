"""What a person does in the first minutes, start to end, in the real window."""

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.app.worker.gate import AUTO
from playground.experiment import change, labs, load
from playground.training import Outcome, Reason, Report, Snapshot
from tests.asking import told
from tests.journeys.conftest import Opener

POINTS = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 0.0], [2.5, -2.5]])


def shown(window: MainWindow) -> Snapshot:
    assert window.snapshot is not None
    return window.snapshot


def ask(qtbot: QtBot, window: MainWindow, task: Any) -> Any:
    """Let the worker do something with the run, and wait for its answer."""
    return told(qtbot, window.worker, task)


def play_until(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    with qtbot.waitSignal(window.worker.playing):
        qtbot.mouseClick(window.run_bar.play_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.epoch >= epoch, timeout=20_000)


def pause(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.worker.paused):
        qtbot.mouseClick(window.run_bar.play_button, Qt.MouseButton.LeftButton)
    # What the last steps came to is reported after the pause.
    reached = told(qtbot, window.worker, lambda run: run.epochs_done)
    qtbot.waitUntil(lambda: window.epoch == reached and window.settled, timeout=10_000)


def test_that_a_person_can_play_change_the_rate_pause_step_export_and_reload(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    play_until(qtbot, window, 200)
    before = window.epoch
    window.left.training.learning_rate.row.edit.committed.emit(0.5)
    qtbot.waitUntil(lambda: shown(window).learning_rate == 0.5, timeout=5_000)
    assert window.epoch >= before, "a live setting does not start again"
    pause(qtbot, window)

    epoch = window.epoch
    window.actions_["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.epoch == epoch + 1, timeout=5_000)

    predictions = ask(qtbot, window, lambda run: run.predict(POINTS))
    path = tmp_path / "petals.npz"
    window.files.export_weights(path)
    qtbot.waitUntil(lambda: str(path) in window.banner.text.text(), timeout=5_000)

    window.actions_["new_weights"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    assert not np.array_equal(ask(qtbot, window, lambda run: run.predict(POINTS)), predictions)

    with qtbot.waitSignal(window.worker.worked):
        window.files.load_weights(path)
    assert np.array_equal(ask(qtbot, window, lambda run: run.predict(POINTS)), predictions)


def test_that_every_epoch_reaches_the_window_once_and_in_order(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(change(load("petals"), {"training.epochs": 1500}))
    epochs: list[float] = []
    original = window.frames.show

    def listen(report: Report) -> None:
        if report.restarted:
            epochs.clear()
        epochs.extend(report.rows["epoch"])
        original(report)

    window.frames.show = listen
    with qtbot.waitSignal(window.worker.ended, timeout=20_000) as ended:
        window.actions_["reset"].trigger()
        window.actions_["play"].trigger()
    assert ended.args[0].reason is Reason.EPOCHS
    qtbot.waitUntil(lambda: len(epochs) == 1501, timeout=5_000)
    assert epochs == list(range(1501))


def test_that_a_rate_of_100_stops_by_itself_says_so_and_offers_a_remedy(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.propose({"training.optimizer.learning_rate": 100.0}, "Learning rate")
    outcomes: list[Outcome] = []
    with qtbot.waitSignal(window.worker.ended, timeout=10_000) as ended:
        window.actions_["play"].trigger()
    outcomes.append(ended.args[0])
    assert outcomes[0].reason is Reason.DIVERGENCE
    qtbot.waitUntil(window.banner.isVisible, timeout=5_000)
    assert "learning rate" in window.banner.text.text()
    qtbot.waitUntil(lambda: window.settled, timeout=5_000)
    assert all(np.isfinite(array).all() for array in shown(window).parameters.values())
    qtbot.mouseClick(window.banner.action, Qt.MouseButton.LeftButton)
    assert window.controller.experiment.training.optimizer.learning_rate == 10.0
    assert not window.banner.isVisible()
    play_until(qtbot, window, 50)


def test_that_reset_returns_to_the_same_weights_and_new_weights_to_others(qtbot: QtBot, window: MainWindow) -> None:
    first = shown(window).parameters
    play_until(qtbot, window, 50)
    pause(qtbot, window)
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    assert all(np.array_equal(shown(window).parameters[name], array) for name, array in first.items())
    window.actions_["new_weights"].trigger()
    qtbot.waitUntil(lambda: window.settled and shown(window).experiment.seed == 4, timeout=5_000)
    assert not np.array_equal(shown(window).parameters["layer1.weight"], first["layer1.weight"])
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: shown(window).experiment.seed == 3, timeout=5_000)
    assert np.array_equal(shown(window).parameters["layer1.weight"], first["layer1.weight"])


def test_that_a_step_of_one_minibatch_is_one_move_of_the_weights(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("playground")
    before = shown(window).parameters["output.weight"]
    window.actions_["step_batch"].trigger()
    qtbot.waitUntil(lambda: shown(window).step == 1, timeout=5_000)
    assert window.epoch == 0
    assert not np.array_equal(shown(window).parameters["output.weight"], before)
    window.actions_["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 1 and shown(window).step == 0, timeout=5_000)


def test_that_regenerating_keeps_the_network_and_measures_it_at_once(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 100)
    pause(qtbot, window)
    weights, loss = shown(window).parameters["layer1.weight"], shown(window).scores["train"].loss
    window.actions_["regenerate"].trigger()
    qtbot.waitUntil(lambda: shown(window).experiment.data.source.seed == 2, timeout=5_000)
    assert np.array_equal(shown(window).parameters["layer1.weight"], weights)
    assert shown(window).scores["train"].loss != loss


def test_that_the_speed_limit_holds_and_can_be_lifted_while_it_trains(qtbot: QtBot, window: MainWindow) -> None:
    window.run_bar.speed_changed.emit(10.0)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch >= 3, timeout=10_000)
    assert window.epoch < 50
    window.run_bar.speed_changed.emit(None)
    qtbot.waitUntil(lambda: window.epoch >= 300, timeout=10_000)


def test_that_the_first_run_is_eased_in_until_a_click_on_the_speed(qtbot: QtBot, window: MainWindow) -> None:
    slider, reports = window.run_bar.speed.slider, []
    window.worker.epochs_completed.connect(reports.append)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert window.run_bar.speed.value() == window.settings.speed == AUTO
    play_until(qtbot, window, 5)
    assert reports[-1].easing and reports[-1].seconds > 0.1
    assert "left" not in window.run_bar.detail_label.text()
    end = QPoint(slider.width() - 3, slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: window.epoch >= 400, timeout=20_000)
    sooner = next(report.seconds for report in reports if report.snapshot.epoch >= 400)
    assert sooner < 3, "the ease-in would come there after 3.08 s"
    assert window.settings.speed == AUTO, "as it was: the next run is eased in again"


def test_that_the_speed_that_was_chosen_is_there_at_the_next_start(qtbot: QtBot, open_window: Opener) -> None:
    first = open_window()
    qtbot.keyClick(first.run_bar.speed.slider, Qt.Key.Key_Home)
    again = open_window()
    assert again.run_bar.speed.value() == 1
    play_until(qtbot, again, 1)
    again.worker.pause()
    assert again.epoch < 5


def test_that_the_first_start_opens_on_the_first_step_of_petals(window: MainWindow) -> None:
    assert (window.walk.lab, window.walk.number) == (labs()["petals"], 0)
    assert window.card.page.isVisible() and window.card.page.number.text() == "Step 1 of 5"
    assert window.card.page.text.shown_text().startswith("Press play.")


def test_that_the_shortcuts_work_again_after_a_number_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    edit = window.left.training.epochs.row.edit
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(edit, "2500")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.controller.experiment.training.epochs == 2500
    assert not edit.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert window.controller.experiment.seed == 4
