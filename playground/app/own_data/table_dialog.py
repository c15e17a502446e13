"""From a file or the clipboard to a table that a network can learn from. A good proposal is ready: Enter takes it."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from playground.app.own_data.choice import Pasted, TableChoice
from playground.app.own_data.dialect_bar import DialectBar
from playground.app.own_data.gaps_bar import GapsBar
from playground.app.own_data.preview_table import PreviewTable
from playground.app.own_data.problem_list import ProblemList
from playground.app.own_data.reading import TableReading
from playground.app.own_data.target_line import TargetLine
from playground.app.theme import ThemeManager
from playground.app.widgets import (
    Banner,
    Card,
    ElidedLabel,
    TextButton,
    resize_within_screen,
    scaled_size,
    styled_label,
)
from playground.data.tables import Table, Task
from playground.data.tables.arrays import Fill
from playground.data.tables.plan import Plan
from playground.data.tables.telling import lines_about, obstacle, rows_aside, size_of, summary
from playground.data.tables.uses import Use

_WIDTH, _HEIGHT = 960, 640


class TableDialog(QDialog):
    """Reads when it is shown. Once accepted, `choice` is what the person chose."""

    def __init__(self, source: Path | Pasted, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.plan: Plan | None = None
        self.reading = TableReading(self)
        self.reading.progressed.connect(self._show_progress)
        self.reading.previewed.connect(self._show_plan)
        self.reading.read.connect(self._show_table)
        self.reading.refused.connect(self._show_refusal)
        self.setWindowTitle(self.tr("Open table"))
        resize_within_screen(self, scaled_size(_WIDTH, _HEIGHT))
        self.setMinimumSize(860, 480)
        self._make_parts(theme)
        self._lay_out()
        self._connect()
        self.plan_changed()
        if parent is not None:
            parent.window().installEventFilter(self)

    @property
    def choice(self) -> TableChoice | None:
        """Tell what would be opened now; None where nothing can be."""
        plan = self.plan
        if plan is None or self.reading.running or plan.target_name is None or obstacle(plan):
            return None
        pasted = isinstance(self.source, Pasted)
        return TableChoice(
            "" if pasted else str(self.source),
            plan.inputs,
            plan.target_name,
            plan.task,
            self.dialect_bar.known,
            plan.drop_missing,
            self.source.text if isinstance(self.source, Pasted) else "",
            plan.fill,
            tuple(sorted(plan.as_names & {column.name for column in plan.used})),
            plan.dates,
        )

    def accept(self) -> None:
        if self.choice is not None:
            super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plan is None and not event.spontaneous():
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # as minimizing is
            self.reading.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Go with the window that asked, which Qt would leave the dialog behind."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and watched is not self:
            self.reject()
        return super().eventFilter(watched, event)

    def plan_changed(self) -> None:
        """Show what follows from the plan as it is now."""
        plan = self.plan
        self.target_line.setVisible(plan is not None)
        self.gaps_bar.setVisible(plan is not None)
        if plan is not None:
            self.preview.refresh()
            self.target_line.show_plan(plan)
            self.problems.show_plan(plan)
            self.gaps_bar.show_plan(plan)
            self.summary.setToolTip("\n".join(map(str, lines_about(plan))) if plan.target is not None else "")
        why_not = str(obstacle(plan) or "") if plan is not None else ""
        self.summary.setText(str(summary(plan)) if plan is not None and not why_not else "")
        self.summary.setVisible(plan is not None and not why_not)
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))
        self.open_button.setEnabled(self.choice is not None)
        self.open_button.setToolTip(why_not)

    def _make_parts(self, theme: ThemeManager) -> None:
        pasted = isinstance(self.source, Pasted)
        self.name = ElidedLabel(self.tr("Pasted table") if pasted else cast(Path, self.source).name)
        self.name.setProperty("role", "title")
        self.size_label = styled_label("", "quiet")
        self.asides = ElidedLabel()
        self.asides.setProperty("role", "quiet")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName(self.tr("Reading the table"))
        self.dialect_bar = DialectBar(with_encoding=not pasted)
        self.banner = Banner()
        self.preview = PreviewTable(theme)
        self.target_line = TargetLine()
        self.gaps_bar = GapsBar()
        self.problems = ProblemList()
        self.summary = styled_label("", "strong")
        self.why_not = QLabel()
        self.why_not.setProperty("role", "error")
        self.why_not.setWordWrap(True)
        self.cancel_button = TextButton(self.tr("Cancel"))
        self.open_button = TextButton(self.tr("Open"), variant="primary")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        for widget in (self.name, self.size_label):
            top.addWidget(widget)
        top.addWidget(self.asides, 1)
        top.addWidget(self.progress)
        card = Card()
        card.body.setSpacing(10)
        card.body.addLayout(top)
        card.body.addWidget(self.dialect_bar)
        card.body.addWidget(self.banner)
        card.body.addWidget(self.preview, 1)
        card.body.addWidget(self.gaps_bar)
        card.body.addWidget(self.problems)
        card.body.addWidget(self.target_line)
        card.body.addLayout(self._bottom())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        # Only within the dialog can it become the one that Enter presses.
        self.open_button.setDefault(True)

    def _bottom(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.summary)
        line.addWidget(self.why_not, 1)
        line.addStretch(0)
        for button in (self.cancel_button, self.open_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        return line

    def _connect(self) -> None:
        self.dialect_bar.changed.connect(self._read)
        self.preview.use_chosen.connect(self._set_use)
        self.preview.all_chosen.connect(self._set_all)
        self.preview.names_chosen.connect(self._set_as_name)
        self.gaps_bar.missing_chosen.connect(self.dialect_bar.set_missing)
        self.gaps_bar.fill_chosen.connect(self._set_fill)
        self.gaps_bar.dates_chosen.connect(self._set_dates)
        self.target_line.target_chosen.connect(self._set_target)
        self.target_line.task_chosen.connect(self._set_task)
        self.problems.drop_chosen.connect(self._set_drop)
        self.cancel_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self.accept)

    def _read(self) -> None:
        self.banner.hide()
        self.progress.setValue(0)
        self.progress.show()
        self.open_button.setEnabled(False)
        self.reading.start(self.source, self.dialect_bar.known)

    def _show_progress(self, fraction: float) -> None:
        self.progress.setValue(int(100 * fraction))

    def _show_table(self, table: Table) -> None:
        self.progress.hide()
        self._show_plan(self.reading.plan or Plan(table))

    def _show_plan(self, plan: Plan) -> None:
        """Show a table, or its first rows while the rest is read: columns can already be given their uses."""
        before, self.plan = self.plan, plan
        if before is not None:
            self.plan.adopt(before)
        table = plan.table
        self.size_label.setText(str(size_of(table)))
        self.asides.setText(str(rows_aside(table) or ""))
        self.dialect_bar.show_found(table.dialect)
        self.preview.set_plan(self.plan)
        self.plan_changed()
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refusal(self, reason: str) -> None:
        if self.plan is None:
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.plan = None
        self.progress.hide()
        self.size_label.clear()
        self.asides.setText("")
        self.dialect_bar.show_known()
        self.preview.set_plan(None)
        self.problems.hide()
        self.plan_changed()
        self.open_button.setToolTip(reason)
        self.banner.show_message("error", reason, closable=False)

    def _set_use(self, name: str, use: str) -> None:
        if self.plan is not None:
            self.plan.set_use(name, cast(Use, use))
            self.plan_changed()

    def _set_all(self, use: str) -> None:
        if self.plan is not None:
            self.plan.set_all_inputs(cast(Use, use))
            self.plan_changed()

    def _set_as_name(self, name: str, on: bool) -> None:
        if self.plan is not None:
            self.plan.set_as_name(name, on)
            self.plan_changed()

    def _set_fill(self, fill: str) -> None:
        if self.plan is not None:
            self.plan.set_fill(cast(Fill, fill))
            self.plan_changed()

    def _set_dates(self, on: bool) -> None:
        if self.plan is not None:
            self.plan.set_dates(on)
            self.plan_changed()

    def _set_target(self, name: str) -> None:
        self._set_use(name, "target")

    def _set_task(self, task: str) -> None:
        if self.plan is not None:
            self.plan.set_task(cast(Task, task))
            self.plan_changed()

    def _set_drop(self, drop: object) -> None:
        if self.plan is not None:
            self.plan.drop_missing = bool(drop)
            self.plan_changed()
