"""Files of images and labels that belong together."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from playground.data.images import choose_images, read_images
from playground.experiment import UserError

from .files import idx, pictures, write_mnist

IMAGES, LABELS = pictures(30)


def put(folder: Path, images: str, labels: str) -> tuple[Path, Path]:
    for name, array in ((images, IMAGES), (labels, LABELS)):
        (folder / name).write_bytes(gzip.compress(idx(array)) if name.endswith(".gz") else idx(array))
    return folder / images, folder / labels


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("photos-idx3-ubyte", "photos-idx1-ubyte"),
        ("photos.idx3", "photos.idx1.gz"),
        ("photos-images.idx", "photos-labels.idx"),
        ("image.idx", "label.idx"),
        ("images_idx3", "labels_idx1"),
    ],
)
def test_that_labels_are_found_by_a_common_stem(tmp_path: Path, images: str, labels: str) -> None:
    path, _ = put(tmp_path, images, labels)
    np.testing.assert_array_equal(read_images(path).labels, LABELS)


def test_that_two_files_of_any_names_are_paired_in_any_order(tmp_path: Path) -> None:
    images, labels = put(tmp_path, "photos.gz", "kinds")
    assert choose_images([images, labels]) == choose_images([labels, images]) == (images, labels)
    np.testing.assert_array_equal(read_images(images, labels).labels, LABELS)
    with pytest.raises(UserError, match="choose both files together"):
        read_images(images)


def test_that_files_whose_names_tell_need_no_labels_told(tmp_path: Path) -> None:
    train = write_mnist(tmp_path)
    files = sorted(tmp_path.iterdir())
    assert choose_images(files) == (train, None)
    assert choose_images([train, tmp_path / "train-labels-idx1-ubyte"]) == (train, None)
    assert choose_images([train]) == (train, None)


def test_that_files_that_do_not_belong_together_are_no_pair(tmp_path: Path) -> None:
    images, labels = put(tmp_path, "a", "b")
    (tmp_path / "c").write_bytes(b"a,b")
    assert choose_images([images, tmp_path / "c"]) is None
    assert choose_images([images, labels, tmp_path / "c"]) is None
    assert choose_images([labels, tmp_path / "nowhere"]) is None
