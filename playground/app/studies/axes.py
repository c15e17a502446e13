"""Axes of a study's charts: round, few ticks about what there is; no Qt here."""

import math
from collections.abc import Sequence

from playground.app.words.numbers import round_step
from playground.training.scales import Axis

_MOST_STEPS = 5
_MANTISSAS = (1, 2, 2.5, 5)


def share_axis(low: float, high: float) -> Axis:
    """Shares of 1, in percent; never beyond 0 and 100."""
    low, high = 100 * max(0.0, low), 100 * min(1.0, high)
    step = max(0.5, round_step(max(high - low, 1.0), _MOST_STEPS - 1, _MANTISSAS))
    bottom, top = _around(low, high, step)
    bottom, top = max(0.0, bottom), min(100.0, top)
    return Axis(bottom, top, _ticks(bottom, top, step, " %"))


def value_axis(low: float, high: float) -> Axis:
    """Any values, from below the least to above the largest."""
    span = max(high - low, 1e-3 * max(abs(low), abs(high)), 1e-9)
    step = round_step(span, _MOST_STEPS - 1, _MANTISSAS)
    bottom, top = _around(low, high, step)
    return Axis(bottom, top, _ticks(bottom, top, step, ""))


def category_axis(names: Sequence[str], room: int) -> Axis:
    """One place a name, evenly apart; where there is no room for all names, for every second, third and so on."""
    stride = max(1, -(-len(names) // max(1, room)))
    ticks = tuple((float(n), name) for n, name in enumerate(names) if n % stride == 0)
    return Axis(-0.06 * max(1, len(names) - 1) - 0.04, max(1, len(names) - 1) * 1.04 + 0.04, ticks)


def _around(low: float, high: float, step: float) -> tuple[float, float]:
    bottom = step * math.floor(low / step + 1e-9)
    top = step * math.ceil(high / step - 1e-9)
    return bottom, top if top > bottom else bottom + step


def _ticks(bottom: float, top: float, step: float, unit: str) -> tuple[tuple[float, str], ...]:
    count = math.floor((top - bottom) / step + 1e-9)
    values = [bottom + n * step for n in range(count + 1)]
    return tuple((value, f"{_plain(value)}{unit}") for value in values)


def _plain(value: float) -> str:
    return f"{value:.6g}".replace("-", "\N{MINUS SIGN}")
