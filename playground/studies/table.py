"""Results as a table: a row a trial, for CSV files and screens."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from playground.experiment import value_at
from playground.experiment.files import write_bytes
from playground.studies.comparison import Comparison
from playground.studies.search import Search
from playground.studies.sweep import Sweep
from playground.studies.trial import Result, as_text
from playground.training.history import SCALARS

Study = Sweep | Search | Comparison

MEASURED = (*SCALARS, "parameters", "seconds")
"""The columns of figures; `Result.figure` knows them by these names."""
EXPLAINED = tuple(f"{part}_r_squared" for part in ("train", "validation", "test"))
"""Those that regression has besides."""


def columns(study: Study) -> tuple[str, ...]:
    """The names of the columns: what was set, the seed, the epochs trained, the figures."""
    name = ("variant",) if isinstance(study, Comparison) else ()
    explained = EXPLAINED if study.experiment.data.source.task == "regression" else ()
    return (*name, *(path for path in study.paths if path != "seed"), "seed", "epochs", *MEASURED, *explained)


def cells(study: Study, result: Result) -> tuple[Any, ...]:
    """A result's values under `columns`; None where there is none."""
    trial = study.trials()[result.number]
    known: dict[str, Any] = {"variant": trial.name, "seed": trial.seed, "epochs": result.epochs}
    known |= {"parameters": result.parameters, "seconds": None if isnan(result.seconds) else result.seconds}
    values = msgspec.to_builtins(trial.experiment)
    known |= {path: value_at(values, path) for path in study.paths if path != "seed"}
    known |= {name: result.figure(name) for name in (*SCALARS, *EXPLAINED)}
    return tuple(known[name] for name in columns(study))


def save_results(study: Study, results: Iterable[Result], path: str | Path) -> None:
    """Write a CSV file with a row a trial, figures exact to the last bit, empty where there is none."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns(study))
    for result in results:
        writer.writerow("" if cell is None else _exact(cell) for cell in cells(study, result))
    write_bytes(Path(path), stream.getvalue().encode())


def _exact(cell: Any) -> str:
    return repr(cell) if isinstance(cell, float) else as_text(cell)


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
