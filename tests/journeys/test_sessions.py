"""A session opened in the window: its run as it stood, with its past, and undo brings back what was there."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.cli import main
from playground.experiment import change, load
from playground.session import save_session
from playground.training import Run, Timeline


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A session of two runs on quadrants, the second at epoch 12."""
    timeline = Timeline(Run(change(load("quadrants"), {"training.batch_size": 50})))
    timeline.run.train(epochs=20)
    timeline.rename(timeline.standing().current, "the first")
    timeline.look_at(8)
    timeline.depart()
    timeline.run.train(epochs=4)
    path = tmp_path / "mine.playground"
    save_session(timeline, path)
    return path


def test_that_a_session_that_is_dropped_goes_on_where_it_stood(qtbot: QtBot, window: MainWindow, session: Path) -> None:
    window.files.drop(session)
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.epoch == 12, timeout=10_000)
    assert window.controller.experiment.name == "quadrants"
    standing = window.time_machine.standing
    assert standing is not None
    assert [info.name for info in standing.runs] == ["the first", ""]
    straight = Run(change(load("quadrants"), {"training.batch_size": 50}))
    straight.train(epochs=13)
    window.worker.step_epoch()
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.epoch == 13, timeout=10_000)
    assert window.snapshot is not None
    for name, array in straight.network.parameters.items():
        np.testing.assert_array_equal(window.snapshot.parameters[name], array)
    window.time_machine.return_to(standing.runs[0].key)
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.epoch == 20, timeout=10_000)


def test_that_undo_brings_back_what_was_there_and_redo_the_session(
    qtbot: QtBot, window: MainWindow, session: Path
) -> None:
    window.files.drop(session)
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.epoch == 12, timeout=10_000)
    window.controller.undo_stack.undo()
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.experiment == load("petals"))
    window.controller.undo_stack.redo()
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.epoch == 12, timeout=10_000)


def test_that_a_damaged_session_is_refused_and_changes_nothing(qtbot: QtBot, window: MainWindow, session: Path) -> None:
    session.write_bytes(session.read_bytes()[:5000])
    window.files.drop(session)
    qtbot.waitUntil(lambda: "is cut short" in window.banner.text.text(), timeout=10_000)
    assert window.controller.experiment == load("petals")


def test_that_the_command_opens_the_window_with_it(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("playground.app.open_window", lambda *given, path=None: asked.append((*given, path)) or 0)
    assert main(["open", str(session)]) == 0
    assert asked == [(load("petals"), session)]
