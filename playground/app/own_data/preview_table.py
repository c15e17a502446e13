"""The first rows of a table, with the use of each column in its header, where a click changes it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from playground.app.own_data.preview_model import PreviewModel
from playground.app.own_data.use_header import UseHeader
from playground.app.theme import ThemeManager
from playground.data.tables.plan import Plan
from playground.data.tables.uses import Use

_ROW = 26
_USES: tuple[Use, ...] = ("input", "target", "out")


class PreviewTable(QTableView):
    """Arrow keys move, the space key opens the menu of the column's uses."""

    # The person gave a column another use: its name, the use.
    use_chosen = Signal(str, str)
    # The person wants a column's values taken as names, or not: its name, yes or no.
    names_chosen = Signal(str, bool)
    # The person gave all columns but the target a use.
    all_chosen = Signal(str)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = PreviewModel(theme, self)
        self.setModel(self.preview)
        self.use_header = UseHeader(self.preview, theme, self)
        self.setHorizontalHeader(self.use_header)
        self.use_header.sectionClicked.connect(self._open_menu)
        self.setAccessibleName(self.tr("First rows of the table; the space key changes the use of a column"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_plan(self, plan: Plan | None) -> None:
        """Show another table, or none."""
        self.preview.set_plan(plan)
        self.use_header.measure()
        self.use_header.spread(self.viewport().width())
        if plan is not None:
            self.setCurrentIndex(self.preview.index(0, 0))

    def refresh(self) -> None:
        """Show the plan's uses as they are now."""
        self.preview.refresh()
        self.use_header.viewport().update()

    def menu(self, section: int) -> QMenu:
        """The uses a column can have, with the present one checked."""
        plan = self.preview.plan
        assert plan is not None
        name = plan.table.columns[section].name
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Use of {name}").format(name=name))
        for use in _USES:
            action = menu.addAction(self.preview.use_text(use))
            action.setCheckable(True)
            action.setChecked(plan.uses[name] == use)
            action.triggered.connect(partial(self.use_chosen.emit, name, use))
        if plan.can_be_names(name):
            menu.addSeparator()
            names = menu.addAction(self.tr("Take its values as names"))
            names.setCheckable(True)
            names.setChecked(name in plan.as_names)
            names.toggled.connect(lambda on: self.names_chosen.emit(name, on))
        menu.addSeparator()
        menu.addAction(self.tr("Use all others as inputs"), partial(self.all_chosen.emit, "input"))
        menu.addAction(self.tr("Leave all inputs out"), partial(self.all_chosen.emit, "out"))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.use_header.spread(self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._open_menu(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self._open_menu(index.column())

    def _open_menu(self, section: int) -> None:
        menu = self.menu(section)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.use_header
        menu.popup(header.mapToGlobal(QPoint(header.sectionViewportPosition(section) + 8, header.height() - 6)))
