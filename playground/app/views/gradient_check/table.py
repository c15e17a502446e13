"""The table of a gradient check: a row for each parameter array, with its worst entry."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from playground.app.theme import ThemeManager
from playground.app.views.gradient_check.finding import Finding
from playground.app.views.gradient_check.words import array_name, array_note, array_verdict, entry_name, figure
from playground.app.views.numbers import ABSENT
from playground.engine import CheckedArray

_ROW = 30
_VERDICT = 5


class CheckTable(QTableWidget):
    """Read by arrow keys and screen readers alike; the verdict is told in words and in colour."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(0, _VERDICT + 1, parent)
        self._theme = theme
        self._finding: Finding | None = None
        self.setAccessibleName(self.tr("Gradient check by layer, each with its worst entry"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers()
        theme.changed.connect(self._colour)

    def show_finding(self, finding: Finding) -> None:
        """Show another result."""
        self._finding = finding
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        self.setRowCount(len(finding.check.arrays))
        for row, array in enumerate(finding.check.arrays):
            for column, text in enumerate(_cells(array)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(column))
                item.setToolTip(_tip(array, finding))
                item.setFont(strong if column == _VERDICT else self.font())
                self.setItem(row, column, item)
        self._colour()

    def text(self) -> str:
        """The table as tab-separated lines, as spreadsheets take it."""
        rows = [] if self._finding is None else [_cells(array) for array in self._finding.check.arrays]
        return "\n".join("\t".join(cells) for cells in (self._headings(), *rows))

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Parameters"),
            self.tr("Checked"),
            self.tr("Relative error"),
            self.tr("Back-propagation"),
            self.tr("Measured"),
            self.tr("Verdict"),
        )

    def _colour(self) -> None:
        if self._finding is None:
            return
        theme = self._theme.theme
        for row, array in enumerate(self._finding.check.arrays):
            tone = theme.error if not array.passed else theme.success if array.checked else theme.quiet
            item = self.item(row, _VERDICT)
            if item is not None:
                item.setForeground(QColor(tone))

    def _set_headers(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, text in enumerate(self._headings()):
            item = QTableWidgetItem(text)
            item.setTextAlignment(_alignment(column))
            self.setHorizontalHeaderItem(column, item)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (0, _VERDICT) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _cells(array: CheckedArray) -> tuple[str, ...]:
    checked = f"{array.checked:,} / {array.size:,}"
    worst = array.worst
    figures = (ABSENT,) * 3 if worst is None else _figures(worst.relative_error, worst.analytic, worst.numerical)
    return array_name(array.name), checked, *figures, array_verdict(array)


def _figures(error: float, analytic: float, numerical: float) -> tuple[str, ...]:
    return figure(error, 1), figure(analytic, 4), figure(numerical, 4)


def _tip(array: CheckedArray, finding: Finding) -> str:
    lines = [entry_name(array.worst, finding.structure)] if array.worst is not None else []
    return "\n".join([*lines, *filter(None, [array_note(array)])])
