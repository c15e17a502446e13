"""What every test needs: no display, one BLAS thread, settings of its own, and no thread left behind."""

import os
import tempfile

# Before NumPy and Qt are imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
# What a program that a test starts keeps in case of a crash is nothing to whoever runs the tests.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="playground-tests-")

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import isValid

from playground.app.theme import Mode, ThemeManager
from playground.app.theme.style_sheet import style_sheet

Themed = Callable[[Mode], ThemeManager]
"""Puts a theme on the application, and gives it."""

# What the offscreen platform says about itself; nothing the program could do about it.
_PLATFORM_REMARKS = ("This plugin does not support",)


def pytest_configure(config: pytest.Config) -> None:
    for remark in _PLATFORM_REMARKS:
        config.addinivalue_line("qt_log_ignore", remark)


@pytest.fixture(autouse=True)
def settings_of_its_own(request: pytest.FixtureRequest) -> None:
    """A test of the window neither reads nor writes the settings of who runs it, nor of another test."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        folder = str(request.getfixturevalue("tmp_path") / "settings")
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.IniFormat, scope, folder)


@pytest.fixture(autouse=True)
def nobody_to_answer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that a test does not expect is answered at once, as by whoever has nothing to keep."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)


@pytest.fixture(autouse=True)
def windows_of_its_own(request: pytest.FixtureRequest) -> None:
    """What earlier tests let go is deleted now: outside a running event loop Qt would keep it, restyle it, for ever."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def managers() -> list[ThemeManager]:
    """The theme that tests share, once there is one."""
    return []


@pytest.fixture(scope="session")
def themed(qapp: QApplication, managers: list[ThemeManager]) -> Themed:
    """Puts a theme on, in type of the usual size.

    Tests share one: to put a style on takes Qt longer than most of them last. Where one has put on a style of its own,
    there is another.
    """

    def put_on(mode: Mode) -> ThemeManager:
        if not managers or qapp.styleSheet() != style_sheet(managers[0].theme):
            managers[:] = [ThemeManager(qapp, mode)]
        managers[0].set_type_size("normal")
        managers[0].set_mode(mode)
        return managers[0]

    return put_on


@pytest.fixture(autouse=True)
def no_thread_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A QThread that still runs at exit aborts the process, far from the test that started it."""
    started: list[QThread] = []
    start = QThread.start

    def recorded(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", recorded)
    yield
    left = [thread for thread in started if isValid(thread) and thread.isRunning()]
    for thread in left:
        thread.requestInterruption()
        thread.quit()
        thread.wait(2000)
    if left:
        pytest.fail(f"left running: {', '.join(type(thread).__name__ for thread in left)}")
