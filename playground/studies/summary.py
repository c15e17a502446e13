"""Many results in few numbers: how a study stands, and the spread of a figure over the seeds of a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.studies.result import Result


@dataclass(frozen=True)
class Progress:
    """How far a study is: trials done, trials in all, the share of the work done, and the seconds it will still take.

    seconds_left is None until there is something to judge by.
    """

    done: int
    total: int
    share: float
    seconds_left: float | None


@dataclass(frozen=True)
class Spread:
    """A figure over the trials of one value: the mean, the standard deviation of a sample (0 of one), and the ends."""

    assignments: Mapping[str, Any]
    count: int
    mean: float
    deviation: float
    minimum: float
    maximum: float


def spread(results: Iterable[Result], figure: str) -> tuple[Spread, ...]:
    """The spread over seeds of a figure, as `train_accuracy`, value by value in the study's order.

    Trials without the figure are left out, and values none of whose trials has it.
    """
    values: dict[str, tuple[Mapping[str, Any], list[float]]] = {}
    for result in sorted(results, key=lambda each: each.number):
        value = result.figure(figure)
        if value is not None:
            values.setdefault(repr(result.assignments), (result.assignments, []))[1].append(value)
    return tuple(_spread_of(assignments, figures) for assignments, figures in values.values())


def _spread_of(assignments: Mapping[str, Any], figures: list[float]) -> Spread:
    values = np.array(figures)
    deviation = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return Spread(assignments, len(values), float(values.mean()), deviation, float(values.min()), float(values.max()))
