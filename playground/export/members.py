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

from playground.experiment import UserError

_MOST_BYTES = 1_000_000_000
_SMALL, _MOST_TIMES = 2**24, 100
"""What unpacks to more than `_SMALL` bytes may be packed so many times: weights that are mostly 0 are, never more."""
_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_PICKLED = "this file is not plain arrays (it may hold pickled objects, which are never loaded)"
_DAMAGED = "this file is damaged or cut short"
_REMEDY = "choose an .npz file that the playground exported"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def read_members(content: bytes, path: str | Path) -> dict[str, NDArray[Any]]:
    """The arrays by name.

    Raises
    ------
    UserError : when the file is something else, is damaged, claims to be too large, or holds no arrays.
    """
    if not content.startswith(b"PK"):
        raise UserError(f"{path}: {_what_else(content)}; {_REMEDY}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, len(content), path)
            for entry in archive.infolist():
                _check_header(archive, entry, path)
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            members = {name: file[name] for name in file.files}
    except UserError:
        raise
    except Exception as error:  # Of damaged files NumPy and zipfile raise a dozen kinds, none of them documented.
        reason = _PICKLED if "pickle" in str(error).lower() else _DAMAGED
        raise UserError(f"{path}: {reason}; {_REMEDY}") from None
    if not members:
        raise UserError(f"{path}: this archive is empty; {_REMEDY}")
    return members


def _check_sizes(archive: zipfile.ZipFile, packed: int, path: str | Path) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > min(_MOST_BYTES, max(_SMALL, _MOST_TIMES * packed)):
        raise UserError(f"{path}: this file claims to unpack from {packed:,} to {unpacked:,} bytes; {_REMEDY}")


def _check_header(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str | Path) -> None:
    """Refuse what is no array, or declares another size than it has."""
    name = entry.filename.removesuffix(".npy")
    if name == entry.filename:
        raise UserError(f"{path}: {name[:200]!r} in it is not an array; {_REMEDY}")
    with archive.open(entry) as file:
        read = _READ_HEADER.get(npy.read_magic(file))
        if read is None:
            raise UserError(f"{path}: {name} is of a version of NumPy's format that is not read here; {_REMEDY}")
        shape, _, dtype = read(file)
        if dtype.hasobject:
            raise UserError(f"{path}: {_PICKLED}; {_REMEDY}")
        declared, there = math.prod(shape) * dtype.itemsize, entry.file_size - file.tell()
    if min(shape, default=0) < 0 or declared != there:
        raise UserError(f"{path}: {name} declares {declared:,} bytes and has {there:,}; {_REMEDY}")


def _what_else(content: bytes) -> str:
    """What a file is that is no zip file."""
    if not content:
        return "this file is empty"
    if content.startswith(b"\x93NUMPY"):
        return "this is a single array (.npy), not an archive of them"
    text = content[:4096].decode("utf-8", "replace" if len(content) <= 4096 else "ignore")
    if _CONTROL.search(text) is None:
        is_json = text.lstrip("\ufeff \r\n\t").startswith("{")
        return f"this is {'a JSON file, as experiments are' if is_json else 'a text file, as tables are'}, not weights"
    return _PICKLED if content.startswith(b"\x80") else "this is no .npz file"
