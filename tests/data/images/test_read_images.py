"""Labelled images as people have them."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from playground.data.images import read_digits, read_images

from .files import idx, npz, pictures, write_mnist


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("mark", ["-", "."])
def test_that_mnist_is_read_with_its_labels_and_test_part(tmp_path: Path, mark: str, packed: bool) -> None:
    images = read_images(write_mnist(tmp_path, mark=mark, packed=packed))
    pixels, labels = pictures(30, seed=30)
    assert (len(images), images.height, images.width) == (30, 4, 3)
    np.testing.assert_array_equal(images.raw, pixels.reshape(30, 12))
    np.testing.assert_array_equal(images.labels, labels)
    assert images.classes == ("0", "1", "2", "3", "4")
    assert images.test is not None
    np.testing.assert_array_equal(images.test.labels, pictures(10, seed=10)[1])
    assert images.test.test is None


def test_that_pixels_run_from_0_to_1_in_the_precision_asked_for(tmp_path: Path) -> None:
    images = read_images(write_mnist(tmp_path, test=False))
    exact = pictures(30, seed=30)[0].reshape(30, 12) / 255
    assert images.test is None
    assert images.pixels().dtype == np.float32
    np.testing.assert_array_equal(images.pixels(dtype=np.float64), exact)
    np.testing.assert_array_equal(images.pixels(), exact.astype(np.float32))
    np.testing.assert_array_equal(images.pixels(np.array([3, 1])), exact.astype(np.float32)[[3, 1]])


def test_that_one_of_the_two_files_may_be_packed(tmp_path: Path) -> None:
    path = write_mnist(tmp_path, test=False)
    labels = tmp_path / "train-labels-idx1-ubyte"
    (tmp_path / "train-labels.idx1-ubyte.gz").write_bytes(gzip.compress(labels.read_bytes()))
    labels.unlink()
    assert len(read_images(path)) == 30


def test_that_classes_are_the_labels_there_are_ordered_by_number(tmp_path: Path) -> None:
    path = tmp_path / "letters.npz"
    path.write_bytes(npz(x=np.zeros((4, 2, 2)), y=np.array([10, 2, 2, 10])))
    images = read_images(path)
    assert (images.classes, images.labels.tolist()) == (("2", "10"), [1, 0, 0, 1])


@pytest.mark.parametrize(
    ("kind", "highest", "scale"),
    [
        (np.uint8, 255, 255),
        (np.int64, 255, 255),
        (">f8", 255, 255),
        (np.float32, 1, 1),
        (np.uint8, 16, 16),
        (bool, 1, 1),
    ],
)
def test_that_archives_of_many_types_are_read(tmp_path: Path, kind: str, highest: int, scale: int) -> None:
    pixels = (np.arange(48).reshape(4, 4, 3) % 2 * highest).astype(kind)
    path = tmp_path / "images.npz"
    path.write_bytes(npz(x_train=pixels, y_train=np.arange(4.0)[:, None], x_test=pixels[:1], y_test=np.array([3])))
    images = read_images(path)
    np.testing.assert_allclose(images.pixels(dtype=np.float64), pixels.reshape(4, 12).astype(float) / scale)
    assert images.test is not None
    assert (images.test.labels.tolist(), images.raw.dtype) == ([3], np.float32 if "f" in str(kind) else np.uint8)


@pytest.mark.parametrize(
    ("shape", "size"), [((5, 4, 3, 1), (4, 3)), ((5, 16), (4, 4)), ((5, 12), (1, 12)), ((5, 1, 1), (1, 1))]
)
def test_that_the_size_of_an_image_comes_from_the_shape(
    tmp_path: Path, shape: tuple[int, ...], size: tuple[int, int]
) -> None:
    path = tmp_path / "images.npz"
    path.write_bytes(npz(x=np.ones(shape, np.uint8), y=np.arange(5)))
    images = read_images(path)
    assert (images.height, images.width, images.raw.shape) == (*size, (5, size[0] * size[1]))


def test_that_an_array_in_fortrans_order_comes_out_right(tmp_path: Path) -> None:
    pixels = pictures(5)[0]
    path = tmp_path / "images.npz"
    path.write_bytes(npz(x=np.asfortranarray(pixels), y=np.arange(5)))
    np.testing.assert_array_equal(read_images(path).raw, pixels.reshape(5, 12))


def test_that_a_test_set_can_be_opened_by_itself(tmp_path: Path) -> None:
    write_mnist(tmp_path)
    images = read_images(tmp_path / "t10k-images-idx3-ubyte")
    assert (len(images), images.test) == (10, None)


def test_that_the_digits_in_the_box_are_as_published() -> None:
    digits = read_digits()
    assert (len(digits), digits.height, digits.width, digits.classes) == (1797, 8, 8, tuple("0123456789"))
    assert np.bincount(digits.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    pixels = digits.pixels(dtype=np.float64)
    assert (pixels.min(), pixels.max(), float(pixels.sum() * 16)) == (0, 1, 561718.0)
    assert (pixels[0, :8] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


def test_that_idx_has_the_bytes_the_format_says() -> None:
    assert idx(np.array([[[7]]], np.uint8)).hex() == "00000803" + "00000001" * 3 + "07"


PICTURES = np.random.RandomState(1).rand(6, 5, 5)
KINDS = {
    "a channel before the sizes": (PICTURES[:, None], PICTURES),
    "a channel behind the sizes": (PICTURES[..., None], PICTURES),
    "rows of square pictures": (PICTURES.reshape(6, 25), PICTURES),
    "a little above 1": (PICTURES / PICTURES.max() * (1 + 1e-6), PICTURES / PICTURES.max()),
    "above 1 and below 0 by interpolation": (PICTURES * 1.25 - 0.06, np.clip(PICTURES * 1.25 - 0.06, 0, 1)),
    "floats to 255": (PICTURES / PICTURES.max() * 255, PICTURES / PICTURES.max()),
    "floats a little above 255": (
        PICTURES / PICTURES.max() * 255.01,
        np.minimum(PICTURES / PICTURES.max() * 1.00004, 1),
    ),
    "floats to 16": (np.round(PICTURES / PICTURES.max() * 16), np.round(PICTURES / PICTURES.max() * 16) / 16),
    "signed around 0": (PICTURES * 2 - 1, PICTURES),
    "centred": (PICTURES - 0.5, PICTURES),
    "signed bytes": (np.round(PICTURES * 255 - 128).astype(np.int8), np.round(PICTURES * 255) / 255),
    "signed whole numbers to 255": (np.round(PICTURES * 255).astype(np.int16), np.round(PICTURES * 255) / 255),
    "black and white around 0": (np.where(PICTURES > 0.5, 1, -1), (PICTURES > 0.5).astype(float)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_pixels_come_from_0_to_1_however_they_were_scaled(tmp_path: Path, kind: str) -> None:
    raw, right = KINDS[kind]
    path = tmp_path / "images.npz"
    path.write_bytes(npz(x=raw, y=np.arange(6) % 3))
    images = read_images(path)
    assert (images.height, images.width) == (5, 5)
    pixels = images.pixels(dtype=np.float64)
    np.testing.assert_allclose(pixels, right.reshape(6, 25), atol=1e-6)
    assert pixels.min() >= 0 and pixels.max() <= 1
