"""Judgement of a table of scores: settings that differ, the one that is enough, starts that stayed stuck. No words yet.

A table has a row a setting and a column a repeat; all settings of a repeat have the same data and the same seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from playground.studies.tukey import NOTHING, Contrasts, Floats, compare, repeats_needed

MARGIN = 0.02
"""Less than two points of accuracy, or 0.02 of R², is not worth a larger network."""
_STUCK, _STUCK_AT_BASE = 0.1, 0.03
"""So far at least a start that stays stuck lies below the others of its setting; and one that learned nothing."""
_AT_BASE = 0.005
_CLEAR, _VERY_CLEAR = 3.0, 8.0
"""The gap between two groups of starts, in standard deviations within them; the second proves it all alone."""
_FREEDOM = 6


@dataclass(frozen=True)
class Judgement:
    """All that can be said of settings by their scores, more of which is better.

    contrasts : the differences, of starts that did not stay stuck.
    stuck : (settings, repeats), starts that stayed far below others of their own setting.
    best : the setting that scores highest. worse : those that are shown to score less.
    sufficient : those that surely no other is `margin` or more ahead of. enough : the cheapest of them that stays stuck
        no oftener than any, and not the costliest of all; None where there is none, or none is cheaper than another.
    able : a cheaper one that can do it, and yet some of its starts stay stuck; None where there is none.
    steady : beside it the cheapest that stays stuck no oftener than any: `enough`, or one that may be.
    margin : what counts, at least one sample.
    needed : about how many repeats would tell what these do not; None where they tell it, or no number would.
    """

    contrasts: Contrasts
    stuck: NDArray[np.bool_]
    best: int | None
    worse: tuple[int, ...]
    sufficient: tuple[int, ...]
    enough: int | None
    able: int | None
    steady: int | None
    margin: float
    needed: int | None

    @property
    def chosen(self) -> int | None:
        """The setting to go on with: the one that is enough, or may be; else the best."""
        return next((number for number in (self.enough, self.steady, self.best) if number is not None), None)

    @property
    def rivals(self) -> tuple[int, ...]:
        """All that are not shown to score less than the best, which is one of them."""
        there = np.isfinite(np.diag(self.contrasts.differences))
        return tuple(int(number) for number in np.flatnonzero(there) if number not in self.worse)

    @property
    def alike(self) -> bool:
        """True where it is shown of all rivals that none is `margin` or more ahead of another."""
        return set(self.rivals) <= set(self.sufficient)


def judge(
    scores: Floats,
    *,
    order: Floats | None = None,
    margin: float = MARGIN,
    grain: float = 0.0,
    overlap: float = 0.0,
    learned: Floats | None = None,
    base_rate: float | None = None,
) -> Judgement:
    """Judge settings by their scores.

    Parameters
    ----------
    scores : (settings, repeats), NaN where a trial has none, as where it ran away.
    order : (settings,), what each costs; None where none is cheaper than another.
    margin : by how much another setting has to be ahead to be worth its cost.
    grain : the smallest step of a score; the margin is no smaller. overlap : see `compare`.
    learned : (settings, repeats), the scores of the training part, by which stuck starts are found; else `scores`.
    base_rate : what knowing nothing scores on it.
    """
    margin = max(margin, grain)
    stuck = find_stuck(scores if learned is None else np.where(np.isfinite(scores), learned, np.nan), base_rate)
    contrasts, rivals = narrowed(np.where(stuck, np.nan, scores), grain, overlap)
    there = np.flatnonzero(np.isfinite(np.diag(contrasts.differences)))
    if len(there) < 2:
        best = int(there[0]) if len(there) else None
        return Judgement(contrasts, stuck, best, (), (), None, None, None, margin, None)
    best = max(rivals, key=lambda number: float(contrasts.differences[number, rivals[0]]))
    worse = tuple(int(number) for number in np.flatnonzero(contrasts.surely_above[best]))
    upper = contrasts.differences[np.ix_(there, there)] + contrasts.half[np.ix_(there, there)]
    sufficient = tuple(int(number) for number in there[(upper < margin).all(axis=0)])
    judged = Judgement(contrasts, stuck, best, worse, sufficient, None, None, None, margin, None)
    if order is None:
        undecided = [] if judged.alike else [number for number in rivals if number != best]
    else:
        enough, able, steady = _enough(judged, scores, order)
        judged = replace(judged, enough=enough, able=able, steady=steady)
        undecided = [] if enough is not None else [min(rivals, key=lambda number: float(order[number]))]
    return replace(judged, needed=_needed(judged, undecided, overlap))


def find_stuck(scores: Floats, base_rate: float | None = None) -> NDArray[np.bool_]:
    """Starts that stayed far below what others of their own setting reach: (settings, repeats).

    The scores of a setting, each against the best of its repeat, so that hard data are no one's fault, fall into two
    groups at their widest gap. The lower one stayed stuck where the gap is clear, and it came less than half of the way
    from the base rate to the upper one; or where the gap is so wide that it needs no such proof.
    """
    below = scores - np.fmax.reduce(scores, axis=0) if len(scores) > 1 else scores
    parted = [_parted(row) for row in below]
    within = [side - side.mean() for row in parted for side in row if len(side)]
    freedom = sum(len(side) - 1 for side in within)
    deviation = float(np.sqrt(sum(float(side @ side) for side in within) / freedom)) if freedom else 0.0
    stuck = np.zeros(scores.shape, bool)
    for number, (low, high) in enumerate(parted):
        if not len(low):
            continue
        lower = below[number] <= low.max()
        gap, top = float(high.min() - low.max()), float(np.median(scores[number][below[number] >= high.min()]))
        most = float(np.max(scores[number][lower]))
        proved = freedom >= _FREEDOM and gap >= max(_STUCK, _VERY_CLEAR * deviation)
        if base_rate is not None and not proved and gap >= _CLEAR * deviation:
            at_base = most <= base_rate + _AT_BASE and gap >= _STUCK_AT_BASE
            proved = at_base or (most < (base_rate + top) / 2 and gap >= _STUCK)
        if proved:
            # A repeat in which all settings stay stuck hides that, so those as low as the lower group belong to it.
            stuck[number] = lower | (scores[number] < (most + top) / 2)
    return stuck


def _parted(row: Floats) -> tuple[Floats, Floats]:
    """A setting's scores on either side of their widest gap; the first is empty where there are too few."""
    known = np.sort(row[np.isfinite(row)])
    if len(known) < 2:
        return known[:0], known
    place = int(np.argmax(np.diff(known))) + 1
    return known[:place], known[place:]


def narrowed(scores: Floats, grain: float, overlap: float) -> tuple[Contrasts, list[int]]:
    """The differences, and the settings that are not shown to be below the best.

    Those that are have told all they can, and often they vary more than the others: the rest is compared once more
    with the residual of its own, again and again until none is shown to be below the best of them. Where the residual
    of all is no smaller, it is known better, and the narrower of the two intervals counts.
    """
    whole = compare(scores, overlap=overlap, grain=grain)
    differences, half, bars, now = whole.differences.copy(), whole.half.copy(), whole.bars.copy(), whole
    members = [int(number) for number in np.flatnonzero(np.isfinite(np.diag(differences)))]
    while len(members) > 1:
        sure = differences[np.ix_(members, members)] - half[np.ix_(members, members)]
        top = int(np.argmax(differences[members, members[0]]))
        rest = [number for place, number in enumerate(members) if not sure[top, place] > NOTHING]
        if len(rest) == len(members):
            break
        aside, members = [number for number in members if number not in rest], rest
        if len(aside) > 1:
            own, place = compare(scores[aside], overlap=overlap, grain=grain, among=whole.count), np.ix_(aside, aside)
            half[place] = np.maximum(half[place], own.half)
        if len(members) > 1:
            own, place = (
                compare(scores[members], overlap=overlap, grain=grain, among=whole.count),
                np.ix_(members, members),
            )
            if own.deviation <= now.deviation:
                own = replace(own, half=np.minimum(own.half, half[place]), bars=np.minimum(own.bars, bars[members]))
            differences[place], half[place], bars[members], now = own.differences, own.half, own.bars, own
    return Contrasts(differences, half, bars, now.deviation, now.freedom, whole.count), members


def _enough(judged: Judgement, scores: Floats, order: Floats) -> tuple[int | None, int | None, int | None]:
    """The cheapest setting that is shown to be sufficient and reliable; a cheaper one that can do it at times, and
    which to take in its place.
    """
    trials = np.isfinite(scores).sum(axis=1)
    rate = judged.stuck.sum(axis=1) / np.maximum(trials, 1)
    cheap = sorted({*judged.rivals, *judged.sufficient}, key=lambda number: float(order[number]))
    least = min(rate[number] for number in cheap)
    reliable = [number for number in cheap if rate[number] == least]
    # Of the costliest nobody can tell: nothing beyond it was tried.
    costliest = max((*cheap, *judged.worse), key=lambda number: float(order[number]))
    enough = next((number for number in reliable if number in judged.sufficient and number != costliest), None)
    steady = reliable[0] if enough is None else enough
    able = next((number for number in cheap if judged.stuck[number].any() and _can(judged, scores, number)), None)
    if able is None or order[able] >= order[steady]:
        # Where all get stuck as often as each other, the cheapest is still told as one that does.
        return enough, able if able == steady and enough is None else None, None
    return enough, able, steady


def _can(judged: Judgement, scores: Floats, number: int) -> bool:
    """Tell if a start of a setting came as far as the best setting did in the same repeat, but for the margin."""
    best = judged.best
    if best is None:
        return False
    ahead = np.where(judged.stuck[best], np.nan, scores[best]) - scores[number]
    return bool(np.any(ahead[np.isfinite(ahead)] < judged.margin))


def _needed(judged: Judgement, undecided: Sequence[int], overlap: float) -> int | None:
    """About how many repeats would show such differences to be some, or to be less than the margin."""
    contrasts = judged.contrasts
    if judged.best is None or not undecided or len(judged.rivals) < 2 or not contrasts.deviation > 0:
        return None
    ahead = [float(contrasts.differences[judged.best, number]) for number in undecided]
    width = min(max(judged.margin - each, each) for each in ahead)
    needed = repeats_needed(contrasts.deviation, len(judged.rivals), width, overlap=overlap, among=contrasts.count)
    return needed if needed is None else max(needed, judged.stuck.shape[1] + 1)
