"""Results gathered by the settings compared: a group holds a value's trials of all repeats."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from playground.studies.trial import FAILED, Result, Trial


@dataclass(frozen=True)
class Spread:
    """A figure over repeats: NaN throughout where there is none. `deviation` is that of a sample; 0 of a single one."""

    mean: float = math.nan
    low: float = math.nan
    high: float = math.nan
    deviation: float = math.nan
    count: int = 0


@dataclass
class Group:
    """One of the compared: a setting's value, a variant; a tile, a place on the chart, a row.

    assignments : the settings that make it. name : of a variant; empty elsewhere.
    """

    number: int
    assignments: Mapping[str, Any]
    name: str
    trials: list[Trial] = field(default_factory=list)
    results: dict[int, Result] = field(default_factory=dict)
    version: int = 0
    """Another one with every result."""
    _spreads: dict[str, Spread] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Take a result of one of the trials."""
        self.results[result.number] = result
        self.version += 1
        self._spreads.clear()

    def with_so_far(self, found: Mapping[int, Result]) -> "Group":
        """The group with what its unfinished trials have come to, by their numbers."""
        return replace(self, results={**found, **self.results}, _spreads={}) if found else self

    @property
    def sound(self) -> list[Result]:
        """The results that count: of trials that were trained as asked."""
        return [result for _, result in sorted(self.results.items()) if result.sound]

    @property
    def parameters(self) -> int | None:
        """Weights and biases, once a trial has told."""
        return next((result.parameters for result in self.results.values() if result.parameters), None)

    @property
    def seconds(self) -> float | None:
        """The time that a trial took on average."""
        took = [result.seconds for result in self.results.values()]
        return math.fsum(took) / len(took) if took else None

    @property
    def failed(self) -> int:
        """Trials that could not be trained."""
        return sum(result.reason == FAILED for result in self.results.values())

    @property
    def spoiled(self) -> int:
        """Trials that failed or ran away: they stay out of every mean."""
        return sum(not result.sound for result in self.results.values())

    def spread(self, figure: str) -> Spread:
        """A figure, as `test_accuracy`, over the repeats that are done and sound."""
        if figure not in self._spreads:
            found = [result.figure(figure) for result in self.sound]
            there = (value for value in found if value is not None and math.isfinite(value))
            self._spreads[figure] = spread_of(there) if self.results else Spread()
        return self._spreads[figure]


class Board:
    """The groups of a study, in its order, filled as results come.

    trials : the study's. results : those that have come already.
    """

    def __init__(self, trials: Sequence[Trial], results: Iterable[Result] = ()) -> None:
        self.trials = tuple(trials)
        self.groups: list[Group] = []
        self._group_of: dict[int, Group] = {}
        made: dict[str, Group] = {}
        for trial in trials:
            # A list among the values, as of features, has no hash of its own.
            key = f"{trial.name}\n{sorted(trial.assignments.items(), key=str)!r}"
            if key not in made:
                made[key] = Group(len(made), trial.assignments, trial.name)
                self.groups.append(made[key])
            made[key].trials.append(trial)
            self._group_of[trial.number] = made[key]
        for result in results:
            self.add(result)

    @property
    def results(self) -> list[Result]:
        """All results there are, in the order of the trials."""
        found = [result for group in self.groups for result in group.results.values()]
        return sorted(found, key=lambda result: result.number)

    @property
    def done(self) -> int:
        return sum(len(group.results) for group in self.groups)

    def group_of(self, trial: int) -> Group:
        """The group that a trial belongs to, by the trial's number."""
        return self._group_of[trial]

    def add(self, result: Result) -> Group:
        """Take a result, and tell whose it is."""
        group = self._group_of[result.number]
        group.add(result)
        return group


def spread_of(values: Iterable[float]) -> Spread:
    """Mean, extremes and sample deviation of values."""
    found = np.fromiter(values, np.float64)
    if not len(found):
        return Spread()
    deviation = float(found.std(ddof=1)) if len(found) > 1 else 0.0
    return Spread(float(found.mean()), float(found.min()), float(found.max()), deviation, len(found))
