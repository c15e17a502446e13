"""How fast training may go, and how fast it goes."""

import time
from collections import deque


class Pace:
    """Spaces epochs out to a wished rate, and measures the real one.

    `limit` is in epochs a second; None is as fast as the machine goes.
    """

    def __init__(self) -> None:
        self.limit: float | None = None
        self.seconds = 0.0
        self._due = 0.0
        self._started: float | None = None
        self._marks: deque[tuple[float, int]] = deque(maxlen=64)

    def start(self, epochs: int) -> None:
        """Training begins, or goes on."""
        self._started = self._due = time.perf_counter()
        self._marks.clear()
        self._marks.append((self._started, epochs))

    def stop(self) -> None:
        """Training pauses."""
        if self._started is not None:
            self.seconds += time.perf_counter() - self._started
            self._started = None
        self._marks.clear()

    def reset(self) -> None:
        """Time counts from nought again."""
        self.seconds = 0.0
        if self._started is not None:
            self._started = time.perf_counter()
        self._marks.clear()

    def completed_epoch(self) -> bool:
        """One more epoch is done; whether there is a limit, from which follows when the next may begin."""
        if self.limit is None:
            return False
        self._due = max(self._due, time.perf_counter() - 1 / self.limit) + 1 / self.limit
        return True

    def wait_seconds(self) -> float:
        """How long to wait before the next epoch; 0 when it may begin."""
        return 0.0 if self.limit is None else max(0.0, self._due - time.perf_counter())

    def elapsed(self) -> float:
        """Seconds of training since the last reset."""
        running = 0.0 if self._started is None else time.perf_counter() - self._started
        return self.seconds + running

    def rate(self, epochs: int) -> float:
        """Epochs a second over the last second or so, `epochs` being done now; 0 when nothing runs."""
        if self._started is None:
            return 0.0
        now = time.perf_counter()
        self._marks.append((now, epochs))
        while len(self._marks) > 2 and now - self._marks[0][0] > 1.5:
            self._marks.popleft()
        then, before = self._marks[0]
        return max(0.0, (epochs - before) / (now - then)) if now > then else 0.0
