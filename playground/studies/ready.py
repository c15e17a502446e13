"""The comparisons of the labs, ready-made for any experiment."""

from collections.abc import Callable, Mapping
from typing import Any

from playground.experiment import Experiment, UserError
from playground.studies.comparison import Comparison, Variant

_OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


def compare_normalization(experiment: Experiment) -> Comparison:
    """Inputs scaled or as they are."""
    kind = experiment.data.preprocessing
    scaled = "standardize" if kind == "none" else kind
    return Comparison(
        experiment,
        (
            Variant("not normalized", {"data.preprocessing": "none"}),
            Variant("normalized", {"data.preprocessing": scaled}),
        ),
    )


def compare_dropout(experiment: Experiment) -> Comparison:
    """Every hidden layer with dropout (its own, or half) or without."""
    _needs_layers(experiment)
    shares = [layer.dropout or 0.5 for layer in experiment.network.layers]
    return Comparison(
        experiment,
        (
            Variant("no dropout", _in_layers("dropout", [0.0] * len(shares))),
            Variant("dropout", _in_layers("dropout", shares)),
        ),
    )


def compare_batch_norm(experiment: Experiment) -> Comparison:
    """Every hidden layer with batch norm or without."""
    _needs_layers(experiment)
    count = len(experiment.network.layers)
    return Comparison(
        experiment,
        (
            Variant("no batch norm", _in_layers("batch_norm", [False] * count)),
            Variant("batch norm", _in_layers("batch_norm", [True] * count)),
        ),
    )


def compare_optimizers(experiment: Experiment) -> Comparison:
    """Six optimizers: the experiment's own with its rate, the others with the rate they begin with."""
    own = experiment.training.optimizer.__struct_config__.tag
    rates = {"rmsprop": 0.01, "adam": 0.001}
    variants = []
    for kind in _OPTIMIZERS:
        path = "training.optimizer"
        rate = {} if kind == own else {f"{path}.learning_rate": rates.get(kind, 0.1)}
        variants.append(Variant(kind, {f"{path}.kind": kind, **rate}))
    return Comparison(experiment, tuple(variants))


def compare_initializers(experiment: Experiment) -> Comparison:
    """First weights too large, too small, and as wide as the layer wants them."""
    kinds: Mapping[str, Mapping[str, Any]] = {
        "N(0, 1)": {"kind": "normal", "std": 1.0},
        "N(0, 0.01²)": {"kind": "normal", "std": 0.01},
        "Xavier": {"kind": "xavier_normal"},
        "He": {"kind": "he_normal"},
    }
    places = [f"network.layers.{index}" for index in range(len(experiment.network.layers))] + ["network.output"]
    variants = [
        Variant(name, {f"{place}.initializer.{key}": value for place in places for key, value in kind.items()})
        for name, kind in kinds.items()
    ]
    return Comparison(experiment, tuple(variants))


READY: Mapping[str, Callable[[Experiment], Comparison]] = {
    "normalization": compare_normalization,
    "dropout": compare_dropout,
    "batch_norm": compare_batch_norm,
    "optimizers": compare_optimizers,
    "initializers": compare_initializers,
}
"""By name; each raises `UserError` where the experiment has nothing to compare."""


def _needs_layers(experiment: Experiment) -> None:
    if not experiment.network.layers:
        raise UserError("network.layers: there is no hidden layer to compare; add one")


def _in_layers(name: str, values: list[Any]) -> dict[str, Any]:
    return {f"network.layers.{index}.{name}": value for index, value in enumerate(values)}
