"""The sizes of what stands on top of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    WIDE = "wide"
    STACKED = "stacked"
    BRIEF = "brief"
    TIGHT = "tight"
    """Brief, and so near to each other that the pluses stand in a row below."""

    @property
    def is_brief(self) -> bool:
        return self in (Mode.BRIEF, Mode.TIGHT)


HEIGHTS = {Mode.WIDE: 50, Mode.STACKED: 60, Mode.BRIEF: 46, Mode.TIGHT: 66}
LINE = 17
"""The height of a line of words."""


@dataclass(frozen=True)
class Rows:
    """The middles of the two rows of every head, so that words and controls of all columns stand on the same lines."""

    upper: float
    lower: float

    def top(self, height: int, *, lower: bool = False) -> int:
        """The top of something of that height that stands in one of them."""
        return round((self.lower if lower else self.upper) - height / 2)


ROWS = {Mode.WIDE: Rows(16.5, 34.5), Mode.STACKED: Rows(15.5, 44.5), Mode.BRIEF: Rows(13.5, 28.5)}
ROWS[Mode.TIGHT] = ROWS[Mode.BRIEF]

PLUS_ROOM = 34
"""Between two heads: a plus button and the air around it."""


def fitting_mode(pitch: float, wanted: dict[Mode, Sequence[int]]) -> Mode:
    """The roomiest mode in which the widest head of a hidden layer leaves room for a plus beside it."""
    for mode in (Mode.WIDE, Mode.STACKED, Mode.BRIEF):
        if max(wanted[mode], default=0) + PLUS_ROOM <= pitch:
            return mode
    return Mode.TIGHT
