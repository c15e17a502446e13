"""How far a training is, told on a terminal while it lasts."""

import signal
import threading
import time
from typing import Self, TextIO

from playground.training import Run


class Interrupt:
    """While it is entered, Ctrl+C sets `pressed`; a second one ends the program there and then."""

    def __init__(self) -> None:
        self.pressed = threading.Event()

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        # Whoever starts a program with Ctrl+C ignored, as `nohup` does, wants it ignored.
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _press(self, *_: object) -> None:
        if self.pressed.is_set():
            raise KeyboardInterrupt
        self.pressed.set()


class Progress:
    """Watches a training: draws a line that rewrites itself, on a terminal only, and ends it after Ctrl+C.

    `epochs` is how many there will be, where not as many as the experiment says. Training ends after the epoch under
    way, so that network and history are whole; a second Ctrl+C ends it there and then.
    """

    def __init__(self, stream: TextIO | None, epochs: int | None = None) -> None:
        self._stream = stream
        self._epochs = epochs
        self._shown = stream is not None and stream.isatty()
        self._started = self._last = time.monotonic()
        self._interrupt = Interrupt()

    @property
    def interrupted(self) -> bool:
        """Tell whether Ctrl+C came."""
        return self._interrupt.pressed.is_set()

    def __enter__(self) -> Self:
        self._interrupt.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._interrupt.__exit__()
        if self._shown:
            print("\r\033[K", end="", file=self._stream, flush=True)

    def __call__(self, run: Run) -> bool:
        now = time.monotonic()
        if self._shown and now - self._last >= 0.2:
            self._last = now
            self._draw(run, now)
        return self.interrupted

    def _draw(self, run: Run, now: float) -> None:
        done, total = run.epochs_done, self._epochs or run.experiment.training.epochs
        rate = done / (now - self._started)
        left = (total - done) / rate if rate else 0
        loss = run.snapshot().scores["train"].loss
        print(f"\repoch {done:,} of {total:,}  loss {loss:.4f}  {left:.0f} s left \033[K", end="", file=self._stream)


class Share:
    """Draws how much of a task is done, from 0 to 1, as a line that rewrites itself, on a terminal only."""

    def __init__(self, stream: TextIO | None, task: str) -> None:
        self._stream, self._task = stream, task
        self._shown = stream is not None and stream.isatty()
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\033[K", end="", file=self._stream, flush=True)

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if self._shown and now - self._last >= 0.2:
            self._last = now
            print(f"\r{self._task} {100 * share:.0f} % \033[K", end="", file=self._stream, flush=True)
