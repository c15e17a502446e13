"""The card of the table: a row for each of the compared or for each trial, and the finding below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.app.studies.finding import finding, search_finding
from playground.app.studies.result_rows import group_columns, group_rows, trial_columns, trial_rows
from playground.app.studies.show import Show
from playground.app.studies.table import ResultTable
from playground.app.widgets import Card, SegmentedChoice, styled_label


class TableCard(Card):
    """Tells which trial a row stands for: of a mean that of the first seed, whose picture is on the wall."""

    current_changed = Signal(int)
    """The person went to a row of this group."""
    opened = Signal(int)
    """A trial, by its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._show: Show | None = None
        self.set_title(self.tr("Results"))
        options = (("means", self.tr("means")), ("trials", self.tr("all trials")))
        self.rows_choice = SegmentedChoice(self.tr("Rows"), options, "means", quiet=True)
        self.add_header_widget(self.rows_choice)
        self.table = ResultTable()
        self.finding = styled_label("", "quiet")
        self.finding.setWordWrap(True)
        self.finding.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.finding.setAccessibleName(self.tr("Finding"))
        self.body.addWidget(self.table, 100)
        self.body.addSpacing(8)
        self.body.addWidget(self.finding)
        self.body.addStretch(1)
        self.rows_choice.value_changed.connect(self.refresh)
        self.table.current_row_changed.connect(self._go)
        self.table.opened.connect(self._open)

    @property
    def by_trial(self) -> bool:
        """Whether each trial has a row."""
        return self.rows_choice.value() == "trials" and not self.rows_choice.isHidden()

    def begin(self, show: Show) -> None:
        """Show this study from now on."""
        self._show = show
        self.rows_choice.setVisible(show.several_seeds)
        self.table.show_rows((), ())
        self.refresh()

    def refresh(self) -> None:
        """Show what has come."""
        show = self._show
        if show is None:
            return
        board, subject, figures, main = show.board, show.subject, show.figures, show.figure
        if self.by_trial:
            self.table.show_rows(trial_columns(subject, figures), trial_rows(board, subject, figures))
        else:
            seeds = show.several_seeds
            columns = group_columns(subject, figures, main, seeds=seeds)
            self.table.show_rows(columns, group_rows(board, subject, figures, main, seeds=seeds))
        told = search_finding(board, subject, main) if show.keeps_test else finding(board, subject, main)
        self.finding.setText(told)
        self.finding.setVisible(bool(told))

    def set_current(self, group: int) -> None:
        """Select the row of a group, where groups have rows."""
        if not self.by_trial:
            self.table.set_current_row(group)

    def _go(self, row: int) -> None:
        self.current_changed.emit(self._group_at(row))

    def _open(self, row: int) -> None:
        show = self._show
        if show is None:
            return
        trial = show.board.trials[row] if self.by_trial else show.board.groups[row].trials[0]
        if show.begun(trial.number):
            self.opened.emit(trial.number)

    def _group_at(self, row: int) -> int:
        assert self._show is not None
        board = self._show.board
        return board.group_of(board.trials[row].number).number if self.by_trial else row
