"""The table of answers: as many rows as there are, of which only those in sight are asked for."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.app.predictions.answering import Rows
from playground.app.theme import ThemeManager
from playground.app.words.numbers import signed
from playground.experiment.message import Message

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROW = 26
_DIGITS = 5
_CELL = 200
"""A longer text is cut: it would be laid out in full for every repaint."""


class AnswersModel(QAbstractTableModel):
    """Rows of texts below headings; rows without an answer say why in a last column.

    Attributes
    ----------
    rows : what is saved and copied.
    """

    def __init__(self, theme: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headings: list[str] = []
        self.rows: Rows = []
        self._gaps: dict[int, Message] = {}

    def begin(self, headings: list[str]) -> None:
        """Show another table, of no rows yet."""
        self.beginResetModel()
        self.headings, self.rows, self._gaps = headings, [], {}
        self.endResetModel()

    def add(self, rows: Rows) -> None:
        """Show further rows."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def explain(self, gaps: dict[int, Message]) -> None:
        """Say of rows, by their numbers, why they have no answer."""
        if gaps:
            self.beginInsertColumns(QModelIndex(), len(self.headings), len(self.headings))
            self._gaps = gaps
            self.endInsertColumns()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.headings) + bool(self._gaps)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, last = self.rows[index.row()], index.column() == len(self.headings)
        if role == _Role.ForegroundRole:
            return QColor(self._theme.theme.warning) if last else None
        if role == _Role.TextAlignmentRole:
            return (Qt.AlignmentFlag.AlignLeft if last else self._side(index.column())) | Qt.AlignmentFlag.AlignVCenter
        if role not in (_Role.DisplayRole, _Role.ToolTipRole):
            return None
        text = str(self._gaps.get(int(row[0]), "")) if last else row[index.column()]
        plain = last or role == _Role.ToolTipRole
        return text[:_CELL] if plain else self._shown(index.column(), text[:_CELL])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Vertical:
            return None
        last = section == len(self.headings)
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if last else self._side(section)
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _Role.DisplayRole:
            return self.tr("no answer because") if last else self.headings[section]
        return None

    def _is_figure(self, column: int) -> bool:
        """Tell whether a column holds figures of the network: probabilities, losses, or the values that it tells."""
        name = self.headings[column]
        told = name in ("truth", "answer") and not any(each.startswith("p.") for each in self.headings)
        return told or name == "loss" or name.startswith("p.")

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self.headings[column] == "row" or self._is_figure(column)
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def _shown(self, column: int, text: str) -> str:
        """Figures with a few digits; all of them are in the tooltip, and in what is saved."""
        if not self._is_figure(column) or not text:
            return text
        return f"{float(text):.4f}" if self.headings[column].startswith("p.") else signed(f"{float(text):.{_DIGITS}g}")


class AnswersTable(QTableView):
    """Shows an `AnswersModel`; its columns are as wide as what the first rows need."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = AnswersModel(theme, self)
        self.setModel(self.answers)
        self.setAccessibleName(self.tr("Answers, a row each"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)

    def fit(self) -> None:
        """Give the columns the widths that they need, the last what is left."""
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setResizeContentsPrecision(50)
        self.resizeColumnsToContents()
        for column in range(min(self.answers.columnCount(), 50)):
            self.setColumnWidth(column, max(56, self.columnWidth(column) + 12))
        # The reasons take what is left; figures would stand far from their neighbours.
        self.horizontalHeader().setStretchLastSection(self.answers.columnCount() > len(self.answers.headings))
