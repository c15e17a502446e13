"""Do studies on tables say the same as a cross-validation? On iris, wine, breast cancer and diabetes.

    pip install scikit-learn
    python -m benchmarks.long.cross_validation [--splits 20] [--rounds 10] [--workers 2]

For 1, 2, 4, 8 and 16 neurons a study of so many splits is set beside ten rounds of a ten-fold cross-validation of the
same networks: in both, 70 % of the rows are for training and 20 % tell when to stop. The study judges by these 20 %,
as it always does; the cross-validation by the 10 % that are left, which nothing has seen. Each of its differences
between two sizes should lie in the study's interval, and the study's sentence should hold for its means.
"""

import argparse
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn import datasets

from playground.data import Dataset, Part, fit_preparation, for_table, load_samples, split_rows, targets
from playground.data.preparation import UNSCALED, standard_scale
from playground.experiment import Experiment, Split, change, load
from playground.studies import Axis, Processes, Sweep, Verdict, run_study, verdict
from playground.training import Run

UNITS = "network.layers.0.units"
SIZES = (1, 2, 4, 8, 16)
FOLDS = 10
SHARES = Split(train=0.7, validation=0.2, test=0.1)
TABLES = ("iris", "wine", "breast_cancer", "diabetes")
Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    inside, beside_mean = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name in TABLES:
            experiment = proposal(name, Path(folder) / f"{name}.csv")
            found = studied(experiment, options.splits, options.workers)
            held_out = cross_validated(experiment, options.rounds, options.workers)
            print(f"{name}: {found.sentence}\n  {found.judged}", flush=True)
            inside += print_differences(found, held_out)
            beside_mean += from_mean(found, held_out)
            agrees = sentence_holds(found, held_out)
            print(
                f"  the sentence {'holds' if agrees else 'DOES NOT HOLD'} for the means of the cross-validation",
                flush=True,
            )
    print(f"{sum(inside)} of {len(inside)} differences between two sizes lie in the study's interval")
    print(f"{sum(beside_mean)} of {len(beside_mean)} differences of a size from the mean of all do")


def proposal(name: str, path: Path) -> Experiment:
    """What the program proposes for the table, written as a person would have it, but for the shares of the parts."""
    bunch = getattr(datasets, f"load_{name}")()
    names = [str(each).replace(",", "") for each in bunch.feature_names]
    classes = [str(each) for each in getattr(bunch, "target_names", [])]
    answers = [classes[number] if classes else f"{number:g}" for number in bunch.target]
    rows = [[*(f"{cell:.17g}" for cell in row), answer] for row, answer in zip(bunch.data, answers, strict=True)]
    path.write_text("\n".join(",".join(row) for row in ([*names, "target"], *rows)) + "\n", encoding="utf-8")
    experiment, _ = for_table(load("petals"), path)
    shares = {f"data.split.{part}": getattr(SHARES, part) for part in ("train", "validation", "test")}
    return change(experiment, shares)


def studied(experiment: Experiment, splits: int, workers: int) -> Verdict:
    study = Sweep(experiment, (Axis(UNITS, SIZES),), seeds=splits)
    with closing(Processes(workers)) as pool:
        return verdict(study, run_study(study, pool))


def cross_validated(experiment: Experiment, rounds: int, workers: int) -> Floats:
    """The scores of the rows held out: (sizes, rounds x folds)."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        columns = list(pool.map(_one_round, [experiment] * rounds, range(rounds)))
    return np.concatenate(columns, axis=1)


def _one_round(experiment: Experiment, number: int) -> Floats:
    samples = load_samples(experiment)
    labels = samples.answers.astype(np.int64) if samples.classes else None
    folds = _folds(len(samples.answers), labels, RandomState([number, 11]))
    scores = np.empty((len(SIZES), FOLDS))
    for turn, fold in enumerate(folds):
        rest = np.setdiff1d(np.arange(len(samples.answers)), fold)
        share = SHARES.train / (SHARES.train + SHARES.validation)
        inner = Split(train=share, validation=1 - share)
        train, stopping, _ = split_rows(
            len(rest), inner, RandomState([number, turn]), None if labels is None else labels[rest]
        )
        for place, size in enumerate(SIZES):
            made = change(experiment, {UNITS: size, "seed": 10 * number + turn})
            run = Run(made, _dataset(made, [rest[train], rest[stopping], fold]))
            run.train()
            snapshot = run.snapshot()
            accuracy = snapshot.scores["test"].accuracy
            scores[place, turn] = snapshot.fits["test"].r_squared if accuracy is None else accuracy
    return scores


def _folds(count: int, labels: NDArray[np.int64] | None, random: RandomState) -> Sequence[NDArray[np.intp]]:
    """Ten parts of the rows, each class spread evenly over them."""
    line = random.permutation(count)
    if labels is not None:
        line = line[np.argsort(labels[line], kind="stable")]
    return [line[turn::FOLDS] for turn in range(FOLDS)]


def _dataset(experiment: Experiment, rows: Sequence[NDArray[np.intp]]) -> Dataset:
    samples, data = load_samples(experiment), experiment.data
    preparation = fit_preparation(samples.inputs[rows[0]], samples.columns or data.features, data.preprocessing)
    scale = UNSCALED if samples.classes else standard_scale(samples.answers[rows[0]].astype(np.float64))

    def part(chosen: NDArray[np.intp]) -> Part:
        points, answers = samples.inputs[chosen], samples.answers[chosen]
        if not samples.classes:
            return Part(points, None, preparation(points), scale.scaled(answers[:, None].astype(np.float64)))
        labels = answers.astype(np.int64)
        y = targets(labels, len(samples.classes), experiment.network.output.activation)
        return Part(points, labels, preparation(points), y)

    train, validation, test = map(part, rows)
    return Dataset(train, validation, test, samples.classes, preparation, target_scale=scale)


def print_differences(found: Verdict, held_out: Floats) -> list[bool]:
    """A line for each pair of sizes; whether the difference lies in the study's interval."""
    assert found.judgement is not None
    contrasts, means, inside = found.judgement.contrasts, held_out.mean(axis=1), []
    print("  sizes      study      interval             cross-validation")
    for one, other in combinations(range(len(SIZES)), 2):
        middle, half = contrasts.differences[other, one], contrasts.half[other, one]
        beside = means[other] - means[one]
        inside.append(bool(abs(beside - middle) <= half))
        print(
            f"  {SIZES[other]:2} - {SIZES[one]:2}  {100 * middle:+8.2f}   {100 * (middle - half):+7.2f} to "
            f"{100 * (middle + half):+7.2f}   {100 * beside:+8.2f}  {'' if inside[-1] else 'OUTSIDE'}"
        )
    return inside


def from_mean(found: Verdict, held_out: Floats) -> list[bool]:
    """Of each size the difference from the mean of all, beside half the narrowest interval it has with another."""
    assert found.judgement is not None
    contrasts = found.judgement.contrasts
    study = contrasts.differences.mean(axis=1)
    beside = held_out.mean(axis=1) - held_out.mean()
    others = contrasts.half + np.diag(np.full(len(SIZES), np.inf))
    return [bool(each) for each in np.abs(beside - study) <= others.min(axis=1)]


def sentence_holds(found: Verdict, held_out: Floats) -> bool:
    """Whether no size that the study calls enough is behind by the margin, and none that it calls worse is ahead."""
    assert found.judgement is not None
    judged, means = found.judgement, held_out.mean(axis=1)
    enough = judged.enough is None or means.max() - means[judged.enough] < judged.margin
    return bool(enough and all(means[number] < means[judged.best] for number in judged.worse))


if __name__ == "__main__":
    main()
