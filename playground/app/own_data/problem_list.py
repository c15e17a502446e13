"""A list of what is wrong in a table, by row and column, and what becomes of these rows."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from playground.app.widgets import SwitchRow, styled_label
from playground.data.tables.plan import Plan
from playground.data.tables.telling import problem_count, problem_heading, problems, remaining

_ROW, _MOST_ROWS, _EDGES = 20, 5, 10


class ProblemList(QWidget):
    """Hidden where nothing is wrong in the columns used."""

    # The person wants these rows left out, or not.
    drop_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = styled_label("", "heading")
        self.remaining = styled_label("", "quiet")
        self.drop = SwitchRow(
            self.tr("Leave these rows out"),
            True,
            help_text=self.tr("A network cannot learn from a row that lacks a value"),
        )
        self.drop.value_changed.connect(self.drop_chosen)
        self.lines = QStringListModel(self)
        self.view = QListView()
        self.view.setModel(self.lines)
        self.view.setObjectName("problems")
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setAccessibleName(self.tr("Problems by row and column"))
        self.view.setFrameShape(QListView.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._top())
        column.addWidget(self.view)
        self.hide()

    def show_plan(self, plan: Plan) -> None:
        """Show what is wrong in the columns a plan uses."""
        self.setVisible(problem_count(plan) > 0)
        self.heading.setText(str(problem_heading(plan)))
        # Where cells only make a column text, no row is lost.
        incomplete = plan.samples < plan.table.found
        self.remaining.setVisible(incomplete or plan.filled > 0)
        self.drop.setVisible(incomplete)
        self.remaining.setText(str(remaining(plan)))
        self.drop.set_value(plan.drop_missing)
        lines = [str(problem) for problem in problems(plan)]
        if lines != self.lines.stringList():
            self.lines.setStringList(lines)
            self.view.setFixedHeight(_ROW * min(len(lines), _MOST_ROWS) + _EDGES)

    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.remaining)
        line.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignRight)
        return line
