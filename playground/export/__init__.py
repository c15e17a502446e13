"""Taking it home: weights and histories as files that other programs read, and back in."""

from collections.abc import Sequence
from pathlib import Path

from playground.experiment import UserError
from playground.experiment.files import check_writable, is_stream
from playground.export.history import save_history
from playground.export.weights import Weights, load_weights, put_weights, save_weights
from playground.training import Run

FORMATS = {".npz": save_weights}
"""What a run's weights can be exported to, by the file's ending."""


def check_export_path(path: str | Path) -> None:
    """Raise `UserError` if `export` could not write there, before anything is spent on training."""
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        endings = ", ".join(FORMATS)
        raise UserError(
            f"{path}: weights cannot be exported to {path.suffix or 'a file without an ending'!r}; use {endings}"
        )
    check_writable(path)


def check_history_path(path: str | Path) -> None:
    """Raise `UserError` if `save_history` could not write there."""
    path = Path(path)
    check_writable(path)
    if path.suffix.lower() != ".csv" and not is_stream(path):
        raise UserError(f"{path}: a history is a CSV table; let the file's name end in .csv")


def check_apart(paths: Sequence[str | Path]) -> None:
    """Raise `UserError` if two files to write are one: the later would replace the earlier."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        resolved = path.resolve()
        if resolved in seen and not is_stream(path):
            raise UserError(f"{path}: this file is named twice; give each its own")
        seen.add(resolved)


def export(run: Run, path: str | Path) -> None:
    """Export the run's weights in the format of the file's ending."""
    check_export_path(path)
    FORMATS[Path(path).suffix.lower()](run, path)


__all__ = [
    "FORMATS",
    "Weights",
    "check_apart",
    "check_export_path",
    "check_history_path",
    "export",
    "load_weights",
    "put_weights",
    "save_history",
    "save_weights",
]
