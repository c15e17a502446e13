"""Rows made from declarations: what they show, what they propose, what they take back."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.panels.setting_rows import (
    BoundRow,
    ChoiceSetting,
    NumberSetting,
    SliderSetting,
    restart_sentence,
)
from playground.app.widgets import ValueEdit
from playground.experiment import Experiment, change, load, setting_of_any_kind, with_kind

MakeController = Callable[[Experiment | str], Controller]
Place = Callable[[BoundRow], BoundRow]


@pytest.fixture
def placed(qtbot: QtBot) -> Place:
    """Put a row into a window, as a panel does."""

    windows = []

    def place(bound: BoundRow) -> BoundRow:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        QVBoxLayout(window).addWidget(bound.row)
        window.resize(228, 60)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        bound._controller.experiment_changed.connect(bound.show)
        bound.show(bound._controller.experiment)
        return bound

    return place


def test_that_a_row_takes_title_help_and_value_from_declaration_and_experiment(
    controller: Controller, placed: Place
) -> None:
    bound = placed(SliderSetting(controller, "training.optimizer.learning_rate"))
    assert bound.row.label.text() == "Learning rate"
    assert "gradient" in bound.row.toolTip()
    assert bound.row.value() == 1.2


def test_that_only_settings_that_cannot_take_effect_at_once_say_that_they_restart(
    controller: Controller, placed: Place
) -> None:
    assert restart_sentence() in placed(ChoiceSetting(controller, "data.preprocessing")).row.toolTip()
    assert restart_sentence() in placed(NumberSetting(controller, "seed")).row.accessibleDescription()
    assert restart_sentence() not in placed(SliderSetting(controller, "data.source.noise")).row.toolTip()


def test_that_a_dragged_slider_changes_the_experiment_and_can_be_undone_as_one(
    controller: Controller, placed: Place
) -> None:
    bound = placed(SliderSetting(controller, "data.source.noise"))
    assert isinstance(bound, SliderSetting)
    for place in (21, 22, 30):
        bound.row.slider.setValue(place)
    assert controller.experiment.data.source.noise == 0.3
    assert controller.undo_stack.undoText() == "Set noise to 0.30"
    controller.undo_stack.undo()
    assert controller.experiment == load("petals")
    assert bound.row.value() == 0.2


def test_that_a_typed_value_outside_the_range_keeps_the_old_one_and_says_why(
    controller: Controller, placed: Place, type_into: Callable[[ValueEdit, str], None], qtbot: QtBot
) -> None:
    bound = placed(SliderSetting(controller, "training.optimizer.learning_rate"))
    assert isinstance(bound, SliderSetting)
    with qtbot.waitSignal(bound.row.edit.rejected) as said:
        type_into(bound.row.edit, "0")
    assert "above" in said.args[0]
    assert controller.experiment == load("petals")


def test_that_a_refused_change_goes_back_to_the_old_value(
    controller_of: MakeController, placed: Place, qtbot: QtBot
) -> None:
    experiment = change(load("petals"), {"network.layers.0.batch_norm": True})
    controller = controller_of(experiment)
    bound = placed(SliderSetting(controller, "training.batch_size"))
    assert isinstance(bound, SliderSetting)
    with qtbot.waitSignal(controller.refused) as refused:
        bound.row.slider.setValue(0)
    assert "batch norm" in refused.args[0]
    assert controller.experiment == experiment
    assert bound.row.value() is None
    assert bound.row.edit.text() == "all"


def test_that_the_word_for_what_is_not_set_can_be_typed(
    controller_of: MakeController, placed: Place, type_into: Callable[[ValueEdit, str], None]
) -> None:
    controller = controller_of("playground")
    bound = placed(SliderSetting(controller, "training.batch_size"))
    assert isinstance(bound, SliderSetting)
    type_into(bound.row.edit, "all")
    assert controller.experiment.training.batch_size is None


def test_that_the_range_follows_the_kind(controller: Controller, placed: Place) -> None:
    bound = placed(SliderSetting(controller, "data.source.noise"))
    assert isinstance(bound, SliderSetting)
    controller.replace(with_kind(controller.experiment, "data.source.kind", "quadrants"), "Data")
    bound.row.slider.setValue(bound.row.slider.maximum())
    assert controller.experiment.data.source.noise == 1
    assert "deviation" in bound.row.toolTip()


def test_that_a_setting_that_another_kind_has_is_hidden_until_that_kind_is_chosen(
    controller: Controller, placed: Place
) -> None:
    bound = placed(SliderSetting(controller, "training.optimizer.momentum"))
    assert bound.row.isHidden()
    controller.propose({"training.optimizer.kind": "nesterov"}, "Optimizer")
    assert bound.row.isVisible()
    assert bound.row.value() == 0.9


def test_that_a_choice_offers_the_declared_names_and_what_each_kind_is(controller: Controller, placed: Place) -> None:
    bound = placed(ChoiceSetting(controller, "training.optimizer", offered=("sgd", "adam")))
    assert isinstance(bound, ChoiceSetting)
    combo = bound.row.combo
    assert [combo.itemText(row) for row in range(combo.count())] == ["Gradient descent", "Adam"]
    assert "Kingma" in combo.itemData(1, Qt.ItemDataRole.ToolTipRole)


def test_that_a_kind_that_is_not_offered_is_shown_while_the_experiment_uses_it(
    controller: Controller, placed: Place
) -> None:
    bound = placed(ChoiceSetting(controller, "training.optimizer", offered=("sgd", "adam")))
    assert isinstance(bound, ChoiceSetting)
    controller.propose({"training.optimizer.kind": "rmsprop"}, "Optimizer")
    assert bound.row.combo.currentText() == "RMSProp"
    assert bound.row.combo.count() == 3
    controller.propose({"training.optimizer.kind": "sgd"}, "Optimizer")
    assert bound.row.combo.count() == 2


def test_that_a_number_too_wide_for_its_first_value_is_shown_whole(
    controller: Controller, placed: Place, type_into: Callable[[ValueEdit, str], None]
) -> None:
    bound = placed(NumberSetting(controller, "seed"))
    assert isinstance(bound, NumberSetting)
    type_into(bound.row.edit, "4294967295")
    assert controller.experiment.seed == 4294967295
    assert bound.row.edit.fontMetrics().horizontalAdvance(bound.row.edit.text()) <= bound.row.edit.width()


def test_that_arrow_keys_step_a_number(controller: Controller, placed: Place) -> None:
    bound = placed(NumberSetting(controller, "training.epochs", step=100))
    assert isinstance(bound, NumberSetting)
    bound.row.edit.setFocus()
    QTest.keyClick(bound.row.edit, Qt.Key.Key_Up)
    assert controller.experiment.training.epochs == 10_100


def test_that_a_typed_number_is_not_taken_away_while_another_setting_changes(
    controller: Controller, placed: Place
) -> None:
    bound = placed(NumberSetting(controller, "training.epochs"))
    assert isinstance(bound, NumberSetting)
    bound.row.edit.setFocus()
    bound.row.edit.selectAll()
    QTest.keyClicks(bound.row.edit, "12")
    controller.propose({"seed": 8}, "Seed")
    assert bound.row.edit.text() == "12"


def test_that_a_row_that_shows_the_experiment_already_costs_next_to_nothing(
    controller: Controller, placed: Place
) -> None:
    bound = placed(SliderSetting(controller, "training.l1"))
    start = time.perf_counter()
    for _ in range(1000):
        bound.show(controller.experiment)
    assert time.perf_counter() - start < 0.2


def test_that_a_declaration_is_found_in_the_kind_that_has_it() -> None:
    assert setting_of_any_kind(load("petals"), "training.optimizer.beta1").title == "Beta 1"
