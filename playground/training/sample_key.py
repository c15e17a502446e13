"""How a sample is named: its part, and its number there."""

from typing import NamedTuple


class SampleKey(NamedTuple):
    """part : "train", "validation" or "test". row : from 0."""

    part: str
    row: int
