"""The training: the optimizer and its settings, the loss, the batches, the penalties, how long and from which seed."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.panels.popover import Popover
from playground.app.panels.ranges import batch_scale
from playground.app.panels.setting_rows import (
    BoundRow,
    ChoiceSetting,
    Density,
    NumberSetting,
    SliderSetting,
    fit_rows,
    kind_rows,
    row_for,
)
from playground.app.theme import fix_size
from playground.app.widgets import Card, Scale, TextButton, set_style_property
from playground.app.words.names import choice_name, translated
from playground.experiment import (
    Experiment,
    File,
    ImageFiles,
    Painted,
    Setting,
    Training,
    fitting_outputs,
    has_batch_norm,
    loss_assignments,
    optimizer_assignments,
    parts_of,
    settings_of,
)
from playground.experiment.rules import training_samples

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
        weights = self._row("class_weights").only_while(_may_be_uneven)
        self.add_section(self.tr("Calculation"), [weights, huber, self._row("precision")])

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


def _may_be_uneven(experiment: Experiment) -> bool:
    """Tell whether some classes may have far fewer samples than others, which those of the drawn sets have not."""
    source = experiment.data.source
    drawn = not isinstance(source, File | ImageFiles | Painted)
    return experiment.training.class_weights != "none" or not (drawn or source.task == "regression")


def _flush(rows: list[BoundRow]) -> list[BoundRow]:
    """Not indented, since the optimizer they belong to is not above them."""
    for row in rows:
        row.row.line.setContentsMargins(0, 0, 0, 0)
    return rows


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
        fix_size(self, height=_HEIGHT)
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
        """Tell what choosing `loss` would make of the network's output; empty where it fits as it is."""
        path = "network.output.activation"
        output = loss_assignments(experiment, loss).get(path)
        return self.tr("{name} output").format(name=choice_name(path, output)) if output else ""


def _loss_fits(experiment: Experiment, loss: str) -> bool:
    return bool(fitting_outputs(loss, experiment.data.source.task))


def _batch_scale(experiment: Experiment) -> Scale:
    return batch_scale(training_samples(experiment))
