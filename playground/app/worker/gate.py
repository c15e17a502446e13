"""The frame gate: while the window draws a frame, the worker waits.

Both threads share one interpreter lock. A worker that trains flat out takes it back hundreds of times a frame and
leaves the window two or three frames a second; waiting between two steps while a frame is drawn costs the worker
little and gives the window all of its sixty.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import perf_counter
from typing import Final, Generic, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal


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


Letter = TypeVar("Letter")


class Mailbox(Generic[Letter]):
    """Holds one letter. The worker puts it in when the box is empty; the window takes it out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._letter: Letter | None = None

    @property
    def empty(self) -> bool:
        """Tell whether the last letter has been taken."""
        return self._letter is None

    def put(self, letter: Letter) -> None:
        """Leave the newest letter, in the place of one that nobody took."""
        with self._lock:
            self._letter = letter

    def take(self) -> Letter | None:
        """The letter, or None when there is none."""
        with self._lock:
            letter, self._letter = self._letter, None
        return letter


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
    """Tell when the frame after the one due at `last` is due, in seconds: never in the past."""
    return max(last + FRAME_SECONDS, now)


AUTO: Final = "auto"
Speed = float | Literal["auto"] | None
"""Epochs a second; None is as fast as the machine goes, and AUTO comes to that little by little when a run begins."""
EASE_RATE, EASE_SECONDS = 30.0, 4.0
_RATE_SECONDS = 1.5


def eased_rate(seconds: float) -> float | None:
    """Epochs a second so long after a run has begun: 30 at first; None, which is no limit, from 4 s on.

    The wait between two epochs shrinks with the square of the time that is left, so that it ends without a jump however
    fast the machine is.
    """
    left = 1 - seconds / EASE_SECONDS
    return EASE_RATE / left**2 if left > 0 else None


class Pace:
    """Spaces epochs out to a wished rate, and measures the real one.

    Parameters
    ----------
    clock : gives the time in seconds.

    Attributes
    ----------
    speed : the wish.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self.speed: Speed = None
        self._seconds = 0.0
        # Of the seconds of training, those at which the ease-in began; it is long over where there is to be none.
        self._eased_from = 0.0
        self._due = 0.0
        self._started: float | None = None
        self._marks: deque[tuple[float, int]] = deque(maxlen=64)

    @property
    def limit(self) -> float | None:
        """Epochs a second that are allowed at this moment; None for as many as the machine does."""
        return eased_rate(self._since_ease()) if isinstance(self.speed, str) else self.speed

    @property
    def easing(self) -> bool:
        """Whether the speed rises by itself, or did while `rate` looked: nothing follows from it for the time left."""
        return isinstance(self.speed, str) and self._since_ease() < EASE_SECONDS + _RATE_SECONDS

    def set_speed(self, speed: Speed) -> None:
        """Wish for another rate, from the next epoch on."""
        self.speed, self._due = speed, self._clock()

    def ease_in(self) -> None:
        """A run begins that goes on from another: it is eased in as one that begins at nought."""
        self._eased_from = self.elapsed()

    def end_ease_in(self) -> None:
        """Let a run that is being eased in go as fast as the machine at once; one that has not begun will be."""
        if self._started is not None and isinstance(self.speed, str):
            self._eased_from = -math.inf
            self._due = self._clock()

    def start(self, epochs: int) -> None:
        """Training begins, or goes on."""
        self._started = self._due = self._clock()
        self._marks.clear()
        self._marks.append((self._started, epochs))

    def stop(self) -> None:
        """Training pauses."""
        self._seconds = self.elapsed()
        self._started = None
        self._marks.clear()

    def reset(self, *, fresh: bool = True) -> None:
        """Time counts from nought again; a run is eased in if it is `fresh`, of which nothing has been seen before."""
        self._seconds = 0.0
        self._eased_from = 0.0 if fresh else -math.inf
        if self._started is not None:
            self._started = self._clock()
        self._marks.clear()

    def completed_epoch(self) -> bool:
        """One more epoch is done; whether there is a limit, from which follows when the next may begin."""
        limit = self.limit
        if limit is None:
            return False
        self._due = max(self._due, self._clock() - 1 / limit) + 1 / limit
        return True

    def wait_seconds(self) -> float:
        """Tell how long to wait before the next epoch; 0 when it may begin."""
        return 0.0 if self.limit is None else max(0.0, self._due - self._clock())

    def elapsed(self) -> float:
        """Seconds of training since the last reset."""
        return self._seconds + (0.0 if self._started is None else self._clock() - self._started)

    def rate(self, epochs: int) -> float:
        """Epochs a second over the last second or so, `epochs` being done now; 0 when nothing runs."""
        if self._started is None:
            return 0.0
        now = self._clock()
        self._marks.append((now, epochs))
        while len(self._marks) > 2 and now - self._marks[0][0] > _RATE_SECONDS:
            self._marks.popleft()
        then, before = self._marks[0]
        return max(0.0, (epochs - before) / (now - then)) if now > then else 0.0

    def _since_ease(self) -> float:
        return self.elapsed() - self._eased_from
