"""Experiments on disk: JSON, written whole or not at all, refused with place and reason when wrong."""

import os
import tempfile
from pathlib import Path

import msgspec

from .errors import UserError
from .experiment import Experiment
from .rules import check
from .validation import decode_error

_LARGEST_FILE = 10_000_000
"""Bytes. An experiment is a few kilobytes; whatever is larger than this is something else."""


def encode(experiment: Experiment) -> str:
    """The experiment as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(experiment), indent=2).decode() + "\n"


def decode(text: str | bytes, name: str) -> Experiment:
    """The experiment in a JSON text; `name` tells the person where the text came from."""
    try:
        experiment = msgspec.json.decode(text, type=Experiment)
    except msgspec.ValidationError as error:
        raise UserError(f"{name}: {decode_error(error)}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise UserError(f"{name}: this is not a JSON file ({reason}); choose an experiment file") from None
    try:
        check(experiment)
    except UserError as error:
        raise UserError(f"{name}: {error}") from None
    return experiment


def read(path: str | Path) -> Experiment:
    """The experiment in a file."""
    return decode(read_bytes(Path(path), "an experiment file"), str(path))


def write(experiment: Experiment, path: str | Path) -> None:
    """Write the experiment to a file, whole or not at all."""
    write_bytes(Path(path), encode(experiment).encode())


def read_bytes(path: Path, wanted: str, largest: int = _LARGEST_FILE) -> bytes:
    """A file's content, or one line that says why it cannot be had."""
    try:
        if path.is_dir():
            raise UserError(f"{path}: this is a folder; choose {wanted} inside it")
        if path.stat().st_size > largest:
            raise UserError(f"{path}: this file is too large to be {wanted} ({path.stat().st_size:,} bytes)")
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file; check the name, or choose {wanted}") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read ({_reason(error)}); choose {wanted}") from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write through a temporary file beside `path`, so that a failure leaves the old content as it was."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            _allow_as_usual(temporary)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be written ({_reason(error)}); choose another place") from None


def _allow_as_usual(path: str) -> None:
    """Give a temporary file, private by default, the permissions that any new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    Path(path).chmod(0o666 & ~mask)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
