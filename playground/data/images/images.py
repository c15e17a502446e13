"""Labelled grey images, kept as compactly as the file had them until a network asks for numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError

Floats = NDArray[np.float32] | NDArray[np.float64]
Precision = type[np.float32] | type[np.float64]
Raw = NDArray[np.uint8] | NDArray[np.float32]

HIGHEST_LABEL = 99
MOST_BYTES = 2**30
MOST_PIXELS = 2**16
_LOOKED_AT = 1000


@dataclass(frozen=True)
class Images:
    """Images of one size, a row each, with the test part that came with them, if any.

    raw : (n, height * width), rows of an image one after the other. scale : the values of an empty and of a full pixel.
    labels : (n,), places in `classes`, which are ordered by number and shared with the test part.
    """

    raw: Raw
    scale: tuple[float, float]
    height: int
    width: int
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    test: Images | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def pixels(self, rows: NDArray[np.int64] | slice | None = None, dtype: Precision = np.float32) -> Floats:
        """Pixels from 0 to 1, (rows, height * width); all rows where none are chosen. Nothing else is copied."""
        return as_pixels(self.raw if rows is None else self.raw[rows], *self.scale, dtype=dtype)


def as_pixels(raw: NDArray[Any], low: float, high: float, *, dtype: Precision = np.float32) -> Floats:
    """Raw values as pixels, `low` as 0 and `high` as 1; what lies a little beyond, by rounding, is cut off."""
    pixels = cast(Floats, raw.astype(dtype))
    if low:
        pixels = np.subtract(pixels, dtype(low), out=pixels)
    pixels = np.divide(pixels, dtype(high - low), out=pixels)
    return pixels if raw.dtype == np.uint8 else np.clip(pixels, 0, 1, out=pixels)


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
            "{name} has images of {height} x {width} pixels, but the training images have {other_height} x "
            "{other_width}.",
            name=test.name,
            height=test.height,
            width=test.width,
            other_height=train.height,
            other_width=train.width,
        )
    numbers = np.unique(np.concatenate([part.labels for part in parts]))
    classes = tuple(str(number) for number in numbers.tolist())
    if len(classes) < 2:
        key = "{name} has one class only, {label}: give images of at least two."
        raise UserError(key, name=train.name, label=classes[0])
    low, high = (float(end([end(part.raw) for part in parts])) for end in (np.min, np.max))
    scale = _scale(low, high, fractions=any(_has_fractions(part.raw) for part in parts))
    if scale is None:
        key = (
            "{name} holds pixels that are not from 0 to 1 or 255, nor from -1 to 1: they run from {low:.6g} to "
            "{high:.6g}."
        )
        raise UserError(key, name=train.name, low=low, high=high)

    def images(part: Part, test: Images | None) -> Images:
        labels = np.searchsorted(numbers, part.labels).astype(np.int64)
        return Images(part.raw, scale, part.height, part.width, labels, classes, test)

    return images(train, images(test, None) if test is not None else None)


def _check(part: Part) -> None:
    if len(part.raw) != len(part.labels):
        key = "{name} has {images:,} images, but {labels:,} labels."
        raise UserError(key, name=part.name, images=len(part.raw), labels=len(part.labels))
    wrong = np.flatnonzero((part.labels < 0) | (part.labels > HIGHEST_LABEL))
    if len(wrong):
        raise UserError(
            "{name} has the label {label} at image {number:,}; labels run from 0 to {most}.",
            name=part.name,
            label=int(part.labels[wrong[0]]),
            number=int(wrong[0]) + 1,
            most=HIGHEST_LABEL,
        )


_ROUNDING = 1e-3
"""So much of a full pixel may values lie beyond it by rounding."""
_OVERSHOOT = 0.1
"""So much of it may fractions lie beyond either end, as where cubic interpolation made a picture smaller or larger."""
_MOST_OF_ONE = 1.5


def _scale(low: float, high: float, *, fractions: bool) -> tuple[float, float] | None:
    """The values of an empty and of a full pixel; None where these are not known for pixels.

    255 is full as a rule, 16 or 1 where no pixel is above that (as in the UCI digits); signed ones lie around 0.
    """
    room = _OVERSHOOT if fractions else _ROUNDING
    limits = {1.0: _MOST_OF_ONE if fractions else 1 + _ROUNDING, 16.0: 16 * (1 + _ROUNDING), 255.0: 255 * (1 + room)}
    full = next((full for full, limit in limits.items() if high <= limit), None)
    if full is not None and low >= -room * full:
        return 0.0, full
    for ends in ((-0.5, 0.5), (-1.0, 1.0), (-128.0, 127.0)):
        if ends[0] * (1 + _ROUNDING) <= low and high <= ends[1] * (1 + _ROUNDING):
            return ends
    return None


def _has_fractions(raw: Raw) -> bool:
    return raw.dtype != np.uint8 and bool((raw[:_LOOKED_AT] % 1 != 0).any())


def check_size(name: str, count: int, height: int, width: int) -> None:
    """Refuse sizes that are none or beyond the limits, before anything of that size is made."""
    if min(count, height, width) < 1:
        key = "{name} holds no images: it declares {count} of {height} x {width} pixels."
        raise UserError(key, name=name, count=count, height=height, width=width)
    if height * width > MOST_PIXELS:
        raise UserError(
            "{name} declares images of {height:,} x {width:,} pixels; up to {most:,} pixels are possible: make them "
            "smaller.",
            name=name,
            height=height,
            width=width,
            most=MOST_PIXELS,
        )
    if count * height * width > MOST_BYTES:
        key = "{name} declares {count:,} images of {height} x {width} pixels; up to 1 GB is possible."
        raise UserError(key, name=name, count=count, height=height, width=width)


def usual_margin(images: NDArray[np.floating], shape: tuple[int, int]) -> float:
    """The share of the side that the strokes of `images`, (n, rows * columns), usually leave free at either end."""
    inked = images.reshape(-1, *shape) > 0.1 * images.max(initial=0.0)
    tall, wide = (_extents(inked.any(axis=axis)) / size for axis, size in ((2, shape[0]), (1, shape[1])))
    return (1 - float(np.median(np.maximum(tall, wide)))) / 2 if len(images) else 0.0


def _extents(lines: NDArray[np.bool_]) -> NDArray[np.int64]:
    """From the first to the last of the lines that are inked: (n,)."""
    length = lines.shape[1]
    ends: NDArray[np.int64] = length - lines.argmax(axis=1) - lines[:, ::-1].argmax(axis=1)
    return ends
