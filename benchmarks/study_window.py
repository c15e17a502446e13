"""Does the window of studies stay smooth while a study runs in it?"""

import sys
from typing import TYPE_CHECKING

import numpy as np

from playground.experiment import change, load

from .real_window import opened, painted, spend

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.app.studies.window import StudyWindow

_SETTLE_MILLISECONDS = 4000
"""Until the workers have started and the first trials are done."""


def print_frames(seconds: float) -> None:
    """Print the frames of the study window, asked for sixty a second, and of the main window when it trains beside."""
    from playground.app.worker.gate import FrameClock

    with opened(change(load("petals"), {"training.epochs": 10_000_000})) as main:
        main.studies.show()
        window = main.studies.window
        assert window is not None
        for what, sizes, epochs in (("100 trials", "1-10", 10_000_000), ("1,000 trials", "1-10", 300)):
            _begin(window, sizes, 100 if epochs < 1000 else 10, epochs)
            spend(_SETTLE_MILLISECONDS)
            wall = window.wall.wall.viewport()
            clock = FrameClock(window)
            clock.due.connect(wall.update)
            clock.start()
            _print(f"{what}, study window", _frames_of(wall, seconds))
            clock.stop()
            main.worker.play()
            spend(300)
            _print(f"{what}, main window training", _frames_of(main.output.canvas, seconds))
            main.worker.pause()
            assert window.running, "the study was over before the measurement"
            window.cancel()
            while window.running:
                spend(50)


def _frames_of(widget: "QWidget", seconds: float) -> list[float]:
    with painted(widget) as times:
        spend(int(1000 * seconds))
    return times[widget]


def _begin(window: "StudyWindow", sizes: str, seeds: int, epochs: int) -> None:
    window.setup.one.set_values(sizes)
    window.setup.seeds.set_value(seeds)
    window.setup.epochs.set_value(epochs)
    window.start()
    if not window.running:
        sys.exit(f"the study did not start: {window.setup.problem}")


def _print(what: str, times: list[float]) -> None:
    between = 1e3 * np.diff(times)
    p99, longest = np.percentile(between, 99), between.max()
    print(f"  {what:<55} {1e3 / between.mean():5.1f} frames/s, p99 {p99:5.1f} ms, longest {longest:5.1f} ms")
