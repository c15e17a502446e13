"""The choice of an activation."""

from PySide6.QtCore import Qt

from playground.app.names import choice_name
from playground.app.refusals import activation_refusal
from playground.app.widgets import CompactCombo
from playground.experiment import Experiment, setting


class ActivationCombo(CompactCombo):
    """The activations declared for a path; those that cannot train say why and cannot be chosen."""

    def __init__(self, experiment: Experiment, path: str, name: str) -> None:
        super().__init__()
        self.names = setting(experiment, path).choices
        self.addItems([choice_name(path, each) for each in self.names])
        self.setAccessibleName(name)
        self.setToolTip(name)
        for row, each in enumerate(self.names):
            if reason := activation_refusal(each):
                self.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
                self.setItemData(row, 0, Qt.ItemDataRole.UserRole - 1)

    def show_name(self, name: str) -> None:
        self.setCurrentIndex(self.names.index(name))
