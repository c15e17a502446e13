"""Damaged, mismatched and malicious files of images are refused in one line, before they take memory."""

import gzip
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from playground.data.images import read_images
from playground.experiment import UserError

from .files import idx, npz, pictures, stored_npz, write_mnist

IMAGES, LABELS = pictures(30)
OTHER = np.array([1], np.uint8)


def refused(path: Path, reason: str) -> None:
    with pytest.raises(UserError, match=reason) as caught:
        read_images(path)
    assert "\n" not in str(caught.value)


IMAGE_FILES = {
    "labels given as images": (idx(LABELS), "holds labels, not images"),
    "cut": (idx(IMAGES)[:-5], "cut short: it declares 376 bytes and has 371"),
    "cut in the header": (idx(IMAGES)[:9], "cut short"),
    "cut in the magic number": (b"\0\0", "no IDX file"),
    "too long": (idx(IMAGES) + b"x", "more bytes than it declares"),
    "floats": (b"\0\0\x0d\3" + bytes(100), "not of unsigned bytes"),
    "two dimensions": (idx(IMAGES[0]), "2 dimensions"),
    "no images": (idx(IMAGES[:0]), "no images"),
    "billions": (b"\0\0\x08\3" + struct.pack(">3I", 2**31, 28, 28) + bytes(100), "up to 1 GB"),
    "enormous ones": (b"\0\0\x08\3" + struct.pack(">3I", 1, 2**31, 2**31) + bytes(100), "make them smaller"),
    "fewer than labels": (idx(IMAGES[:7]), "7 images, but 30 labels"),
    "packed and cut": (gzip.compress(idx(IMAGES))[:-30], "damaged or cut short"),
    "packed and flipped": (gzip.compress(idx(IMAGES))[:-6] + b"123456", "damaged or cut short"),
    "packed and too long": (gzip.compress(idx(IMAGES) + bytes(9)), "more bytes than it declares"),
    "another kind": (b"\x89PNG\r\n", "neither an IDX file"),
    "empty": (b"", "is empty"),
}


@pytest.mark.parametrize("content", IMAGE_FILES.values(), ids=IMAGE_FILES.keys())
def test_that_files_that_are_no_images_are_refused(tmp_path: Path, content: tuple[bytes, str]) -> None:
    path = write_mnist(tmp_path, test=False)
    path.write_bytes(content[0])
    refused(path, content[1])


LABEL_FILES = {
    "images given as labels": (idx(IMAGES), "holds images, not labels"),
    "out of range": (idx(np.full(30, 203, np.uint8)), "the label 203 at image 1; labels run from 0 to 99"),
    "more than images": (idx(np.tile(LABELS, 2)), "30 images, but 60 labels"),
    "declaring billions": (b"\0\0\x08\1\xff\xff\xff\xff", "more than are possible"),
    "another kind": (b"seven,three", "no IDX file of labels"),
}


@pytest.mark.parametrize("content", LABEL_FILES.values(), ids=LABEL_FILES.keys())
def test_that_files_that_are_no_labels_are_refused(tmp_path: Path, content: tuple[bytes, str]) -> None:
    path = write_mnist(tmp_path, test=False)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(content[0])
    refused(path, content[1])


def test_that_images_without_labels_and_a_test_part_of_another_size_are_refused(tmp_path: Path) -> None:
    path = write_mnist(tmp_path)
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(idx(pictures(10, height=5)[0]))
    refused(path, "5 x 3 pixels, but the training images have 4 x 3")
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    refused(path, "labels of train-images-idx3-ubyte are not beside it")
    refused(tmp_path, "is a folder")
    refused(tmp_path / "nowhere", "no file")


def header(shape: tuple[int, ...], kind: str) -> bytes:
    text = repr({"descr": kind, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text


ARCHIVES = {
    "other names": (npz(a=IMAGES, b=LABELS), "holds a, b; name its arrays x_train"),
    "objects": (npz(x=np.array([{}, {}], dtype=object), y=LABELS), "of type object"),
    "objects as labels": (npz(x=IMAGES, y=np.array([None] * 30, dtype=object)), "of type object"),
    "text labels": (npz(x=IMAGES, y=np.array(["a"] * 30)), "of type <U1"),
    "complex pixels": (npz(x=IMAGES.astype(complex), y=LABELS), "of type complex128"),
    "pixels above 255": (npz(x=IMAGES.astype(int) * 2, y=LABELS), "not from 0 to 255"),
    "negative pixels": (npz(x=-IMAGES.astype(float), y=LABELS), "not from 0 to 1 or 255"),
    "pixels that are no numbers": (npz(x=np.full((2, 2, 2), np.nan), y=LABELS[:2]), "or no numbers"),
    "broken labels": (npz(x=IMAGES, y=LABELS + 0.5), "no whole numbers"),
    "infinite labels": (npz(x=IMAGES, y=np.full(30, np.inf)), "no whole numbers"),
    "negative labels": (npz(x=IMAGES, y=-LABELS.astype(int) - 1), "labels run from 0"),
    "one-hot labels": (npz(x=IMAGES, y=np.eye(30)), r"shape \(30, 30\); labels"),
    "colours": (npz(x=np.zeros((2, 4, 4, 3), np.uint8), y=OTHER), "colour images grey"),
    "counts that differ": (npz(x=IMAGES, y=LABELS[:7]), "30 images, but 7 labels"),
    "one class": (npz(x=IMAGES, y=LABELS * 0 + 3), "has one class only, 3: give images of at least two"),
    "an empty array": (npz(x=IMAGES[:0], y=LABELS[:0]), "no images"),
    "a header that lies": (stored_npz(x=header((10**6, 28, 28), "|u1") + b"12", y=b""), "cut short: it declares"),
    "a header beyond numbers": (stored_npz(x=header((-1, -28, 28), "|u1"), y=b""), "not possible|no images"),
    "a header of code": (stored_npz(x=b"\x93NUMPY\1\0\x10\0__import__('os')", y=b""), "damaged"),
    "a future version": (stored_npz(x=b"\x93NUMPY\7\0" + bytes(20), y=b""), "version"),
    "no zip at all": (b"PK\x03\x04" + bytes(50), "damaged"),
    "cut": (npz(x=IMAGES, y=LABELS)[:-40], "damaged"),
}


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_that_archives_that_do_not_hold_images_are_refused(tmp_path: Path, content: tuple[bytes, str]) -> None:
    path = tmp_path / "images.npz"
    path.write_bytes(content[0])
    refused(path, content[1])


def test_that_bombs_are_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = write_mnist(tmp_path, test=False)
    magic = b"\0\0\x08\3" + struct.pack(">3I", 100_000, 28, 28)
    with gzip.open(bomb, "wb") as file:
        file.write(magic)
        for _ in range(80):
            file.write(bytes(10**6))
    archive = tmp_path / "bomb.npz"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members, members.open("x.npy", "w") as member:
        member.write(header((100_000, 28, 28), "|u1"))
        for _ in range(80):
            member.write(bytes(10**6))
    with zipfile.ZipFile(archive, "a") as members:
        members.writestr("y.npy", header((1,), "|u1") + b"1")
    tracemalloc.start()
    try:
        refused(bomb, "claims to unpack")
        refused(archive, "claims to unpack")
        assert tracemalloc.get_traced_memory()[1] < 2 * 10**6
    finally:
        tracemalloc.stop()
