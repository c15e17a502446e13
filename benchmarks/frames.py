"""How smooth is the window, and what does it cost the training?

Opens the real window, trains at full speed for some seconds with every neuron's map live, and prints the time between
painted frames; beside it, from the same run of this program, the throughput of the same training without a window.
A frame counts when both the canvas and the diagram have been painted. Then it points at one neuron after another, the
training going on, and prints how long each took to be on the canvas. The same again for a deep network.

    python -m benchmarks.frames [--lab playground] [--seconds 10] [--set PATH=VALUE]...
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.experiment import Experiment, change, load, parse_assignments
from playground.training import Run

if TYPE_CHECKING:
    from playground.app.window import MainWindow

_DEEP = [{"units": 8, "activation": "tanh"}] * 6
_HOVERS = 80


def main() -> None:
    options = _options()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    experiment = _experiment(options)
    _measure(experiment, experiment.name, options)
    if options.deep:
        _measure(change(experiment, {"network.layers": _DEEP}), f"{experiment.name}, 6 layers of 8", options)
    if options.start:
        window, imports = _first_paint(options.rounds)
        print(f"first paint           {window:.3f} s, bare imports {imports:.3f} s: ratio {window / imports:.2f}")


def _measure(experiment: Experiment, name: str, options: argparse.Namespace) -> None:
    alone = _throughput_alone(experiment, options.seconds / 4)
    size = (options.width, options.height)
    intervals, epochs_per_second, hovers = _in_the_window(experiment, options.seconds, size)
    alone = max(alone, _throughput_alone(experiment, options.seconds / 4))
    milliseconds, seconds = np.array(intervals) * 1e3, sum(intervals)
    median, worst = np.median(milliseconds), np.percentile(milliseconds, 99)
    platform = os.environ.get("QT_QPA_PLATFORM", "on a display")
    print(f"experiment            {name}, window {options.width} x {options.height}, {platform}")
    print(f"frames                {len(intervals)} in {seconds:.1f} s: {len(intervals) / seconds:.1f} a second")
    print(f"between frames        median {median:.1f} ms, p99 {worst:.1f} ms")
    print(f"throughput            {epochs_per_second:,.0f} epochs/s with the window, {alone:,.0f} without")
    print(f"throughput kept       {100 * epochs_per_second / alone:.0f} %")
    for what, waits in zip(("hover to canvas      ", "  in full sharpness  "), np.array(hovers).T * 1e3, strict=True):
        print(f"{what} median {np.median(waits):.1f} ms, p95 {np.percentile(waits, 95):.1f} ms")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", default="playground")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--rounds", type=int, default=5, help="starts to take the best of")
    parser.add_argument("--no-deep", dest="deep", action="store_false", help="leave out the deep network")
    parser.add_argument("--no-start", dest="start", action="store_false", help="leave out the time to first paint")
    return parser.parse_args()


def _experiment(options: argparse.Namespace) -> Experiment:
    return change(load(options.lab), {"training.epochs": 10_000_000} | parse_assignments(options.set))


def _throughput_alone(experiment: Experiment, seconds: float) -> float:
    run = Run(experiment)
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        run.epoch()
    return run.epochs_done / (time.perf_counter() - started)


def _in_the_window(
    experiment: Experiment, seconds: float, size: tuple[int, int]
) -> tuple[list[float], float, list[tuple[float, float]]]:
    """Seconds between painted frames, epochs a second, and of each neuron pointed at until it is drawn, and sharp."""
    from PySide6.QtCore import QEvent, QObject, QSettings, QTimer

    from playground.app.application import make_application
    from playground.app.settings import AppSettings
    from playground.app.theme import ThemeManager
    from playground.app.window import MainWindow

    class Paints(QObject):
        """Notes when each of the watched widgets is painted."""

        def __init__(self, *widgets: QObject) -> None:
            super().__init__()
            self.times: dict[QObject, list[float]] = {widget: [] for widget in widgets}
            for widget in widgets:
                widget.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                self.times[watched].append(time.perf_counter())
            return False

    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(experiment, ThemeManager(app, "light"), AppSettings(store))
        window.resize(*size)
        window.show()
        paints = Paints(window.output.canvas, window.network.canvas)
        epochs: list[tuple[float, int]] = []
        settle = 2.0

        def begin() -> None:
            for times in paints.times.values():
                times.clear()
            epochs.append((time.perf_counter(), window.epoch))

        def point() -> None:
            epochs.append((time.perf_counter(), window.epoch))
            slower = min(paints.times.values(), key=len)
            frames.extend(slower)
            hovers.extend(_hover(window, paints.times[window.output.canvas]))
            window.close()
            app.quit()

        frames: list[float] = []
        hovers: list[tuple[float, float]] = []
        QTimer.singleShot(500, window.worker.play)
        QTimer.singleShot(int(1000 * settle), begin)
        QTimer.singleShot(int(1000 * (settle + seconds)), point)
        app.exec()
    (then, before), (now, after) = epochs
    return list(np.diff(frames)), (after - before) / (now - then), hovers


def _hover(window: "MainWindow", painted: list[float]) -> list[tuple[float, float]]:
    """Point at hidden neurons in turn; seconds until each is painted on the canvas, and until it is sharp."""
    from PySide6.QtCore import QEventLoop, QPoint
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    found = []
    columns = window.network.canvas.layout_shown.columns
    for number in range(_HOVERS):
        column = 1 + number % (len(columns) - 2)
        tiles = columns[column].tiles
        tile, started, first = tiles[(5 * number) % len(tiles)], time.perf_counter(), 0.0
        QTest.mouseMove(window.network.canvas, QPoint(round(tile.x + tile.width / 2), round(tile.middle)))
        while True:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if not first and painted[-1] > started:
                first = painted[-1]
            drawn = window.output.canvas.unit.drawn
            if first and drawn is not None and drawn == window.output.canvas.unit.unit and painted[-1] > started:
                break
        found.append((first - started, painted[-1] - started))
    return found


_BARE = "import numpy, PySide6.QtWidgets, pyqtgraph"
_WINDOW = """
import os, sys
from PySide6.QtCore import QEvent, QObject
import playground.app as app_package
from playground.app import startup
startup.require_qt()
from playground.app import application, window
from playground.experiment import load
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(0)
        return False
original = window.MainWindow.show
def show(self):
    self._first = First()
    self.output.canvas.installEventFilter(self._first)
    original(self)
window.MainWindow.show = show
application.run(load("petals"))
"""


def _first_paint(rounds: int) -> tuple[float, float]:
    """Seconds from the start of Python to the first painted canvas, and to the end of the bare imports: the best."""
    best = {_WINDOW: float("inf"), _BARE: float("inf")}
    environment = {**os.environ, "PYQTGRAPH_QT_LIB": "PySide6"}
    for _ in range(rounds):
        for code in best:
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=environment)
            best[code] = min(best[code], time.perf_counter() - started)
    return best[_WINDOW], best[_BARE]


if __name__ == "__main__":
    main()
