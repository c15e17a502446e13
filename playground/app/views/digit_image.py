"""A drawing as the images of a data set are: centred, scaled to fit, and averaged down to a few pixels."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
INK = 0.02
"""Less than this is no stroke."""


def resampled(drawing: Floats, shape: tuple[int, int], margin: float = 0.1) -> Floats:
    """A drawing (height, width) of 0 ... 1 as (rows, columns) of 0 ... 1, with `margin` of the side left free.

    Its strokes are put in the middle by their bounding box and keep their proportions; each pixel is the mean ink of
    its area, as anti-aliased images are. An empty drawing gives an empty image.
    """
    inked = np.argwhere(drawing > INK)
    if not len(inked):
        return np.zeros(shape)
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0) + 1
    box = drawing[top:bottom, left:right]
    scale = (1 - 2 * margin) * min(shape[0] / box.shape[0], shape[1] / box.shape[1])
    rows, columns = (_overlaps(length, size, scale) for length, size in zip(box.shape, shape, strict=True))
    image: Floats = np.clip(rows @ box @ columns.T, 0.0, 1.0)
    return image


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


def _overlaps(length: int, size: int, scale: float) -> Floats:
    """How much of each of `size` pixels each of `length` cells covers, scaled and centred: (size, length)."""
    edges = (np.arange(length + 1) - length / 2) * scale + size / 2
    starts, ends = edges[None, :-1], edges[None, 1:]
    pixels = np.arange(size)[:, None]
    shared: Floats = np.clip(np.minimum(ends, pixels + 1) - np.maximum(starts, pixels), 0.0, None)
    return shared
