"""The whole window, real thread and all, as a person has it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from playground.app.application import make_application
from playground.app.settings import AppSettings
from playground.app.window.window import MainWindow
from playground.experiment import Experiment, load
from tests.conftest import Themed

Opener = Callable[..., MainWindow]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark all that opens the whole window as slow."""
    item.add_marker(pytest.mark.slow)


@pytest.fixture
def open_window(qtbot: QtBot, themed: Themed, tmp_path: Path) -> Iterator[Opener]:
    """Opens windows on an experiment (a lab's name or a value), and closes them in the end.

    They train as fast as they can from the first epoch on, as for a person who has chosen that before.
    """
    make_application()
    opened: list[MainWindow] = []
    look = themed("light")
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    AppSettings(store).speed = None

    def opener(experiment: str | Experiment = "petals", kept_in: Path | None = None) -> MainWindow:
        value = load(experiment) if isinstance(experiment, str) else experiment
        window = MainWindow(value, look, AppSettings(store), kept_in)
        opened.append(window)
        window.resize(1280, 800)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.settled, timeout=10_000)
        return window

    yield opener
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    """The window on the lab petals, at rest."""
    return open_window()
