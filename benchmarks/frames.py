"""How smooth is the window, and what does it cost the training?

Opens the real window, trains at full speed for some seconds with every neuron's map live, and prints the time between
painted frames; in turns with it, the throughput of the same training without the window. A frame counts when both the
canvas and the diagram have been painted. Then it points at one neuron after another, the training going on, and prints
how long each took to be on the canvas. While a run is eased in there are fewer epochs than frames at first: there the
diagram alone counts, whose links flow, and the pictures of the canvas are told beside it. The same again for a deep
network.

    python -m benchmarks.frames [--lab playground] [--seconds 10] [--set PATH=VALUE]...
    python -m benchmarks.frames --lab petals --scrub 100000
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from playground.experiment import Experiment, change, load, parse_assignments
from playground.training import Run

from .real_window import opened, painted, spend
from .scrubbing import scrub_milliseconds

if TYPE_CHECKING:
    from playground.app.window.window import MainWindow

_DEEP = [{"units": 8, "activation": "tanh"}] * 6
_HOVERS = 80
_ROUNDS = 5
_SETTLE_MILLISECONDS = 600
_EASE_SECONDS = 4


def main() -> None:
    options = _options()
    experiment = _experiment(options)
    if options.scrub:
        _print_scrubbing(experiment, options)
        return
    _measure(experiment, experiment.name, options)
    if options.deep:
        _measure(change(experiment, {"network.layers": _DEEP}), f"{experiment.name}, 6 layers of 8", options)
    if options.start:
        window, imports = _first_paint(options.rounds)
        print(f"first paint           {window:.3f} s, bare imports {imports:.3f} s: ratio {window / imports:.2f}")


def _measure(experiment: Experiment, name: str, options: argparse.Namespace) -> None:
    seen = _in_the_window(experiment, options.seconds, (options.width, options.height))
    milliseconds = np.array(seen.intervals) * 1e3
    median, worst = np.median(milliseconds), np.percentile(milliseconds, 99)
    kept = np.array(seen.with_window) / np.array(seen.alone)
    platform = os.environ.get("QT_QPA_PLATFORM", "on a display")
    print(f"experiment            {name}, window {options.width} x {options.height}, {platform}")
    print(f"frames                {len(milliseconds)}: {1e3 / milliseconds.mean():.1f} a second")
    print(f"between frames        median {median:.1f} ms, p99 {worst:.1f} ms")
    print(f"throughput            {np.median(seen.with_window):,.0f} epochs/s with the window,", end=" ")
    print(f"{np.median(seen.alone):,.0f} without, in turns")
    print(f"throughput kept       median {100 * np.median(kept):.0f} %, from {100 * kept.min():.0f} to", end=" ")
    print(f"{100 * kept.max():.0f} %")
    for what, waits in zip(
        ("hover to canvas      ", "  in full sharpness  "), np.array(seen.hovers).T * 1e3, strict=True
    ):
        print(f"{what} median {np.median(waits):.1f} ms, p95 {np.percentile(waits, 95):.1f} ms")
    _print_ease(experiment, (options.width, options.height))


def _print_ease(experiment: Experiment, size: tuple[int, int]) -> None:
    frames, maps = _ease_frames(experiment, size)
    milliseconds = np.concatenate([np.diff(times) for times in frames]) * 1e3
    a_second = [sum(map(len, each)) / _ROUNDS / _EASE_SECONDS for each in (frames, maps)]
    print(f"first {_EASE_SECONDS} s, eased in   {a_second[0]:.1f} frames a second, {a_second[1]:.1f} maps,", end=" ")
    print(f"between frames median {np.median(milliseconds):.1f} ms, p99 {np.percentile(milliseconds, 99):.1f} ms")


def _print_scrubbing(experiment: Experiment, options: argparse.Namespace) -> None:
    times = scrub_milliseconds(experiment, options.scrub, (options.width, options.height))
    median, p95 = np.median(times), np.percentile(times, 95)
    print(f"scrub to any epoch    of {options.scrub:,} epochs of {experiment.name}, {len(times)} times")
    print(f"until painted         median {median:.1f} ms, p95 {p95:.1f} ms, longest {max(times):.1f} ms")


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
    parser.add_argument(
        "--scrub", type=int, default=0, metavar="EPOCHS", help="only: train for so many, and time looking back at them"
    )
    return parser.parse_args()


def _experiment(options: argparse.Namespace) -> Experiment:
    return change(load(options.lab), {"training.epochs": 10_000_000} | parse_assignments(options.set))


def _throughput_alone(run: Run, seconds: float) -> float:
    started, before = time.perf_counter(), run.epochs_done
    while time.perf_counter() - started < seconds:
        run.epoch()
    return (run.epochs_done - before) / (time.perf_counter() - started)


@dataclass
class _Seen:
    """What was measured with the window open.

    intervals : seconds between painted frames. with_window, alone : epochs a second, of each round. hovers : of each
    neuron pointed at, seconds until it is drawn, and until it is sharp.
    """

    intervals: list[float] = field(default_factory=list)
    with_window: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    hovers: list[tuple[float, float]] = field(default_factory=list)


def _in_the_window(experiment: Experiment, seconds: float, size: tuple[int, int]) -> _Seen:
    """Train in the window and without it, in turns: what else the machine does then weighs on both alike."""
    seen, run = _Seen(), Run(experiment)
    with opened(experiment, size) as window:
        canvas, diagram = window.output.canvas, window.network.canvas
        spend(500)
        for _ in range(_ROUNDS):
            window.worker.play()
            spend(_SETTLE_MILLISECONDS)
            with painted(canvas, diagram) as times:
                started, before = time.perf_counter(), window.epoch
                spend(int(1000 * seconds / _ROUNDS))
                seen.with_window.append((window.epoch - before) / (time.perf_counter() - started))
            # A frame counts when both have been painted.
            seen.intervals.extend(np.diff(min(times.values(), key=len)))
            window.worker.pause()
            spend(_SETTLE_MILLISECONDS)
            seen.alone.append(_throughput_alone(run, seconds / _ROUNDS / 2))
        window.worker.play()
        spend(_SETTLE_MILLISECONDS)
        with painted(canvas) as times:
            seen.hovers.extend(_hover(window, times[canvas]))
    return seen


def _ease_frames(experiment: Experiment, size: tuple[int, int]) -> tuple[list[list[float]], list[list[float]]]:
    """Begin the run again and again, eased in; of each time, when the diagram was painted, and when the canvas."""
    frames, maps = [], []
    with opened(experiment, size, eased=True) as window:
        canvas, diagram = window.output.canvas, window.network.canvas
        spend(500)
        for _ in range(_ROUNDS):
            with painted(canvas, diagram) as times:
                window.worker.play()
                spend(1000 * _EASE_SECONDS)
            frames.append(times[diagram])
            maps.append(times[canvas])
            window.worker.pause()
            window.worker.reset()
            spend(_SETTLE_MILLISECONDS)
    return frames, maps


def _hover(window: "MainWindow", paints: list[float]) -> list[tuple[float, float]]:
    """Point at hidden neurons in turn; seconds until each is painted on the canvas, and until it is sharp."""
    from PySide6.QtCore import QEventLoop, QPoint
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    found = []
    columns = window.network.canvas.layout_shown.columns
    for number in range(_HOVERS):
        column = 1 + number % max(1, len(columns) - 2)
        tiles = columns[column].tiles
        tile, started, first = tiles[(5 * number) % len(tiles)], time.perf_counter(), 0.0
        QTest.mouseMove(window.network.canvas, QPoint(round(tile.x + tile.width / 2), round(tile.middle)))
        while True:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if not paints:
                continue
            if not first and paints[-1] > started:
                first = paints[-1]
            drawn = window.output.canvas.unit.drawn
            if first and drawn is not None and drawn == window.output.canvas.unit.unit and paints[-1] > started:
                break
        found.append((first - started, paints[-1] - started))
    return found


_BARE = "import numpy, PySide6.QtWidgets, pyqtgraph"
_WINDOW = """
import os, sys
from PySide6.QtCore import QEvent, QObject
import playground.app as app_package
from playground.app import startup
startup.require_qt()
from playground.app import application
from playground.app.window import window
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
