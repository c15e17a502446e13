"""The window dies, by the power or by the system's word: at the next start what was done is offered again."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.experiment.files import clear_left_behind
from playground.session import Autosave, open_session, recoverable
from playground.training import Run, Timeline
from tests.journeys.conftest import Opener
from tests.journeys.test_a_first_session import play_until

PROGRAM = """
import sys
from pathlib import Path
from playground.app import application
from playground.app.window.window import MainWindow
from playground.experiment import load
from PySide6.QtCore import QTimer

application.sittings_folder = lambda: Path(sys.argv[1])
original = MainWindow.show
def show(self):
    original(self)
    timer = QTimer(self, interval=50)
    def look():
        if self.epoch > 0 and (self.sessions.autosave.place / "session.json").exists():
            timer.stop()
            print("kept", flush=True)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(300, self.worker.play)
MainWindow.show = show
raise SystemExit(application.run(load("petals")))
"""


@pytest.mark.parametrize("way", ["SIGKILL", "SIGTERM"])
def test_that_after_the_programs_death_the_run_is_offered_and_goes_on(
    way: str, qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(kept)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        ended = time.time()
        process.send_signal(getattr(signal, way))
        assert process.wait(10) == (0 if way == "SIGTERM" else -signal.SIGKILL)
    (left,) = recoverable(kept)
    assert (left.name, left.epoch > 0) == ("petals", True)
    assert ended - left.saved < 5.0

    window = open_window(kept_in=kept)
    window.sessions.offer_recovery()
    banner = window.banner
    assert banner.text.text().startswith("The playground ended without being closed. petals at epoch ")
    assert (banner.action.text(), banner.other.text()) == ("Recover", "Discard")
    if way == "SIGTERM":
        banner.other.click()
        assert not left.path.exists()
        assert not banner.isVisible()
        return
    banner.action.click()
    qtbot.waitUntil(lambda: window.epoch == left.epoch, timeout=10_000)
    assert window.isWindowModified(), "it lies in no file yet"
    qtbot.waitUntil(lambda: not left.path.exists(), timeout=10_000)
    autosave = window.sessions.autosave
    assert autosave is not None
    assert open_session(autosave.place).run.epochs_done == left.epoch, "it is in this window's keeping now"


def test_that_two_windows_keep_their_own_and_leave_nothing_when_they_are_closed(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    windows = [open_window(kept_in=tmp_path / "kept") for _ in range(2)]
    assert not list((tmp_path / "kept").rglob("session.json")), "nothing is done yet that could be lost"
    for window in windows:
        play_until(qtbot, window, 1)
    qtbot.waitUntil(lambda: len(list((tmp_path / "kept").rglob("session.json"))) == 2, timeout=10_000)
    assert recoverable(tmp_path / "kept") == []
    windows[0].sessions.offer_recovery()
    assert not windows[0].banner.other.text()
    for window in windows:
        window.close()
    assert list((tmp_path / "kept").iterdir()) == []


def test_that_of_several_one_is_offered_after_the_other(qtbot: QtBot, open_window: Opener, tmp_path: Path) -> None:
    for epochs in (3, 7):
        timeline = Timeline(Run(open_window().controller.experiment))
        timeline.run.train(epochs=epochs)
        autosave = Autosave(tmp_path)
        autosave.take(timeline)
        autosave.flush(10)
        autosave.close(keep=True)
    window: MainWindow = open_window(kept_in=tmp_path)
    window.sessions.offer_recovery()
    assert "epoch 7" in window.banner.text.text()
    assert window.banner.text.text().endswith("More that were kept: 1.")
    window.banner.other.click()
    qtbot.waitUntil(lambda: "epoch 3" in window.banner.text.text())


def test_that_what_a_dead_program_was_writing_is_cleared_away(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from playground.experiment.files import write_blocks
def blocks():
    yield b"half"
    os.kill(os.getpid(), 9)
write_blocks(Path(sys.argv[1]) / "mine.playground", blocks())
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".playground-")
    others = [tmp_path / ".playground-1-00000000-of-another-machine.json", tmp_path / ".playground-notes"]
    for other in others:
        other.write_text("x")
    clear_left_behind(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)
