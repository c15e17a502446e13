"""Where a first central difference and back-propagation disagree: who is wrong?

One difference proves nothing. Its step may be too long for a function that bends sharply, as batch normalization of
almost equal scores does, or too short to rise above rounding; or there may be a corner inside it, as of ReLU, where
there are two slopes and a difference measures their mean. So the slope is measured again with many steps, and
extrapolated towards a step of none (Richardson, 1911, "The approximate arithmetical solution by finite differences of
physical problems involving differential equations", Philosophical Transactions A 210).

- A right gradient is met by one of these.
- A wrong one is convicted on evidence only: the three shortest steps that rounding and corners leave in peace agree
  with each other, and not with it. A wrong derivative misses at every step.
- All else is left out: at a corner if one was in the way, else too rough to tell.

Corners are told by the scores: one of them has another sign in front of an activation with a kink. That does not ask
what back-propagation says, as a comparison with the slopes of either side would, so it hides no wrong derivative of
ReLU. ELU and Huber's loss have no corner: their slope is continuous, only its own slope jumps, and shorter steps settle
it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from playground.engine.check_twin import CheckTwin
from playground.engine.numerical import scaled

_RATIO = 4.0
_STEPS = tuple(0.01 / _RATIO**k for k in range(23))
"""Down to the last digits of a number; a sine of large scores may need them."""
_FEWEST = 14
"""Steps tried in any case; the shortest, 1.5e-10, finds a slope to 6 digits."""
_WITNESSES = 3
_CLEARLY = 0.1
"""Witnesses may be apart by this share of what they say the gradient is wrong by."""
_NEARBY = 0.01
"""The share of the loss that a step nearby may be at issue about."""


class Verdict(Enum):
    """What became of an entry."""

    AGREES = "agrees"
    DIFFERS = "differs"
    KINK = "kink"
    ROUGH = "rough"


@dataclass(frozen=True)
class _Trial:
    slope: float
    rounding: float
    crosses: bool
    width: float


class CloserLook:
    """Judges single entries of the gradient of a twin's `check_loss`.

    Parameters
    ----------
    twin : CheckTwin
        Its parameters are tried in place and put back.
    """

    def __init__(self, twin: CheckTwin) -> None:
        self._twin = twin
        self._noise = twin.noise()
        self._noticeable = _NEARBY * max(1.0, abs(twin.check_loss()))
        self._sides = twin.sides()

    def judge(self, index: int, analytic: float, agrees: Callable[[float], bool]) -> tuple[Verdict, float]:
        """Return the verdict on an entry, and its numerical slope as well as it can be known.

        Parameters
        ----------
        index : int
            Where in the flat vector.
        analytic : float
            What back-propagation says.
        agrees : callable
            Whether a numerical slope is near enough.
        """
        trials = list(self._trials(index, analytic))
        slopes = [trial.slope for trial in trials]
        for slope in _estimates(slopes):
            if agrees(slope):
                return Verdict.AGREES, slope
        told = [trial.slope for trial in trials if self._is_witness(trial, analytic)][-_WITNESSES:]
        middle = sorted(told)[len(told) // 2] if told else slopes[-1]
        agreed = len(told) == _WITNESSES and max(told) - min(told) <= _CLEARLY * abs(analytic - middle)
        if agreed or not math.isfinite(analytic):
            return Verdict.DIFFERS, _steadiest(trials)
        return (Verdict.KINK if any(trial.crosses for trial in trials) else Verdict.ROUGH), _steadiest(trials)

    def _trials(self, index: int, analytic: float) -> Iterator[_Trial]:
        """Ever shorter steps, as long as what they find can be told from rounding."""
        value = float(self._twin.values[index])
        for number, step in enumerate(_STEPS, 1):
            trial = self._try(index, scaled(step, value))
            yield trial
            if number >= _FEWEST and trial.rounding > _CLEARLY * abs(analytic - trial.slope):
                return

    def _is_witness(self, trial: _Trial, analytic: float) -> bool:
        """Whether a trial's slope can be held against the gradient's.

        A step over which the two would put the loss far apart is no step nearby: what it meets, as in a sine of large
        scores, may have nothing to do with the slope.
        """
        apart = abs(analytic - trial.slope)
        return not trial.crosses and trial.rounding <= _CLEARLY * apart and apart * trial.width <= self._noticeable

    def _try(self, index: int, step: float) -> _Trial:
        twin, values = self._twin, self._twin.values
        value = float(values[index])
        losses, crosses, places = [], False, (value + step, value - step)
        for place in places:
            values[index] = place
            losses.append(twin.check_loss())
            crosses = crosses or not np.array_equal(twin.sides(), self._sides)
        values[index] = value
        width = places[0] - places[1]
        return _Trial((losses[0] - losses[1]) / width, self._noise / width, crosses, width)


def _steadiest(trials: Sequence[_Trial]) -> float:
    """The slope that changes least with its step, rounding counted as a change."""
    pairs = [(abs(after.slope - before.slope) + after.rounding, after.slope) for before, after in pairwise(trials)]
    return min((pair for pair in pairs if math.isfinite(pair[0])), default=(math.nan, math.nan))[1]


def _estimates(slopes: Sequence[float]) -> Iterator[float]:
    """The slopes by shrinking steps, and what they point at where the error shrinks like h, like h² or like both."""
    yield from slopes
    yield from _extrapolated(slopes, _RATIO**2)
    linear = list(_extrapolated(slopes, _RATIO))
    yield from linear
    yield from _extrapolated(linear, _RATIO**2)


def _extrapolated(slopes: Sequence[float], shrinks: float) -> Iterator[float]:
    for before, after in pairwise(slopes):
        yield after + (after - before) / (shrinks - 1.0)
