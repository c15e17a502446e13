"""Settings compared all at once: Tukey's simultaneous intervals on a table of settings and repeats.

Every setting is trained on the same repeats, so that a repeat with hard data costs all of them alike. What a trial
scores is taken as the sum of its setting's part, its repeat's part and chance; the intervals are of the settings'
differences, and all of them hold together in 95 of 100 studies.

Tukey (1953), "The problem of multiple comparisons"; for tables with gaps Kramer (1956), Biometrics 12, 307.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95
MOST_REPEATS = 1000
_FINE, _COARSE = 0.01, 0.1
"""Steps of the ranges that are tabled, and of the normal numbers that are summed over, which needs no finer ones."""
_FARTHEST = 9.0
"""Beyond so many standard deviations a normal number is not looked for."""
_WIDEST = 30.0
NOTHING = 1e-12
"""So much rounding leaves of a difference of nothing."""


@lru_cache(maxsize=32)
def _range_table(count: int) -> Floats:
    """P(the range of `count` normal numbers <= r) for r = 0, 0.01, ... up to 30.

    The largest is at z and all others within r below it: the probability is count times the integral of
    phi(z) (Phi(z) - Phi(z - r))^(count - 1). The trapezoid sum of a function that vanishes so fast at both ends is
    exact to the last digits.
    """
    places = np.arange(round((_WIDEST + 2 * _FARTHEST) / _FINE) + 1) * _FINE - _FARTHEST - _WIDEST
    below = 0.5 + 0.5 * np.array([math.erf(place * math.sqrt(0.5)) for place in places])
    ranges = np.arange(round(_WIDEST / _FINE) + 1)
    found = np.zeros(len(ranges))
    for at in range(round(_WIDEST / _FINE), len(places), round(_COARSE / _FINE)):
        density = math.exp(-0.5 * places[at] ** 2) / math.sqrt(2 * math.pi)
        found += _COARSE * density * (below[at] - below[at - ranges]) ** (count - 1)
    return np.minimum(count * found, 1.0)


@lru_cache(maxsize=1)
def _legendre() -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(200)


@lru_cache(maxsize=256)
def _deviations(freedom: int) -> tuple[Floats, Floats]:
    """Estimates of a standard deviation of 1 from so many degrees of freedom, and the weight of each."""
    nodes, weights = _legendre()
    reach = _FARTHEST / math.sqrt(2 * freedom)
    low, high = max(0.0, 1 - reach), 1 + reach
    places = low + (nodes + 1) * (high - low) / 2
    log_density = (
        math.log(2)
        + freedom / 2 * math.log(freedom / 2)
        - math.lgamma(freedom / 2)
        + (freedom - 1) * np.log(places)
        - freedom * places**2 / 2
    )
    return places, weights * (high - low) / 2 * np.exp(log_density)


def studentized_range_probability(value: float, count: int, freedom: float) -> float:
    """P(the range of `count` normal numbers <= `value` times their estimated deviation), with `freedom` degrees.

    `freedom` may be infinite: then the deviation is known.
    """
    table = _range_table(count)
    ranges = np.arange(len(table)) * _FINE
    if math.isinf(freedom):
        return float(np.interp(value, ranges, table))
    places, weights = _deviations(round(freedom))
    return float(np.sum(weights * np.interp(value * places, ranges, table)))


@lru_cache(maxsize=4096)
def studentized_range_quantile(count: int, freedom: float, level: float = LEVEL) -> float:
    """The value that the studentized range of `count` normal numbers stays below with probability `level`.

    Of two numbers it is the square root of 2 times Student's two-sided quantile. Good to three digits.
    """
    low, high = 0.0, 8.0
    while studentized_range_probability(high, count, freedom) < level:
        low, high = high, 2 * high
    for _ in range(40):
        middle = (low + high) / 2
        if studentized_range_probability(middle, count, freedom) < level:
            low = middle
        else:
            high = middle
    return high


@dataclass(frozen=True)
class Contrasts:
    """The settings of a table, compared.

    differences : (settings, settings), by how much the one of the row scores more than that of the column, with the
        repeats' parts taken out; NaN where one of them has no score.
    half : (settings, settings), half the width of the interval of each; infinite where nothing can be told.
    bars : (settings,), half the width of each setting's own bar: bars that do not touch are a difference.
    deviation, freedom : of the residual. count : how many settings there are to compare.
    """

    differences: Floats
    half: Floats
    bars: Floats
    deviation: float
    freedom: int
    count: int

    @property
    def surely_above(self) -> NDArray[np.bool_]:
        """(settings, settings), where the one of the row is shown to score more than that of the column."""
        return self.differences - self.half > NOTHING


def compare(scores: Floats, *, overlap: float = 0.0, grain: float = 0.0, among: int = 2) -> Contrasts:
    """Compare settings by their scores.

    Parameters
    ----------
    scores : (settings, repeats), NaN where a trial has none; a column is the same repeat for all.
    overlap : validation samples by training samples, where the repeats are splits of one table. They share samples, so
        that their mean is less certain than it looks: its variance is s² (1/n + overlap) in place of s²/n (Nadeau and
        Bengio 2003, "Inference for the generalization error", Machine Learning 52).
    grain : the smallest step of a score, as one sample of 200; scores that seem not to vary at all may do so within it.
    among : of how many settings these are some, where the intervals have to hold together with others.
    """
    count = len(scores)
    there: NDArray[np.bool_] = np.asarray(np.isfinite(scores))
    able: NDArray[np.bool_] = np.asarray(there.any(axis=1))
    means, residual, freedom, certainty = _fit(scores, there, able)
    half, bars = np.full((count, count), np.inf), np.full(count, np.inf)
    deviation = math.nan
    if freedom > 0:
        deviation = math.sqrt(max(float(np.sum(residual**2)) / freedom, grain**2 / 12))
        quantile = studentized_range_quantile(max(among, int(able.sum())), freedom)
        joint = np.isfinite(certainty)
        half[joint] = quantile / math.sqrt(2) * deviation * np.sqrt(certainty[joint] + 2 * overlap)
        repeats = np.where(able, there.sum(axis=1), 1)
        bars = np.where(able, quantile / 2 * deviation * np.sqrt(1 / repeats + overlap), np.inf)
    np.fill_diagonal(half, 0.0)
    return Contrasts(means[:, None] - means, half, bars, deviation, freedom, int(able.sum()))


def own_bar(scores: Floats, *, count: int, overlap: float = 0.0) -> float:
    """Half the width of the bar of a setting that varies by its own rule: (repeats,), of `count` settings in all."""
    known = scores[np.isfinite(scores)]
    if len(known) < 2:
        return math.inf
    quantile = studentized_range_quantile(max(2, count), len(known) - 1)
    return quantile / 2 * float(known.std(ddof=1)) * math.sqrt(1 / len(known) + overlap)


def _fit(scores: Floats, there: NDArray[np.bool_], able: NDArray[np.bool_]) -> tuple[Floats, Floats, int, Floats]:
    """Least squares for setting plus repeat: means, residuals, their degrees of freedom, variances of differences.

    The variances (settings, settings) are in units of the residual's; infinite between settings that share no repeat,
    not even by way of others.
    """
    count = len(scores)
    weights = there.astype(np.float64)
    in_repeat = weights.sum(axis=0)
    used = in_repeat > 0
    share = np.divide(weights, in_repeat, out=np.zeros_like(weights), where=used)
    filled = np.where(there, scores, 0.0)
    parts = _parts(there, able)
    together = (parts[:, None] == parts) & able
    # What the repeats explain is taken out first, which leaves one equation a setting. It is singular, since settings
    # can all rise where repeats fall; of those that hang together the mean is held at 0.
    members = np.maximum(together.sum(axis=1), 1)
    normal = np.diag(weights.sum(axis=1) + ~able) - share @ weights.T + together / members
    solved = np.linalg.inv(normal) - together / members
    settings = solved @ (filled.sum(axis=1) - share @ filled.sum(axis=0))
    repeats = np.divide(
        (filled - weights * settings[:, None]).sum(axis=0), in_repeat, out=np.zeros_like(in_repeat), where=used
    )
    residual = np.where(there, filled - settings[:, None] - repeats, 0.0)
    groups = int(parts.max(initial=-1)) + 1
    freedom = int(weights.sum()) - int(able.sum()) - int(used.sum()) + groups
    diagonal = np.diag(solved)
    certainty = np.where(together, np.maximum(diagonal[:, None] + diagonal - 2 * solved, 0.0), np.inf)
    certainty[~able] = certainty[:, ~able] = np.inf
    level = np.array([repeats[used & there[parts == part].any(axis=0)].mean() for part in range(groups)])
    means = np.full(count, np.nan)
    means[able] = settings[able] + level[parts[able]]
    return means, residual, freedom, certainty


def _parts(there: NDArray[np.bool_], able: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The number of the group of settings that each belongs to by shared repeats; -1 of one without a score."""
    parts = np.full(len(there), -1)
    number = 0
    for first in np.flatnonzero(able):
        if parts[first] >= 0:
            continue
        members = np.zeros(len(there), bool)
        members[first] = True
        while True:
            grown: NDArray[np.bool_] = np.asarray(there[:, there[members].any(axis=0)].any(axis=1))
            if grown.sum() == members.sum():
                break
            members = grown
        parts[members] = number
        number += 1
    return parts


def repeats_needed(deviation: float, count: int, width: float, *, overlap: float = 0.0, among: int = 2) -> int | None:
    """The repeats with which intervals of `count` settings are narrower than `width` to a side; None: too many."""

    def narrow(repeats: int) -> bool:
        quantile = studentized_range_quantile(max(among, count), (count - 1) * (repeats - 1))
        return quantile * deviation * math.sqrt(1 / repeats + overlap) < width

    if not narrow(MOST_REPEATS):
        return None
    low, high = 1, MOST_REPEATS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if narrow(middle) else (middle, high)
    return high
