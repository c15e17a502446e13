"""How high rows and pictures of the left column are, by how high the column is."""

from dataclasses import dataclass

_ROWS = (29, 26, 24, 22)
"""Heights of a row, the roomiest first; below the last, text touches text."""
_MOST_ROWS = 16
"""Of both cards together, whatever set and optimizer are chosen, so that a choice moves no more than it must."""
_FRAMES = 136
"""Headers, margins and gaps of both cards, which stay as they are."""
_SETS = 15
_COLUMNS = (4, 5)
_LOWEST = 28
PICTURE_GAP = 4


@dataclass(frozen=True)
class Density:
    """Pixels: the height of a row, and of the pictures, which stand in so many columns."""

    row: int
    columns: int
    picture: int

    @property
    def heading(self) -> int:
        return self.row - 1

    @property
    def control(self) -> int:
        """The height of a combo or a pill."""
        return _control(self.row)


def fitting(width: int, height: int) -> Density:
    """The roomiest for cards with `width` px inside in a column of `height`, with pictures as square as they may be.

    Pictures beside low rows are worth more than rows beside low pictures.
    """
    for row in _ROWS:
        for columns in _COLUMNS:
            square = (width - (columns - 1) * PICTURE_GAP) // columns
            if _picture(row, columns, height) >= square:
                return Density(row, columns, square)
    return Density(_ROWS[-1], _COLUMNS[-1], max(_LOWEST, _picture(_ROWS[-1], _COLUMNS[-1], height)))


def _control(row: int) -> int:
    return min(25, row - 3 if row >= 26 else row - 2)


def _picture(row: int, columns: int, height: int) -> int:
    """What is left for the height of a picture."""
    lines = -(-_SETS // columns)
    rest = height - _FRAMES - _MOST_ROWS * row - (row - 1) - 2 * _control(row)
    return (rest - (lines - 1) * PICTURE_GAP) // lines
