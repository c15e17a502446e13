"""NumPy archives: x_train, y_train and perhaps x_test, y_test, or plain x and y.

The arrays are read through NumPy's own header reader and never unpickled. A header's sizes are held against the archive
before anything of that size is made, and pixels that are not bytes are converted in blocks.
"""

import math
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from playground.data.images.images import MOST_BYTES, Part, Raw, check_size
from playground.data.images.streams import BLOCK, check_unpacked, read_exactly, telling_damage
from playground.experiment import UserError

_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_LONGEST_HEADER = 10_000


def read_npz(path: Path) -> tuple[Part, Part | None]:
    """The training part, and the test part where there is one."""
    with telling_damage(path.name), zipfile.ZipFile(path) as archive:
        found = {Path(entry.filename).stem.casefold(): entry for entry in archive.infolist()}
        for x, y, other_x, other_y in (("x_train", "y_train", "x_test", "y_test"), ("x", "y", "", "")):
            if x in found and y in found:
                train = _part(archive, found[x], found[y], path.name)
                if other_x in found and other_y in found:
                    return train, _part(archive, found[other_x], found[other_y], path.name)
                return train, None
    some = ", ".join(list(found)[:5]) or "nothing"
    raise UserError(f"{path.name} holds {some[:200]}; name its arrays x_train, y_train, x_test and y_test, or x and y.")


def _part(archive: zipfile.ZipFile, x: zipfile.ZipInfo, y: zipfile.ZipInfo, name: str) -> Part:
    raw, height, width = _pixels(archive, x, name)
    return Part(raw, height, width, _labels(archive, y, name), f"{x.filename} in {name}")


def _pixels(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> tuple[Raw, int, int]:
    label = f"{entry.filename} in {name}"
    with archive.open(entry) as file:
        shape, fortran, dtype = _header(file, entry, label)
        count, height, width = _image_shape(shape, label)
        check_size(label, count, height, width)
        flat: Raw
        if dtype == np.uint8:
            flat = read_exactly(file, math.prod(shape), label)
        elif dtype.kind == "f":
            flat = _floats(file, math.prod(shape), dtype, label)
        else:
            flat = _bytes(file, math.prod(shape), dtype, label)
        if file.read(1):
            raise UserError(f"{label} has more bytes than it declares: it is damaged.")
    return flat.reshape(shape, order="F" if fortran else "C").reshape(count, height * width), height, width


def _image_shape(shape: tuple[int, ...], label: str) -> tuple[int, int, int]:
    if len(shape) == 4 and shape[3] == 1:
        shape = shape[:3]
    if len(shape) == 2:
        side = math.isqrt(shape[1])
        return (shape[0], side, side) if side * side == shape[1] else (shape[0], 1, shape[1])
    if len(shape) != 3:
        colour = " Make colour images grey first." if len(shape) == 4 else ""
        raise UserError(f"{label} has the shape {shape}; images have (count, height, width).{colour}")
    return shape[0], shape[1], shape[2]


def _labels(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> NDArray[np.int64]:
    label = f"{entry.filename} in {name}"
    with archive.open(entry) as file:
        shape, _, dtype = _header(file, entry, label)
        if len(shape) not in (1, 2) or (len(shape) == 2 and shape[1] != 1):
            raise UserError(f"{label} has the shape {shape}; labels have (count,), a number for each image.")
        values = read_exactly(file, shape[0] * dtype.itemsize, label).view(dtype)
        if file.read(1):
            raise UserError(f"{label} has more bytes than it declares: it is damaged.")
    if not np.isfinite(values).all() or (values != np.round(values)).any() or (abs(values.astype(float)) > 1e9).any():
        raise UserError(f"{label} holds labels that are no whole numbers, or far too large ones.")
    return values.astype(np.int64)


def _header(file: IO[bytes], entry: zipfile.ZipInfo, label: str) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """Shape, order and type of an array, once it is certain that its bytes can all be there."""
    version = npy.read_magic(file)
    if version not in _READ_HEADER:
        raise UserError(f"{label} is of a version of NumPy's format that is not read here: save it again.")
    shape, fortran, dtype = _READ_HEADER[version](file, max_header_size=_LONGEST_HEADER)
    if dtype.kind not in "buif" or dtype.itemsize > 8:
        raise UserError(f"{label} holds values of type {dtype}; pixels and labels are plain numbers.")
    total = math.prod(shape) * dtype.itemsize
    if min(shape, default=1) < 0 or total > 8 * MOST_BYTES:
        raise UserError(f"{label} declares the shape {shape}, which is not possible here.")
    if total > entry.file_size:
        raise UserError(f"{label} is cut short: it declares {total:,} bytes and has {entry.file_size:,}.")
    check_unpacked(label, total, entry.compress_size)
    return shape, fortran, dtype


def _blocks(
    file: IO[bytes], count: int, dtype: np.dtype[np.generic], label: str
) -> Iterator[tuple[slice, NDArray[np.generic]]]:
    step = BLOCK // dtype.itemsize
    for start in range(0, count, step):
        size = min(step, count - start)
        yield slice(start, start + size), read_exactly(file, size * dtype.itemsize, label).view(dtype)


def _floats(file: IO[bytes], count: int, dtype: np.dtype[np.generic], label: str) -> NDArray[np.float32]:
    flat = np.empty(count, np.float32)
    for place, block in _blocks(file, count, dtype, label):
        if not ((block >= 0) & (block <= 255)).all():  # type: ignore[operator]
            raise UserError(f"{label} holds pixels that are not from 0 to 1 or 255, or no numbers.")
        flat[place] = block
    return flat


def _bytes(file: IO[bytes], count: int, dtype: np.dtype[np.generic], label: str) -> NDArray[np.uint8]:
    flat = np.empty(count, np.uint8)
    for place, block in _blocks(file, count, dtype, label):
        if not ((block >= 0) & (block <= 255)).all():  # type: ignore[operator]
            raise UserError(f"{label} holds pixels that are not from 0 to 255.")
        flat[place] = block
    return flat
