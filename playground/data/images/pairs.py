"""Which files of images and labels belong together: told by name, and of files given together by content."""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

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
    """Of files given together, in any order, that of the images, and their labels where these cannot be told by name.

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
    """Of an IDX file; None for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start.startswith(GZIP):
            with gzip.open(path) as file:
                start = file.read(4)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return start[3] if len(start) == 4 and start[:2] == b"\0\0" else None
