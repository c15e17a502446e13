"""Weights out and back in: the same predictions; a file that does not fit changes nothing."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.experiment import UserError, change, load
from playground.export import check_export_path, export, load_weights, put_weights, save_weights
from playground.training import Run

SETTINGS: dict[str, Any] = {
    "network.layers.0.batch_norm": True,
    "network.layers.1.dropout": 0.3,
    "data.preprocessing": "standardize",
}


@pytest.fixture(scope="module")
def run() -> Run:
    run = Run(change(load("playground"), SETTINGS))
    run.train(epochs=5)
    return run


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "weights.npz"
    save_weights(run, path)
    return path


def rewritten(file: Path, changes: dict[str, Any]) -> Path:
    """The same file with members replaced, or left out where the change is None."""
    with np.load(file) as old:
        members = {name: old[name] for name in old.files} | changes
    np.savez(file, **{name: array for name, array in members.items() if array is not None})
    return file


def refused(run: Run, file: Path) -> str:
    """The one line with which a run refuses a file, its network untouched."""
    before = run.network.values.copy()
    with pytest.raises(UserError) as caught:
        put_weights(run, load_weights(file), file)
    np.testing.assert_array_equal(run.network.values, before)
    text = str(caught.value)
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


def test_that_weights_come_back_with_the_same_predictions_and_figures(run: Run, file: Path) -> None:
    weights = load_weights(file)
    assert weights.experiment == run.experiment
    other = Run(change(run.experiment, {"seed": 99}))
    put_weights(other, weights, file)
    points = run.dataset.train.points
    np.testing.assert_array_equal(other.predict(points), run.predict(points))
    assert other.history["train_loss"][0] == run.history["train_loss"][-1]
    assert other.history["test_accuracy"][0] == run.history["test_accuracy"][-1]
    assert (other.epochs_done, other.history.rows) == (0, 1)


def test_that_export_goes_by_the_ending_and_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(b"old")
    export(run, path)
    assert load_weights(path).experiment == run.experiment
    assert [each.name for each in tmp_path.iterdir()] == ["weights.npz"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("weights.csv", "weights cannot be exported to '.csv'; use .npz"),
        ("weights", "weights cannot be exported to 'a file without an ending'; use .npz"),
        ("none/weights.npz", "there is no folder "),
        ("folder.npz", "this is a folder; name a file in it"),
    ],
)
def test_that_a_place_that_cannot_be_written_is_found_beforehand(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(UserError) as caught:
        check_export_path(tmp_path / name)
    assert str(caught.value).replace("''", "'").startswith(f"{tmp_path / name}: {said}")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"network.layers.0.units": 5},
            "layer1.weight has the shape (2, 4), this network's is (2, 5); open the experiment that the weights ",
        ),
        (
            {"network.layers": [{"batch_norm": True}]},
            "this file holds layer2.bias, which this network has no place for",
        ),
        ({"network.layers.1.batch_norm": True}, "this file lacks layer2.beta; open the experiment"),
        ({"network.layers.0.batch_norm": False}, "this file lacks layer1.bias; open the experiment"),
        ({"data.features": ["x1", "x2", "x1_x2"]}, "layer1.weight has the shape (2, 4), this network's is (3, 4)"),
    ],
)
def test_that_weights_of_another_network_are_refused(run: Run, file: Path, settings: dict[str, Any], said: str) -> None:
    assert refused(Run(change(run.experiment, settings)), file).startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"layer2.bias": None}, "this file lacks layer2.bias; "),
        ({"extra": np.zeros(3)}, "this file holds extra, which this network has no place for; "),
        ({"layer2.bias": np.zeros(1)}, "layer2.bias has the shape (1,), this network's is (2,); "),
        ({"layer2.bias": np.zeros((2, 1))}, "layer2.bias has the shape (2, 1), this network's is (2,); "),
        ({"layer2.bias": np.float64(1)}, "layer2.bias has the shape (), this network's is (2,); "),
        ({"layer2.bias": np.array([1, np.nan])}, "layer2.bias holds numbers that are not finite; "),
        ({"layer2.bias": np.array([1, -np.inf])}, "layer2.bias holds numbers that are not finite; "),
        ({"layer2.bias": np.array([1, 2], np.int64)}, "layer2.bias holds int64, not decimals; "),
        ({"layer2.bias": np.array([1j, 2])}, "layer2.bias holds complex128, not decimals; "),
        ({"layer2.bias": np.array(["a", "b"])}, "layer2.bias holds str32, not decimals; "),
        ({"layer2.bias": np.array([True, False])}, "layer2.bias holds bool, not decimals; "),
        ({"layer1.running_variance": np.array([1.0, 1, -1, 1])}, "layer1.running_variance holds negative numbers"),
        ({"experiment": np.array("{")}, "experiment: this is not a JSON file ("),
        ({"experiment": np.array('{"seed": -1}')}, "experiment: seed: it takes a whole number from 0"),
        ({"experiment": np.zeros(3)}, "experiment: it takes a group of settings"),
    ],
)
def test_that_wrong_arrays_are_refused_by_name(run: Run, file: Path, changes: dict[str, Any], said: str) -> None:
    assert refused(Run(run.experiment), rewritten(file, changes)).startswith(said)


def test_that_numbers_too_large_for_the_networks_precision_are_refused(run: Run, file: Path) -> None:
    narrow = Run(change(run.experiment, {"training.precision": "float32"}))
    rewritten(file, {"layer2.bias": np.array([1e300, 0])})
    assert refused(narrow, file).startswith("layer2.bias holds numbers too large for float32; ")


def test_that_a_file_without_an_experiment_serves_too(run: Run, file: Path) -> None:
    weights = load_weights(rewritten(file, {"experiment": None}))
    assert weights.experiment is None
    put_weights(Run(run.experiment), weights, file)


def test_that_half_precision_is_taken(run: Run, file: Path) -> None:
    other = Run(run.experiment)
    put_weights(other, load_weights(rewritten(file, {"layer2.bias": np.array([0.5, 2], np.float16)})), file)
    np.testing.assert_array_equal(other.network.parameters["layer2.bias"], [0.5, 2])


def test_that_weights_of_prepared_inputs_are_refused_where_inputs_are_plain(tmp_path: Path) -> None:
    prepared = Run(change(load("petals"), {"data.preprocessing": "standardize"}))
    save_weights(prepared, tmp_path / "prepared.npz")
    with pytest.raises(UserError, match=r"prepared.*data\.preprocessing"):
        put_weights(Run(load("petals")), load_weights(tmp_path / "prepared.npz"), tmp_path / "prepared.npz")


def values_run(scaling: str = "standardize") -> Run:
    return Run(change(load("playground"), {"data.source.kind": "bumps", "data.target_scaling": scaling}))


def test_that_the_scale_of_values_is_in_the_file_and_must_be_the_same(tmp_path: Path) -> None:
    run, path = values_run(), tmp_path / "weights.npz"
    run.train(epochs=3)
    save_weights(run, path)
    with np.load(path) as file:
        x = run.dataset.test.x if run.dataset.test else run.dataset.train.x
        raw = run.network.predict(x) * file["target.scale"] + file["target.mean"]
    np.testing.assert_allclose(raw, run.predict((run.dataset.test or run.dataset.train).points))
    put_weights(values_run(), load_weights(path), path)
    assert "data.target_scaling" in refused(values_run("none"), path)
    assert "data.target_scaling" in refused(run, rewritten(path, {"target.mean": np.array(5.0)}))
