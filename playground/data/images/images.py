"""Labelled grey images, kept as compactly as the file had them until a network asks for numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError

Floats = NDArray[np.float32] | NDArray[np.float64]
Precision = type[np.float32] | type[np.float64]
Raw = NDArray[np.uint8] | NDArray[np.float32]

HIGHEST_LABEL = 99
MOST_BYTES = 2**30
MOST_PIXELS = 2**16


@dataclass(frozen=True)
class Images:
    """Images of one size, a row each, with the test part that came with them, if any.

    raw : (n, height * width), rows of an image one after the other, from 0 to `highest`.
    labels : (n,), places in `classes`, which are ordered by number and shared with the test part.
    """

    raw: Raw
    highest: float
    height: int
    width: int
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    test: Images | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def pixels(self, rows: NDArray[np.int64] | slice | None = None, dtype: Precision = np.float32) -> Floats:
        """Pixels from 0 to 1, (rows, height * width); all rows where none are chosen. Nothing else is copied."""
        raw = self.raw if rows is None else self.raw[rows]
        out = np.empty(raw.shape, dtype)
        return np.divide(raw, dtype(self.highest), out=out, dtype=dtype)


@dataclass(frozen=True)
class Part:
    """Images and their labels as a file has them: raw (n, height * width), labels (n,) as numbers."""

    raw: Raw
    height: int
    width: int
    labels: NDArray[np.int64]
    name: str


def combine(train: Part, test: Part | None) -> Images:
    """Check that images, labels and the two parts belong together, and number the classes.

    Raises
    ------
    UserError
        Where counts or sizes differ, a label is not from 0 to HIGHEST_LABEL, or all are the same.
    """
    parts = [train] if test is None else [train, test]
    for part in parts:
        _check(part)
    if test is not None and (test.height, test.width) != (train.height, train.width):
        raise UserError(
            f"{test.name} has images of {test.height} x {test.width} pixels, but the training images have "
            f"{train.height} x {train.width}."
        )
    numbers = np.unique(np.concatenate([part.labels for part in parts]))
    classes = tuple(str(number) for number in numbers.tolist())
    if len(classes) < 2:
        raise UserError(f"{train.name} has one class only, {classes[0]}: give images of at least two.")
    highest = max(_highest(part) for part in parts)

    def images(part: Part, test: Images | None) -> Images:
        labels = np.searchsorted(numbers, part.labels).astype(np.int64)
        return Images(part.raw, highest, part.height, part.width, labels, classes, test)

    return images(train, images(test, None) if test is not None else None)


def _check(part: Part) -> None:
    if len(part.raw) != len(part.labels):
        raise UserError(f"{part.name} has {len(part.raw):,} images, but {len(part.labels):,} labels.")
    wrong = np.flatnonzero((part.labels < 0) | (part.labels > HIGHEST_LABEL))
    if len(wrong):
        raise UserError(
            f"{part.name} has the label {part.labels[wrong[0]]} at image {wrong[0] + 1:,}; labels run from 0 to "
            f"{HIGHEST_LABEL}."
        )


def _highest(part: Part) -> float:
    """The value of a full pixel: 255 as a rule, 16 or 1 where no pixel is above that (as in the UCI digits)."""
    largest = float(part.raw.max(initial=0))
    return next(step for step in (1.0, 16.0, 255.0) if largest <= step)


def check_size(name: str, count: int, height: int, width: int) -> None:
    """Refuse sizes that are none or beyond the limits, before anything of that size is made."""
    if min(count, height, width) < 1:
        raise UserError(f"{name} holds no images: it declares {count} of {height} x {width} pixels.")
    if height * width > MOST_PIXELS:
        raise UserError(
            f"{name} declares images of {height:,} x {width:,} pixels; up to {MOST_PIXELS:,} pixels are possible: "
            "make them smaller."
        )
    if count * height * width > MOST_BYTES:
        raise UserError(f"{name} declares {count:,} images of {height} x {width} pixels; up to 1 GB is possible.")
