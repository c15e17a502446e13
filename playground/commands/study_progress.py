"""How far a study is, told on a terminal while it lasts; and what went wrong on the way, told anywhere."""

import time
from typing import Self, TextIO

from playground.studies import Result, Slice, StudyRun, Trial

_EVERY = 0.2
"""Seconds between two drawings."""


class StudyProgress:
    """Draws a line that rewrites itself, on a terminal only."""

    def __init__(self, running: StudyRun, stream: TextIO | None) -> None:
        self._running = running
        self._stream = stream
        self._shown = stream is not None and stream.isatty()
        self._last = 0.0

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def slice(self, _trial: Trial, _piece: Slice) -> None:
        """A trial went on."""
        if time.monotonic() - self._last >= _EVERY:
            self._draw()

    def result(self, _trial: Trial, _result: Result) -> None:
        """A trial has ended."""
        self._draw()

    def notice(self, text: str) -> None:
        """Something to tell, in a line of its own."""
        self._clear()
        print(f"playground: {text}", file=self._stream, flush=True)

    def _draw(self) -> None:
        if not self._shown:
            return
        self._last = time.monotonic()
        progress = self._running.progress
        left = "" if progress.seconds_left is None else f"  {duration(progress.seconds_left)} left"
        line = f"{progress.done:,} of {progress.total:,} trials  {100 * progress.share:.0f} %{left}"
        print(f"\r{line} \033[K", end="", file=self._stream, flush=True)

    def _clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=self._stream, flush=True)


def duration(seconds: float) -> str:
    """Seconds as a person says them: 45 s, 3 min, 2 h 5 min."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
