"""Which data can be drawn by hand, and what a drawing of them is called."""

from playground.data import Dataset

_FEWEST_PIXELS = 8
"""Along a side: with fewer, no drawing is recognised."""
_DIGITS = tuple("0123456789")


def can_be_drawn(dataset: Dataset) -> bool:
    """Whether the samples are images large enough to draw another."""
    return dataset.image_shape is not None and min(dataset.image_shape) >= _FEWEST_PIXELS


def of_digits(dataset: Dataset) -> bool:
    """Whether the classes are the ten digits."""
    return tuple(dataset.classes) == _DIGITS
