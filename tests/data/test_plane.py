"""The plane that the output is drawn over."""

import numpy as np
import pytest

from playground.data import build_dataset
from playground.data.plane import principal_plane
from playground.experiment import load

RANDOM = np.random.RandomState(2)


def test_that_points_in_a_plane_keep_their_coordinates_and_are_prepared() -> None:
    dataset = build_dataset(load("petals"))
    np.testing.assert_array_equal(dataset.coordinates["train"], dataset.train.points)
    np.testing.assert_array_equal(dataset.plane.inputs(dataset.train.points), dataset.train.x)


def test_that_the_axes_are_the_directions_of_most_spread() -> None:
    x = RANDOM.randn(500, 5) * [1, 10, 0.1, 5, 2] + 7
    plane = principal_plane(x)
    np.testing.assert_allclose(np.abs(plane.axes[:, [1, 3]]), np.eye(2), atol=0.1)
    np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-12)
    assert plane.axes[0, 1] > 0
    assert plane.axes[1, 3] > 0


def test_that_a_place_in_the_plane_comes_back_from_its_inputs() -> None:
    plane = principal_plane(RANDOM.randn(100, 6))
    places = RANDOM.randn(20, 2)
    np.testing.assert_allclose(plane.coordinates(places, plane.inputs(places)), places, atol=1e-12)


@pytest.mark.parametrize("shape", [(1, 3), (2, 3), (30, 1), (3000, 4)])
def test_that_few_samples_one_feature_and_many_samples_have_a_plane(shape: tuple[int, int]) -> None:
    x = RANDOM.randn(*shape)
    plane = principal_plane(x)
    assert plane.inputs([[0.0, 0.0]]).shape == (1, shape[1])
    assert np.isfinite(plane.coordinates(x, x)).all()


def test_that_samples_that_are_all_alike_have_a_plane() -> None:
    plane = principal_plane(np.ones((10, 4)))
    np.testing.assert_array_equal(plane.coordinates(np.ones((1, 4)), np.ones((1, 4))), [[0, 0]])


def test_that_more_features_than_samples_have_the_axes_of_their_singular_vectors() -> None:
    x = np.random.RandomState(3).randn(30, 400) * np.linspace(3, 0.1, 400)
    plane = principal_plane(x)
    exact = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[2][:2]
    np.testing.assert_allclose(np.abs(np.sum(plane.axes * exact, axis=1)), 1.0, rtol=1e-9)
