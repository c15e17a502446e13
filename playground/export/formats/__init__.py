"""The formats that a trained network can be taken home in: one file each, and one line here."""

from pathlib import Path

from playground.experiment import UserError
from playground.export.formats.base import Check, Format
from playground.export.formats.npz import Npz
from playground.export.formats.onnx import Onnx
from playground.export.formats.page import JavaScript, LivePage
from playground.export.formats.python import PythonFile
from playground.export.formats.safetensors import Safetensors
from playground.export.formats.text import Json
from playground.export.formats.training import TrainingFile

_PAGE = LivePage()
FORMATS: tuple[Format, ...] = (
    Npz(),
    Safetensors(),
    Onnx(),
    PythonFile(),
    TrainingFile(),
    Json(),
    _PAGE,
)


def check_pages_by(javascript: JavaScript) -> None:
    """Have live pages run by an engine for their check; that of Qt is handed in by the window and the command line."""
    _PAGE.javascript = javascript


def format_of(path: str | Path, *, trains: bool = False) -> Format:
    """The format that a file's ending asks for; of several the first, or the one that trains.

    Raises
    ------
    UserError : when there is none.
    """
    path = Path(path)
    found = [each for each in FORMATS if each.suffix == path.suffix.lower()]
    if trains:
        found = [each for each in found if isinstance(each, TrainingFile)] or found
    if found:
        return found[0]
    text = "{path}: weights cannot be exported to {ending!r}; use {endings}"
    ending = path.suffix or "a file without an ending"
    endings = ", ".join(dict.fromkeys(each.suffix for each in FORMATS))
    raise UserError(text, path=path, ending=ending, endings=endings)


__all__ = ["FORMATS", "Check", "Format", "check_pages_by", "format_of"]
