"""The real window drawn into a picture, after as much training as was asked for."""

import re
import tempfile
from pathlib import Path
from threading import Event

from PySide6.QtCore import QBuffer, QByteArray, QElapsedTimer, QEventLoop, QIODevice, QSettings
from PySide6.QtWidgets import QApplication

from playground.app.application import make_application
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.app.window.window import SMALLEST, MainWindow
from playground.experiment import Experiment, UserError
from playground.experiment.files import write_bytes
from playground.training import Run

_LONGEST_WAIT = 60_000
_SETTLING = 300
"""Milliseconds in which layouts find their sizes and the last reports come."""
_LARGEST = 8192


def take(experiment: Experiment, out: str, *, epochs: int, size: str, theme: str) -> None:
    """Train for `epochs`, then draw the window at `size` ("1440x900") in `theme` ("light" or "dark") into `out`."""
    width, height = _size(size)
    path = Path(out)
    if path.suffix.lower() != ".png":
        raise UserError(f"{out}: a screenshot is a PNG picture; let the file's name end in .png")
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = AppSettings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        manager = ThemeManager(app, "dark" if theme == "dark" else "light")
        window = MainWindow(experiment, manager, settings)
        window.resize(width, height)
        window.show()
        window.setFocus()
        try:
            _settle(app, window, epochs)
            picture = _png(window)
        finally:
            window.close()
    write_bytes(path, picture)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    if not found:
        raise UserError(f"--size {text}: this is no size; write width and height in pixels, as in 1440x900")
    width, height = int(found[1]), int(found[2])
    if not (SMALLEST.width() <= width <= _LARGEST and SMALLEST.height() <= height <= _LARGEST):
        smallest = f"{SMALLEST.width()}x{SMALLEST.height()}"
        raise UserError(f"--size {text}: choose one from {smallest} to {_LARGEST}x{_LARGEST}")
    return width, height


def _settle(app: QApplication, window: MainWindow, epochs: int) -> None:
    """Train, and wait until everything is drawn as it will stay."""
    trained, cancelled = Event(), Event()
    window.worker.ask(lambda run: _train(run, epochs, trained, cancelled))
    clock = QElapsedTimer()
    clock.start()
    try:
        while not trained.is_set():
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            clock.restart()
    finally:
        cancelled.set()
    while clock.elapsed() < _SETTLING or not window.settled:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if clock.elapsed() > _LONGEST_WAIT:
            raise UserError("the window did not come to rest; try a smaller network")
    # Maps that took long come last, and curves wait a moment after every report.
    if window.curves.view is not None:
        window.curves.view.flush()
    window.notices.clear()
    app.processEvents()


def _train(run: Run, epochs: int, trained: Event, cancelled: Event) -> None:
    try:
        if epochs > 0:
            run.train(epochs, watch=lambda _: cancelled.is_set())
    finally:
        trained.set()


def _png(window: MainWindow) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not window.grab().save(buffer, "PNG"):
        raise UserError("the picture could not be made; try another size")
    return bytes(content.data())
