"""A sitting kept in a file and opened elsewhere: to the same picture, pixel for pixel, and on bit for bit."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from playground.app.sessions.recent import RecentMenu
from playground.app.window.window import MainWindow
from playground.data import for_table
from playground.experiment import change, load
from playground.session import Desk, open_session, save_session, sitting
from playground.training import Place, Run, Timeline, Unit
from tests.journeys.conftest import Opener
from tests.journeys.test_studies import study_window

POINTS = [[-1.0, 0.5, 0], [1.0, 0.5, 1], [0.2, -1.0, 0], [0.9, 1.2, 1], [-0.4, -0.2, 0], [1.4, -0.3, 1]]
PAINTED = {"data.source": {"kind": "points", "classes": 2, "points": POINTS}, "training.batch_size": 2}


def picture(qtbot: QtBot, window: MainWindow) -> QImage:
    """The window as it is drawn once all has come to rest."""
    curves = window.curves.view
    assert curves is not None
    qtbot.waitUntil(lambda: window.settled, timeout=10_000)
    window.setFocus()
    window.notices.clear()
    QApplication.processEvents()  # What the message had taken goes back to the network.
    qtbot.waitUntil(lambda: window.settled, timeout=10_000)
    curves.flush()
    return window.grab().toImage()


def train(qtbot: QtBot, window: MainWindow, epochs: int) -> None:
    done = window.epoch + epochs
    window.worker.ask(lambda run: run.train(epochs), departs=True)
    qtbot.waitUntil(lambda: window.epoch == done, timeout=10_000)


def compare(qtbot: QtBot, window: MainWindow, sizes: str) -> None:
    study = study_window(qtbot, window, sizes=sizes, seeds=1, epochs=5)
    study.header.start_button.click()
    qtbot.waitUntil(lambda: not study.running, timeout=20_000)
    study.close()


@pytest.fixture
def busy(qtbot: QtBot, open_window: Opener) -> MainWindow:
    """A window with three runs on painted points, edits, and a study; laid out as a person likes it."""
    window = open_window(change(load("petals"), PAINTED))
    train(qtbot, window, 12)
    for epoch in (8, 5):
        window.time_machine.look_at(epoch)
        qtbot.waitUntil(lambda at=epoch: window.epoch == at, timeout=10_000)
        train(qtbot, window, 7)
    window.edits.set_value(Place("layer1.weight", (0, 1)), 2.5, "x")
    window.edits.mute(Unit(1, 3), True, "x")
    for sizes in ("1", "1-2"):
        compare(qtbot, window, sizes)
    assert window.curves.view is not None
    window.curves.view.loss.log_toggle.setChecked(False)
    window.output.show_popover.lines.switch.setChecked(True)
    plane = window.output.canvas.plane_view
    assert plane is not None
    window.output.canvas.rest_at(plane.zoomed(1.5, 0.4, 0.6))
    return window


def test_that_a_session_opens_to_the_same_picture_and_goes_on_bit_for_bit(
    qtbot: QtBot, busy: MainWindow, open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "mine.playground"
    busy.files.save_to(path)
    qtbot.waitUntil(lambda: busy.controller.path == path, timeout=10_000)
    assert not busy.isWindowModified()
    assert busy.windowTitle().startswith("mine.playground[*]")
    other = open_window("waves")
    other.files.drop(path)
    qtbot.waitUntil(lambda: other.controller.path == path and other.epoch == busy.epoch, timeout=10_000)
    before, after = picture(qtbot, busy), picture(qtbot, other)
    assert before == after
    assert not other.isWindowModified()
    for window in (busy, other):
        train(qtbot, window, 3)
        assert window.isWindowModified()
    one, two = busy.snapshot, other.snapshot
    assert one is not None
    assert two is not None
    for name, array in one.parameters.items():
        np.testing.assert_array_equal(array, two.parameters[name])

    # The study came along: its figures, its pictures, and trials that can be opened.
    other.run_bar.compare_button.click()
    study = other.studies.window
    assert study is not None
    qtbot.waitUntil(lambda: not study.running, timeout=10_000)
    show = study.show_
    assert show is not None
    assert study.header.status.text() == "from the session"
    assert [group.trials[0].number in group.results for group in show.board.groups] == [True, True]
    assert not any(show.image(number).isNull() for number in range(2))
    assert busy.studies.kept == other.studies.kept
    menu = study.header.earlier_button.menu()
    assert menu is not None
    assert [action.text().partition(" · ")[0] for action in menu.actions()] == ["Compare hidden sizes"] * 2
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: not study.running and study.show_ is not show, timeout=10_000)
    assert study.show_ is not None
    assert (len(study.show_.board.groups), study.show_.board.done) == (1, 1)
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not study.running and study.show_.board.done == 2, timeout=10_000)
    study.wall.wall.opened.emit(1)
    qtbot.waitUntil(lambda: other.epoch == 5, timeout=10_000)
    assert other.controller.path is None, "a trial is saved to a file of its own"
    other.controller.undo_stack.undo()
    qtbot.waitUntil(lambda: other.controller.path == path and other.isWindowModified())


@pytest.fixture
def table_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A session whose table was too large to come along, and that table, which has been moved elsewhere."""
    monkeypatch.setattr(sitting, "MOST_DATA", 1000)
    table = tmp_path / "rows.csv"
    table.write_text("a,b,kind\n" + "\n".join(f"{k % 13},{k % 7},{'xy'[k % 2]}" for k in range(200)) + "\n")
    timeline = Timeline(Run(for_table(load("petals"), table)[0]))
    timeline.run.train(epochs=6)
    path = tmp_path / "mine.playground"
    save_session(timeline, path)
    (tmp_path / "elsewhere").mkdir()
    return path, table.rename(tmp_path / "elsewhere" / "rows.csv")


def test_that_a_session_without_its_table_is_looked_at_and_training_on_asks_for_the_table(
    qtbot: QtBot, window: MainWindow, table_session: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, table = table_session
    window.files.drop(path)
    qtbot.waitUntil(lambda: window.epoch == 6, timeout=10_000)
    banner = window.banner
    assert "training on asks for" in banner.text.text()
    weights = path.with_name("w.npz")
    window.files.export_weights(weights)
    qtbot.waitUntil(weights.exists, timeout=10_000)
    qtbot.waitUntil(lambda: "are saved in" in banner.text.text(), timeout=10_000)
    window.worker.step_epoch()
    qtbot.waitUntil(lambda: "training on asks for" in banner.text.text(), timeout=10_000)
    assert window.epoch == 6
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    banner.action.click()
    qtbot.waitUntil(lambda: window.sessions.missing is None, timeout=10_000)
    window.worker.step_epoch()
    qtbot.waitUntil(lambda: window.epoch == 7, timeout=10_000)


def test_that_files_are_found_again_in_the_menu_and_missing_ones_are_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    experiment, session = tmp_path / "mine.json", tmp_path / "mine.playground"
    window.files.save_to(experiment)
    window.files.save_to(session)
    qtbot.waitUntil(lambda: window.controller.path == session, timeout=10_000)
    menu = window.run_bar.menu_button.menu()
    assert menu is not None
    (recent,) = menu.findChildren(RecentMenu)
    recent.fill()
    assert [action.text() for action in recent.actions()] == ["mine.playground", "mine.json"]
    recent.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.controller.path == experiment)
    session.unlink()
    recent.fill()
    assert [action.text() for action in recent.actions()] == ["mine.json", "mine.playground (missing)"]
    recent.actions()[1].trigger()
    assert window.banner.text.text() == f"{session} is no longer there; it is off the list now."
    recent.fill()
    assert [action.text() for action in recent.actions()] == ["mine.json"]


def test_that_closing_asks_and_saves_what_the_session_lacks(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.playground"
    window.files.save_to(path)
    qtbot.waitUntil(lambda: window.controller.path == path, timeout=10_000)
    train(qtbot, window, 4)
    window.controller.desk = Desk(name="Li Ming", report={"purpose": "To see."})
    qtbot.waitUntil(window.isWindowModified)
    asked = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *given: asked.append(given[2]) or QMessageBox.StandardButton.Save
    )
    window.close()
    assert asked == ["Save the changes to mine.playground first?"]
    assert not window.isVisible()
    session = open_session(path)
    assert (session.run.epochs_done, session.desk.name, session.desk.report) == (4, "Li Ming", {"purpose": "To see."})
