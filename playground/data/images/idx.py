"""MNIST's own format, IDX: a magic number with the type and the number of dimensions, the sizes, then the bytes.

Images have three dimensions (count, height, width), labels one; all numbers are big-endian. Both come in files of their
own, plain or packed with gzip, found beside each other by their names where they are not told.
Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, "File formats".
"""

import gzip
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from playground.data.files import existing_file
from playground.data.images.images import MOST_BYTES, Part, check_size
from playground.data.images.pairs import GZIP, labels_beside, official_test_beside
from playground.data.images.streams import check_unpacked, read_exactly, telling_damage
from playground.experiment import UserError

_UNSIGNED_BYTES = 8
_HOLDS = {1: "labels", 3: "images"}


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
            f"The labels of {path.name} are not beside it: drop or choose both files together, or name them as MNIST "
            "does, such as train-images-idx3-ubyte and train-labels-idx1-ubyte."
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
        raise UserError(f"{name} declares {sizes[0]:,} labels, more than are possible.")
    total = int(np.prod(sizes, dtype=object))
    declared = 4 + 4 * dimensions + total
    if packed:
        check_unpacked(name, declared, size)
    elif declared > size:
        raise UserError(f"{name} is cut short: it declares {declared:,} bytes and has {size:,}. Get it again.")
    content = read_exactly(file, total, name)
    if file.read(1):
        raise UserError(f"{name} has more bytes than it declares ({declared:,}): it is damaged.")
    return sizes, content


def _check_magic(magic: bytes, name: str, dimensions: int) -> None:
    wanted = _HOLDS[dimensions]
    if len(magic) < 4 or magic[:2] != b"\0\0":
        raise UserError(f"{name} is no IDX file of {wanted}: its first bytes are {magic.hex(' ') or 'missing'}.")
    if magic[2] != _UNSIGNED_BYTES:
        raise UserError(f"{name} is an IDX file, but not of unsigned bytes (its type is 0x{magic[2]:02x}).")
    if magic[3] != dimensions:
        holds = _HOLDS.get(magic[3], f"something of {magic[3]} dimensions")
        raise UserError(f"{name} holds {holds}, not {wanted}: choose the file of {wanted}.")
