"""Where the tiles of a wall are; no widget here."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

GAP, ROW_GAP = 14, 12
CAPTION = 38
LARGEST, SMALLEST, COMFORTABLE = 280, 76, 132
"""Sides of a picture: more room is left empty, less is scrolled; a free wall takes another row before it goes below
the last."""


@dataclass(frozen=True)
class WallLayout:
    """`count` tiles in rows of `columns`, from the top left: each a square picture over a caption."""

    count: int
    columns: int
    side: int

    @property
    def tile_height(self) -> int:
        return self.side + CAPTION

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


def fit(count: int, width: int, columns: int | None = None, largest: int = LARGEST) -> WallLayout:
    """The layout that fills `width` best; with `columns` every row has so many, however small that makes them."""
    if columns is None:
        most = max(1, (width + GAP) // (COMFORTABLE + GAP))
        columns = max(1, min(max(1, count), most))
    side = (width + GAP) // columns - GAP
    return WallLayout(count, columns, max(SMALLEST, min(largest, side)))
