"""Results as a table: a row a trial, for CSV files and screens."""

import csv
import io
from collections.abc import Iterable
from math import isnan
from pathlib import Path
from typing import Any

import msgspec

from playground.experiment import PARTS, value_at
from playground.experiment.files import write_bytes
from playground.studies.comparison import Comparison
from playground.studies.search import Search
from playground.studies.sweep import Sweep
from playground.studies.trial import Result, as_text
from playground.training.history import SCALARS

Study = Sweep | Search | Comparison

EXPLAINED = tuple(f"{part}_r2" for part in PARTS)
"""The shares of the variance that are explained, which values have beside the history's figures."""


def columns(study: Study, results: Iterable[Result] = ()) -> tuple[str, ...]:
    """The names of the columns: what was set, the seed, how long it was trained and how it ended, the figures.

    results : whether there are values, which a table of a person's own tells only when it is read.
    """
    name = ("variant",) if isinstance(study, Comparison) else ()
    values = study.experiment.data.source.task == "regression" or any(result.r_squared for result in results)
    swept = (path for path in study.paths if path != "seed")
    ending = ("seed", "epochs", "outcome", "best_epoch")
    return (*name, *swept, *ending, *SCALARS, *(EXPLAINED if values else ()), "parameters", "seconds")


def cells(study: Study, result: Result, names: Iterable[str]) -> tuple[Any, ...]:
    """A result's values under the columns of these names; None where there is none."""
    trial = study.trials()[result.number]
    known: dict[str, Any] = {"variant": trial.name, "seed": trial.seed, "outcome": result.reason}
    values = msgspec.to_builtins(trial.experiment)
    known |= {path: value_at(values, path) for path in study.paths if path != "seed"}
    known |= {"epochs": result.epochs, "best_epoch": result.kept_epoch, "parameters": result.parameters}
    known["seconds"] = None if isnan(result.seconds) else result.seconds
    return tuple(known[name] if name in known else result.figure(name) for name in names)


def save_results(study: Study, results: Iterable[Result], path: str | Path) -> None:
    """Write a CSV file with a row a trial, figures exact to the last bit, empty where there is none."""
    results = list(results)
    names = columns(study, results)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for result in results:
        writer.writerow("" if cell is None else _exact(cell) for cell in cells(study, result, names))
    write_bytes(Path(path), stream.getvalue().encode())


def _exact(cell: Any) -> str:
    return repr(cell) if isinstance(cell, float) else as_text(cell)
