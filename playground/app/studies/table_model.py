"""The results as a table: numbers kept as numbers, so that they sort as such."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

Index = QModelIndex | QPersistentModelIndex
Cells = tuple[Any, ...]
VALUE_ROLE = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_SAMPLES = 100


@dataclass(frozen=True)
class Column:
    """A column: its title, what it means, how a value is written, and whether it is words rather than a figure."""

    title: str
    help: str
    text: Callable[[Any], str] = field(compare=False)
    words: bool = False
    sample: str = "0000"
    """A value for which there has to be room."""


class ResultModel(QAbstractTableModel):
    """Rows of values under columns; a value may be None where there is none yet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._rows: list[Cells] = []

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Cells]) -> None:
        """Show these rows; what has stayed is not touched, so that selection and scrolling stay too."""
        if tuple(columns) != self.columns or len(rows) < len(self._rows):
            self.beginResetModel()
            self.columns, self._rows = tuple(columns), list(rows)
            self.endResetModel()
            return
        old = len(self._rows)
        for number in range(old):
            if self._rows[number] != rows[number]:
                self._rows[number] = rows[number]
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
        if len(rows) > old:
            self.beginInsertRows(QModelIndex(), old, len(rows) - 1)
            self._rows.extend(rows[old:])
            self.endInsertRows()

    def sample_texts(self, number: int) -> list[str]:
        """The heading of a column, and some of what stands under it."""
        column = self.columns[number]
        return [column.title, column.sample, *(column.text(row[number]) for row in self._rows[:_SAMPLES])]

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, value = self.columns[index.column()], self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return value if role == VALUE_ROLE else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.help
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return None


class NumberOrder(QSortFilterProxyModel):
    """Sorts numbers by size and words by the alphabet; what is not there stands last, either way."""

    def __init__(self, model: ResultModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSourceModel(model)
        self.setDynamicSortFilter(True)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802
        one, other = left.data(VALUE_ROLE), right.data(VALUE_ROLE)
        rising = self.sortOrder() == Qt.SortOrder.AscendingOrder
        if absent(one) or absent(other):
            return bool(not absent(one) and rising) if absent(other) else bool(absent(one) and not rising)
        return _rank(one) < _rank(other)


def absent(value: Any) -> bool:
    """Tell whether there is no value yet."""
    return value is None or (isinstance(value, float) and isnan(value))


def _rank(value: Any) -> tuple[bool, float, str]:
    """Numbers before words, so that a column of both has an order too."""
    if isinstance(value, bool | int | float):
        return False, float(value), ""
    return True, 0.0, str(value).casefold()


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column.words else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
