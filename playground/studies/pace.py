"""The pace of learning: the epochs until a training loss had come down to each step of a ladder."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.studies.tukey import compare

_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""The steps of a decade: losses that are said in a word."""
_LOWEST = 1e-6
"""Below so small a share of the first loss nobody asks any more."""


def rung(number: int) -> float:
    """The loss at a step of the ladder; a higher number is a higher loss, and number 0 is a loss of 1."""
    decade, step = divmod(number, len(_ROUND))
    return float(f"{_ROUND[step]}e{decade}")


def rung_below(loss: float) -> int:
    """The highest step that is not above a loss."""
    decade = math.floor(math.log10(loss))
    number = len(_ROUND) * decade
    while rung(number + 1) <= loss:
        number += 1
    return number


@dataclass(frozen=True)
class Pace:
    """The epochs at which a trial's training loss first was as low as each step from `top` down.

    start : the loss of the untrained network.
    """

    top: int = 0
    epochs: tuple[int, ...] = ()
    start: float = math.nan

    def epoch_of(self, number: int) -> int | None:
        """The first epoch with a loss of at most `rung(number)`; None where there was none."""
        place = max(0, self.top - number)
        return self.epochs[place] if place < len(self.epochs) else None

    @property
    def lowest(self) -> int | None:
        """The lowest step that was reached."""
        return self.top - len(self.epochs) + 1 if self.epochs else None


def pace_of(losses: NDArray[np.float64]) -> Pace:
    """The pace of a trial by its training losses, (epochs + 1,) from the untrained network's on."""
    known = np.where(np.isfinite(losses), losses, np.inf)
    if not len(known) or not 0 < known[0] < math.inf:
        return Pace()
    lowest = np.minimum.accumulate(known)
    top, bottom = rung_below(known[0]), rung_below(max(lowest[-1], _LOWEST * known[0])) + 1
    if lowest[-1] <= rung(bottom - 1):
        bottom -= 1
    steps = [rung(number) for number in range(top, bottom - 1, -1)]
    # The lowest so far only falls, so that the first epoch at or under a step is found by halving.
    epochs = np.searchsorted(-lowest, [-step for step in steps], side="left")
    return Pace(top, tuple(int(epoch) for epoch in epochs), float(known[0]))


@dataclass(frozen=True)
class Race:
    """The race of settings down to one loss, repeat by repeat.

    level : the loss. epochs : (settings,), the median of the epochs each took; infinite where at most half of its
    trials came so far. reached : (settings,), how many did.
    fastest : the setting that takes the fewest. ratios : for the others, how many times as many epochs each takes, and
    both ends of the interval of that: all hold together in 95 of 100 studies.
    """

    level: float
    epochs: tuple[float, ...]
    reached: tuple[int, ...]
    fastest: int
    ratios: Mapping[int, tuple[float, float, float]]

    @property
    def slower(self) -> tuple[int, ...]:
        """Those that are shown to take longer than the fastest."""
        return tuple(number for number, (_, low, _) in self.ratios.items() if low > 1)


def race(paces: Sequence[Sequence[Pace | None]]) -> Race | None:
    """Compare how soon settings learn.

    paces : a row a setting, a column a repeat; None where a trial does not count.

    The loss is that which the slowest of those comes to, by the median of its trials, that at least halve the loss
    they begin with. None where fewer than two do.
    """
    lowest = [_typical_lowest(row) for row in paces]
    learned = [number for number, low in enumerate(lowest) if low is not None]
    if len(learned) < 2:
        return None
    level = max(low for low in lowest if low is not None)
    epochs = np.array([[_epochs(pace, level) for pace in row] for row in paces])
    known = np.where(np.isfinite(epochs), epochs, np.nan)
    medians = [float(np.median(row[~np.isnan(row)])) if (~np.isnan(row)).any() else math.inf for row in epochs]
    fastest = min(learned, key=lambda number: medians[number])
    # An epoch more or less is all that can be seen of a quick one.
    grain = math.log1p(1 / max(1.0, medians[fastest]))
    found = compare(np.log(np.maximum(known, 1.0)), grain=grain)
    ratios = {}
    for number in learned:
        middle, half = found.differences[number, fastest], found.half[number, fastest]
        if number != fastest and math.isfinite(middle):
            low, high = (math.exp(middle - half), math.exp(middle + half)) if half < 700 else (0.0, math.inf)
            ratios[number] = math.exp(middle), low, high
    reached = tuple(int(np.isfinite(row).sum()) for row in epochs)
    return Race(rung(level), tuple(medians), reached, fastest, ratios)


def _typical_lowest(row: Sequence[Pace | None]) -> int | None:
    """The step that the median trial of a setting came down to; None where that is not half of the way to nothing."""
    known = [pace for pace in row if pace is not None]
    lowest = sorted((pace.top + 1 if pace.lowest is None else pace.lowest) for pace in known)
    if not lowest:
        return None
    found = lowest[len(lowest) // 2]
    starts = sorted(pace.start for pace in known)
    return found if rung(found) <= starts[len(starts) // 2] / 2 else None


def _epochs(pace: Pace | None, level: int) -> float:
    if pace is None:
        return math.nan
    epoch = pace.epoch_of(level)
    return math.inf if epoch is None else float(epoch)
