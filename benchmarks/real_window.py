"""The real window for a benchmark: opened, watched as it is painted, and given time."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playground.experiment import Experiment

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.app.window.window import MainWindow

Paints = dict["QWidget", list[float]]


@contextmanager
def opened(
    experiment: Experiment, size: tuple[int, int] = (1440, 900), *, eased: bool = False
) -> Iterator["MainWindow"]:
    """The main window with settings of its own, runs being `eased` in or fast at once; without a display, in memory."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSettings

    from playground.app.application import make_application
    from playground.app.settings import AppSettings
    from playground.app.theme import ThemeManager
    from playground.app.window.window import MainWindow
    from playground.app.worker.gate import AUTO

    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = AppSettings(store)
        settings.speed = AUTO if eased else None
        window = MainWindow(experiment, ThemeManager(app, "light"), settings)
        window.resize(*size)
        window.show()
        try:
            yield window
        finally:
            window.close()


@contextmanager
def painted(*widgets: "QWidget") -> Iterator[Paints]:
    """The times at which each of the widgets is painted from now on, by the performance counter."""
    from PySide6.QtCore import QEvent, QObject

    times: Paints = {widget: [] for widget in widgets}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                times[watched].append(time.perf_counter())  # type: ignore[index]
            return False

    watch = Watch()
    for widget in widgets:
        widget.installEventFilter(watch)
    try:
        yield times
    finally:
        for widget in widgets:
            widget.removeEventFilter(watch)


def spend(milliseconds: int) -> None:
    """Let the window do what it does; in an event loop of its own kind, since others would slow it down."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
