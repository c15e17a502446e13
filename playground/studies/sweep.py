"""A sweep: every value of a setting, or every pair of values of two, each with several seeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import msgspec

from playground.experiment import Experiment, UserError
from playground.experiment.declare import SEED_LIMIT
from playground.studies.trial import Trial, trial_experiment

MOST_SEEDS = 100
MOST_TRIALS = 10_000


@dataclass(frozen=True)
class Axis:
    """A setting by its path, and the values it takes."""

    path: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Sweep:
    """Every combination of the axes' values, each with `seeds` seeds from the experiment's own on.

    epochs : how long each is trained; the experiment's number where it is None.

    Raises
    ------
    UserError : when a combination cannot be; nothing has been trained then.
    """

    experiment: Experiment
    axes: tuple[Axis, ...]
    seeds: int = 1
    epochs: int | None = None

    def __post_init__(self) -> None:
        _check_axes(self)
        _ = self._trials

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the trials differ."""
        return tuple(axis.path for axis in self.axes)

    def trials(self) -> tuple[Trial, ...]:
        """All trials: value by value, seed by seed."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        return tuple(self._drawn_up())

    def _drawn_up(self) -> Iterator[Trial]:
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        number = 0
        for values in product(*(axis.values for axis in self.axes)):
            assignments = dict(zip(self.paths, values, strict=True))
            made = trial_experiment(self.experiment, {**epochs, **assignments})
            for turn in range(self.seeds):
                seed = made.seed + turn
                experiment = msgspec.structs.replace(made, seed=seed)
                yield Trial(number, assignments, seed, experiment, turn)
                number += 1


def check_seeds(experiment: Experiment, seeds: int) -> None:
    """Refuse a number of seeds that there are not."""
    if not 1 <= seeds <= MOST_SEEDS:
        raise UserError(f"seeds: {seeds} is out of range; give a whole number from 1 to {MOST_SEEDS}")
    if experiment.seed + seeds - 1 > SEED_LIMIT:
        raise UserError(f"seed: {seeds} seeds from {experiment.seed} on go beyond {SEED_LIMIT}; choose a smaller seed")


def _check_axes(sweep: Sweep) -> None:
    check_seeds(sweep.experiment, sweep.seeds)
    if not 1 <= len(sweep.axes) <= 2:
        raise UserError("a sweep goes over one setting or two; name one or two")
    if len(set(sweep.paths)) < len(sweep.axes):
        raise UserError(f"{sweep.paths[0]}: it is swept twice; name two settings, or all values at once")
    for axis in sweep.axes:
        if not axis.values:
            raise UserError(f"{axis.path}: there is no value to try; give at least one")
    if "seed" in sweep.paths and sweep.seeds > 1:
        raise UserError("seed: it is swept, and several seeds are asked for too; choose one of them")
    count = sweep.seeds
    for axis in sweep.axes:
        count *= len(axis.values)
    if count > MOST_TRIALS:
        raise UserError(f"these are {count:,} trials; give fewer values or seeds, up to {MOST_TRIALS:,} trials")
