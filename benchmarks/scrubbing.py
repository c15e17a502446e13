"""How soon the window shows another epoch of a long run, from the mouse's asking to the painted canvas and diagram."""

import tempfile
import time
from pathlib import Path

import numpy as np

from playground.experiment import Experiment, change
from playground.training import Run

_ROUNDS = 300


def scrub_milliseconds(experiment: Experiment, epochs: int, size: tuple[int, int]) -> list[float]:
    """Train for `epochs` in the window's worker, then ask for epochs at random: milliseconds to each."""
    from PySide6.QtCore import QEvent, QObject, QSettings

    from playground.app.application import make_application
    from playground.app.settings import AppSettings
    from playground.app.theme import ThemeManager
    from playground.app.window import MainWindow

    class Painted(QObject):
        """Which of the watched widgets have been painted since it was cleared."""

        def __init__(self, *widgets: QObject) -> None:
            super().__init__()
            self.widgets: set[QObject] = set()
            for widget in widgets:
                widget.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                self.widgets.add(watched)
            return False

    app = make_application()
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(
            change(experiment, {"training.epochs": epochs}), ThemeManager(app, "light"), AppSettings(store)
        )
        window.resize(*size)
        window.show()
        window.worker.perform("train", Run.train)
        while not (window.epoch == epochs and window.settled and window.curves.view is not None):
            app.processEvents()
            time.sleep(0.001)
        view, painted = window.curves.view, Painted(window.output.canvas, window.network.canvas)
        standing = window.time_machine.standing
        assert standing is not None
        for epoch in np.random.RandomState(1).randint(0, epochs, _ROUNDS).tolist():
            expected = epoch - epoch % standing.stride
            painted.widgets.clear()
            started = time.perf_counter()
            view.scrubbed.emit(float(epoch))
            while not (window.epoch == expected and len(painted.widgets) == 2):
                app.processEvents()
                time.sleep(0.0002)
            times.append(1e3 * (time.perf_counter() - started))
        window.close()
    return times
