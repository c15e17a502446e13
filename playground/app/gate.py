"""The frame gate: while the window draws a frame, the worker waits.

Both threads share one interpreter lock. A worker that trains flat out takes it back hundreds of times a frame and
leaves the window two or three frames a second; waiting between two steps while a frame is drawn costs the worker
little and gives the window all of its sixty.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event


class FrameGate:
    """Open while the worker may step. The window closes it for the time of a frame."""

    def __init__(self) -> None:
        self._open = Event()
        self._open.set()
        self.is_open: Callable[[], bool] = self._open.is_set
        """Whether the worker may step; asked before every one, so it is the event's own method."""

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Hold the worker back; it is let go whatever happens inside."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def wait(self) -> None:
        """Return once the gate is open."""
        self._open.wait()
