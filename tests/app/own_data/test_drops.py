"""What a dropped file is opened as."""

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.data import classify_drop
from playground.experiment import load
from playground.experiment import write as write_experiment
from playground.experiment.files import resource_path
from playground.export import export
from playground.training import Run

IDX = struct.pack(">BBBBIII", 0, 0, 8, 3, 1, 2, 2) + bytes(4)


# Told by name, so that no test is called by bytes, which in a packed file hold the time of packing.
DROPPED: dict[str, tuple[bytes, str | None]] = {
    "iris.csv": (b"a,b\n1,2\n", "table"),
    "IRIS.TSV": (b"a\tb\n1\t2\n", "table"),
    "iris.data": (b"1,2\n", "table"),
    "empty.csv": (b"", "table"),
    "wide.txt": ("a;b".encode("utf-16"), "table"),
    "iris": (b"a,b\n1,2\n", "table"),
    "book.xlsx": (b"PK\x03\x04", "table"),
    "petals.json": (b"{}", "experiment"),
    "petals": (b' {"format": 1}', "experiment"),
    "train-images-idx3-ubyte": (IDX, "images"),
    "train-images-idx3-ubyte.gz": (gzip.compress(IDX), "images"),
    "cat.png": (b"\x89PNG\r\n\x1a\n", None),
    "notes.md": (b"a, b\n", None),
    "letter": (b"Dear all\n", None),
    "blob": (b"\0\1\2,", None),
    "empty": (b"", None),
    "broken.npz": (b"PK\x03\x04 and no more", None),
    "table.csv.gz": (gzip.compress(b"a,b"), None),
    "broken.gz": (b"\x1f\x8b\0\0", None),
}


@pytest.mark.parametrize("name", DROPPED)
def test_that_ending_and_first_bytes_tell_the_kind(write: Callable[..., Path], name: str) -> None:
    content, kind = DROPPED[name]
    assert classify_drop(write(content, name)) == kind


def test_that_archives_of_weights_and_of_images_are_told_apart(tmp_path: Path) -> None:
    weights, images, bare = tmp_path / "w.npz", tmp_path / "i.npz", tmp_path / "b.npz"
    export(Run(load("petals")), weights)
    np.savez(images, x_train=np.zeros((2, 3, 3)), y_train=np.zeros(2))
    np.savez(bare, **{"layer1.weight": np.zeros((2, 2))})
    kinds = [classify_drop(path) for path in (weights, images, bare, resource_path("datasets", "digits.npz"))]
    assert kinds == ["weights", "images", "weights", "images"]


def test_that_weights_in_any_format_that_comes_back_are_weights(tmp_path: Path) -> None:
    for name in ("w.npz", "w.json", "w.safetensors"):
        export(Run(load("petals")), tmp_path / name)
        assert classify_drop(tmp_path / name) == "weights"
    assert classify_drop((tmp_path / "w.safetensors").rename(tmp_path / "model")) == "weights"
    assert classify_drop((tmp_path / "w.json").rename(tmp_path / "network")) == "weights"


def test_that_a_saved_experiment_is_one(tmp_path: Path) -> None:
    write_experiment(load("petals"), tmp_path / "petals.json")
    assert classify_drop(tmp_path / "petals.json") == "experiment"


def test_that_a_folder_and_a_file_that_is_not_there_are_nothing(tmp_path: Path) -> None:
    assert [classify_drop(tmp_path), classify_drop(tmp_path / "no.csv"), classify_drop("\0")] == [None, None, None]
