"""The card with all settings of a layer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.panels.bound_row import RestartMark
from playground.app.panels.layer_popover import LayerPopover, LayerPopovers
from playground.app.widgets import ChoiceRow, SliderRow, SwitchRow
from playground.experiment import Experiment, change, load, setting, settings_of, with_kind

Open = Callable[..., LayerPopover]
TWO = change(load("petals"), {"network.layers": [{"units": 4}, {"units": 7}]})


@pytest.fixture
def opened(controller_of: Callable[[Experiment | str], Controller], window: QWidget) -> Open:
    def open_on(experiment: Experiment = TWO, index: int | None = 0) -> LayerPopover:
        popover = LayerPopover(controller_of(experiment), index, window)
        popover.open_at(window.mapToGlobal(QPoint(1200, 200)))
        return popover

    return open_on


def titles(popover: LayerPopover) -> list[str]:
    return [row.row.label.text() for row in popover.rows if row.row.isVisible()]


@pytest.mark.parametrize("index", [1, None])
def test_that_every_setting_of_a_layer_has_a_row(opened: Open, index: int | None) -> None:
    popover = opened(index=index)
    assert sorted(row.path for row in popover.rows) == sorted(declared_in(TWO, popover._place))


def declared_in(experiment: Experiment, place: str) -> set[str]:
    network = experiment.network
    owner = network.output if place.endswith("output") else network.layers[int(place[-1])]
    found = {each.path for each in settings_of(owner, place)}
    for part in ("initializer", "bias_initializer"):
        path = f"{place}.{part}"
        for kind in setting(experiment, path).choices:
            other = with_kind(experiment, f"{path}.kind", kind).network
            layer = other.output if place.endswith("output") else other.layers[int(place[-1])]
            found |= {each.path for each in settings_of(getattr(layer, part), path)}
    return found


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("normal", ["Deviation", "Scale"]),
        ("uniform", ["Limit", "Scale"]),
        ("constant", ["Value", "Scale"]),
        ("zeros", []),
        ("he_uniform", ["Scale"]),
    ],
)
def test_that_an_initializer_brings_its_numbers(opened: Open, kind: str, names: list[str]) -> None:
    popover = opened()
    popover.row("network.layers.0.initializer").row.value_changed.emit(kind)
    shown = titles(popover)
    assert shown[shown.index("Weights start") + 1 : shown.index("Biases start")] == names
    assert popover._controller.undo_stack.undoText().startswith("Set weights start of layer 1 to ")


def test_that_only_dropout_and_frozen_are_without_the_restart_mark(opened: Open) -> None:
    popover = opened()
    unmarked = {row.path for row in popover.rows if not row.row.findChild(RestartMark)}
    assert unmarked == {"network.layers.0.dropout", "network.layers.0.frozen"}


def test_that_a_step_is_refused_with_the_reason(opened: Open) -> None:
    row = opened().row("network.layers.0.activation").row
    assert isinstance(row, ChoiceRow)
    assert row.combo.count() == 11
    step = row.combo.findText("step")
    assert "slope" in row.combo.itemData(step, Qt.ItemDataRole.ToolTipRole)
    assert not row.combo.model().flags(row.combo.model().index(step, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_that_switches_and_sliders_change_the_layer_and_name_the_change(opened: Open) -> None:
    popover = opened(index=1)
    controller = popover._controller
    frozen, dropout = popover.row("network.layers.1.frozen").row, popover.row("network.layers.1.dropout").row
    assert isinstance(frozen, SwitchRow)
    assert isinstance(dropout, SliderRow)
    frozen.switch.click()
    assert controller.experiment.network.layers[1].frozen
    assert controller.undo_stack.undoText() == "Switch frozen of layer 2 on"
    for place in (10, 20):
        dropout.slider.setValue(place)
    assert controller.undo_stack.undoText() == "Set dropout of layer 2 to 0.20"
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert controller.experiment == TWO
    assert not frozen.switch.isChecked()


def test_that_batch_norm_leaves_no_bias_to_start_with(opened: Open) -> None:
    popover = opened(change(TWO, {"network.layers.0.bias_initializer.kind": "constant"}))
    start = popover.row("network.layers.0.bias_initializer").row
    assert "Value" in titles(popover)
    popover.row("network.layers.0.batch_norm").row.value_changed.emit(True)
    assert not start.isEnabled()
    assert "Batch norm" in start.toolTip()
    assert "Value" not in titles(popover)


def test_that_batch_norm_asks_for_larger_batches(opened: Open) -> None:
    row = opened(change(TWO, {"training.batch_size": 1})).row("network.layers.0.batch_norm").row
    assert not row.isEnabled()
    assert "2 samples" in row.toolTip()


def test_that_an_output_says_which_loss_it_brings(opened: Open) -> None:
    popover = opened(index=None)
    row = popover.row("network.output.activation").row
    assert isinstance(row, ChoiceRow)
    texts = [row.combo.itemText(each) for each in range(row.combo.count())]
    assert "softmax (softmax cross-entropy)" in texts
    row.value_changed.emit("softmax")
    assert popover._controller.experiment.training.loss == "softmax_cross_entropy"
    assert popover._controller.undo_stack.undoText() == "Set output activation to softmax"


def test_that_a_layer_is_moved_duplicated_and_removed(opened: Open) -> None:
    units = {}
    for name in ("right", "duplicate", "remove"):
        popover = opened()
        assert not popover.places.left.isEnabled()
        assert "first" in popover.places.left.toolTip()
        getattr(popover.places, name).click()
        assert not popover.isVisible()
        units[name] = [layer.units for layer in popover._controller.experiment.network.layers]
    assert units == {"right": [7, 4], "duplicate": [4, 4, 7], "remove": [7]}


def test_that_it_closes_when_its_layer_is_gone(opened: Open) -> None:
    popover = opened(index=1)
    popover._controller.replace(load("petals"), "Another network")
    assert not popover.isVisible()


def test_that_it_opens_beside_its_column_and_not_for_a_layer_that_is_gone(
    controller: Controller, window: QWidget, qtbot: QtBot
) -> None:
    header = QWidget(window)
    header.setGeometry(300, 50, 590, 50)
    heads = [QWidget(header) for _ in range(2)]
    for head, x in zip(heads, (150, 500), strict=True):
        head.setGeometry(x, 0, 80, 50)
    header.show()
    popovers = LayerPopovers(controller, window)
    popovers.open(3, heads[0])
    assert window.findChild(LayerPopover) is None
    for index, head in zip((0, None), heads, strict=True):
        popovers.open(index, head)
        popover = window.findChildren(LayerPopover)[-1]
        middle = head.mapToGlobal(head.rect().center()).x()
        assert popover.x() > middle if index == 0 else popover.geometry().right() < middle
        with qtbot.waitSignal(popover.destroyed):
            popover.close()
