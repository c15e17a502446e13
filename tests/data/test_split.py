"""The split: parts of exactly the asked sizes, each class in proportion, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import split_rows
from playground.experiment import Split

LABELS = np.repeat(np.arange(4), 200)


def parts(labels: NDArray[np.int64], *shares: float, seed: int = 0) -> list[NDArray[np.intp]]:
    train, validation, test = shares
    split = Split(train=train, validation=validation, test=test)
    return list(split_rows(len(labels), split, RandomState([seed, 3]), labels))


@pytest.mark.parametrize(
    ("shares", "sizes"),
    [
        ((1, 0, 0), [800, 0, 0]),
        ((0.5, 0.25, 0.25), [400, 200, 200]),
        ((0.7, 0.15, 0.15), [560, 120, 120]),
        ((0.5, 0, 0.5), [400, 0, 400]),
        ((0.5, 0.5, 0), [400, 400, 0]),
        ((0.01, 0, 0.99), [8, 0, 792]),
    ],
)
def test_that_the_parts_have_exactly_the_asked_sizes(shares: tuple[float, float, float], sizes: list[int]) -> None:
    assert [len(rows) for rows in parts(LABELS, *shares)] == sizes


@pytest.mark.parametrize(
    ("n", "shares", "sizes"),
    [(21, (0.5, 0.5, 0), [10, 11, 0]), (21, (0.5, 0, 0.5), [10, 0, 11]), (23, (0.7, 0.15, 0.15), [16, 3, 4])],
)
def test_that_what_rounding_leaves_over_goes_to_the_last_part_that_was_asked_for(
    n: int, shares: tuple[float, float, float], sizes: list[int]
) -> None:
    assert [len(rows) for rows in parts(np.arange(n) % 2, *shares)] == sizes


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(20, 400), st.integers(1, 5), st.integers(10, 100), st.integers(0, 100), st.integers(0, 9))
def test_that_every_sample_is_in_one_part_and_every_class_in_proportion(
    n: int, classes: int, train: int, validation: int, seed: int
) -> None:
    validation = min(validation, 100 - train)
    shares = (train / 100, validation / 100, (100 - train - validation) / 100)
    labels = RandomState(seed).randint(0, classes, n)
    found = parts(labels, *shares, seed=seed)
    np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(n))
    for rows, share in zip(found, shares, strict=True):
        assert abs(len(rows) - n * share) <= 1
        np.testing.assert_array_equal(rows, np.sort(rows))
        for label in range(classes):
            # The two cuts around a part may each fall a sample early or late in a class.
            expected = len(rows) * np.count_nonzero(labels == label) / n
            assert abs(np.count_nonzero(labels[rows] == label) - expected) <= 2


def test_that_the_same_seed_splits_alike_and_another_otherwise() -> None:
    first, again, other = (parts(LABELS, 0.5, 0.25, 0.25, seed=seed) for seed in (1, 1, 2))
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(first[0], other[0])


def test_that_the_split_is_shuffled_within_each_class() -> None:
    train = parts(LABELS, 0.5, 0, 0.5)[0]
    gaps = np.diff(train[LABELS[train] == 0])
    assert gaps.max() > 3


@pytest.mark.parametrize("samples", [20, 21, 999])
def test_that_values_are_split_in_exactly_the_same_sizes_at_random(samples: int) -> None:
    split = Split(train=0.5, validation=0.25, test=0.25)
    found = split_rows(samples, split, RandomState([0, 3]))
    assert tuple(map(len, found)) == split.sizes(samples)
    np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(samples))
    assert np.diff(found[0]).max() > 3
    again = split_rows(samples, split, RandomState([0, 3]))
    assert all(np.array_equal(a, b) for a, b in zip(found, again, strict=True))


@pytest.mark.parametrize(("samples", "sizes"), [(1, (1, 0, 0)), (2, (1, 0, 1)), (3, (2, 1, 0)), (4, (2, 1, 1))])
def test_that_the_first_of_a_few_points_is_there_to_train_on(samples: int, sizes: tuple[int, int, int]) -> None:
    found = Split(train=0.5, validation=0.25, test=0.25).sizes(samples)
    assert found == sizes
    assert Split(train=0.01, validation=0, test=0.99).sizes(1) == (1, 0, 0)
