"""The table of results: sorted by a click on a heading, copied by Ctrl+C, a row opened by Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from playground.app.studies.table_model import VALUE_ROLE, Cells, Column, NumberOrder, ResultModel, absent

_ROW, _LOWEST_ROW = 32, 24
"""Heights: where it is tight, rows are lower, and none is ever cut in two before anyone scrolls."""
_PADDING = 17
_SPARE = 10
"""Room for a scroll bar across."""
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultTable(QTableView):
    """Rows are numbered as they were given, whatever order they are shown in."""

    current_row_changed = Signal(int)
    """The person went to another row."""
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._rows = -1
        self._titles: tuple[Column, ...] = ()
        self.model_ = ResultModel(self)
        self.order = NumberOrder(self.model_, self)
        self.setModel(self.order)
        self.setAccessibleName(self.tr("Table of results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_headers()
        self.doubleClicked.connect(self._open)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Cells]) -> None:
        """Show these rows under these columns."""
        anew = tuple(columns) != self.model_.columns
        self.model_.show_rows(columns, rows)
        if anew:
            self.order.sort(-1)
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()
        self._size_rows()

    def set_current_row(self, row: int) -> None:
        """Select a row; nothing is emitted."""
        index = self.order.mapFromSource(self.model_.index(row, 0)) if row >= 0 else QModelIndex()
        self._quiet = True
        if index.isValid():
            self.selectRow(index.row())
            self.scrollTo(index)
        else:
            self.clearSelection()
        self._quiet = False

    def selected_text(self) -> str:
        """The rows that are selected, or all where at most one is, as tab-separated lines with their headings."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = chosen if len(chosen) > 1 else range(self.order.rowCount())
        heads = [column.title for column in self.model_.columns]
        lines = [heads] + [[self._plain(row, column) for column in range(len(heads))] for row in rows]
        return "\n".join("\t".join(cells) for cells in lines) + "\n"

    def copy(self) -> None:
        """Put the rows on the clipboard, as spreadsheets take them."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _OPENING and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        if len(rows) == 1 and not self._quiet:
            self.current_row_changed.emit(self.order.mapToSource(rows[0]).row())

    def _plain(self, row: int, column: int) -> str:
        """A number in full and without signs of its own, as another program reads it."""
        value = self.order.index(row, column).data(VALUE_ROLE)
        return "" if absent(value) else str(value)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.order.mapToSource(index).row())

    def _set_headers(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)

    def _fit_height(self) -> None:
        """No higher than its rows, so that what stands below it follows at once."""
        rows = self.order.rowCount()
        if rows != self._rows or self._titles != self.model_.columns:
            self._rows, self._titles = rows, self.model_.columns
            self.setMaximumHeight(self.horizontalHeader().sizeHint().height() + rows * _ROW + _SPARE)
            self._size_columns()
            self._size_rows()

    def _size_rows(self) -> None:
        """As high as lets all rows be in sight, or as many whole ones as there is room for."""
        room = self.viewport().height()
        seen = max(1, min(self.order.rowCount(), room // _LOWEST_ROW))
        self.verticalHeader().setDefaultSectionSize(max(_LOWEST_ROW, min(_ROW, room // seen)))

    def _size_columns(self) -> None:
        """As wide as the headings need, and the rest evenly: what is new must not move what is read."""
        header, count = self.horizontalHeader(), len(self.model_.columns)
        metrics = header.fontMetrics()
        needed = [
            max(metrics.horizontalAdvance(text) for text in self.model_.sample_texts(number)) + _PADDING
            for number in range(count)
        ]
        spare = max(0, self.viewport().width() - sum(needed))
        for number, width in enumerate(needed):
            # Cut so that no pixel is lost between the columns.
            extra = spare * (number + 1) // count - spare * number // count
            header.resizeSection(number, width + extra)
