"""Is the verdict right as often as it says? Thousands of studies whose truth is known.

    python -m benchmarks.long.verdicts [--studies 5000]

The difference of a pair of settings on one repeat is spread by two points. Told are the share of studies that claim a
difference where there is none, of those that call a smaller one of several alike enough, of those that call one enough
that is five points worse, and of those that find it; then the same where accuracies are counted in so many samples,
where trials are lost, and where repeats are overlapping splits of one table.
"""

import argparse
import math

import numpy as np
from numpy.random import RandomState

from playground.studies.judgement import judge
from tests.studies.simulated import BASE, LEVEL, PAIR_SPREAD, claims, judged, share, table

ALIKE, WORSE = 0.0, -0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=5000)
    studies = parser.parse_args().studies
    print(f"{studies:,} studies a row; in percent      claimed  smaller enough   worse enough  worse found")
    for samples, lost in ((0, 0.0), (400, 0.0), (50, 0.0), (0, 0.2)):
        for settings in (2, 7):
            for repeats in (5, 20):
                row = _row(studies, settings, repeats, samples, lost)
                counted = f", of {samples} samples" if samples else ""
                name = f"{settings} settings, {repeats} repeats{counted}{', a fifth lost' if lost else ''}"
                print(f"{name:<44} {row}", flush=True)
    print("half of the starts of the smallest stay stuck: each told, none but these, called enough")
    for settings in (2, 7):
        for repeats in (5, 20):
            print(
                f"{settings} settings, {repeats} repeats{'':<26} {_stuck(studies // 5, settings, repeats)}", flush=True
            )
    print("two small settings far behind that scatter, five alike: a difference claimed among those alike")
    for repeats in (5, 8, 20):
        print(f"{repeats} repeats{'':<37} {100 * _scattered(studies, repeats):5.2f}", flush=True)
    print("splits of one table, which share samples: a difference claimed among two alike, with and without allowance")
    for repeats in (5, 20):
        with_, without = _overlapping(studies, repeats)
        print(f"{repeats} splits{'':<38} {100 * with_:5.2f}  {100 * without:5.2f}", flush=True)


def _row(studies: int, settings: int, repeats: int, samples: int, lost: float) -> str:
    alike = list(judged(studies, [ALIKE] * settings, repeats, samples=samples, lost=lost))
    worse = list(judged(studies, [WORSE] + [ALIKE] * (settings - 1), repeats, seed=1, samples=samples, lost=lost))
    figures = (
        share(map(claims, alike)),
        share(each.enough is not None and each.enough < settings - 1 for each in alike),
        share(each.enough == 0 for each in worse),
        share(0 in each.worse for each in worse),
    )
    return "  ".join(f"{100 * figure:11.2f}" for figure in figures)


def _stuck(studies: int, settings: int, repeats: int) -> str:
    random, found = RandomState(2), []
    for _ in range(studies):
        scores, stuck = table(random, np.zeros(settings), repeats), np.zeros((settings, repeats), bool)
        stuck[0, random.permutation(repeats)[: repeats // 2]] = True
        scores[stuck] = BASE + PAIR_SPREAD * random.randn(int(stuck.sum()))
        told = judge(scores, order=np.arange(settings, dtype=np.float64), base_rate=BASE)
        found.append((bool(told.stuck[stuck].all()), not told.stuck[~stuck].any(), told.enough == 0))
    return "  ".join(f"{100 * figure:6.2f}" for figure in np.mean(found, axis=0))


def _scattered(studies: int, repeats: int) -> float:
    random, found = RandomState(3), []
    for _ in range(studies):
        scores = table(random, np.array([-0.25, -0.25] + [0.0] * 5), repeats)
        scores[:2] += 0.04 * random.randn(2, repeats)
        above = judge(scores, order=np.arange(7.0), base_rate=BASE).contrasts.surely_above
        found.append(bool(above[:2, :2].any() or above[2:, 2:].any()))
    return float(np.mean(found))


def _overlapping(studies: int, repeats: int, rows: int = 200, held_out: int = 36) -> tuple[float, float]:
    """Two classifiers that are as good as each other in truth, on random splits of one table of rows.

    Whether a row is met is settled mostly by the row itself, for each of the two, and a little by the split.
    """
    random, found = RandomState(4), []
    overlap = held_out / (rows - held_out)
    for _ in range(studies):
        ease = random.randn(2, rows)
        scores = np.empty((2, repeats))
        for turn in range(repeats):
            chosen = random.permutation(rows)[:held_out]
            luck = random.randn(2, held_out)
            scores[:, turn] = (0.9 * ease[:, chosen] + math.sqrt(0.19) * luck < _THRESHOLD).mean(axis=1)
        told = [judge(scores, order=np.arange(2.0), grain=1 / held_out, overlap=each) for each in (overlap, 0.0)]
        found.append([claims(each) for each in told])
    with_, without = np.mean(found, axis=0)
    return float(with_), float(without)


_THRESHOLD = 1.2815515655446004
"""Nine of ten normal numbers are below it."""
assert abs(LEVEL - 0.9) < 1e-12


if __name__ == "__main__":
    main()
