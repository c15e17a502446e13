"""A card that opens over the window for settings that are not needed every day, and closes by a click beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow, RestartMark, restart_sentence
from playground.app.theme import fix_size, scaled
from playground.app.widgets import PopupCard, scrolling, styled_label
from playground.experiment import Experiment

_HEADING = 30
_FROM_THE_EDGE = 10
_MARGIN = 14


class Popover(PopupCard):
    """Rows in sections, as high as those that apply, and always whole within the window of its anchor.

    Where the window is lower than that, the rows are scrolled.
    """

    def __init__(self, controller: Controller, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller, self._window = controller, parent.window()
        self._sections: list[tuple[QLabel | None, Sequence[BoundRow]]] = []
        self._notes: list[tuple[BoundRow, QLabel]] = []
        self._wanted = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(scaled(width))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_MARGIN, 10, 0, 12)
        whole.setSpacing(4)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(0, 0, _MARGIN, 0)
        self.header.setSpacing(2)
        self._title = styled_label("", "strong")
        self.header.addWidget(self._title)
        self.header.addStretch(1)
        whole.addLayout(self.header)
        self._content = QWidget()
        self._content.setFixedWidth(self.width() - _MARGIN)
        self.area = scrolling(self._content)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(self.area)
        # The scroll bar, where there is one, stands in the margin and moves nothing.
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, _MARGIN, 0)
        self._column.setSpacing(0)
        self._add_undo(controller.undo_stack)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    @property
    def rows(self) -> list[BoundRow]:
        """All rows, whether they apply or not."""
        return [row for _, rows in self._sections for row in rows]

    def row(self, path: str) -> BoundRow:
        """The row of the setting at `path`."""
        return next(row for row in self.rows if row.path == path)

    def add_section(self, title: str, rows: Sequence[BoundRow]) -> None:
        """Rows under a heading, which goes when none of them applies; without a title, rows alone."""
        heading = None
        if title:
            heading = styled_label(title, "heading")
            fix_size(heading, height=_HEADING)
            heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
            heading.setContentsMargins(0, 0, 0, 4)
            self._column.addWidget(heading)
        for row in rows:
            note = styled_label("", "small")
            note.setWordWrap(True)
            note.setContentsMargins(row.row.line.contentsMargins().left(), 0, 40, 4)
            self._column.addWidget(row.row)
            self._column.addWidget(note)
            self._notes.append((row, note))
        self._sections.append((heading, rows))

    def add_mark_key(self) -> None:
        """A last line that explains the dots."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(3)
        line.addWidget(RestartMark())
        line.addWidget(styled_label(restart_sentence(), "small"), 1)
        self._column.addLayout(line)

    def open_at(self, place: QPoint) -> None:
        """Open with the corner at `place` on the screen, or as near to it as the window allows."""
        self._wanted = place
        self._controller.experiment_changed.connect(self.show_experiment)
        self.show_experiment(self._controller.experiment)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says, and take the room that needs."""
        for row in self.rows:
            row.show(experiment)
        for heading, rows in self._sections:
            if heading is not None:
                heading.setVisible(any(row.applies for row in rows))
        for row, note in self._notes:
            note.setText(row.reason)
            note.setVisible(row.applies and bool(row.reason))
        self._fit()

    def _add_undo(self, stack: QUndoStack) -> None:
        """A popup keeps the window's shortcuts from working; these two are missed."""
        for action, keys in ((stack.createUndoAction(self), "Ctrl+Z"), (stack.createRedoAction(self), "Ctrl+Shift+Z")):
            action.setShortcut(QKeySequence(keys))
            self.addAction(action)

    def _fit(self) -> None:
        column, whole = self._column, self.layout()
        assert whole is not None
        column.activate()
        # Only a note that is shown may break into lines, and so be higher in a narrow card.
        wraps = column.hasHeightForWidth()
        high = column.totalHeightForWidth(self._content.width()) if wraps else column.totalSizeHint().height()
        self._content.setFixedHeight(high)
        window = self._window
        edge = _FROM_THE_EDGE
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).adjusted(edge, edge, -edge, -edge)
        margins = whole.contentsMargins()
        around = margins.top() + margins.bottom() + whole.spacing() + self.header.sizeHint().height()
        self.setFixedHeight(min(around + high, room.height()))
        left = max(room.left(), min(self._wanted.x(), room.right() + 1 - self.width()))
        top = max(room.top(), min(self._wanted.y(), room.bottom() + 1 - self.height()))
        self.move(left, top)
