"""The samples of each part: at random with every class in proportion, by groups, by order, in folds."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Split, UserError

Rows = NDArray[np.intp]
SPLIT_STREAM = 3
"""The split comes from `[source.seed, 3]`, beside the streams 1 (batches) and 2 (dropout) of the weights' seed."""


def split_stream(seed: int, split: Split) -> RandomState:
    """The random numbers that deal the samples: `[seed, 3]`, or `[seed, 3, n]` for the n-th order beside the first.

    seed : the source's.
    """
    return RandomState([seed, SPLIT_STREAM, split.shuffle] if split.shuffle else [seed, SPLIT_STREAM])


def split_rows(
    samples: int,
    split: Split,
    random: RandomState,
    labels: NDArray[np.int64] | None = None,
    groups: NDArray[np.int64] | None = None,
) -> tuple[Rows, Rows, Rows]:
    """Row numbers of the three parts, each in the data's order; of exactly the asked sizes but where groups decide.

    labels : (samples,), where there are classes: each gets its share of every part. groups : (samples,), where the
    split goes by them: rows of one group are in one part.
    """
    if split.by == "group" and groups is not None:
        found = _by_groups(split, random, groups)
    else:
        line = np.arange(samples) if split.by == "order" else random.permutation(samples)
        if labels is not None and split.by != "order":
            line = _evenly_mixed(line, labels)
        found = _folds(line, split) if split.folds else _shares(line, split)
    first, second, third = (np.sort(rows) for rows in found)
    return first, second, third


def _shares(line: Rows, split: Split) -> tuple[Rows, Rows, Rows]:
    train, validation, _ = split.sizes(len(line))
    first, second, third = np.split(line, [train, train + validation])
    return first, second, third


def _folds(line: Rows, split: Split) -> tuple[Rows, Rows, Rows]:
    """The test part at the end of the line, and of the rest one fold against the others, or against those before it."""
    train, validation, test = split.sizes(len(line))
    rest, last = line[: len(line) - test], line[len(line) - test :]
    if split.by == "order":
        return rest[:train], rest[train : train + validation], last
    chosen = np.arange(len(rest)) % split.folds == split.chosen_fold
    return rest[~chosen], rest[chosen], last


def _evenly_mixed(shuffled: Rows, labels: NDArray[np.int64]) -> Rows:
    """All rows in one line with every class spread evenly over it, in random order within itself."""
    place = np.empty(len(labels))
    for label in np.unique(labels):
        members = shuffled[labels[shuffled] == label]
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    return shuffled[np.argsort(place[shuffled], kind="stable")]


def _by_groups(split: Split, random: RandomState, groups: NDArray[np.int64]) -> tuple[Rows, Rows, Rows]:
    """Whole groups in each part, so that the parts come as near to their shares as the groups allow.

    The larger groups are dealt first, in random order among those of one size, each to the part that lacks most.
    """
    _, members, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order = random.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    shares = _shares_of_groups(split)
    lacking = np.array(shares) * len(groups)
    part_of = np.empty(len(sizes), np.int64)
    for group in order:
        part = int(np.argmax(lacking))
        part_of[group] = part
        lacking[part] -= sizes[group]
    _give_each_one(part_of, order, [part for part, share in enumerate(shares) if share > 0], split.column)
    parts = part_of[members]
    if split.folds:
        parts = np.where(parts == split.folds, 2, np.where(parts == split.chosen_fold, 1, 0))
    return np.flatnonzero(parts == 0), np.flatnonzero(parts == 1), np.flatnonzero(parts == 2)


def _give_each_one(part_of: Rows, order: Rows, wanted: list[int], column: str) -> None:
    """Let each part that is wanted have a group: a smaller one of the part that has most of them.

    order : the groups, larger ones first.
    """
    if len(part_of) < len(wanted):
        key = (
            'data.split.column: "{column}" has {groups:,} groups for {parts:,} parts; choose another column, or '
            "fewer parts"
        )
        raise UserError(key, column=column, groups=len(part_of), parts=len(wanted))
    for part in wanted:
        if not (part_of == part).any():
            counts = np.bincount(part_of)
            part_of[order[np.flatnonzero(part_of[order] == counts.argmax())[-1]]] = part


def _shares_of_groups(split: Split) -> list[float]:
    """The shares of training, validation and test; or of each fold, and of the test part behind them."""
    if not split.folds:
        return [split.train, split.validation, split.test]
    return [(1 - split.test) / split.folds] * split.folds + [split.test]
