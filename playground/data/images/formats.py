"""MNIST's own format, IDX: a magic number with the type and the number of dimensions, the sizes, then the bytes.

Images have three dimensions (count, height, width), labels one; all numbers are big-endian. Both come in files of their
own, plain or packed with gzip, found beside each other by their names where they are not told.
Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, "File formats".
"""

import gzip
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from playground.data.images.images import MOST_BYTES, Part, Raw, check_size
from playground.data.kinds import existing_file
from playground.experiment import UserError
from playground.experiment.message import say

MOST_UNPACKED = 2**24
MOST_TIMES = 100
BLOCK = 2**20
_LARGEST = 1e6


@contextmanager
def telling_damage(name: str) -> Iterator[None]:
    """Turn whatever the unpacking of a damaged file raises into one line.

    The libraries for gzip, zip and NumPy's format raise a dozen kinds of exceptions on damaged bytes, and name no
    complete list.
    """
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UserError("{name} is damaged or cut short ({reason}): get it again.", name=name, reason=reason) from error


def check_unpacked(name: str, unpacked: int, packed: int) -> None:
    """Refuse what claims to unpack to far more than honest pictures do, so that no small file fills the memory."""
    if unpacked > max(MOST_UNPACKED, MOST_TIMES * packed):
        key = "{name} claims to unpack from {packed:,} to {unpacked:,} bytes: that is no picture file."
        raise UserError(key, name=name, packed=packed, unpacked=unpacked)


def read_exactly(file: IO[bytes], count: int, name: str) -> NDArray[np.uint8]:
    """The next `count` bytes, which must be there; memory is used up only as they come."""
    out = np.empty(count, np.uint8)
    view, done = out.data, 0
    while done < count:
        # GzipFile and ZipExtFile inherit readinto from io.BufferedIOBase, which the type of open files leaves out.
        got: int = file.readinto(view[done : done + BLOCK])  # type: ignore[attr-defined]
        if not got:
            key = "{name} is cut short: {done:,} of {count:,} bytes are there. Get it again."
            raise UserError(key, name=name, done=done, count=count)
        done += got
    return out


GZIP = b"\x1f\x8b"
_IMAGES, _LABELS = 3, 1
"""The dimensions of the two kinds of IDX files."""
_LABELS_FOR = (
    (r"images[-._]idx3", ("labels-idx1", "labels.idx1", "labels_idx1")),
    (r"idx3", ("idx1",)),
    (r"images", ("labels",)),
    (r"image", ("label",)),
)


def labels_beside(path: Path) -> Path | None:
    """The labels beside a file of images, packed or not.

    Named as MNIST does, or else as the images but for `idx1` in place of `idx3`, or `labels` in place of `images`.
    """
    return next((found for pattern, others in _LABELS_FOR for found in _beside(path, pattern, others)), None)


def official_test_beside(path: Path) -> Path | None:
    """The test images beside training images, by MNIST's names."""
    return next(_beside(path, r"train", ("t10k", "test")), None)


def choose_images(paths: Sequence[Path]) -> tuple[Path, Path | None] | None:
    """Choose among files given together that of the images, and their labels where these cannot be told by name.

    Several may be MNIST's four files, or two of images and labels whatever their names. None where they do not belong
    together.
    """
    images = [path for path in paths if _dimensions(path) == _IMAGES]
    labels = [path for path in paths if _dimensions(path) == _LABELS]
    for path in images:
        if set(paths) <= _found_with(path):
            return path, None
    if len(paths) == 2 and len(images) == len(labels) == 1:
        return images[0], labels[0]
    return (paths[0], None) if len(paths) == 1 else None


def _found_with(images: Path) -> set[Path | None]:
    """All files that reading these images reads."""
    test = official_test_beside(images)
    return {images, labels_beside(images), test, None if test is None else labels_beside(test)}


def _beside(path: Path, pattern: str, replacements: tuple[str, ...]) -> Iterator[Path]:
    """The files beside this one whose name has something else in place of the pattern, packed or not."""
    if not re.search(pattern, path.name):
        return
    for replacement in replacements:
        name = re.sub(pattern, replacement, path.name, count=1).removesuffix(".gz")
        for candidate in (path.with_name(name), path.with_name(name + ".gz")):
            if candidate.is_file():
                yield candidate


def _dimensions(path: Path) -> int | None:
    """Count the dimensions of an IDX file; None for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start.startswith(GZIP):
            with gzip.open(path) as file:
                start = file.read(4)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return start[3] if len(start) == 4 and start[:2] == b"\0\0" else None


_UNSIGNED_BYTES = 8
_HOLDS = {1: say("labels"), 3: say("images")}


def read_idx(path: Path, labels: Path | None = None) -> tuple[Part, Part | None]:
    """The images of a file with their labels, those beside it unless told, and the test part beside them, if any."""
    train = _part(path, labels)
    test = official_test_beside(path)
    return train, _part(test, None) if test is not None else None


def _part(path: Path, labels_path: Path | None) -> Part:
    sizes, pixels = _read(path, 3)
    count, height, width = sizes
    found = labels_path or labels_beside(path)
    if found is None:
        raise UserError(
            "The labels of {name} are not beside it: drop or choose both files together, or name them as MNIST does, "
            "such as train-images-idx3-ubyte and train-labels-idx1-ubyte.",
            name=path.name,
        )
    _, labels = _read(found, 1)
    return Part(pixels.reshape(count, height * width), height, width, labels.astype(np.int64), path.name)


def _read(path: Path, dimensions: int) -> tuple[tuple[int, ...], NDArray[np.uint8]]:
    """The sizes and the bytes of an IDX file."""
    path, size = existing_file(path, "an IDX file")
    with path.open("rb") as file, telling_damage(path.name):
        packed = file.read(2) == GZIP
        file.seek(0)
        if not packed:
            return _parse(file, path.name, dimensions, size, packed=False)
        with gzip.open(file) as unpacked:
            return _parse(cast(IO[bytes], unpacked), path.name, dimensions, size, packed=True)


def _parse(
    file: IO[bytes], name: str, dimensions: int, size: int, *, packed: bool
) -> tuple[tuple[int, ...], NDArray[np.uint8]]:
    _check_magic(file.read(4), name, dimensions)
    sizes = tuple(np.frombuffer(read_exactly(file, 4 * dimensions, name), ">u4").tolist())
    if dimensions == 3:
        check_size(name, *sizes)
    elif sizes[0] > MOST_BYTES:
        raise UserError("{name} declares {count:,} labels, more than are possible.", name=name, count=sizes[0])
    total = int(np.prod(sizes, dtype=object))
    declared = 4 + 4 * dimensions + total
    if packed:
        check_unpacked(name, declared, size)
    elif declared > size:
        key = "{name} is cut short: it declares {declared:,} bytes and has {size:,}. Get it again."
        raise UserError(key, name=name, declared=declared, size=size)
    content = read_exactly(file, total, name)
    if file.read(1):
        key = "{name} has more bytes than it declares ({declared:,}): it is damaged."
        raise UserError(key, name=name, declared=declared)
    return sizes, content


def _check_magic(magic: bytes, name: str, dimensions: int) -> None:
    wanted = _HOLDS[dimensions]
    if len(magic) < 4 or magic[:2] != b"\0\0":
        first = magic.hex(" ") or say("missing")
        raise UserError(
            "{name} is no IDX file of {wanted}: its first bytes are {first}.", name=name, wanted=wanted, first=first
        )
    if magic[2] != _UNSIGNED_BYTES:
        key = "{name} is an IDX file, but not of unsigned bytes (its type is 0x{type:02x})."
        raise UserError(key, name=name, type=magic[2])
    if magic[3] != dimensions:
        holds = _HOLDS.get(magic[3], say("something of {count} dimensions", count=magic[3]))
        raise UserError(
            "{name} holds {holds}, not {wanted}: choose the file of {wanted}.", name=name, holds=holds, wanted=wanted
        )


_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_LONGEST_HEADER = 10_000


def read_npz(path: Path) -> tuple[Part, Part | None]:
    """The training part, and the test part where there is one."""
    with telling_damage(path.name), zipfile.ZipFile(path) as archive:
        found = {Path(entry.filename).stem.casefold(): entry for entry in archive.infolist()}
        for x, y, other_x, other_y in (("x_train", "y_train", "x_test", "y_test"), ("x", "y", "", "")):
            if x in found and y in found:
                train = _npz_part(archive, found[x], found[y], path.name)
                if other_x in found and other_y in found:
                    return train, _npz_part(archive, found[other_x], found[other_y], path.name)
                return train, None
    some = ", ".join(list(found)[:5]) or str(say("nothing"))
    key = "{name} holds {some}; name its arrays x_train, y_train, x_test and y_test, or x and y."
    raise UserError(key, name=path.name, some=some[:200])


def _npz_part(archive: zipfile.ZipFile, x: zipfile.ZipInfo, y: zipfile.ZipInfo, name: str) -> Part:
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
            raise UserError("{label} has more bytes than it declares: it is damaged.", label=label)
    return flat.reshape(shape, order="F" if fortran else "C").reshape(count, height * width), height, width


def _image_shape(shape: tuple[int, ...], label: str) -> tuple[int, int, int]:
    """Count, height and width; the one channel of grey images may stand before or behind them."""
    if len(shape) == 4 and 1 in (shape[1], shape[3]):
        shape = shape[:3] if shape[3] == 1 else (shape[0], *shape[2:])
    if len(shape) == 2:
        side = math.isqrt(shape[1])
        return (shape[0], side, side) if side * side == shape[1] else (shape[0], 1, shape[1])
    if len(shape) == 4:
        key = "{label} has the shape {shape}; images have (count, height, width). Make colour images grey first."
        raise UserError(key, label=label, shape=shape)
    if len(shape) != 3:
        raise UserError("{label} has the shape {shape}; images have (count, height, width).", label=label, shape=shape)
    return shape[0], shape[1], shape[2]


def _labels(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> NDArray[np.int64]:
    label = f"{entry.filename} in {name}"
    with archive.open(entry) as file:
        shape, _, dtype = _header(file, entry, label)
        if len(shape) not in (1, 2) or (len(shape) == 2 and shape[1] != 1):
            raise UserError(
                "{label} has the shape {shape}; labels have (count,), a number for each image.",
                label=label,
                shape=shape,
            )
        values = read_exactly(file, shape[0] * dtype.itemsize, label).view(dtype)
        if file.read(1):
            raise UserError("{label} has more bytes than it declares: it is damaged.", label=label)
    if not np.isfinite(values).all() or (values != np.round(values)).any() or (abs(values.astype(float)) > 1e9).any():
        raise UserError("{label} holds labels that are no whole numbers, or far too large ones.", label=label)
    return values.astype(np.int64)


def _header(file: IO[bytes], entry: zipfile.ZipInfo, label: str) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """Shape, order and type of an array, once it is certain that its bytes can all be there."""
    version = npy.read_magic(file)
    if version not in _READ_HEADER:
        raise UserError("{label} is of a version of NumPy's format that is not read here: save it again.", label=label)
    shape, fortran, dtype = _READ_HEADER[version](file, max_header_size=_LONGEST_HEADER)
    if dtype.kind not in "buif" or dtype.itemsize > 8:
        raise UserError(
            "{label} holds values of type {type}; pixels and labels are plain numbers.", label=label, type=str(dtype)
        )
    total = math.prod(shape) * dtype.itemsize
    if min(shape, default=1) < 0 or total > 8 * MOST_BYTES:
        raise UserError("{label} declares the shape {shape}, which is not possible here.", label=label, shape=shape)
    if total > entry.file_size:
        key = "{label} is cut short: it declares {total:,} bytes and has {size:,}."
        raise UserError(key, label=label, total=total, size=entry.file_size)
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
        # A number beyond any pixel would be none as a float of 32 bits.
        if not (np.abs(block) <= _LARGEST).all():
            raise UserError("{label} holds pixels that are not from 0 to 1 or 255, or no numbers.", label=label)
        flat[place] = block
    return flat


def _bytes(file: IO[bytes], count: int, dtype: np.dtype[np.generic], label: str) -> Raw:
    """Whole numbers as bytes; where some are below 0, as floats."""
    flat = np.empty(count, np.int16 if dtype.kind == "i" else np.uint8)
    for place, block in _blocks(file, count, dtype, label):
        if not ((block >= -128) & (block <= 255)).all():  # type: ignore[operator]
            raise UserError("{label} holds pixels that are not from 0 to 255.", label=label)
        flat[place] = block
    if count and flat.min() < 0:
        return flat.astype(np.float32)
    return flat.astype(np.uint8, copy=False)
