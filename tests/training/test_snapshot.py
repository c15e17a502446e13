"""What a view receives: figures of one moment and maps of the plane, in arrays that nothing writes to any more."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from playground.experiment import change, load
from playground.training import MapRequest, Region, Run

REGION = Region(left=-4, right=2, bottom=-1, top=3)
REQUEST = MapRequest(REGION, resolution=24, tiles=(8,))


@pytest.fixture
def run() -> Run:
    run = Run(load("playground"))
    run.train(epochs=3)
    return run


def test_that_a_snapshot_holds_the_runs_figures(run: Run) -> None:
    snapshot = run.snapshot()
    assert (snapshot.epoch, snapshot.step, snapshot.learning_rate, snapshot.penalty) == (3, 0, 0.03, 0.0)
    assert snapshot.experiment is run.experiment
    assert snapshot.scores["train"].loss == run.history["train_loss"][-1]
    assert snapshot.scores["test"].accuracy == run.history["test_accuracy"][-1]
    assert snapshot.parameter_count == run.network.parameter_count == 2 * 4 + 4 + 4 * 2 + 2 + 2 + 1
    assert snapshot.maps is None


def test_that_a_snapshot_stays_as_it_was_while_training_goes_on(run: Run) -> None:
    snapshot = run.snapshot(REQUEST)
    assert snapshot.maps is not None
    arrays = [*snapshot.parameters.values(), snapshot.maps.output, snapshot.maps.features, *snapshot.maps.layers]
    copies = [array.copy() for array in arrays]
    run.train(epochs=3)
    run.snapshot(REQUEST)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.epoch = 9  # type: ignore[misc]


def test_that_the_grid_runs_row_by_row_from_the_top_left_at_cell_centres() -> None:
    grid = REGION.grid(4)
    np.testing.assert_allclose(grid[0], [-4 + 0.75, 3 - 0.5])
    np.testing.assert_allclose(grid[3], [2 - 0.75, 3 - 0.5])
    np.testing.assert_allclose(grid[-1], [2 - 0.75, -1 + 0.5])
    assert grid.shape == (16, 2)


@pytest.mark.parametrize(
    "settings", [{}, {"data.features": ["x1_squared", "x2", "sin_x1"]}, {"data.preprocessing": "pca_whitening"}]
)
def test_that_the_maps_are_the_network_over_the_region(settings: dict[str, Any]) -> None:
    run = Run(change(load("playground"), settings))
    run.train(epochs=2)
    maps = run.snapshot(REQUEST).maps
    assert maps is not None
    grid = REGION.grid(24)
    np.testing.assert_allclose(maps.output.reshape(-1, 1), run.predict(grid), rtol=1e-5, atol=1e-6)
    hidden, second, _ = run.network.layer_outputs(run.dataset.preparation(grid))
    assert [layer.shape for layer in maps.layers] == [(4, 8, 8), (2, 8, 8)]
    for layer, outputs in zip(maps.layers, (hidden, second), strict=True):
        pictures = outputs.reshape(24, 24, -1).transpose(2, 0, 1)
        np.testing.assert_allclose(layer, pictures[:, 1::3, 1::3], rtol=1e-5, atol=1e-6)
    x = run.dataset.preparation(grid).reshape(24, 24, -1).transpose(2, 0, 1)
    np.testing.assert_allclose(maps.features, x[:, 1::3, 1::3], rtol=1e-6)


def test_that_every_column_has_small_maps_of_its_own_side_of_the_nearest_points(run: Run) -> None:
    maps = run.snapshot(MapRequest(REGION, 24, (5, 7, 99))).maps
    assert maps is not None
    first, second, _ = run.network.layer_outputs(run.dataset.preparation(REGION.grid(24)))
    assert [maps.features.shape, *(layer.shape for layer in maps.layers)] == [(2, 5, 5), (4, 7, 7), (2, 24, 24)]
    at = [int((i + 0.5) * 24 / 7) for i in range(7)]
    pictures = first.reshape(24, 24, -1).transpose(2, 0, 1)
    np.testing.assert_allclose(maps.layers[0], pictures[:, at][:, :, at], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(maps.layers[1], second.T.reshape(2, 24, 24), rtol=1e-5, atol=1e-6)


def test_that_another_region_preparation_or_resolution_is_drawn_anew(run: Run) -> None:
    first = run.snapshot(REQUEST).maps
    wider = run.snapshot(MapRequest(Region(-8, 8, -8, 8), 24, (8,))).maps
    finer = run.snapshot(MapRequest(REGION, 48, (16,))).maps
    assert first is not None
    assert wider is not None
    assert finer is not None
    assert not np.array_equal(first.output, wider.output)
    assert (finer.output.shape, finer.features.shape) == ((48, 48, 1), (2, 16, 16))
    run.snapshot(REQUEST)
    run.apply(change(load("playground"), {"data.preprocessing": "standardize"}))
    prepared = run.snapshot(REQUEST).maps
    assert prepared is not None
    assert not np.array_equal(prepared.features, first.features)


@pytest.mark.parametrize("value", [1e100, -1e100, np.inf, np.nan])
def test_that_numbers_no_picture_can_show_never_reach_the_maps(value: float) -> None:
    settings = {
        "network.layers.0.activation": "linear",
        "network.output.activation": "linear",
        "training.loss": "squared_error",
    }
    run = Run(change(load("petals"), settings))
    run.network.values[:] = value
    maps = run.snapshot(REQUEST).maps
    assert maps is not None
    for picture in (maps.output, *maps.layers):
        assert np.abs(picture).max() <= 1e30 * (1 + 1e-6)
