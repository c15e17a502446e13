"""The list of runs: the one under way, and those that were left; each named, all but the first to be returned to."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.app.widgets import IconButton, PopupCard, TextButton, styled_label
from playground.app.words.numbers import loss_text, percent_text
from playground.app.words.run_names import run_names
from playground.training import RunInfo, Standing

_WIDTH = 348
_FROM_THE_EDGE = 10


class RunsPopover(PopupCard):
    """A card over the window that closes by a click beside it."""

    return_wanted = Signal(int)
    renamed = Signal(int, str)
    forget_wanted = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent.window()
        self._corner, self._current = QPoint(), 0
        self.rows: dict[int, RunRow] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Runs"))
        self.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(styled_label(self.tr("Runs"), "strong"))
        hint = styled_label(
            self.tr("A run that was left stays as a grey curve. Returning brings all of it back, to the bit."), "small"
        )
        hint.setWordWrap(True)
        self._column.addWidget(hint)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._column.addLayout(self._list)

    def show_runs(self, standing: Standing) -> None:
        """These runs, the newest on top."""
        names = run_names(standing.runs)
        if list(self.rows) != [run.key for run in reversed(standing.runs)] or self._current != standing.current:
            self._rebuild(standing)
        for run in standing.runs:
            self.rows[run.key].show_run(run, names[run.key])
        self._fit()

    def open_above(self, corner: QPoint) -> None:
        """Open with the lower right corner at a place on the screen, within the window."""
        self._corner = corner
        self._fit()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _rebuild(self, standing: Standing) -> None:
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._current = standing.current
        self.rows = {run.key: RunRow(run.key, run.key == standing.current) for run in reversed(standing.runs)}
        for row in self.rows.values():
            self._list.addWidget(row)
            row.return_wanted.connect(self._return)
            row.renamed.connect(self.renamed)
            row.forget_wanted.connect(self.forget_wanted)

    def _return(self, key: int) -> None:
        self.return_wanted.emit(key)
        self.close()

    def _fit(self) -> None:
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH))
        window, edge = self._window, _FROM_THE_EDGE
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).adjusted(edge, edge, -edge, -edge)
        left = max(room.left(), min(self._corner.x() - _WIDTH, room.right() + 1 - _WIDTH))
        self.move(left, max(room.top(), self._corner.y() - self.height() - 6))


class RunRow(QFrame):
    """One run: its name, which can be typed over, what it came to, and what can be done with it."""

    return_wanted = Signal(int)
    renamed = Signal(int, str)
    forget_wanted = Signal(int)

    def __init__(self, key: int, current: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._current = key, current
        self.name = QLineEdit()
        self.name.setObjectName("textField")
        self.name.setAccessibleName(self.tr("Name of the run"))
        self.name.editingFinished.connect(self._rename)
        self.details: QLabel = styled_label("", "small")
        self.details.setContentsMargins(9, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name, 1)
        self._add_buttons(line)
        column.addLayout(line)
        column.addWidget(self.details)

    def show_run(self, run: RunInfo, name: str) -> None:
        """Tell what the run is called and came to."""
        if not self.name.isModified():
            self.name.setText(name)
            self.name.setCursorPosition(0)
        self.name.setToolTip(name)
        self.details.setText(self.tr("under way") if self._current else self._came_to(run))

    def _came_to(self, run: RunInfo) -> str:
        told = [self.tr("{n} epochs").format(n=f"{run.epochs:,}")]
        if run.score is not None:
            told.append(self.tr("loss {loss}").format(loss=loss_text(run.score.loss)))
            if run.score.accuracy is not None:
                told.append(percent_text(run.score.accuracy))
        if run.fork is not None:
            told.append(self.tr("branched at {n}").format(n=f"{run.fork:,}"))
        return ", ".join(told)

    def _add_buttons(self, line: QHBoxLayout) -> None:
        if self._current:
            return
        self.back = TextButton(self.tr("Return"), variant="chip")
        self.back.setToolTip(self.tr("Go back to this run exactly as it was; the present one stays in the list"))
        self.forget = IconButton("trash", self.tr("Forget this run"), flat=True)
        self.back.clicked.connect(self._ask_return)
        self.forget.clicked.connect(self._ask_forget)
        line.addWidget(self.back)
        line.addWidget(self.forget)

    def _rename(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self.renamed.emit(self._key, self.name.text().strip())

    def _ask_return(self) -> None:
        self.return_wanted.emit(self._key)

    def _ask_forget(self) -> None:
        self.forget_wanted.emit(self._key)
