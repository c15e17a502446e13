"""Studies as a simulation makes them: tables of scores whose truth is known.

What a trial scores is its setting's truth, the ease of its repeat, and chance; the difference of a pair of settings on
one repeat is spread by two points.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.studies.judgement import Judgement, judge

PAIR_SPREAD = 0.02
LEVEL, BASE = 0.9, 0.5


def table(random: RandomState, truth: NDArray[np.float64], repeats: int, *, samples: int = 0) -> NDArray[np.float64]:
    """One study: (settings, repeats) accuracies; of so many samples, where they are counted."""
    chance = random.randn(len(truth), repeats) * PAIR_SPREAD / math.sqrt(2)
    scores = LEVEL + truth[:, None] + random.randn(repeats) * PAIR_SPREAD + chance
    return np.round(scores * samples) / samples if samples else scores


def judged(
    studies: int, truth: list[float], repeats: int, *, seed: int = 0, samples: int = 0, lost: float = 0.0
) -> Iterator[Judgement]:
    """So many studies, judged; each trial is lost with the probability `lost`, as where it runs away."""
    random, offsets = RandomState([seed, len(truth), repeats]), np.array(truth)
    for _ in range(studies):
        scores = table(random, offsets, repeats, samples=samples)
        if lost:
            scores[random.random_sample(scores.shape) < lost] = np.nan
        grain = 1 / samples if samples else 0.0
        yield judge(scores, order=np.arange(len(truth), dtype=np.float64), grain=grain, base_rate=BASE)


def claims(found: Judgement) -> bool:
    """Tell if any difference is claimed."""
    return bool(found.contrasts.surely_above.any())


def share(answers: Iterator[bool]) -> float:
    """The share of yes."""
    told = list(answers)
    return sum(told) / len(told)
