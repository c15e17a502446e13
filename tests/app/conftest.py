"""Hands for the tests of the window: to show a widget, to type into it, to turn the wheel over it."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QEventLoop, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.application import make_application
from playground.app.settings import AppSettings
from playground.app.widgets import ValueEdit
from playground.app.window.window import MainWindow
from playground.data import Dataset
from playground.data.dataset import Part
from playground.data.preparation import Preparation
from playground.experiment import Experiment, change, load
from playground.training import Run
from tests.conftest import Themed


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., None]:
    """Show a widget in a width, by default that of a card's content, and make its window the active one."""

    def show(widget: QWidget, width: int = 228) -> None:
        qtbot.addWidget(widget)
        widget.resize(width, widget.sizeHint().height())
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()

    return show


@pytest.fixture(scope="module")
def opened(
    qapp: QApplication, themed: Themed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on an experiment, trained for so many epochs, that all tests of a module share."""
    make_application()
    made: list[MainWindow] = []

    def open_window(experiment: Experiment, epochs: int = 0) -> MainWindow:
        file = tmp_path_factory.mktemp("shared") / "settings.ini"
        settings = AppSettings(QSettings(str(file), QSettings.Format.IniFormat))
        window = MainWindow(experiment, themed("light"), settings)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        window.worker.ask(lambda run: run.train(epochs) if epochs else None)
        clock = QElapsedTimer()
        clock.start()
        while not (window.settled and window.epoch == epochs):
            qapp.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            assert clock.elapsed() < 30_000
        return window

    yield open_window
    for window in made:
        window.end()  # Without asking whether to save.
        window.deleteLater()


@pytest.fixture
def type_into() -> Callable[[ValueEdit, str], None]:
    """Replace what is in a field and press Enter."""

    def type_text(edit: ValueEdit, text: str) -> None:
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)

    return type_text


@pytest.fixture
def wheel() -> Callable[[QWidget, int], None]:
    """Turn the wheel by notches over a widget."""

    def turn(widget: QWidget, notches: int) -> None:
        place, turned = QPointF(widget.rect().center()), QPoint(0, 120 * notches)
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, widget.mapToGlobal(place), QPoint(), turned, none, plain, phase, False)
        QApplication.sendEvent(widget, event)

    return turn


@pytest.fixture
def wide_run() -> Callable[..., Run]:
    """A run on samples of many inputs around three places; as images where a shape is given."""

    def make(
        inputs: int, units: Sequence[int] = (8,), names: Sequence[str] = (), image_shape: tuple[int, int] | None = None
    ) -> Run:
        random = np.random.RandomState(1)
        labels = np.arange(240) % 3
        points = (3 * random.randn(3, inputs))[labels] + random.randn(240, inputs)
        y = np.eye(3)[labels]
        train, test = (
            Part(points[rows], labels[rows], points[rows], y[rows]) for rows in (slice(200), slice(200, 240))
        )
        columns = tuple(names) or tuple(f"column {number}" for number in range(1, inputs + 1))
        dataset = Dataset(train, None, test, ("a", "b", "c"), Preparation(inputs, columns), image_shape)
        layers = [{"units": count, "activation": "tanh"} for count in units]
        blobs = {"data.source.kind": "blobs", "data.source.classes": 3, "network.layers": layers}
        return Run(change(load("quadrants"), blobs), dataset)

    return make
