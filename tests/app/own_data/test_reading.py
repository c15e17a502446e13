"""Reading in a thread of its own. The suite's own guard fails a test that leaves one running."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.own_data import Pasted
from playground.app.own_data.reading import TableReading
from playground.app.own_data.table_dialog import TableDialog
from playground.app.theme import ThemeManager
from playground.data.tables import Dialect, Table

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.fixture
def large(write: Callable[..., Path]) -> Path:
    """A table that takes a second or more."""
    return write(["a,b,c,k", *["1.25,2.5,3.75,x", "2.5,3.5,4.5,y"] * 150_000])


def test_that_a_file_is_read_with_progress(qtbot: QtBot, large: Path) -> None:
    reading, steps = TableReading(), list[float]()
    reading.progressed.connect(steps.append)
    with qtbot.waitSignal(reading.read, timeout=30_000) as read:
        reading.start(large, Dialect())
        assert reading.running
    assert isinstance(read.args[0], Table) and len(read.args[0]) == 300_000
    assert steps == sorted(steps) and steps[-1] == 1.0 and len(steps) <= 101
    assert not reading.running
    reading.stop()


def test_that_a_refusal_is_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    reading = TableReading()
    with qtbot.waitSignal(reading.refused) as refused:
        reading.start(tmp_path / "no.csv", Dialect())
    assert refused.args[0].startswith("There is no file") and "\n" not in refused.args[0]
    reading.stop()


def test_that_only_the_latest_reading_is_heard(qtbot: QtBot, large: Path) -> None:
    reading, tables = TableReading(), list[Table]()
    reading.read.connect(tables.append)
    reading.start(large, Dialect())
    with qtbot.waitSignal(reading.read, timeout=10_000):
        reading.start(Pasted("a\tk\n1\tx\n2\ty"), Dialect())
    reading.stop()
    assert [len(table) for table in tables] == [2]


def test_that_nothing_is_heard_after_a_stop(qtbot: QtBot, large: Path) -> None:
    reading, tables = TableReading(), list[Table]()
    reading.read.connect(tables.append)
    reading.start(large, Dialect())
    reading.stop()
    qtbot.wait(1)
    assert not reading.running and not tables


def test_that_a_table_beyond_memory_is_refused(qtbot: QtBot, iris: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Table:
        raise MemoryError

    monkeypatch.setattr("playground.app.own_data.reading.read_table", broken)
    reading = TableReading()
    with qtbot.waitSignal(reading.refused) as refused:
        reading.start(iris, Dialect())
    assert refused.args[0].startswith("The table does not fit into memory")
    reading.stop()


def test_that_a_reading_deleted_with_its_parent_leaves_no_thread(qtbot: QtBot, large: Path) -> None:
    parent = QObject()
    reading = TableReading(parent)
    reading.start(large, Dialect())
    with qtbot.waitSignal(parent.destroyed):
        parent.deleteLater()


@pytest.mark.parametrize("way", ["reject", "close", "hide", "deleteLater"])
def test_that_the_dialog_leaves_no_thread_however_it_goes(
    qtbot: QtBot, theme: ThemeManager, large: Path, way: str
) -> None:
    dialog = TableDialog(large, theme)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.reading.running
    getattr(dialog, way)()
    if way == "deleteLater":
        qtbot.waitSignal(dialog.destroyed).wait()
    else:
        assert not dialog.reading.running
        dialog.deleteLater()


def test_that_the_dialog_goes_with_the_window_that_asked(qtbot: QtBot, theme: ThemeManager, large: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = TableDialog(large, theme, window)
    window.show()
    with qtbot.waitExposed(dialog):
        dialog.open()
    window.close()
    assert not dialog.isVisible() and not dialog.reading.running


QUITS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from playground.app.application import make_application
from playground.app.own_data.reading import TableReading
from playground.data.tables import Dialect

app = make_application()
reading = TableReading()
reading.start(Path(sys.argv[1]), Dialect())
QTimer.singleShot(0, app.quit)
app.exec()
"""


def test_that_the_program_can_be_quit_while_a_table_is_read(large: Path) -> None:
    command = [sys.executable, "-c", QUITS, str(large)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_that_the_first_rows_of_a_large_table_are_there_long_before_the_rest(qtbot: QtBot, large: Path) -> None:
    reading, seen = TableReading(), list[str]()
    reading.previewed.connect(lambda plan: seen.append(f"first {len(plan.table) < 100_000} {plan.table.whole}"))
    reading.read.connect(lambda table: seen.append(f"all {len(table)} {table.whole}"))
    with qtbot.waitSignal(reading.read, timeout=30_000):
        reading.start(large, Dialect())
    assert seen == ["first True False", "all 300000 True"]
    assert reading.plan is not None and reading.plan.samples == 300_000
    reading.stop()


def test_that_uses_chosen_among_the_first_rows_stay_when_all_are_there(
    qtbot: QtBot, theme: ThemeManager, large: Path
) -> None:
    dialog = TableDialog(large, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.reading.previewed, timeout=10_000):
        dialog.show()
    assert dialog.plan is not None and not dialog.plan.table.whole
    assert dialog.size_label.text() == "the first rows × 4 columns, the rest is being read"
    assert dialog.choice is None and not dialog.open_button.isEnabled() and dialog.progress.isVisible()
    dialog.preview.use_chosen.emit("b", "out")
    qtbot.waitUntil(lambda: not dialog.reading.running, timeout=30_000)
    assert dialog.choice is not None and dialog.choice.inputs == ("a", "c")
    assert not dialog.progress.isVisible()
