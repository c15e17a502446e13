"""The three sizes of what stands on top of the columns."""

from collections.abc import Sequence
from enum import Enum


class Mode(Enum):
    WIDE = "wide"
    STACKED = "stacked"
    BRIEF = "brief"


HEIGHTS = {Mode.WIDE: 50, Mode.STACKED: 60, Mode.BRIEF: 66}


PLUS_ROOM = 34
"""Between two heads: a plus button and the air around it."""


def fitting_mode(pitch: float, wanted: dict[Mode, Sequence[int]]) -> Mode:
    """The roomiest mode in which the widest head of a hidden layer leaves room for a plus beside it."""
    for mode in (Mode.WIDE, Mode.STACKED):
        if max(wanted[mode], default=0) + PLUS_ROOM <= pitch:
            return mode
    return Mode.BRIEF
