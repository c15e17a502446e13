"""A fair comparison: the same data, first weights and order of batches, and only the named settings differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from playground.experiment import Experiment, UserError
from playground.studies.sweep import check_seeds
from playground.studies.trial import Trial, trial_experiment

MOST_VARIANTS = 6
_SHARED = ("seed", "data.source", "data.split")
"""What all variants have in common, or they could not be compared."""


@dataclass(frozen=True)
class Variant:
    """One side of a comparison: what it is called, and the settings that make it; none for the experiment as it is."""

    name: str
    assignments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Two to six variants of an experiment.

    Raises
    ------
    UserError : when a variant cannot be, would have other data, or is the same as another.
    """

    experiment: Experiment
    variants: tuple[Variant, ...]
    seeds: int = 1
    epochs: int | None = None

    def __post_init__(self) -> None:
        check_seeds(self.experiment, self.seeds)
        if not 2 <= len(self.variants) <= MOST_VARIANTS:
            raise UserError(f"a comparison has 2 to {MOST_VARIANTS} variants, not {len(self.variants)}")
        for variant in self.variants:
            _check_shared(variant)
        _check_distinct(self)

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the variants differ, in the order they are first named."""
        return tuple(dict.fromkeys(path for variant in self.variants for path in variant.assignments))

    def trials(self) -> tuple[Trial, ...]:
        """All trials: variant by variant, seed by seed."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        trials: list[Trial] = []
        for variant in self.variants:
            made = trial_experiment(self.experiment, {**epochs, **variant.assignments}, variant.name)
            for turn in range(self.seeds):
                seed = made.seed + turn
                experiment = msgspec.structs.replace(made, seed=seed)
                trials.append(Trial(len(trials), variant.assignments, seed, experiment, turn, variant.name))
        return tuple(trials)


def _check_shared(variant: Variant) -> None:
    for path in variant.assignments:
        for shared in _SHARED:
            if path == shared or path.startswith(f"{shared}.") or shared.startswith(f"{path}."):
                raise UserError(f"{variant.name}: {path} would give it other data or weights; all variants share them")


def _check_distinct(comparison: Comparison) -> None:
    seen: dict[Experiment, str] = {}
    for trial in comparison.trials():
        if trial.turn == 0 and trial.experiment in seen:
            raise UserError(f"{trial.name}: it is the same as {seen[trial.experiment]}; change one of its settings")
        seen[trial.experiment] = trial.name
