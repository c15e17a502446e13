"""The settings of training that a first hour does not need."""

from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow
from playground.app.panels.declared_rows import kind_rows, row_for
from playground.app.panels.popover import Popover
from playground.experiment import Experiment, has_batch_norm, parts_of

_WIDTH = 312
IN_THE_PANEL = ("learning_rate", "momentum", "decay", "weight_decay")
"""Settings of an optimizer that stand beside it in the panel."""


class TrainingPopover(Popover):
    """Schedule, the finer settings of the optimizer, limits, batch norm's own, and when to stop early."""

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(controller, _WIDTH, parent)
        self.set_title(self.tr("More training settings"))
        schedule = [self._row("schedule"), *kind_rows(controller, "training.schedule")]
        self.add_section(self.tr("Learning rate"), schedule)
        own = kind_rows(controller, "training.optimizer", without=IN_THE_PANEL)
        self.add_section(self.tr("Steps"), [*_flush(own), self._row("gradient_clip"), *self._batch_norm_rows()])
        stop = [self._row(f"stop.{name}") for name in ("target_loss", "target_accuracy")]
        patience = self._row("stop.patience").blocked_by(self._without_validation)
        self.add_section(self.tr("Stop early"), [*stop, patience])
        huber = self._row("huber_delta").only_while(_is_huber)
        self.add_section(self.tr("Calculation"), [huber, self._row("precision")])

    def _row(self, name: str) -> BoundRow:
        return row_for(self._controller, f"training.{name}")

    def _batch_norm_rows(self) -> list[BoundRow]:
        rate = self._row("batch_norm_learning_rate").only_while(has_batch_norm)
        momentum = self._row("batch_norm_momentum").only_while(has_batch_norm)
        return [rate, momentum.blocked_by(self._without_momentum)]

    def _without_validation(self, experiment: Experiment) -> str:
        if "validation" in parts_of(experiment):
            return ""
        return self.tr("It watches the validation loss: give the split a validation part first.")

    def _without_momentum(self, experiment: Experiment) -> str:
        if hasattr(experiment.training.optimizer, "momentum"):
            return ""
        return self.tr("Only the optimizers Momentum and Nesterov have one.")


def _is_huber(experiment: Experiment) -> bool:
    return experiment.training.loss == "huber"


def _flush(rows: list[BoundRow]) -> list[BoundRow]:
    """Not indented, since the optimizer they belong to is not above them."""
    for row in rows:
        row.row.line.setContentsMargins(0, 0, 0, 0)
    return rows
