"""Times side by side: the machine's noise only ever adds, so each is the best of many short rounds, taken in turn."""

import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def best_microseconds(works: Mapping[str, Work], *, rounds: int = 20, seconds: float = 0.05) -> dict[str, float]:
    """The best time of one call of each work, in microseconds."""
    calls = {name: _calls(work, seconds) for name, work in works.items()}
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], _time(work, calls[name]))
    return best


def _calls(work: Work, seconds: float) -> int:
    work()
    return max(1, min(100_000, round(seconds * 1e6 / _time(work, 1))))


def _time(work: Work, calls: int) -> float:
    started = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - started) / calls * 1e6
