"""The training: the optimizer and its settings, the loss, the batches, the penalties, how long and from which seed."""

from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.names import choice_name
from playground.app.panels.density import Density
from playground.app.panels.more_training import MoreTraining
from playground.app.panels.ranges import batch_scale
from playground.app.panels.setting_rows import (
    BoundRow,
    ChoiceSetting,
    NumberSetting,
    SliderSetting,
    fit_rows,
)
from playground.app.widgets import Card, Scale
from playground.experiment import Experiment, fitting_outputs, loss_assignments, optimizer_assignments
from playground.experiment.rules import training_samples

_EPOCHS_STEP = 100


class TrainingPanel(Card):
    """Every change goes through the controller, and every control shows what it says."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Training"))
        self.optimizer = ChoiceSetting(controller, "training.optimizer", assign=optimizer_assignments)
        self.learning_rate = SliderSetting(controller, "training.optimizer.learning_rate")
        self.momentum = SliderSetting(controller, "training.optimizer.momentum")
        self.decay = NumberSetting(controller, "training.optimizer.decay")
        self.weight_decay = SliderSetting(controller, "training.optimizer.weight_decay")
        self.loss = ChoiceSetting(
            controller, "training.loss", assign=loss_assignments, remark=self._output_it_brings, fits=_loss_fits
        )
        self.batch = SliderSetting(controller, "training.batch_size", scale=_batch_scale)
        self.l1 = SliderSetting(controller, "training.l1")
        self.l2 = SliderSetting(controller, "training.l2")
        self.epochs = NumberSetting(controller, "training.epochs", step=_EPOCHS_STEP)
        self.seed = NumberSetting(controller, "seed")
        # At most one of the three is shown: the setting that tells an optimizer from plain descent.
        special = (self.momentum, self.decay, self.weight_decay)
        step = (self.optimizer, self.learning_rate, *special, self.loss, self.batch)
        self.rows: tuple[BoundRow, ...] = (*step, self.l1, self.l2, self.epochs, self.seed)
        self.more = MoreTraining(controller)
        self.add_header_widget(self.more)
        for bound in self.rows:
            self.body.addWidget(bound.row)
        controller.experiment_changed.connect(self.show_experiment)
        self.show_experiment(controller.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the experiment's training; cheap where nothing has changed."""
        for row in self.rows:
            row.show(experiment)
        self.more.show_experiment(experiment)

    def fit(self, density: Density) -> None:
        """Lower rows, where the window is low."""
        fit_rows((bound.row for bound in self.rows), density)

    def _output_it_brings(self, experiment: Experiment, loss: str) -> str:
        """What choosing `loss` would make of the network's output; empty where it fits as it is."""
        path = "network.output.activation"
        output = loss_assignments(experiment, loss).get(path)
        return self.tr("{name} output").format(name=choice_name(path, output)) if output else ""


def _loss_fits(experiment: Experiment, loss: str) -> bool:
    return bool(fitting_outputs(loss, experiment.data.source.task))


def _batch_scale(experiment: Experiment) -> Scale:
    return batch_scale(training_samples(experiment))
