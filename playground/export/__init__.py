"""Taking it home: a trained network as files that other programs read, and back in; predictions and histories."""

from collections.abc import Sequence
from pathlib import Path

from playground.experiment import UserError
from playground.experiment.files import check_writable, is_stream
from playground.experiment.message import Message, say
from playground.export.description import Answers, Description, Facts, describe
from playground.export.formats import FORMATS, Check, Format, check_pages_by, format_of
from playground.export.history import history_as_csv, save_history
from playground.export.inputs import Column, Input, RawRows
from playground.export.predictions import (
    Asked,
    Gap,
    Predictions,
    asked_of_dicts,
    asked_of_file,
    asked_of_pictures,
    asked_of_table,
    predictions_as_csv,
    read_asked,
    rows_as_csv,
    run_prediction_rows,
    run_predictions_as_csv,
    save_predictions,
    save_run_predictions,
)
from playground.export.stored import Weights, description_of
from playground.export.trained import Trained, trained, trained_of_file
from playground.export.weights import Comparison, Difference, Kind, Way, compare, load_weights, put_weights
from playground.training import Run


def check_export_path(path: str | Path) -> None:
    """Raise `UserError` if `export` could not write there, before anything is spent on training."""
    format_of(path)
    check_writable(Path(path))


_HISTORY = say("a history is a CSV table")


def check_table_path(path: str | Path, what: Message = _HISTORY) -> None:
    """Raise `UserError` if a CSV table could not be written there; `what` says what it is to be."""
    path = Path(path)
    check_writable(path)
    if path.suffix.lower() != ".csv" and not is_stream(path):
        raise UserError("{path}: {what}; let the file's name end in .csv", path=path, what=what)


def check_history_path(path: str | Path) -> None:
    """Raise `UserError` if `save_history` could not write there."""
    check_table_path(path)


def check_apart(paths: Sequence[str | Path]) -> None:
    """Raise `UserError` if two files to write are one: the later would replace the earlier."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        resolved = path.resolve()
        if resolved in seen and not is_stream(path):
            raise UserError("{path}: this file is named twice; give each its own", path=path)
        seen.add(resolved)


def export(run: Run, path: str | Path, *, trains: bool = False) -> Check:
    """Export the run's network in the format of the file's ending, checked against the live network.

    trains : of a Python file, the variant that trains.

    Raises
    ------
    UserError : when there is no such format, the place cannot be written to, or what was written answers otherwise.
    """
    check_export_path(path)
    return format_of(path, trains=trains).save(trained(run), path)


def save_weights(run: Run, path: str | Path) -> Check:
    """Write the run's weights to an `.npz` file, whatever it is called."""
    return FORMATS[0].save(trained(run), path)


__all__ = [
    "FORMATS",
    "Answers",
    "Asked",
    "Check",
    "Column",
    "Comparison",
    "Description",
    "Difference",
    "Facts",
    "Format",
    "Gap",
    "Input",
    "Kind",
    "Predictions",
    "RawRows",
    "Trained",
    "Way",
    "Weights",
    "asked_of_dicts",
    "asked_of_file",
    "asked_of_pictures",
    "asked_of_table",
    "check_apart",
    "check_export_path",
    "check_history_path",
    "check_pages_by",
    "check_table_path",
    "compare",
    "describe",
    "description_of",
    "export",
    "format_of",
    "history_as_csv",
    "load_weights",
    "predictions_as_csv",
    "put_weights",
    "read_asked",
    "rows_as_csv",
    "run_prediction_rows",
    "run_predictions_as_csv",
    "save_history",
    "save_predictions",
    "save_run_predictions",
    "save_weights",
    "trained",
    "trained_of_file",
]
