"""Where the tiles of a wall are; no widget here."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

GAP, ROW_GAP = 14, 12
ABOVE_NAME, NAME_LINE, SETTING_LINE, DETAIL_LINE = 3, 22, 18, 15
"""Heights in a caption: the air above it, its first line, each further one, and the small one that is the last."""
CAPTION = ABOVE_NAME + NAME_LINE + DETAIL_LINE - 1
LARGEST, SMALLEST, COMFORTABLE = 280, 76, 132
"""Sides of a picture: more room is left empty, less is scrolled; a free wall takes another row before it goes below
the last."""
_WHOLE_ROW, _WHOLE_WALL = 124, 96
"""Unless all of them can be seen at once with pictures of these sides: in a row, and in all the room there is."""


@dataclass(frozen=True)
class WallLayout:
    """`count` tiles in rows of `columns`, from the top left: each a square picture over a caption of some lines."""

    count: int
    columns: int
    side: int
    lines: int = 1

    @property
    def caption(self) -> int:
        return caption_height(self.lines)

    @property
    def tile_height(self) -> int:
        return self.side + self.caption

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return self.height_of(self.rows)

    @property
    def width(self) -> int:
        return min(self.count, self.columns) * (self.side + GAP) - GAP

    def height_of(self, rows: int) -> int:
        """The height of so many rows."""
        return max(0, rows * (self.tile_height + ROW_GAP) - ROW_GAP)

    def place(self, number: int) -> QRect:
        """Picture and caption of a tile."""
        row, column = divmod(number, self.columns)
        return QRect(column * (self.side + GAP), row * (self.tile_height + ROW_GAP), self.side, self.tile_height)

    def at(self, point: QPoint) -> int | None:
        """The tile under a point."""
        column, row = point.x() // (self.side + GAP), point.y() // (self.tile_height + ROW_GAP)
        number = row * self.columns + column
        if not (0 <= column < self.columns and row >= 0 and number < self.count):
            return None
        return number if self.place(number).contains(point) else None

    def rows_between(self, top: int, bottom: int) -> range:
        """The tiles of all rows that are at least partly between two heights."""
        pitch = self.tile_height + ROW_GAP
        first, last = max(0, top // pitch), max(0, bottom // pitch)
        return range(min(self.count, first * self.columns), min(self.count, (last + 1) * self.columns))


def caption_height(lines: int) -> int:
    """The height of a caption whose name takes so many lines."""
    return CAPTION + SETTING_LINE * (lines - 1)


def fit(count: int, width: int, columns: int | None = None, largest: int = LARGEST, lines: int = 1) -> WallLayout:
    """The layout that fills `width` best; with `columns` every row has so many, however small that makes them."""
    if columns is None:
        least = _WHOLE_ROW if count * (_WHOLE_ROW + GAP) - GAP <= width else COMFORTABLE
        columns = max(1, min(max(1, count), (width + GAP) // (least + GAP)))
    side = (width + GAP) // columns - GAP
    return WallLayout(count, columns, max(SMALLEST, min(largest, side)), lines)


def fit_whole(
    count: int, room: QSize, columns: int | None = None, largest: int = LARGEST, lines: int = 1
) -> WallLayout | None:
    """The layout with the largest pictures that are all in sight; None where that makes them too small."""
    choices = range(1, max(1, count) + 1) if columns is None else (columns,)
    best = max(choices, key=lambda across: _side_within(count, room, across, lines))
    side = min(largest, _side_within(count, room, best, lines))
    return WallLayout(count, best, side, lines) if side >= _WHOLE_WALL else None


def side_by_height(count: int, height: int, columns: int, lines: int) -> int:
    """The side of pictures that are all in sight in a height, however wide the rows are."""
    rows = max(1, -(-count // columns))
    return (height + ROW_GAP) // rows - ROW_GAP - caption_height(lines)


def _side_within(count: int, room: QSize, columns: int, lines: int) -> int:
    return min((room.width() + GAP) // columns - GAP, side_by_height(count, room.height(), columns, lines))
