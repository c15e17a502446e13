"""Taking it home: weights and histories as files that other programs read, and back in."""

from pathlib import Path

from playground.experiment import UserError
from playground.experiment.files import check_writable
from playground.training import Run

from .history import save_history
from .weights import Weights, load_weights, put_weights, save_weights

FORMATS = {".npz": save_weights}
"""What a run's weights can be exported to, by the file's ending."""


def check_export_path(path: str | Path) -> None:
    """Raise `UserError` if `export` could not write there, before anything is spent on training."""
    path = Path(path)
    if path.suffix not in FORMATS:
        endings = ", ".join(FORMATS)
        raise UserError(
            f"{path}: weights cannot be exported to {path.suffix or 'a file without an ending'!r}; use {endings}"
        )
    check_folder(path)


def check_folder(path: str | Path) -> None:
    """Raise `UserError` if `path` could not be written."""
    check_writable(Path(path))


def export(run: Run, path: str | Path) -> None:
    """Export the run's weights in the format of the file's ending."""
    check_export_path(path)
    FORMATS[Path(path).suffix](run, path)


__all__ = [
    "FORMATS",
    "Weights",
    "check_export_path",
    "check_folder",
    "export",
    "load_weights",
    "put_weights",
    "save_history",
    "save_weights",
]
