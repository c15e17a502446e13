"""Features and their scaling, fitted on the training part alone."""

import numpy as np
import pytest

from playground.data import FORMULAS, build_dataset, build_features, fit_preparation
from playground.experiment import FEATURES, UserError, change, load

POINTS = np.random.RandomState(0).standard_normal((200, 2)) * [3, 0.2] + [5, -1]


def test_that_every_declared_feature_has_its_formula() -> None:
    a, b = POINTS.T
    expected = {
        "x1": a,
        "x2": b,
        "x1_squared": a**2,
        "x2_squared": b**2,
        "x1_x2": a * b,
        "sin_x1": np.sin(a),
        "sin_x2": np.sin(b),
        "cos_x1": np.cos(a),
        "cos_x2": np.cos(b),
    }
    assert tuple(FORMULAS) == FEATURES == tuple(expected)
    np.testing.assert_allclose(build_features(POINTS, FEATURES), np.column_stack(list(expected.values())), rtol=1e-12)


def test_that_features_come_in_the_order_they_are_named() -> None:
    np.testing.assert_array_equal(build_features(POINTS, ("x2", "x1")), POINTS[:, ::-1])


def test_that_none_leaves_the_features_as_they_are() -> None:
    preparation = fit_preparation(POINTS, ("x1", "x2"), "none")
    np.testing.assert_array_equal(preparation(POINTS), POINTS)
    assert preparation.mean is None


def test_that_standardizing_gives_mean_0_and_deviation_1() -> None:
    x = fit_preparation(POINTS, ("x1", "x2", "x1_x2"), "standardize")(POINTS)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(x.std(axis=0), 1, rtol=1e-12)


def test_that_whitening_gives_the_unit_covariance_with_the_widest_axis_first() -> None:
    preparation = fit_preparation(POINTS, ("x1", "x2"), "pca_whitening")
    x = preparation(POINTS)
    covariance = x.T @ x / len(x)
    # Each variance v becomes v / (v + 1e-5).
    np.testing.assert_allclose(covariance, np.eye(2), atol=1e-3)
    assert preparation.matrix is not None
    widths = np.linalg.norm(preparation.matrix, axis=0)
    assert widths[0] < widths[1]
    variances = np.linalg.eigvalsh(np.cov(POINTS.T, bias=True))[::-1]
    np.testing.assert_allclose(np.diag(covariance), variances / (variances + 1e-5), rtol=1e-9)


@pytest.mark.parametrize("method", ["standardize", "pca_whitening"])
def test_that_a_feature_without_spread_stays_finite(method: str) -> None:
    points = POINTS.copy()
    points[:, 1] = 2.0
    assert np.isfinite(fit_preparation(points, ("x1", "x2"), method)(points)).all()


@pytest.mark.parametrize("method", ["standardize", "pca_whitening"])
def test_that_preparation_is_fitted_on_the_training_part_alone(method: str) -> None:
    halves = {"data.split.train": 0.5, "data.split.validation": 0.25, "data.split.test": 0.25}
    data = build_dataset(change(load("quadrants"), halves | {"data.preprocessing": method}))
    assert data.preparation.mean is not None
    np.testing.assert_allclose(data.preparation.mean, data.train.points.mean(axis=0))
    np.testing.assert_allclose(data.train.x.mean(axis=0), 0, atol=1e-12)
    for part in (data.validation, data.test):
        assert part is not None
        np.testing.assert_allclose(part.x, data.preparation(part.points))
        assert np.abs(part.x.mean(axis=0)).max() > 1e-6


def test_that_points_of_the_wrong_width_are_refused_in_words() -> None:
    preparation = fit_preparation(POINTS, ("x1", "x2"), "none")
    for points in (np.zeros((3, 3)), np.zeros(3), np.zeros((2, 2, 2)), np.zeros(0)):
        with pytest.raises(UserError, match="give one row of 2 numbers a point"):
            preparation(points)
    assert preparation([1, 2]).shape == (1, 2)
    assert preparation(np.empty((0, 2))).shape == (0, 2)
