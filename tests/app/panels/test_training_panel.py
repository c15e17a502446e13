"""The training card."""

from collections.abc import Callable

import pytest

from playground.app.controller import Controller
from playground.app.panels.training_panel import TrainingPanel
from playground.app.widgets import ChoiceRow
from playground.experiment import Experiment, load

MakeController = Callable[[Experiment | str], Controller]


@pytest.fixture
def panel(controller: Controller, shown: Callable[..., None]) -> TrainingPanel:
    made = TrainingPanel(controller)
    shown(made, 268)
    return made


def texts(row: ChoiceRow) -> list[str]:
    return [row.combo.itemText(index) for index in range(row.combo.count())]


def choose(row: ChoiceRow, text: str) -> None:
    row.combo.setCurrentIndex(texts(row).index(text))
    row.combo.activated.emit(row.combo.currentIndex())


def test_that_all_optimizers_are_offered(panel: TrainingPanel) -> None:
    names = ["Gradient descent", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam", "AdamW"]
    assert texts(panel.optimizer.row) == names


@pytest.mark.parametrize(
    ("name", "setting"),
    [("Gradient descent", ""), ("Nesterov", "momentum"), ("RMSProp", "decay"), ("Adam", ""), ("AdamW", "weight_decay")],
)
def test_that_an_optimizer_brings_one_row_at_most(panel: TrainingPanel, name: str, setting: str) -> None:
    choose(panel.optimizer.row, name)
    special = ("momentum", "decay", "weight_decay")
    assert [each for each in special if getattr(panel, each).row.isVisible()] == ([setting] if setting else [])


def test_that_another_optimizer_keeps_the_rate_and_shows_its_momentum(
    panel: TrainingPanel, controller: Controller
) -> None:
    choose(panel.optimizer.row, "Momentum")
    assert controller.experiment.training.optimizer.learning_rate == 1.2
    assert panel.momentum.row.isVisible()
    choose(panel.optimizer.row, "Adam")
    assert panel.momentum.row.isHidden()


def test_that_a_loss_that_asks_for_another_output_says_so_and_brings_it(
    panel: TrainingPanel, controller: Controller
) -> None:
    offered = texts(panel.loss.row)
    assert offered[:3] == ["squared error", "Huber", "binary cross-entropy"]
    assert offered[3] == "softmax cross-entropy (softmax output)"
    choose(panel.loss.row, offered[3])
    assert controller.experiment.training.loss == "softmax_cross_entropy"
    assert controller.experiment.network.output.activation == "softmax"
    assert panel.loss.row.combo.currentText() == "softmax cross-entropy"
    controller.undo_stack.undo()
    assert controller.experiment == load("petals")


def test_that_the_batch_goes_up_to_the_training_part(panel: TrainingPanel, controller: Controller) -> None:
    most = panel.batch.row.slider.maximum()
    controller.propose({"data.source.samples": 50}, "Samples")
    assert panel.batch.row.slider.maximum() < most
    assert panel.batch.row.edit.text() == "all"
    panel.batch.row.slider.setValue(panel.batch.row.slider.maximum() - 1)
    assert controller.experiment.training.batch_size == 32


def test_that_penalties_can_be_switched_off_by_the_slider(
    controller_of: MakeController, shown: Callable[..., None]
) -> None:
    controller = controller_of("petals")
    panel = TrainingPanel(controller)
    shown(panel, 268)
    panel.l2.row.slider.setValue(40)
    assert controller.experiment.training.l2 > 0
    panel.l2.row.slider.setValue(0)
    assert controller.experiment.training.l2 == 0


def test_that_epochs_and_seed_are_shown_in_full(panel: TrainingPanel) -> None:
    assert panel.epochs.row.edit.text() == "10,000"
    assert panel.seed.row.edit.text() == "3"


def test_that_values_are_offered_only_the_losses_that_fit_them(panel: TrainingPanel, controller: Controller) -> None:
    controller.propose({"data.source.kind": "plane"}, "Data")
    assert texts(panel.loss.row) == ["squared error", "Huber"]
    controller.undo_stack.undo()
    assert len(texts(panel.loss.row)) == 4
