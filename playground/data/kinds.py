"""The kind of a file that somebody drops or names, told from its name's ending and its first bytes."""

import zipfile
import zlib
from pathlib import Path
from typing import Literal

from playground.experiment import UserError
from playground.experiment.message import say

Kind = Literal["experiment", "table", "images", "weights", "session"]

SESSION, SESSIONS_END = "session.json", ".playground"
"""What a session's archive has among its members, and how its name ends."""

LABS_END = ".playground-lab"
"""The ending of a teacher's lab, which holds an experiment with its steps."""

_TABLES = {".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".psv"}
_NO_TABLES = {
    *(".xls", ".xlsx", ".xlsm", ".ods", ".html", ".htm", ".xhtml", ".mhtml", ".xml", ".pdf", ".rtf", ".docx", ".odt"),
    *(".parquet", ".feather", ".arrow", ".sav", ".dta", ".rds", ".rdata", ".mat", ".arff", ".jsonl", ".sqlite"),
}
"""Files that may hold a table, but not as text: the reader of tables says what it is, and the cure."""
_START = 4096
_IDX_TYPES = (8, 9, 11, 12, 13, 14)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WEIGHTS = b'"weights of a neural network"'
"""What a JSON file of weights says of itself at its beginning."""


def classify_drop(path: str | Path) -> Kind | None:
    """Tell what to open a file as; None for what the program cannot read.

    Workbooks, web pages and the like count as tables: the reader of tables says what they are, and the cure.

    The first bytes count more than the name, as a network's archive and one of images have the same ending.
    """
    path = Path(path)
    # What is called a session and can be nothing else is a damaged one: its reader says so.
    return _by_content(path) or ("session" if path.suffix.lower() == SESSIONS_END else None)


def _by_content(path: Path) -> Kind | None:
    try:
        if not path.is_file():
            # A link to nothing under a table's name is for the reader of tables, which says what it is.
            return "table" if path.is_symlink() and path.suffix.lower() in _TABLES else None
        with path.open("rb") as file:
            start = file.read(_START)
        ending = path.suffix.lower()
        if ending in _NO_TABLES:
            return "table"
        if start.startswith(b"PK"):
            # A workbook under a table's name is for the reader of tables, which says what it is.
            return _archive(path) or ("table" if ending in _TABLES else None)
    except (OSError, ValueError):
        return None
    if start.startswith(b"\x1f\x8b"):
        start = _unpacked(start)
    if ending == ".safetensors" or (start[8:9] == b"{" and b"\0" in start[:8]) or _WEIGHTS in start:
        return "weights"
    return "images" if _is_idx(start) else _text(start, ending)


_END, _END_SIZE, _LONGEST_COMMENT, _LARGE_END = b"PK\x05\x06", 22, 2**16, b"PK\x06\x07"
MOST_ENTRIES, _LARGEST_DIRECTORY = 1000, 2**18
"""A network of twelve hidden layers has some sixty arrays. Tens of thousands of entries would take minutes to see."""


def has_few_entries(end: bytes) -> bool | None:
    """Tell by its last 64 kB whether a zip file has no more entries than weights or pictures; None without an end.

    So it is known before any entry is looked at. Archives beyond 4 GB or 65,535 entries have far too many.
    """
    place = len(end) - _END_SIZE
    if not (end[max(place, 0) : place + 4] == _END and end.endswith(b"\0\0")):
        place = end.rfind(_END, max(0, place - _LONGEST_COMMENT))
    if place < 0:
        return None
    entries, size = (int.from_bytes(end[place + at : place + at + wide], "little") for at, wide in ((10, 2), (12, 4)))
    is_large = end[max(0, place - 20) : place].startswith(_LARGE_END)
    return not is_large and entries <= MOST_ENTRIES and size <= _LARGEST_DIRECTORY


def _archive(path: Path) -> Kind | None:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LONGEST_COMMENT - _END_SIZE - 20))
        if has_few_entries(file.read()) is False:
            return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return None
    if SESSION in names:
        return "session"
    arrays = {name.removesuffix(".npy") for name in names if name.endswith(".npy")}
    if not arrays:
        return None
    return "weights" if "experiment" in arrays or any(name.endswith(".weight") for name in arrays) else "images"


def _unpacked(start: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(start, 16)
    except zlib.error:
        return b""


def _is_idx(start: bytes) -> bool:
    return len(start) > 3 and start[:2] == b"\0\0" and start[2] in _IDX_TYPES and 1 <= start[3] <= 4


def _text(start: bytes, ending: str) -> Kind | None:
    if ending in (".json", LABS_END):
        return "experiment"
    if ending in _TABLES:
        return "table"
    if ending or not start or (b"\0" in start.lstrip(b"\xff\xfe") and not start.startswith(_MARKS)):
        return None
    if start.removeprefix(_MARKS[0]).lstrip().startswith(b"{"):
        return "experiment"
    lines = start.splitlines()
    return "table" if any(mark in lines[0] for mark in (b",", b";", b"\t", b"|")) else None


def existing_file(path: str | Path, what: str) -> tuple[Path, int]:
    """The path of an ordinary, readable file and its size in bytes.

    Parameters
    ----------
    what
        What to choose instead, as in "choose a CSV file".

    Raises
    ------
    UserError
        Where there is no such file, it is a folder or no ordinary file, or it may not be read.
    """
    path = Path(path)
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise UserError("{name} is a folder: choose {what} in it.", name=name, what=say(what))
        if path.is_symlink() and not path.exists():
            key = "{name} is a link to a file that is not there, as git-annex leaves them: get the file itself."
            raise UserError(key, name=name)
        if not path.exists():
            raise UserError("There is no file {path}: choose {what}.", path=path, what=say(what))
        if not path.is_file():
            raise UserError("{name} is no ordinary file: choose {what}.", name=name, what=say(what))
        path.open("rb").close()
        return path, path.stat().st_size
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("{name} cannot be read: {reason}.", name=name, reason=reason) from error
    except UserError:
        raise
    except ValueError as error:  # a NUL in the path
        raise UserError("There is no file {path!r}: {reason}.", path=str(path), reason=str(error)) from error
