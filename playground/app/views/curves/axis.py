"""Axes with few, round ticks, in plain numbers; no Qt here."""

from dataclasses import dataclass

from playground.app.views.numbers import count_text
from playground.app.views.rounding import round_step, round_up

_MOST_TICKS = 5
_SHORTEST = 20
_EARLY = 1 / 8


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with ticks where and as what they are written."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def epoch_axis(epoch: int, epochs: int) -> Axis:
    """The axis of a run at `epoch` of `epochs`.

    It shows the whole run, except at its start, where it grows in steps so that the curves are not a few pixels wide.
    """
    end = float(epochs)
    if epoch > epochs:
        end = round_up(epoch)
    elif epoch < epochs * _EARLY:
        end = min(end, round_up(max(_SHORTEST, 1.25 * epoch)))
    # Quarters read best (2,500, 5,000, 7,500), but not quarters of an epoch.
    step = max(1.0, round_step(end, _MOST_TICKS - 1, (1, 2, 2.5, 5) if end >= 40 else (1, 2, 5)))
    count = int(end / step + 1e-9)
    return Axis(0.0, end, tuple((n * step, count_text(n * step)) for n in range(count + 1)))
