"""Where the parts of a confusion matrix lie."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

EDGE = 40.0
"""Room for the precision below and the recall at the right."""
LINE = 17.0
_LARGEST_CELL = 220.0


@dataclass(frozen=True)
class ConfusionLayout:
    """A square of `classes` x `classes` cells from (left, top), with names at two sides and figures at the others."""

    classes: int
    left: float
    top: float
    cell: float
    names: float

    @classmethod
    def within(cls, width: float, height: float, classes: int, names: float) -> "ConfusionLayout":
        """Fill `width` x `height`; the rows' names take `names` pixels."""
        across, down = width - LINE - names - EDGE, height - 3 * LINE
        cell = max(1.0, min(across / classes, down / classes, _LARGEST_CELL))
        used = LINE + names + EDGE + cell * classes
        return cls(classes, LINE + names + max(0.0, (width - used) / 2), 2 * LINE, cell, names)

    @property
    def side(self) -> float:
        """Of the square of cells."""
        return self.cell * self.classes

    @property
    def square(self) -> QRectF:
        """All cells."""
        return QRectF(self.left, self.top, self.side, self.side)

    def box(self, row: int, column: int) -> QRectF:
        """One cell; row or column -1 is that of the names, and one more than there are classes that of the figures."""
        top = self.top + row * self.cell if row >= 0 else self.top - LINE
        left = self.left + column * self.cell
        return QRectF(left, top, EDGE if column == self.classes else self.cell, LINE if row < 0 else self.cell)

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column of the cell or figure at a place; `classes` is the row and the column of the figures."""
        x, y = place.x() - self.left, place.y() - self.top
        if x < 0 or y < 0 or x >= self.side + EDGE or y >= self.side + LINE:
            return None
        row, column = (min(int(v / self.cell), self.classes) for v in (y, x))
        if y >= self.side:
            row = self.classes
        if x >= self.side:
            column = self.classes
        return None if row == column == self.classes else (row, column)
