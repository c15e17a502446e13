"""How soon the window shows another epoch of a long run, from the mouse's asking to the painted canvas and diagram."""

import time

import numpy as np

from playground.experiment import Experiment, change
from playground.training import Run

from .real_window import opened, painted

_ROUNDS = 300


def scrub_milliseconds(experiment: Experiment, epochs: int, size: tuple[int, int]) -> list[float]:
    """Train for `epochs` in the window's worker, then ask for epochs at random: milliseconds to each."""
    from PySide6.QtWidgets import QApplication

    times: list[float] = []
    with opened(change(experiment, {"training.epochs": epochs}), size) as window:
        window.worker.ask(Run.train)
        while not (window.epoch == epochs and window.settled and window.curves.view is not None):
            QApplication.processEvents()
            time.sleep(0.001)
        view, standing = window.curves.view, window.time_machine.standing
        assert standing is not None
        for epoch in np.random.RandomState(1).randint(0, epochs, _ROUNDS).tolist():
            expected = epoch - epoch % standing.stride
            with painted(window.output.canvas, window.network.canvas) as seen:
                started = time.perf_counter()
                view.scrubbed.emit(float(epoch))
                while not (window.epoch == expected and all(seen.values())):
                    QApplication.processEvents()
                    time.sleep(0.0002)
                times.append(1e3 * (time.perf_counter() - started))
    return times
