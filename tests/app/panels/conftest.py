"""A controller with a worker that is never started: it only collects its commands."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.theme import ThemeManager
from playground.app.window.window import SMALLEST
from playground.app.worker.gate import FrameGate
from playground.app.worker.worker import TrainingThread
from playground.experiment import Experiment, load
from tests.conftest import Themed


@pytest.fixture
def theme(themed: Themed) -> ThemeManager:
    return themed("light")


@pytest.fixture
def controller_of(qapp: QApplication) -> Iterator[Callable[[Experiment | str], Controller]]:
    """A controller that holds an experiment, or the one of a lab."""
    owner = QObject(qapp)

    def make(experiment: Experiment | str) -> Controller:
        loaded = load(experiment) if isinstance(experiment, str) else experiment
        return Controller(loaded, TrainingThread(loaded, FrameGate(), owner), owner)

    yield make
    owner.deleteLater()


@pytest.fixture
def controller(controller_of: Callable[[Experiment | str], Controller]) -> Controller:
    """It holds the lab `petals`."""
    return controller_of("petals")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """An empty window of the smallest size the program has."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(SMALLEST)
    with qtbot.waitExposed(made):
        made.show()
    return made
