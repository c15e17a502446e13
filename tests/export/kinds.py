"""Every kind of network that there is, small and trained for a moment."""

from functools import cache
from pathlib import Path
from typing import Any

from playground.experiment import Experiment, File, change, for_own_data, load, setting
from playground.training import Run

FILES = Path(__file__).parent / "files"

SOFTMAX = {"network.output.activation": "softmax", "training.loss": "softmax_cross_entropy"}
NORMALIZED = {
    "data.preprocessing": "pca_whitening",
    "data.features": ["x1", "x2", "x1_x2", "sin_x1"],
    "network.layers": [
        {"units": 6, "activation": "relu", "batch_norm": True, "dropout": 0.2},
        {"units": 5, "activation": "sigmoid"},
    ],
    "network.output.batch_norm": True,
    "training.batch_size": 32,
    **SOFTMAX,
}
ALL_FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"]


def table(name: str, inputs: tuple[str, ...], target: str, task: str, classes: int) -> Experiment:
    """An experiment on one of the tables beside the tests."""
    source = File(path=str(FILES / name), inputs=inputs, target=target, task=task, drop_rows=True)  # type: ignore[arg-type]
    return for_own_data(load("petals"), source, name=name.removesuffix(".csv"), classes=classes)


def trees() -> Experiment:
    """Three classes told from a number and two columns of texts."""
    return table("trees.csv", ("length", "colour", "soil"), "kind", "classification", 3)


def houses() -> Experiment:
    """A price told from two numbers."""
    return table("houses.csv", ("area", "rooms"), "price (EUR)", "regression", 0)


def gaps() -> Experiment:
    """Two classes told from numbers and texts with gaps that are filled, dates, and numbers that are names."""
    inputs = ("size", "colour", "seen", "floor", "depth")
    plain = table("gaps.csv", inputs, "bought", "classification", 2)
    return change(plain, {"data.source.fill": "median", "data.source.categories": ["floor"]})


def _activations() -> dict[str, tuple[Any, dict[str, Any]]]:
    names = setting(Experiment(), "network.layers.0.activation").choices
    return {
        name: ("petals", {"network.layers": [{"units": 5, "activation": name}]}) for name in names if name != "step"
    }


# By name: a lab or an experiment, and what is changed in it.
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    **_activations(),
    "no hidden layer": ("playground", {"network.layers": []}),
    "tanh output, standardized": ("playground", {"data.preprocessing": "standardize"}),
    "four tanh outputs": ("quadrants", {"network.output.activation": "tanh", "training.loss": "squared_error"}),
    "four sigmoids": ("quadrants", {"training.optimizer.kind": "adam"}),
    "linear outputs for classes": ("petals", {"network.output.activation": "linear", "training.loss": "huber"}),
    "two classes, softmax": ("petals", SOFTMAX),
    "batch norm, whitening, features": ("quadrants", NORMALIZED),
    "all features": ("playground", {"data.features": ALL_FEATURES, "data.preprocessing": "standardize"}),
    "one feature": ("playground", {"data.features": ["cos_x2"]}),
    "whitened": ("waves", {"network.layers.0.units": 7, "network.layers.1.units": 6}),
    "float32": ("petals", {"training.precision": "float32"}),
    "float32, gelu, batch norm": (
        "petals",
        {"training.precision": "float32", "network.layers": [{"units": 5, "activation": "gelu", "batch_norm": True}]},
    ),
    "twelve layers": (
        "petals",
        {"network.layers": [{"units": 3 + i % 3, "dropout": 0.1 * (i % 2)} for i in range(12)]},
    ),
    "values": ("playground", {"data.source.kind": "bumps", "data.target_scaling": "standardize"}),
    "values, tanh": ("playground", {"data.source.kind": "plane", "network.output.activation": "tanh"}),
    "digits": ("digits", {"network.layers": [{"units": 8, "activation": "relu"}]}),
    "digits, standardized, float32": (
        "digits",
        {
            "network.layers": [{"units": 8, "activation": "silu"}],
            "training.precision": "float32",
            "data.preprocessing": "standardize",
        },
    ),
    "trees": (trees, {}),
    "trees, standardized, batch norm": (
        trees,
        {"data.preprocessing": "standardize", "network.layers": [{"units": 5, "batch_norm": True}]},
    ),
    "trees, whitened": (trees, {"data.preprocessing": "pca_whitening"}),
    "gaps, filled": (gaps, {}),
    "gaps, filled, whitened, float32": (
        gaps,
        {"data.preprocessing": "pca_whitening", "training.precision": "float32"},
    ),
    "houses": (houses, {}),
    "houses, features": (houses, {"data.features": ["x1", "x2", "x1_squared", "x1_x2"]}),
    "houses, float32": (houses, {"training.precision": "float32"}),
}


@cache
def run_of(kind: str) -> Run:
    """A run of that kind after a few epochs; shared, so it is only to be looked at."""
    start, settings = KINDS[kind]
    run = Run(change(load(start) if isinstance(start, str) else start(), settings))
    run.train(epochs=4)
    return run


def experiment_of(kind: str) -> Experiment:
    """The experiment of a kind."""
    return run_of(kind).experiment
