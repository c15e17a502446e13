"""From an experiment to the arrays of its three parts."""

from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState

from playground.data import build_dataset, draw, targets
from playground.experiment import DRAWN_SOURCES, change, load

PETALS, QUADRANTS = load("petals"), load("quadrants")
SOFTMAX = {"network.output.activation": "softmax", "training.loss": "softmax_cross_entropy"}


def test_that_absent_parts_are_none_and_present_ones_are_named() -> None:
    data = build_dataset(PETALS)
    assert data.validation is None
    assert list(data.parts) == ["train", "test"]
    assert list(build_dataset(QUADRANTS).parts) == ["train"]


def test_that_fresh_test_points_are_new_and_leave_the_training_points_as_they_are() -> None:
    data, without = build_dataset(PETALS), build_dataset(change(PETALS, {"data.source.fresh_test": 0}))
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (400, 400)
    np.testing.assert_array_equal(data.train.points, without.train.points)
    np.testing.assert_array_equal(data.test.points, draw(PETALS.data.source, 400, RandomState([1, 4]))[0])
    assert not np.isin(data.test.points, data.train.points).any()
    assert without.test is None


def test_that_fresh_test_points_join_those_of_the_split() -> None:
    both = {"data.split.train": 0.5, "data.split.test": 0.5}
    data = build_dataset(change(PETALS, both))
    assert data.test is not None
    assert len(data.test) == 200 + 400


@pytest.mark.parametrize("fresh", [1, 3, 10_000])
@pytest.mark.parametrize("kind", [source.__struct_config__.tag for source in DRAWN_SOURCES])
def test_that_any_number_of_fresh_points_can_be_drawn(kind: str, fresh: int) -> None:
    data = build_dataset(change(PETALS, {"data.source.kind": kind, "data.source.fresh_test": fresh}))
    assert data.test is not None
    assert len(data.test) == fresh


def test_that_the_parts_are_the_samples_of_the_source_each_once() -> None:
    thirds = {"data.split.train": 0.5, "data.split.validation": 0.25, "data.split.test": 0.25}
    whole, parts = build_dataset(QUADRANTS).train, build_dataset(change(QUADRANTS, thirds)).parts
    assert [len(part) for part in parts.values()] == [400, 200, 200]
    together = np.concatenate([part.points for part in parts.values()])
    np.testing.assert_array_equal(np.sort(together, axis=0), np.sort(whole.points, axis=0))


def test_that_the_network_sees_the_features_and_views_the_raw_points() -> None:
    data = build_dataset(change(PETALS, {"data.features": ["x1_squared", "x2", "sin_x1"]}))
    assert (data.inputs, data.outputs) == (3, 1)
    np.testing.assert_array_equal(data.train.x[:, 0], data.train.points[:, 0] ** 2)
    assert data.train.points.shape == (400, 2)
    assert data.classes == ("0", "1")


@pytest.mark.parametrize(
    ("labels", "classes", "activation", "expected"),
    [
        ([0, 1], 2, "sigmoid", [[0], [1]]),
        ([0, 1], 2, "tanh", [[-1], [1]]),
        ([0, 1], 2, "softmax", [[1, 0], [0, 1]]),
        ([0, 1], 2, "linear", [[1, 0], [0, 1]]),
        ([2, 0], 3, "softmax", [[0, 0, 1], [1, 0, 0]]),
        ([2, 0], 3, "sigmoid", [[0, 0, 1], [1, 0, 0]]),
        ([2, 0], 3, "tanh", [[-1, -1, 1], [1, -1, -1]]),
    ],
)
def test_that_targets_are_coded_as_the_output_takes_them(
    labels: list[int], classes: int, activation: str, expected: list[list[int]]
) -> None:
    np.testing.assert_array_equal(targets(np.array(labels), classes, activation), expected)


@pytest.mark.parametrize(
    ("base", "assignments", "outputs"), [(PETALS, {}, 1), (PETALS, SOFTMAX, 2), (QUADRANTS, {}, 4)]
)
def test_that_the_outputs_follow_from_the_classes(base: Any, assignments: dict[str, Any], outputs: int) -> None:
    data = build_dataset(change(base, assignments))
    assert data.outputs == outputs
    assert data.train.y.shape == (len(data.train), outputs)


def test_that_the_data_depends_on_its_own_seed_and_not_on_that_of_the_weights() -> None:
    first = build_dataset(QUADRANTS).train.points
    np.testing.assert_array_equal(first, build_dataset(change(QUADRANTS, {"seed": 9})).train.points)
    assert not np.array_equal(first, build_dataset(change(QUADRANTS, {"data.source.seed": 9})).train.points)


def test_that_values_are_the_targets_of_regression_and_there_are_no_labels() -> None:
    halves = {"data.split.train": 0.5, "data.split.validation": 0.5}
    data = build_dataset(change(PETALS, halves | {"data.source.kind": "plane"}))
    assert (data.classes, data.classifies, data.outputs) == ((), False, 1)
    for part in data.parts.values():
        assert part.labels is None
        assert part.y.shape == (len(part), 1)
    np.testing.assert_allclose(data.train.y[:, 0], data.train.points.sum(axis=1) / 10 + 0, atol=6 * 0.2 * 2 / 10 + 1e-9)
    assert [len(part) for part in data.parts.values()] == [200, 200, 400]


def test_that_painted_points_are_the_samples_in_their_order() -> None:
    points = [[1.5, 2, 1], [-3, 0, 0], [0, 0, 2]]
    painted = {"data.source.kind": "points", "data.source.points": points, "data.source.classes": 4}
    data = build_dataset(change(QUADRANTS, painted))
    np.testing.assert_array_equal(data.train.points, [[1.5, 2], [-3, 0], [0, 0]])
    assert data.train.labels is not None
    assert data.train.labels.tolist() == [1, 0, 2]
    assert data.outputs == len(data.classes) == 4
