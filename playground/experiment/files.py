"""Experiments on disk: JSON, written whole or not at all, refused with place and reason when wrong."""

import codecs
import errno
import os
import platform
import re
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from playground.experiment.data import settled
from playground.experiment.experiment import Experiment
from playground.experiment.message import UserError
from playground.experiment.rules import check
from playground.experiment.sources import File, ImageFiles
from playground.experiment.validation import UNKNOWN, decode_error

Checked = TypeVar("Checked")
_PREFIX = ".playground-"
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
_LEFT = re.compile(re.escape(_PREFIX) + r"(\d+)-([0-9a-f]{8})-\w+(\.\w+)?")
_LONG_AGO = 24 * 3600.0
"""Seconds after which nobody writes a file any more."""
_LARGEST_FILE = 10_000_000
"""Bytes. An experiment is a few kilobytes; whatever is larger than this is something else."""


def encode(experiment: Experiment) -> str:
    """The experiment as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(experiment), indent=2).decode() + "\n"


def decode(text: str | bytes, name: str) -> Experiment:
    """The experiment in a JSON text; `name` tells the person where the text came from."""
    try:
        experiment = msgspec.json.decode(_unmarked(text), type=Experiment)
    except msgspec.ValidationError as error:
        raise UserError("{name}: {told}", name=name, told=decode_error(error, as_given(text))) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise UserError(f"{name}: this is not a JSON file ({reason}); choose an experiment file") from None
    experiment = msgspec.structs.replace(experiment, data=settled(experiment.data))
    try:
        check(experiment)
    except UserError as error:
        raise UserError("{name}: {told}", name=name, told=error.message) from None
    return experiment


def as_given(text: str | bytes) -> object:
    """Tell what stands in a JSON text, whatever it is meant as; `UNKNOWN` where it is no JSON."""
    try:
        return msgspec.json.decode(_unmarked(text))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return UNKNOWN


def _unmarked(text: str | bytes) -> str | bytes:
    """Without the byte order mark that editors and shells on Windows put first, in UTF-8 or UTF-16."""
    if isinstance(text, bytes) and text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return text.decode("utf-16")
    return text.removeprefix(codecs.BOM_UTF8) if isinstance(text, bytes) else text


def read(path: str | Path) -> Experiment:
    """The experiment in a file; a data file that it names beside itself is found there, wherever the program runs."""
    return as_found_from(decode(read_bytes(Path(path), "an experiment file"), str(path)), path)


def write(experiment: Experiment, path: str | Path) -> None:
    """Write the experiment to a file, whole or not at all; its data files are found again from there."""
    write_bytes(Path(path), encode(as_named_in(experiment, path)).encode())


def as_found_from(experiment: Experiment, path: str | Path) -> Experiment:
    """An experiment that a file holds, with the full paths of the data files that it names as seen from there."""
    folder = Path(path).absolute().parent
    return _with_paths(experiment, lambda data: os.path.normpath(folder / data))


def as_named_in(experiment: Experiment, path: str | Path) -> Experiment:
    """An experiment as a file is to hold it: data files in its folder or below are named from there, others in full."""
    folder = Path(os.path.normpath(Path(path).absolute().parent))

    def named(data: str) -> str:
        full = Path(os.path.normpath(Path(data).absolute()))
        return (full.relative_to(folder) if full.is_relative_to(folder) else full).as_posix()

    return _with_paths(experiment, named)


def _with_paths(experiment: Experiment, named: Callable[[str], str]) -> Experiment:
    """The experiment with its data files named otherwise."""
    source, replace = experiment.data.source, msgspec.structs.replace
    if isinstance(source, File):
        path, test = (name and named(name) for name in (source.path, source.test_path))
        source = replace(source, path=path, test_path=test)
    elif isinstance(source, ImageFiles):
        path, labels = (name and named(name) for name in (source.path, source.labels))
        source = replace(source, path=path, labels=labels)
    return replace(experiment, data=replace(experiment.data, source=source))


def read_bytes(path: Path, wanted: str, largest: int = _LARGEST_FILE) -> bytes:
    """A file's content, or one line that says why it cannot be had."""
    try:
        if path.is_dir():
            raise UserError(f"{path}: this is a folder; choose {wanted} inside it")
        if path.stat().st_size > largest:
            raise UserError(f"{path}: this file is too large to be {wanted} ({path.stat().st_size:,} bytes)")
        return _from_stream(path, wanted, largest) if is_stream(path) else path.read_bytes()
    except UserError:
        raise  # A ValueError too, which the last clause would wrap once more.
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file; check the name, or choose {wanted}") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read ({_reason(error)}); choose {wanted}") from None


def _from_stream(path: Path, wanted: str, largest: int) -> bytes:
    """Tell what a pipe or a device gives. It does not say beforehand how much, and some never end."""
    with path.open("rb") as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise UserError(f"{path}: this is too much to be {wanted} (over {largest:,} bytes); choose {wanted}")
    return content


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole, or leave the old content as it was."""
    write_blocks(path, (content,))


def write_blocks(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file block by block, so that a large one is never in memory; whole, or the old content stays."""
    with _telling(path):
        _refuse_protected(path)
        if is_stream(path):
            with path.open("wb") as stream:
                stream.writelines(blocks)
        else:
            _put_in_place(path, blocks, _take_unseen)


def write_checked(path: Path, content: bytes, check: Callable[[Path], Checked]) -> Checked:
    """Write a file and take its place only once `check`, which is given what was written, raises nothing.

    Returns what `check` returned.
    """
    with _telling(path):
        _refuse_protected(path)
        if not is_stream(path):
            return _put_in_place(path, (content,), check)
        # Nothing comes back from a pipe or a device: what goes into it is tried beforehand.
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
            found = _put_in_place(Path(folder) / "content", (content,), check)
        path.write_bytes(content)
        return found


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn what the system says into one line with the remedy."""
    try:
        yield
    except UserError:
        raise  # A ValueError too, which the next clause would wrap once more.
    except (OSError, ValueError) as error:
        text = "{path}: cannot be written ({reason}); choose another place"
        raise UserError(text, path=path, reason=_reason(error)) from None


def check_writable(path: Path) -> None:
    """Raise `UserError` if `write_bytes` could not write there, before anything is spent on what to write."""
    with _telling(path):
        if path.is_dir():
            raise UserError("{path}: this is a folder; name a file in it", path=path)
        if not path.parent.is_dir():
            text = "{path}: there is no folder {folder}; make it first, or choose another place"
            raise UserError(text, path=path, folder=path.parent)
        _refuse_protected(path)
        if not is_stream(path):
            path.is_file()  # A name that is too long is found here.
            with tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent):
                pass


def _refuse_protected(path: Path) -> None:
    """Renaming over a file asks nobody whether it may be written; whoever protected it meant it."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is protected against writing")


def is_stream(path: Path) -> bool:
    """Tell whether this is a pipe or a device, as /dev/null is: written into, never replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _put_in_place(path: Path, blocks: Iterable[bytes], check: Callable[[Path], Checked]) -> Checked:
    """Write beside `path`, flush to the disk and rename, which happens wholly or not at all, a crash included."""
    path = Path(os.path.realpath(path))  # A link keeps pointing to its file.
    # Named for who writes it, so that what a dead program left can be told from what is being written.
    prefix = f"{_PREFIX}{os.getpid()}-{_HOST}-"
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=path.suffix, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(blocks)
            stream.flush()
            os.fsync(stream.fileno())
        found = check(temporary)
        temporary.chmod(_usual_permissions(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return found


def clear_left_behind(folder: str | Path) -> None:
    """Remove the files that a program was writing in a folder when it died; what others write there stays."""
    try:
        found = [file for file in Path(folder).iterdir() if _LEFT.fullmatch(file.name)]
    except OSError:
        return
    for file in found:
        try:
            if _is_left(file):
                file.unlink()
        except OSError:
            continue


def _is_left(file: Path) -> bool:
    named = _LEFT.fullmatch(file.name)
    if named is None or not file.is_file():
        return False
    # Of another machine, or where asking whether a process lives would end it, the age alone tells.
    if named[2] != _HOST or sys.platform == "win32":
        return time.time() - file.stat().st_mtime > _LONG_AGO
    try:
        os.kill(int(named[1]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _take_unseen(_: Path) -> None:
    """Take what was written as it is."""


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk as well; some systems have no way to, and the file itself is safe there."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        pass


def _usual_permissions(path: Path) -> int:
    """Those of the file that is replaced, or what any new file gets; a temporary one is private."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    return 0o666 & ~_UMASK


def _read_umask() -> int:
    """Tell what the system takes from the permissions of a new file; asking for it sets it for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# Read once, before there are threads that could create files meanwhile.
_UMASK = _read_umask()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


_ROOT = Path(__file__).resolve().parents[2] / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a file or folder in `resources/`."""
    return _ROOT.joinpath(*parts)
