"""Ctrl+C as a wish that work should end soon, with what was reached kept."""

import signal
import threading
from typing import Self


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
