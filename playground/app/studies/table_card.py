"""The card of the table: a row for each of the compared or for each trial, and the finding below."""

from math import nan

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.app.studies.finding import finding
from playground.app.studies.result_rows import group_columns, group_row, trial_columns, trial_row
from playground.app.studies.show import Show
from playground.app.studies.table import ResultTable
from playground.app.studies.table_model import Cells
from playground.app.widgets import Card, SegmentedChoice, styled_label
from playground.app.words.numbers import count_text


class TableCard(Card):
    """Tells which trial a row stands for: of a mean that of the first seed, whose picture is on the wall."""

    current_changed = Signal(int)
    """The person went to a row of this group."""
    opened = Signal(int)
    """A trial, by its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._show: Show | None = None
        self._kept: dict[int, tuple[object, list[Cells]]] = {}
        """The rows of a group, and the state of it that they are of: making them takes longer than all else here."""
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
        """Tell whether each trial has a row."""
        return self.rows_choice.value() == "trials" and not self.rows_choice.isHidden()

    def begin(self, show: Show) -> None:
        """Show this study from now on."""
        self._show = show
        self._kept.clear()
        self.rows_choice.setVisible(show.several_seeds)
        self.table.show_rows((), ())
        self.refresh()

    def refresh(self) -> None:
        """Show what has come."""
        show = self._show
        if show is None:
            return
        subject, figures, main = show.subject, show.figures, show.figure
        if self.by_trial:
            self.table.show_rows(trial_columns(subject, figures), self._trial_rows(show))
        else:
            columns = group_columns(subject, figures, main, seeds=show.several_seeds)
            self.table.show_rows(columns, self._group_rows(show))
        told = "\n".join(part for part in (*finding(show.verdict), self._unfinished_note(show)) if part)
        self.finding.setText(told)
        self.finding.setVisible(bool(told))

    def set_current(self, group: int) -> None:
        """Select the row of a group, where groups have rows."""
        if not self.by_trial:
            self.table.set_current_row(group)

    def _unfinished_note(self, show: Show) -> str:
        """At which epochs the figures of trials stand that are not at their end."""
        so_far_of = show.so_far if self.by_trial else show.mean_so_far
        epochs = [each.epochs for group in show.board.groups for each in so_far_of(group).values()]
        if not epochs:
            return ""
        low, high = count_text(min(epochs)), count_text(max(epochs))
        if low == high:
            return self.tr("What is unfinished is shown as at epoch {n}.").format(n=low)
        return self.tr("What is unfinished is shown as at epochs {low} to {high}.").format(low=low, high=high)

    def _group_rows(self, show: Show) -> list[Cells]:
        figures, main, seeds = show.figures, show.figure, show.several_seeds
        bars = show.bars(main) if seeds and show.verdict is not None else ()
        for group in show.board.groups:
            unfinished = show.mean_so_far(group)
            half = bars[group.number].half if bars else nan
            state = (group.version, half, figures, [each.epochs for each in unfinished.values()])
            if self._kept.get(group.number, (None,))[0] != state:
                seen = group.with_so_far(unfinished)
                self._kept[group.number] = state, [group_row(seen, show.subject, figures, half, seeds=seeds)]
        return [self._kept[group.number][1][0] for group in show.board.groups]

    def _trial_rows(self, show: Show) -> list[Cells]:
        figures = show.figures
        for group in show.board.groups:
            unfinished = show.so_far(group)
            state = (group.version, figures, "trials", [each.epochs for each in unfinished.values()])
            if self._kept.get(group.number, (None,))[0] != state:
                seen = group.with_so_far(unfinished)
                rows = [trial_row(trial, seen, show.subject, figures) for trial in group.trials]
                self._kept[group.number] = state, rows
        return [row for group in show.board.groups for row in self._kept[group.number][1]]

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
