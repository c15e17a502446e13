"""The button in the header of the training card that opens what a first hour does not need."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.names import translated
from playground.app.panels.training_popover import IN_THE_PANEL, TrainingPopover
from playground.app.widgets import TextButton, set_style_property
from playground.experiment import Experiment, Setting, Training, has_batch_norm, settings_of

_IN_TRAINING = ("schedule", "gradient_clip", "class_weights", "precision")
_OF_BATCH_NORM = ("batch_norm_learning_rate", "batch_norm_momentum")
_HEIGHT = 24
"""As the buttons in the headers of other cards have it."""
_BESIDE = 22
"""Past the card's edge."""


class MoreTraining(TextButton):
    """Says how many of the settings behind it are not as usual, so that none works unseen."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__("", "sliders", variant="chip", parent=parent)
        self.setFixedHeight(_HEIGHT)
        self._controller = controller
        self._shown: Training | None = None
        self._had_batch_norm = False
        self.clicked.connect(self.open)

    def show_experiment(self, experiment: Experiment) -> None:
        """Count anew where the training has changed."""
        batch_norm = has_batch_norm(experiment)
        if experiment.training is self._shown and batch_norm == self._had_batch_norm:
            return
        self._shown, self._had_batch_norm = experiment.training, batch_norm
        unusual = [translated(declared.title) for declared in _unusual(experiment.training, batch_norm)]
        help = self.tr("More training settings: schedule, gradient clip, stopping early and others.")
        if unusual:
            self.setText(self.tr("More · {n}").format(n=len(unusual)))
            help += "\n" + self.tr("Not as usual: {names}.").format(names=", ".join(unusual))
        else:
            self.setText(self.tr("More"))
        self.setToolTip(help)
        self.setAccessibleName(self.tr("More training settings"))
        self.setAccessibleDescription(help)
        set_style_property(self, "used", bool(unusual))
        self.updateGeometry()

    def open(self) -> TrainingPopover:
        """Beside the card, so that the rows of the card stay in sight."""
        popover = TrainingPopover(self._controller, self.window())
        popover.open_at(self.mapToGlobal(QPoint(self.width() + _BESIDE, -10)))
        return popover


def _unusual(training: Training, batch_norm: bool) -> list[Setting]:
    """The settings behind the button that are not at their defaults and have an effect."""
    names = _IN_TRAINING + (("huber_delta",) if training.loss == "huber" else ())
    names += _OF_BATCH_NORM if batch_norm else ()
    owners = ((training, names), (training.optimizer, None), (training.stop, None))
    found = []
    for owner, wanted in owners:
        for declared in settings_of(owner):
            in_sight = wanted is not None and declared.path not in wanted
            if not in_sight and declared.path not in IN_THE_PANEL and getattr(owner, declared.path) != declared.default:
                found.append(declared)
    return found
