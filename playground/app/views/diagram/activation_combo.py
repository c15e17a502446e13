"""The choice of an activation."""

from PySide6.QtCore import Qt

from playground.app.names import choice_name
from playground.app.refusals import activation_refusal
from playground.app.widgets import CompactCombo
from playground.experiment import OUTPUTS_FOR_LOSS, Experiment, fitting_outputs, setting


class ActivationCombo(CompactCombo):
    """The activations declared for a path; those that cannot train say why and cannot be chosen."""

    def __init__(self, experiment: Experiment, path: str, name: str) -> None:
        super().__init__()
        self.names = setting(experiment, path).choices
        self.addItems([choice_name(path, each) for each in self.names])
        self.setAccessibleName(name)
        self.setToolTip(name)
        for row, each in enumerate(self.names):
            self._offer(row, activation_refusal(each))

    def offer_fitting(self, experiment: Experiment) -> None:
        """Of an output: those that go with data of this kind; the others say why they do not."""
        task = experiment.data.source.task
        reason = self.tr("This output is for classes; these samples have values.")
        for row, name in enumerate(self.names):
            fits = any(name in fitting_outputs(loss, task) for loss in OUTPUTS_FOR_LOSS)
            self._offer(row, "" if fits else reason)

    def _offer(self, row: int, reason: str) -> None:
        """Let an entry be chosen, unless there is a reason why it cannot be."""
        self.setItemData(row, reason or None, Qt.ItemDataRole.ToolTipRole)
        self.setItemData(row, 0 if reason else None, Qt.ItemDataRole.UserRole - 1)

    def show_name(self, name: str) -> None:
        self.setCurrentIndex(self.names.index(name))
