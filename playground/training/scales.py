"""How values become heights, and how far the epochs go: the axes of the plots. Ranges grow in steps, since a new one is
costly to draw."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.experiment.numbers import count_text, round_step, tick_texts

_ENDS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
_SHORTEST = 10
_MOST_BEYOND = 4
"""Times the planned epochs: of a run behind that is longer, only the beginning is shown."""


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with ticks where and as what they are written."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def last_epoch(planned: int, reached: float, ghosts: Iterable[float] = (), *, over: bool = False) -> float:
    """The epoch at which the axis of all plots ends: the planned one from the beginning, so that nothing moves.

    It lies further out where the run has gone further, and so that runs behind are whole. A run that is over has its
    end where it stopped.

    Parameters
    ----------
    planned : epochs of the experiment.
    reached : the last epoch of the curves.
    ghosts : the last epochs of the runs behind.
    over : whether the run has stopped by itself, so that nothing is to come.
    """
    longest = max((ghost for ghost in ghosts if ghost <= _MOST_BEYOND * planned), default=0.0)
    if over and max(reached, longest) < planned:
        return min(planned, max(_rounded_up(reached), longest))
    return max(planned, longest, _rounded_up(reached) if reached > planned else 0)


def _rounded_up(epoch: float) -> float:
    return round_step(max(_SHORTEST, epoch), 1, _ENDS)


def epoch_axis(end: float, pieces: int = 4) -> Axis:
    """From the untrained network to the epoch `end`, in at most so many pieces."""
    # Quarters read best (2,500, 5,000, 7,500), but not quarters of an epoch.
    step = max(1.0, round_step(end, pieces, (1, 2, 2.5, 5) if end >= 40 else (1, 2, 5)))
    count = int(end / step + 1e-9)
    return Axis(0.0, end, tuple((n * step, count_text(n * step)) for n in range(count + 1)))


LEAST = 1e-12
"""Below this a logarithm says nothing about a loss any more."""
_LEAST_RATIO_POWER = -9
_SCALES_MOST_TICKS = 5
_MOST_PLAIN = 1e5
"""From here on numbers are too wide for the room beside a plot, and are powers of ten."""
_STEPS = (1, 1.5, 2, 3, 5, 7)
_GRIDS: tuple[tuple[float, ...], ...] = (tuple(range(1, 10)), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))


class Scale(Protocol):
    """Where values are drawn, and the axis for all values from `low` to `high`."""

    def place(self, values: ArrayLike) -> NDArray[np.float64]: ...

    def axis(self, low: float, high: float) -> Axis: ...


class LinearScale:
    """From 0 up to a round number."""

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(values, np.float64)

    def axis(self, low: float, high: float) -> Axis:
        del low
        step = round_step(max(high, LEAST), _SCALES_MOST_TICKS - 1)
        count = max(1, math.ceil(high / step - 1e-9))
        places = [n * step for n in range(count + 1)]
        return Axis(0.0, count * step, tuple(zip(places, tick_texts(places, step, _MOST_PLAIN), strict=True)))


class LogScale:
    """Powers of ten, with round numbers between them while there are few."""

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        return np.log10(np.maximum(np.asarray(values, np.float64), LEAST))

    def axis(self, low: float, high: float) -> Axis:
        low, high = max(low, LEAST), max(high, LEAST)
        steps = _grid(low, high, _STEPS)
        bottom = max(value for value in steps if value <= low * (1 + 1e-9))
        top = min(value for value in steps if value >= high * (1 - 1e-9) and value > bottom)
        return Axis(math.log10(bottom), math.log10(top), _log_ticks(bottom, top))


class PercentScale:
    """Shares of 1 in percent, up to 100."""

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        return 100 * np.asarray(values, np.float64)

    def axis(self, low: float, high: float) -> Axis:
        del high
        bottom = next((b for b in (50, 25, 0) if 100 * low >= b - 5), 0)
        return Axis(min(bottom, 5 * math.floor(20 * low)), 100.0, tuple((n, f"{n} %") for n in range(bottom, 101, 25)))


class RatioScale:
    """Powers of ten about the healthy one in a thousand."""

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        # A layer that does not move has a ratio of 0 and no place on this scale.
        numbers = np.asarray(values, np.float64)
        return np.log10(np.where(numbers > 0, numbers, np.nan))

    def axis(self, low: float, high: float) -> Axis:
        bottom = max(_LEAST_RATIO_POWER, min(-5, math.floor(math.log10(max(low, LEAST)))))
        top = max(0, math.ceil(math.log10(max(high, LEAST)) - 0.1))
        stride = max(2, -(-(top - bottom) // 4))
        powers = [p for p in range(top, bottom - 1, -1) if p % stride == 0]
        return Axis(bottom, top, tuple((p, power_name(p)) for p in powers))


def power_name(power: int) -> str:
    """1, 10 and 0.1 as they are, the other powers of ten with an exponent."""
    return f"{10.0**power:g}" if -1 <= power <= 1 else f"1e{power}"


def _log_ticks(bottom: float, top: float) -> tuple[tuple[float, str], ...]:
    for mantissas in _GRIDS:
        values = [v for v in _grid(bottom, top, mantissas) if bottom * (1 - 1e-9) <= v <= top * (1 + 1e-9)]
        if len(values) <= _SCALES_MOST_TICKS:
            return tuple((math.log10(value), _log_text(value)) for value in values)
    powers = [round(math.log10(value)) for value in values]
    stride = -(-len(powers) // _SCALES_MOST_TICKS)
    return tuple((float(p), _log_text(10.0**p)) for p in powers if p % stride == 0)


def _grid(low: float, high: float, mantissas: tuple[float, ...]) -> list[float]:
    """All mantissas times powers of ten about `low` to `high`, one decade to spare."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    return [float(f"{m}e{p}") for p in powers for m in mantissas]


def _log_text(value: float) -> str:
    if 1e-3 <= value < 1e4:
        return f"{value:g}"
    mantissa, _, power = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(power)}"
