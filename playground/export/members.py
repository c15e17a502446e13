"""The arrays of an `.npz` file from whoever: told what they claim to be before any of them is unpacked.

A zip file of a few megabytes can claim to unpack to thousands of times its size, and an array to be of any shape. So
the sizes are looked at first, then each array's header, then the arrays are read; pickled objects never are.
"""

import io
import math
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from playground.data.kinds import MOST_ENTRIES, has_few_entries
from playground.experiment import UserError
from playground.experiment.message import Message, say

_MOST_BYTES = 1_000_000_000
_SMALL, _MOST_TIMES = 2**24, 100
"""What unpacks to more than `_SMALL` bytes may be packed so many times: weights that are mostly 0 are, never more."""
_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_PICKLED = say("this file is not plain arrays (it may hold pickled objects, which are never loaded)")
_TOO_MANY = say("this archive has far more entries than a network has arrays")
_DAMAGED = say("this file is damaged or cut short")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def read_members(content: bytes, path: str | Path) -> dict[str, NDArray[Any]]:
    """The arrays by name.

    Raises
    ------
    UserError : when the file is something else, is damaged, claims to be too large, or holds no arrays.
    """
    if not content.startswith(b"PK"):
        raise _refusal(path, _what_else(content))
    try:
        _check_directory(content, path)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_names(archive, path)
            _check_sizes(archive, len(content), path)
            for entry in archive.infolist():
                _check_header(archive, entry, path)
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            members = {name: file[name] for name in file.files}
    except UserError:
        raise
    except Exception as error:  # Of damaged files NumPy and zipfile raise a dozen kinds, none of them documented.
        reason = _PICKLED if "pickle" in str(error).lower() else _DAMAGED
        raise _refusal(path, reason) from None
    if not members:
        raise _refusal(path, say("this archive is empty"))
    return members


def _check_directory(content: bytes, path: str | Path) -> None:
    """Refuse an archive of very many entries by what its end says of its directory, before any entry is read."""
    few = has_few_entries(content)
    if few is None:
        raise _refusal(path, _DAMAGED)
    if not few:
        raise _refusal(path, _TOO_MANY)


def _check_names(archive: zipfile.ZipFile, path: str | Path) -> None:
    names = [entry.filename for entry in archive.infolist()]
    if len(names) > MOST_ENTRIES:
        raise _refusal(path, _TOO_MANY)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise _refusal(path, say("{name!r} is in it twice", name=twice[:200]))


def _check_sizes(archive: zipfile.ZipFile, packed: int, path: str | Path) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > min(_MOST_BYTES, max(_SMALL, _MOST_TIMES * packed)):
        text = "this file claims to unpack from {packed:,} to {unpacked:,} bytes"
        raise _refusal(path, say(text, packed=packed, unpacked=unpacked))


def _check_header(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str | Path) -> None:
    """Refuse what is no array, or declares another size than it has."""
    name = entry.filename.removesuffix(".npy")
    if name == entry.filename:
        raise _refusal(path, say("{name!r} in it is not an array", name=name[:200]))
    with archive.open(entry) as file:
        read = _READ_HEADER.get(npy.read_magic(file))
        if read is None:
            raise _refusal(path, say("{name} is of a version of NumPy's format that is not read here", name=name))
        shape, _, dtype = read(file)
        if dtype.hasobject:
            raise _refusal(path, _PICKLED)
        declared, there = math.prod(shape) * dtype.itemsize, entry.file_size - file.tell()
    if min(shape, default=0) < 0 or declared != there:
        text = "{name} declares {declared:,} bytes and has {there:,}"
        raise _refusal(path, say(text, name=name, declared=declared, there=there))


def _what_else(content: bytes) -> Message:
    """Tell what a file is that is no zip file."""
    if not content:
        return say("this file is empty")
    if content.startswith(b"\x93NUMPY"):
        return say("this is a single array (.npy), not an archive of them")
    text = content[:4096].decode("utf-8", "replace" if len(content) <= 4096 else "ignore")
    if _CONTROL.search(text) is not None:
        return _PICKLED if content.startswith(b"\x80") else say("this is no .npz file")
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return say("this is a JSON file, as experiments are, not weights")
    return say("this is a text file, as tables are, not weights")


def _refusal(path: str | Path, reason: Message) -> UserError:
    text = "{path}: {reason}; choose an .npz file that the playground exported"
    return UserError(text, path=path, reason=reason)
