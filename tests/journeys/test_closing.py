"""Closing the window, at any moment."""

import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import Opener
from tests.journeys.test_a_first_session import play_until


@pytest.mark.parametrize("round_", range(6))
def test_that_the_window_closes_while_it_trains_and_leaves_no_thread(
    qtbot: QtBot, open_window: Opener, round_: int
) -> None:
    window = open_window("playground" if round_ % 2 else "petals")
    play_until(qtbot, window, 1 + 7 * round_)
    window.close()
    assert window.worker.isFinished()


def test_that_the_program_opens_trains_and_ends_without_a_word() -> None:
    code = """
from PySide6.QtCore import QTimer
from playground.app import application
from playground.app.window.window import MainWindow
from playground.experiment import load
original = MainWindow.show
def show(self):
    original(self)
    QTimer.singleShot(300, self.worker.play)
    QTimer.singleShot(900, self.close)
MainWindow.show = show
raise SystemExit(application.run(load("petals")))
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
    assert [line for line in done.stderr.splitlines() if "This plugin does not support" not in line] == []
