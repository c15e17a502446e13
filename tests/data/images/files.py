"""Files of images as the tests need them."""

import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def idx(array: NDArray[np.uint8]) -> bytes:
    """An array in MNIST's format."""
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.tobytes()


def npz(**arrays: object) -> bytes:
    """Arrays as a NumPy archive."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def stored_npz(**members: bytes) -> bytes:
    """A zip archive of members with any bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return buffer.getvalue()


def pictures(count: int, seed: int = 0, height: int = 4, width: int = 3) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Random images (count, height, width) and labels (count,) from 0 to 4."""
    random = np.random.RandomState(seed)
    images = random.randint(0, 256, (count, height, width)).astype(np.uint8)
    return images, random.permutation(np.arange(count) % 5).astype(np.uint8)


def write_mnist(folder: Path, *, mark: str = "-", packed: bool = False, test: bool = True) -> Path:
    """MNIST's four files, or the two for training; the path of the training images."""
    ending = ".gz" if packed else ""
    for part, count in (("train", 30), ("t10k", 10)) if test else (("train", 30),):
        images, labels = pictures(count, seed=count)
        for name, array in ((f"images{mark}idx3", images), (f"labels{mark}idx1", labels)):
            content = gzip.compress(idx(array)) if packed else idx(array)
            (folder / f"{part}-{name}-ubyte{ending}").write_bytes(content)
    return folder / f"train-images{mark}idx3-ubyte{ending}"
