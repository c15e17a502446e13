"""The gradient check in the window: one click, beside a training that goes on as if nothing had happened."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playground.app.application import make_application
from playground.app.gradient_check import GradientCheckDialog
from playground.app.settings import AppSettings
from playground.app.theme import DARK, LIGHT
from playground.app.widgets import TextButton
from playground.app.window.window import MainWindow
from playground.engine.activations import Tanh
from playground.engine.machinery.guards import Array
from playground.experiment import Experiment, change, load
from playground.training import Run
from tests.asking import told
from tests.conftest import Themed

pytestmark = pytest.mark.slow

SMALL = {
    "network.layers": [
        {"units": 3, "activation": "tanh", "batch_norm": True},
        {"units": 4, "activation": "tanh", "dropout": 0.2},
    ],
    "data.source.samples": 60,
}


@pytest.fixture
def window(qtbot: QtBot, themed: Themed, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on a small network with batch normalization and dropout."""
    make_application()
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    shown = MainWindow(change(load("petals"), SMALL), themed("light"), AppSettings(store))
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: shown.settled, timeout=10_000)
    yield shown
    shown.close()
    shown.deleteLater()


def check(qtbot: QtBot, window: MainWindow) -> GradientCheckDialog:
    """One click, and the result."""
    with qtbot.waitSignal(window.worker.worked, timeout=30_000):
        window.actions_["check_gradient"].trigger()
    dialog = window.gradient_checks.dialog
    assert dialog is not None
    return dialog


def begin_check(qtbot: QtBot, window: MainWindow) -> GradientCheckDialog:
    """One click on a wide network, and the check is under way."""
    window.actions_["check_gradient"].trigger()
    dialog = window.gradient_checks.dialog
    assert dialog is not None
    # By what is shown, and not by the signal: whoever waits for one that another thread sends many a second may be gone
    # when the next of them, sent already, is delivered.
    qtbot.waitUntil(
        lambda: "Checking" in dialog.banner.text.text() and " 0 %" not in dialog.banner.text.text(), timeout=20_000
    )
    return dialog


def cell(dialog: GradientCheckDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


def verdict_colour(dialog: GradientCheckDialog, row: int) -> QColor:
    item = dialog.table.item(row, 5)
    assert item is not None
    return item.foreground().color()


def test_that_one_click_shows_every_array_with_its_worst_entry(qtbot: QtBot, window: MainWindow) -> None:
    dialog = check(qtbot, window)
    assert not dialog.isModal()
    assert [cell(dialog, row, 0) for row in range(dialog.table.rowCount())] == [
        "Layer 1, weights",
        "Layer 1, scales (gamma)",
        "Layer 1, shifts (beta)",
        "Layer 2, weights",
        "Layer 2, biases",
        "Output, weights",
        "Output, biases",
    ]
    assert cell(dialog, 3, 1) == "12 / 12"
    assert {cell(dialog, row, 5) for row in range(7)} == {"agrees"}
    assert dialog.banner.text.text().startswith("All 33 slopes agree. Furthest apart: ")
    assert dialog.scope.text() == "petals, epoch 0 · 33 of 33 parameters · 60 training samples"
    assert verdict_colour(dialog, 0) == QColor(LIGHT.success)
    assert window.banner.isHidden() or "check" not in window.banner.text.text(), "no other message speaks of it"


def test_that_the_button_over_the_network_and_the_menu_do_the_same(qtbot: QtBot, window: MainWindow) -> None:
    menu = window.run_bar.menu_button.menu()
    assert window.actions_["check_gradient"] in menu.actions()
    button = next(each for each in window.network.findChildren(TextButton) if each.text() == "Check gradient")
    assert "Shift+G" in button.toolTip()
    with qtbot.waitSignal(window.worker.worked, timeout=30_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.gradient_checks.dialog is not None


def wrong(self: Tanh, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
    slope = Tanh.right(self, z, value, out)  # type: ignore[attr-defined]
    return np.multiply(slope, 2.0, slope)


def test_that_a_wrong_gradient_is_told_in_words_and_colour_and_checked_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Tanh, "right", Tanh.derivative, raising=False)
        patch.setattr(Tanh, "derivative", wrong)
        dialog = check(qtbot, window)
    assert " of 33 slopes are wrong. Furthest apart: " in dialog.banner.text.text()
    assert " of layer " in dialog.banner.text.text()
    assert cell(dialog, 3, 5).endswith(" of 12 wrong")
    assert verdict_colour(dialog, 3) == QColor(LIGHT.error)
    assert cell(dialog, 5, 5) == "agrees"
    with qtbot.waitSignal(window.worker.worked, timeout=30_000):
        qtbot.keyClick(dialog.again_button, Qt.Key.Key_Return)
    assert dialog.banner.text.text().startswith("All 33 slopes agree.")


def test_that_it_follows_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    dialog = check(qtbot, window)
    window.theme.set_mode("dark")
    assert verdict_colour(dialog, 0) == QColor(DARK.success)


def test_that_the_result_can_be_copied_as_a_table(qtbot: QtBot, window: MainWindow) -> None:
    dialog = check(qtbot, window)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    scope, verdict, headings, *rows = QGuiApplication.clipboard().text().splitlines()
    assert scope == dialog.scope.text()
    assert verdict == dialog.banner.text.text()
    assert headings.split("\t")[3:5] == ["Back-propagation", "Measured"]
    assert len(rows) == 7
    assert {len(row.split("\t")) for row in rows} == {6}


def test_that_everything_is_named_for_screen_readers_and_reached_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    dialog = check(qtbot, window)
    assert dialog.table.accessibleName()
    for button in dialog.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def trained(experiment: Experiment, epochs: int) -> Array:
    run = Run(experiment)
    run.train(epochs)
    return run.network.values


def test_that_a_training_under_way_goes_on_and_exactly_as_it_would_have(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.worker.playing):
        window.worker.play()
    qtbot.waitUntil(lambda: window.epoch > 20, timeout=10_000)
    check(qtbot, window)
    seen = window.epoch
    qtbot.waitUntil(lambda: window.epoch > seen + 20, timeout=10_000)
    with qtbot.waitSignal(window.worker.paused):
        window.worker.pause()
    answer = told(qtbot, window.worker, lambda run: (run.experiment, run.epochs_done, run.network.values.copy()))
    experiment, epochs, values = answer
    assert np.array_equal(values, trained(experiment, epochs))


def test_that_a_check_that_nobody_waits_for_is_given_up(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.propose({"network.layers": [{"units": 300}, {"units": 300}]}, "wide")
    dialog = begin_check(qtbot, window)
    assert not dialog.again_button.isEnabled()
    with qtbot.waitSignal(window.worker.worked, timeout=20_000):
        dialog.close()
    assert dialog.table.rowCount() == 0


def test_that_closing_the_window_in_the_middle_of_a_check_ends_everything(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.propose({"network.layers": [{"units": 300}, {"units": 300}]}, "wide")
    dialog = begin_check(qtbot, window)
    window.close()
    assert window.worker.isFinished()
    assert dialog.isHidden()


def test_that_a_network_that_cannot_be_checked_is_told_in_the_same_place(qtbot: QtBot, window: MainWindow) -> None:
    told(qtbot, window.worker, lambda run: run.network.values.fill(np.inf))
    dialog = check(qtbot, window)
    assert dialog.banner.text.text().startswith("The gradient cannot be checked: ")
    assert dialog.again_button.isEnabled()
