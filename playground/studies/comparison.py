"""A fair comparison: the same data, first weights and order of batches, and only the named settings differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playground.experiment import Experiment, UserError
from playground.studies.repeats import Vary, check_repeats, default_vary, repeats
from playground.studies.trial import Trial, trial_experiment

MOST_VARIANTS = 6
_SHARED = ("seed", "data.source", "data.split")
"""Common to all variants, or they could not be compared."""


@dataclass(frozen=True)
class Variant:
    """One side of a comparison: what it is called, and the settings that make it; none for the experiment as it is."""

    name: str
    assignments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Two to six variants of an experiment; within a repeat all have the same data, first weights and batch order.

    vary : what is another in each repeat; None for what suits the data (see `default_vary`).

    Raises
    ------
    UserError : when a variant cannot be, would have other data, or is the same as another.
    """

    experiment: Experiment
    variants: tuple[Variant, ...]
    seeds: int = 1
    epochs: int | None = None
    vary: Vary | None = None

    def __post_init__(self) -> None:
        check_repeats(self.experiment, self.seeds, self.varies)
        if not 2 <= len(self.variants) <= MOST_VARIANTS:
            raise UserError(
                "a comparison has 2 to {most} variants, not {count}", most=MOST_VARIANTS, count=len(self.variants)
            )
        for variant in self.variants:
            _check_shared(variant)
        _check_distinct(self)

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the variants differ, in the order they are first named."""
        return tuple(dict.fromkeys(path for variant in self.variants for path in variant.assignments))

    @property
    def varies(self) -> Vary:
        """The thing that is another in each repeat."""
        return self.vary or default_vary(self.experiment, self.seeds)

    def trials(self) -> tuple[Trial, ...]:
        """All trials: variant by variant, seed by seed."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        trials: list[Trial] = []
        for variant in self.variants:
            made = trial_experiment(self.experiment, {**epochs, **variant.assignments}, variant.name)
            for turn, experiment in enumerate(repeats(made, self.seeds, self.varies)):
                trials.append(Trial(len(trials), variant.assignments, experiment.seed, experiment, turn, variant.name))
        return tuple(trials)


def _check_shared(variant: Variant) -> None:
    for path in variant.assignments:
        for shared in _SHARED:
            if path == shared or path.startswith(f"{shared}.") or shared.startswith(f"{path}."):
                raise UserError(
                    "{name}: {path} would give it other data or weights; all variants share them",
                    name=variant.name,
                    path=path,
                )


def _check_distinct(comparison: Comparison) -> None:
    seen: dict[Experiment, str] = {}
    for trial in comparison.trials():
        if trial.turn == 0 and trial.experiment in seen:
            raise UserError(
                "{name}: it is the same as {other}; change one of its settings",
                name=trial.name,
                other=seen[trial.experiment],
            )
        seen[trial.experiment] = trial.name


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
