"""A weights file is enough: plain NumPy gives the reported accuracy from it, without a line of the program's own."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from playground import __version__
from playground.experiment import File, change, decode, for_own_data, load
from playground.export import load_weights, put_weights, save_weights
from playground.training import Run


def activated(name: str, z: NDArray[Any]) -> NDArray[Any]:
    if name == "softmax":
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    formulas: dict[str, NDArray[Any]] = {
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "sigmoid": 1 / (1 + np.exp(-z)),
        "linear": z,
    }
    return formulas[name]


NORMALIZED = {
    "data.split.train": 0.7,
    "data.split.validation": 0.15,
    "data.split.test": 0.15,
    "data.preprocessing": "pca_whitening",
    "data.features": ["x1", "x2", "x1_x2", "sin_x1"],
    "network.layers": [
        {"units": 6, "activation": "relu", "batch_norm": True, "dropout": 0.2},
        {"units": 5, "activation": "sigmoid"},
    ],
    "network.output.activation": "softmax",
    "network.output.batch_norm": True,
    "training.loss": "softmax_cross_entropy",
    "training.optimizer.kind": "adam",
    "training.optimizer.learning_rate": 0.01,
    "training.batch_size": 32,
}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "petals": ("petals", {}),
    "quadrants, four sigmoids": ("quadrants", {"training.optimizer.kind": "adam"}),
    "playground, tanh output": ("playground", {"data.preprocessing": "standardize"}),
    "batch norm, whitening, softmax": ("quadrants", NORMALIZED),
    "no hidden layer": ("playground", {"network.layers": []}),
    "linear output": ("petals", {"network.output.activation": "linear", "training.loss": "huber"}),
    "float32": ("petals", {"training.precision": "float32"}),
}


def features(points: NDArray[Any], names: list[str]) -> NDArray[Any]:
    if not names:
        return points
    x1, x2 = points.T
    known = {"x1": x1, "x2": x2, "x1_x2": x1 * x2, "sin_x1": np.sin(x1)}
    return np.column_stack([known[name] for name in names])


def forward(file: Any, points: NDArray[Any], experiment: dict[str, Any]) -> NDArray[Any]:
    """The network of a weights file on raw points, as its documentation tells it."""
    x = features(points, experiment["data"]["features"])
    if "preprocessing.scale" in file.files:
        x = (x - file["preprocessing.mean"]) * file["preprocessing.scale"]
    if "preprocessing.matrix" in file.files:
        x = (x - file["preprocessing.mean"]) @ file["preprocessing.matrix"]
    layers = experiment["network"]["layers"]
    names = [*(f"layer{number}" for number in range(1, len(layers) + 1)), "output"]
    for name, layer in zip(names, [*layers, experiment["network"]["output"]], strict=True):
        x = x.astype(file[f"{name}.weight"].dtype) @ file[f"{name}.weight"]
        if layer["batch_norm"]:
            x = (x - file[f"{name}.running_mean"]) / np.sqrt(file[f"{name}.running_variance"] + 1e-5)
            x = x * file[f"{name}.gamma"] + file[f"{name}.beta"]
        else:
            x = x + file[f"{name}.bias"]
        x = activated(layer["activation"], x)
    return x


@pytest.mark.parametrize("case", CASES)
def test_that_plain_numpy_gives_the_reported_accuracy_exactly(case: str, tmp_path: Path) -> None:
    lab, settings = CASES[case]
    run = Run(change(load(lab), settings))
    run.train(epochs=40)
    save_weights(run, tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        experiment = json.loads(str(file["experiment"]))
        for name, part in run.dataset.parts.items():
            p = forward(file, part.points, experiment)
            np.testing.assert_allclose(p, run.predict(part.points), rtol=1e-4 if case == "float32" else 1e-9)
            threshold = 0 if experiment["network"]["output"]["activation"] == "tanh" else 0.5
            decided = p[:, 0] > threshold if p.shape[1] == 1 else p.argmax(axis=1)
            assert (decided == part.labels).mean() == run.history[f"{name}_accuracy"][-1]


def test_that_a_file_holds_the_documented_arrays_and_nothing_else(tmp_path: Path) -> None:
    run = Run(change(load("quadrants"), NORMALIZED))
    save_weights(run, tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in file.files}
        assert decode(str(file["experiment"]), "weights") == run.experiment
    norm = ("gamma", "beta", "running_mean", "running_variance")
    assert shapes == {
        "layer1.weight": (4, 6),
        **{f"layer1.{name}": (6,) for name in norm},
        "layer2.weight": (6, 5),
        "layer2.bias": (5,),
        "output.weight": (5, 4),
        **{f"output.{name}": (4,) for name in norm},
        "preprocessing.mean": (4,),
        "preprocessing.matrix": (4, 4),
        "inputs": (4,),
        "classes": (4,),
        "experiment": (),
        "about": (),
    }


def test_that_standardized_inputs_are_prepared_by_a_vector_and_values_by_two_numbers(tmp_path: Path) -> None:
    settings = {"data.source.kind": "plane", "data.preprocessing": "standardize", "data.target_scaling": "standardize"}
    run = Run(change(load("playground"), settings))
    save_weights(run, tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in file.files if "." in name and "layer" not in name}
        about = json.loads(str(file["about"]))
        assert file["target"].tolist() == ["value"]
        assert file["inputs"].tolist() == ["x1", "x2"]
    assert shapes == {
        "output.weight": (2, 1),
        "output.bias": (1,),
        "preprocessing.mean": (2,),
        "preprocessing.scale": (2,),
        "target.mean": (),
        "target.scale": (),
    }
    assert about["prepared"] == "(x - preprocessing.mean) * preprocessing.scale"
    assert about["answered"] == "output * target.scale + target.mean"
    assert about["epsilon"] == 1e-5
    assert about["version"] == __version__


def test_that_the_network_of_a_table_tells_its_classes_by_name(tmp_path: Path) -> None:
    kinds = ["elm", "oak", "ash"]
    rows = [f"{i % 3 * 4 + i % 7 / 9:.3f},{i % 5},{kinds[i % 3]}" for i in range(60)]
    (tmp_path / "trees.csv").write_text("\n".join(["length,width,kind", *rows]))
    table = File(path=str(tmp_path / "trees.csv"), task="classification")
    run = Run(for_own_data(load("petals"), table, name="trees", classes=3))
    run.train(epochs=60)
    save_weights(run, tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        answers = forward(file, np.array([[0.4, 2.0], [4.4, 2.0], [8.4, 2.0]]), json.loads(str(file["experiment"])))
        assert file["classes"][answers.argmax(axis=1)].tolist() == kinds
        assert file["inputs"].tolist() == ["length", "width"]
    put_weights(run, load_weights(tmp_path / "weights.npz"), "weights.npz")
