"""When the next frame is due: sixty times a second, though Qt's timers know whole milliseconds only."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME_SECONDS = 1 / 60


class FrameClock(QObject):
    """Calls for a frame at every sixtieth of a second, by waits of 16 and 17 ms as they come nearest.

    A frame that took long delays the next one and no more: what was missed is not made up for.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._call)
        self._next = 0.0

    def start(self) -> None:
        self._next = perf_counter()
        self._wait()

    def stop(self) -> None:
        self._timer.stop()

    def _call(self) -> None:
        # Before the frame and not after it: the time that it takes is part of the wait for the next.
        self._wait()
        self.due.emit()

    def _wait(self) -> None:
        now = perf_counter()
        self._next = next_due(self._next, now)
        self._timer.start(round((self._next - now) * 1e3))


def next_due(last: float, now: float) -> float:
    """When the frame after the one due at `last` is due, in seconds: never in the past."""
    return max(last + FRAME_SECONDS, now)
