"""Confusion, precision, recall, R² and RMSE: by hand, and against the plainest loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.machinery.guards import Array
from playground.engine.metrics import confusion_matrix, f1, precision, r_squared, recall, rmse

ACTUAL = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
PREDICTED = np.array([0, 0, 1, 2, 1, 1, 0, 2, 2, 1])
CONFUSION = np.array([[2, 1, 1], [1, 2, 0], [0, 1, 2]])


def test_that_the_figures_of_ten_samples_are_those_counted_by_hand() -> None:
    confusion = confusion_matrix(PREDICTED, ACTUAL, 3)
    np.testing.assert_array_equal(confusion, CONFUSION)
    assert confusion.dtype == np.int64
    np.testing.assert_allclose(precision(confusion), [2 / 3, 2 / 4, 2 / 3])
    np.testing.assert_allclose(recall(confusion), [2 / 4, 2 / 3, 2 / 3])
    np.testing.assert_allclose(f1(confusion), [4 / 7, 4 / 7, 4 / 6])


def test_that_rows_are_the_true_class_and_columns_the_predicted_one() -> None:
    np.testing.assert_array_equal(confusion_matrix(np.array([1]), np.array([0]), 2), [[0, 1], [0, 0]])


def test_that_what_is_not_defined_is_nan_and_warns_nowhere() -> None:
    never_predicted = confusion_matrix(np.array([0, 0]), np.array([0, 1]), 3)
    np.testing.assert_array_equal(precision(never_predicted), [0.5, np.nan, np.nan])
    np.testing.assert_array_equal(recall(never_predicted), [1.0, 0.0, np.nan])
    np.testing.assert_allclose(f1(never_predicted), [2 / 3, 0.0, np.nan])
    nothing = confusion_matrix(np.empty(0, int), np.empty(0, int), 2)
    assert not nothing.any()
    assert np.isnan(rmse(np.empty((0, 2)), np.empty((0, 2)))).all()
    assert np.isnan(r_squared(np.empty((0, 2)), np.empty((0, 2)))).all()


def test_that_bools_stand_for_two_classes() -> None:
    confusion = confusion_matrix(np.array([True, True, False]), np.array([True, False, False]), 2)
    np.testing.assert_array_equal(confusion, [[1, 1], [0, 1]])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_that_counts_and_shares_are_those_of_plain_loops(pairs: list[tuple[int, int]]) -> None:
    predicted, actual = (np.array([pair[i] for pair in pairs], int) for i in (0, 1))
    confusion = confusion_matrix(predicted, actual, 5)
    for i in range(5):
        for j in range(5):
            assert confusion[i, j] == sum(p == j and a == i for p, a in pairs)
        hits = sum(p == a == i for p, a in pairs)
        answered, there = sum(p == i for p, _ in pairs), sum(a == i for _, a in pairs)
        assert precision(confusion)[i] == pytest.approx(hits / answered if answered else math.nan, nan_ok=True)
        assert recall(confusion)[i] == pytest.approx(hits / there if there else math.nan, nan_ok=True)
        both = answered + there
        assert f1(confusion)[i] == pytest.approx(2 * hits / both if both else math.nan, nan_ok=True)


def test_that_three_residuals_give_the_figures_worked_by_hand() -> None:
    actual, predicted = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 6.0]]), np.array([[1.0, 2.0], [2.0, 2.0], [5.0, 2.0]])
    # Residuals 0, 0, -2 and -2, -2, 4; the actual values vary by 2 and by 24 about their means.
    np.testing.assert_allclose(rmse(predicted, actual), [math.sqrt(4 / 3), math.sqrt(8)])
    np.testing.assert_allclose(r_squared(predicted, actual), [1 - 4 / 2, 1 - 24 / 24], atol=1e-15)


def test_that_perfect_answers_score_one_and_the_mean_scores_nought() -> None:
    actual = np.random.RandomState(0).standard_normal((20, 3)) + 5
    np.testing.assert_array_equal(r_squared(actual, actual), [1.0] * 3)
    np.testing.assert_array_equal(rmse(actual, actual), [0.0] * 3)
    np.testing.assert_allclose(r_squared(np.tile(actual.mean(axis=0), (20, 1)), actual), [0.0] * 3, atol=1e-14)


@pytest.mark.parametrize("constant", [0.0, 0.1, 1 / 3, 1e300])
def test_that_values_that_do_not_vary_have_no_r_squared(constant: float) -> None:
    actual = np.full((7, 1), constant)
    assert np.isnan(r_squared(actual + 1.0, actual)).all()
    assert np.isnan(r_squared(actual, actual)).all()


def plain(predicted: Array, actual: Array) -> tuple[list[float], list[float]]:
    """R² and RMSE of each output, as the formulas are printed."""
    explained, typical = [], []
    for p, y in zip(predicted.T.tolist(), actual.T.tolist(), strict=True):
        mean = math.fsum(y) / len(y)
        errors = math.fsum((a - b) ** 2 for a, b in zip(p, y, strict=True))
        total = math.fsum((b - mean) ** 2 for b in y)
        explained.append(1 - errors / total)
        typical.append(math.sqrt(errors / len(y)))
    return explained, typical


@given(st.integers(2, 30), st.integers(1, 3), st.integers(0, 10_000), st.sampled_from([np.float64, np.float32]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_that_residual_figures_are_those_of_plain_loops(n: int, outputs: int, seed: int, dtype: type) -> None:
    predicted, actual = np.random.RandomState(seed).standard_normal((2, n, outputs)).astype(dtype)
    explained, typical = plain(predicted.astype(float), actual.astype(float))
    np.testing.assert_allclose(r_squared(predicted, actual), explained, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(rmse(predicted, actual), typical, rtol=1e-12)


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e150, 1e300])
def test_that_no_square_overflows_or_vanishes(size: float) -> None:
    predicted, actual = np.random.RandomState(1).standard_normal((2, 9, 2))
    np.testing.assert_allclose(rmse(predicted * size, actual * size), rmse(predicted, actual) * size, rtol=1e-12)
    np.testing.assert_allclose(r_squared(predicted * size, actual * size), r_squared(predicted, actual), rtol=1e-9)


def test_that_a_diverged_network_is_measured_without_a_warning() -> None:
    actual = np.array([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])
    predicted = np.array([[np.inf, np.nan, 1e308], [0.0, 0.0, -1e308]])
    assert not np.isfinite(rmse(predicted, actual)[:2]).any()
    assert np.isnan(r_squared(predicted, actual)[:2]).all()
    assert r_squared(predicted, actual)[2] == -np.inf


def test_that_wrong_shapes_and_class_numbers_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="from 0 to 2, not 0 to 3"):
        confusion_matrix(np.array([0, 3]), np.array([0, 1]), 3)
    with pytest.raises(ValueError, match="from 0 to 2, not -1 to 1"):
        confusion_matrix(np.array([0, 1]), np.array([-1, 1]), 3)
    with pytest.raises(ValueError, match="of one length, not 2 and 1"):
        confusion_matrix(np.array([0, 1]), np.array([0]), 2)
    with pytest.raises(ValueError, match="must be integers in one row"):
        confusion_matrix(np.array([0.5]), np.array([0]), 2)
    with pytest.raises(ValueError, match="at least 1 class"):
        confusion_matrix(np.array([0]), np.array([0]), 0)
    with pytest.raises(ValueError, match=r"must both be \(n, outputs\), not \(3, 1\) and \(3,\)"):
        rmse(np.zeros((3, 1)), np.zeros(3))
