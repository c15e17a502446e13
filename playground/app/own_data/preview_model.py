"""The first rows of a table as they stand in the file, and what its columns are for."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from playground.app.theme import ThemeManager, mix
from playground.app.words.numbers import signed
from playground.data.tables import Column, NumberColumn
from playground.data.tables.plan import Plan
from playground.data.tables.telling import type_of
from playground.data.tables.uses import Use

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_CELL = 200
"""A longer text is cut: it would be laid out in full for every repaint."""


class PreviewModel(QAbstractTableModel):
    """Reads a plan; `refresh` after each change of it."""

    def __init__(self, theme: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.plan: Plan | None = None
        self._foreign: frozenset[tuple[int, str]] = frozenset()
        theme.changed.connect(self.refresh)

    def set_plan(self, plan: Plan | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self.plan = plan
        self._foreign = frozenset((cell.row, cell.column) for cell in plan.table.foreign) if plan else frozenset()
        self.endResetModel()

    def refresh(self) -> None:
        """The uses of columns, or the colours, have changed."""
        if self.plan is not None and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        return 0 if self.plan is None or parent.isValid() else len(self.plan.table.preview)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if self.plan is None or parent.isValid() else len(self.plan.table.columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if self.plan is None or not index.isValid():
            return None
        column = self.plan.table.columns[index.column()]
        missing = not column.present[index.row()]
        if role == _Role.DisplayRole:
            text = self.plan.table.preview[index.row()][index.column()].strip()[:_CELL]
            return signed(text) if isinstance(column, NumberColumn) else text
        if role == _Role.TextAlignmentRole:
            return side_of(column) | Qt.AlignmentFlag.AlignVCenter
        if role in (_Role.ForegroundRole, _Role.BackgroundRole):
            use = self.plan.uses[column.name]
            marked = (missing and use != "out") or self._is_foreign(self.plan, index.row(), column)
            return self._colour(use, marked, role == _Role.BackgroundRole)
        if role == _Role.ToolTipRole:
            return self.tr("No value here") if missing else self.data(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: N802
        if self.plan is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self.plan.table.rows[section]) if role == _Role.DisplayRole else None
        column = self.plan.table.columns[section]
        if role == _Role.DisplayRole:
            return column.name
        use = self.use_text(self.plan.uses[column.name])
        reason = self.plan.reasons.get(column.name)
        told = (column.name, str(type_of(self.plan, column)), f"{use}, {reason}" if reason else use)
        if role == _Role.AccessibleTextRole:
            return ", ".join(told)
        if role == _Role.ToolTipRole:
            return "\n".join((*told, self.tr("Click to change its use")))
        return None

    def use_text(self, use: Use) -> str:
        """A use in a word."""
        return {"input": self.tr("Input"), "target": self.tr("Target"), "out": self.tr("Left out")}[use]

    def _is_foreign(self, plan: Plan, row: int, column: Column) -> bool:
        """Tell whether a cell is one of those for which its column is text."""
        return (int(plan.table.rows[row]), column.name) in self._foreign and any(each is column for each in plan.mixed)

    def _colour(self, use: Use, marked: bool, ground: bool) -> QColor | None:
        theme = self._theme.theme
        if marked:
            return QColor(mix(theme.warning_soft, theme.warning, 0.14) if ground else theme.warning)
        if ground:
            return QColor(theme.accent_soft) if use == "target" else None
        return QColor(theme.faint) if use == "out" else None


def side_of(column: Column) -> Qt.AlignmentFlag:
    """Tell where a column's cells stand, and its head above them: numbers at the right."""
    return Qt.AlignmentFlag.AlignRight if isinstance(column, NumberColumn) else Qt.AlignmentFlag.AlignLeft
