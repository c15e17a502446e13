"""The target, and what it is predicted as: classes or values."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.widgets import CompactCombo, ElidedLabel, SegmentedChoice, styled_label
from playground.data.tables import Task
from playground.data.tables.plan import Plan
from playground.data.tables.telling import target_text

_WIDEST = 260
_WHY_ONE = {
    "classification": "Texts are classes; values would have to be numbers.",
    "regression": "It has too many different numbers for classes.",
}


class TargetLine(QWidget):
    """The target by name, the task where both make sense, and what there is to predict."""

    # The person chose another column to predict.
    target_chosen = Signal(str)
    # The person chose classes or values.
    task_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.combo = CompactCombo()
        self.combo.setAccessibleName(self.tr("Column to predict"))
        self.combo.setMaximumWidth(_WIDEST)
        self.combo.setPlaceholderText(self.tr("choose"))
        self.combo.activated.connect(self._choose)
        options = (("classification", self.tr("classes")), ("regression", self.tr("values")))
        self.task = SegmentedChoice(self.tr("Predict"), options, "classification")
        self.task.value_changed.connect(self._choose_task)
        self.found = ElidedLabel()
        self.found.setProperty("role", "quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(styled_label(self.tr("Predict"), "strong"))
        line.addWidget(self.combo)
        line.addWidget(styled_label(self.tr("as"), "quiet"))
        line.addWidget(self.task)
        line.addSpacing(6)
        line.addWidget(self.found, 1)

    def show_plan(self, plan: Plan) -> None:
        """Show the target of a plan."""
        if plan.table.names != self._names:
            self._names = plan.table.names
            self.combo.clear()
            self.combo.addItems(self._names)
        name = plan.target_name
        self.combo.setCurrentIndex(self._names.index(name) if name else -1)
        tasks = plan.target.tasks if plan.target else ()
        self.task.set_value(plan.task)
        for task in ("classification", "regression"):
            pill = self.task.pill(task)
            pill.setEnabled(task in tasks)
            alone = tasks[0] if len(tasks) == 1 and task not in tasks else None
            pill.setToolTip(self.tr(_WHY_ONE[alone]) if alone else "")
        self.found.setText(str(target_text(plan)))

    def _choose(self, place: int) -> None:
        self.target_chosen.emit(self._names[place])

    def _choose_task(self, task: object) -> None:
        self.task_chosen.emit(cast(Task, task))
