"""The diagram as a widget: what it draws, says and asks for."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.diagram import Bias, Link, NetworkView, Neuron, Summary
from playground.app.diagram.header import Header
from playground.app.diagram.heads import ActivationCombo, Mode
from playground.app.diagram.links import levels_of, scale_of
from playground.app.theme import ThemeManager
from playground.data import build_dataset
from playground.experiment import OUTPUTS_FOR_LOSS, Experiment, change, load
from playground.training.snapshot import Maps, Region, Snapshot
from tests.conftest import Themed

pytestmark = pytest.mark.slow


def layers(*units: int, activation: str = "tanh") -> list[dict[str, Any]]:
    return [{"units": count, "activation": activation} for count in units]


def snapshot_of(experiment: Experiment, *, maps: bool = True, scale: float = 1.0) -> Snapshot:
    """A network with made-up weights and maps of the right shapes."""
    random, dataset = np.random.RandomState(0), build_dataset(experiment)
    sizes = [dataset.inputs, *(layer.units for layer in experiment.network.layers), dataset.outputs]
    names = [f"layer{n}" for n in range(1, len(sizes) - 1)] + ["output"]
    parameters: dict[str, Any] = {}
    for name, fan_in, fan_out in zip(names, sizes, sizes[1:], strict=False):
        parameters[f"{name}.weight"] = scale * random.randn(fan_in, fan_out)
        parameters[f"{name}.bias"] = scale * random.randn(fan_out)
    pictures = [random.uniform(-1, 1, (count, 32, 32)).astype(np.float32) for count in sizes[:-1]]
    output = random.uniform(0, 1, (96, 96, dataset.outputs)).astype(np.float32)
    made = Maps(Region(-6, 6, -6, 6), output, pictures[0], tuple(pictures[1:])) if maps else None
    return Snapshot(experiment, dataset, 0, 0, {}, 0.0, 0.1, parameters, {}, made)


def with_layers(*units: int, lab: str = "petals", **settings: Any) -> Experiment:
    return change(load(lab), {"network.layers": layers(*units), **settings})


@pytest.fixture
def manager(themed: Themed) -> ThemeManager:
    return themed("dark")


@pytest.fixture
def view(qtbot: QtBot, manager: ThemeManager) -> NetworkView:
    made = NetworkView(manager)
    qtbot.addWidget(made)
    made.resize(684, 530)
    return made


def shown(qtbot: QtBot, view: NetworkView, snapshot: Snapshot) -> None:
    view.show_snapshot(snapshot)
    with qtbot.waitExposed(view):
        view.show()
    view.repaint_now()


def middle(view: NetworkView, column: int, unit: int) -> QPoint:
    scene = view.canvas._current_scene()
    assert scene is not None
    tile = scene.layout.columns[column].tiles[unit]
    return QPoint(round(tile.x + tile.width / 2), round(tile.middle))


def test_that_it_paints_an_empty_state_before_the_first_snapshot(qtbot: QtBot, view: NetworkView) -> None:
    with qtbot.waitExposed(view):
        view.show()
    assert view.canvas.hit(QPointF(10, 10)) is None
    assert view.parameter_count_text == ""


@pytest.mark.parametrize("units", [(), (4,), (8,) * 6, (5,) * 12, (20, 100)])
@pytest.mark.parametrize("maps", [True, False])
def test_that_networks_of_all_shapes_are_painted(
    qtbot: QtBot, view: NetworkView, units: tuple[int, ...], maps: bool
) -> None:
    shown(qtbot, view, snapshot_of(with_layers(*units), maps=maps))
    picture = view.canvas.grab().toImage()
    at = middle(view, 0, 0)
    assert picture.pixelColor(at) != picture.pixelColor(2, 2)


@pytest.mark.parametrize("size", [(320, 260), (420, 320), (796, 460)])
@pytest.mark.parametrize("units", [(64,) * 12, (1,) * 12, (300,)])
def test_that_wide_layers_in_a_small_room_leave_the_links_a_gap(
    qtbot: QtBot, view: NetworkView, units: tuple[int, ...], size: tuple[int, int]
) -> None:
    view.resize(*size)
    shown(qtbot, view, snapshot_of(with_layers(*units), maps=False))
    view.show_training(True)
    for step in (1, 2):  # A null image would be told in Qt's log, which fails the test.
        view.show_snapshot(replace(snapshot_of(with_layers(*units), maps=False), epoch=step))
        view.repaint_now()
    columns = view.canvas.layout_shown.columns
    for before, after in pairwise(columns):
        assert after.centre - after.size / 2 - before.centre - before.size / 2 >= 5


def test_that_a_tile_shows_its_map_in_the_colour_of_the_sign(qtbot: QtBot, view: NetworkView) -> None:
    snapshot = snapshot_of(with_layers(2))
    assert snapshot.maps is not None
    snapshot.maps.layers[0][0][...], snapshot.maps.layers[0][1][...] = 1, -1
    shown(qtbot, view, snapshot)
    picture = view.canvas.grab().toImage()
    blue, orange = (picture.pixelColor(middle(view, 1, unit)) for unit in (0, 1))
    assert blue.blue() > blue.red()
    assert orange.red() > orange.blue()


def test_that_the_view_tells_which_sides_maps_need_to_be_drawn_pixel_by_pixel(qtbot: QtBot, view: NetworkView) -> None:
    with qtbot.waitSignal(view.canvas.tiles_sized) as told:
        shown(qtbot, view, snapshot_of(with_layers(8, 3)))
    assert told.args == [tuple(int(column.size) for column in view.canvas.layout_shown.columns)]


@pytest.mark.parametrize("exact", [True, False])
def test_that_tiles_have_round_corners_and_a_line_whatever_the_side_of_their_maps(
    qtbot: QtBot, view: NetworkView, manager: ThemeManager, exact: bool
) -> None:
    snapshot = snapshot_of(with_layers(8))
    shown(qtbot, view, snapshot)
    tile = view.canvas.layout_shown.columns[1].tiles[2]
    side, maps = round(tile.width) if exact else 20, snapshot.maps
    assert maps is not None
    layer = np.ones((8, side, side), np.float32)
    view.show_snapshot(replace(snapshot, maps=replace(maps, layers=(layer,))))
    picture = view.canvas.grab().toImage()
    left, top = round(tile.x), round(tile.y)
    assert picture.pixelColor(left, top) == QColor(manager.theme.card)
    inside, edge = picture.pixelColor(middle(view, 1, 2)), picture.pixelColor(left + round(tile.width / 2), top)
    assert inside not in (QColor(manager.theme.card), edge)
    assert picture.pixelColor(left + round(tile.width / 2), top - 1) != inside


def test_that_each_class_has_an_output_in_its_colour(qtbot: QtBot, view: NetworkView) -> None:
    snapshot = snapshot_of(with_layers(3, lab="quadrants"))
    assert snapshot.maps is not None
    snapshot.maps.output[...] = 1
    shown(qtbot, view, snapshot)
    picture = view.canvas.grab().toImage()
    assert len({picture.pixelColor(middle(view, 2, unit)).name() for unit in range(4)}) == 4


def test_that_maps_and_weights_that_are_not_finite_are_painted_all_the_same(qtbot: QtBot, view: NetworkView) -> None:
    snapshot = snapshot_of(change(with_layers(3), {"network.layers.0.activation": "relu"}))
    assert snapshot.maps is not None
    snapshot.maps.layers[0][1][3, 3] = np.nan
    snapshot.parameters["layer1.weight"][0, 0] = np.inf
    shown(qtbot, view, snapshot)


def test_that_the_newest_weights_are_complete_soon_after_the_last_snapshot(qtbot: QtBot, view: NetworkView) -> None:
    experiment = with_layers(8, 8, 8, 8)
    shown(qtbot, view, snapshot_of(experiment))
    view.show_snapshot(snapshot_of(experiment, scale=-3.0))
    view.repaint_now()
    scene = view.canvas._current_scene()
    assert scene is not None
    assert not scene.links.complete
    qtbot.waitUntil(lambda: scene.links.complete)


def test_that_geometry_is_kept_while_only_numbers_change(qtbot: QtBot, view: NetworkView) -> None:
    experiment = with_layers(4)
    shown(qtbot, view, snapshot_of(experiment))
    scene, heads = view.canvas._current_scene(), view.header.heads
    view.show_snapshot(snapshot_of(experiment, scale=2))
    view.repaint_now()
    assert view.canvas._current_scene() is scene
    assert view.header.heads is heads


def test_that_another_theme_paints_another_ground(qtbot: QtBot, view: NetworkView, manager: ThemeManager) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4)))
    manager.set_mode("light")
    assert view.canvas.grab().toImage().pixelColor(1, 1) == QColor(manager.theme.card)


def test_that_pointing_at_a_neuron_tells_its_layer_and_unit(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4)))
    with qtbot.waitSignal(view.neuron_hovered) as heard:
        qtbot.mouseMove(view.canvas, middle(view, 1, 2))
    assert heard.args == [(0, 2)]
    with qtbot.waitSignal(view.neuron_hovered) as heard:
        qtbot.mouseMove(view.canvas, QPoint(2, 2))
    assert heard.args == [None]


@pytest.mark.parametrize("hit", [Neuron(0, 1), Neuron(1, 2), Neuron(2, 0), Bias(1, 0), Link(1, 0, 3), Summary(1)])
def test_that_everything_pointed_at_has_a_card(qtbot: QtBot, view: NetworkView, hit: Any) -> None:
    shown(qtbot, view, snapshot_of(with_layers(40)))
    plain: QImage = view.canvas.grab().toImage()
    view.canvas.point_at(hit)
    assert view.canvas.grab().toImage() != plain


def test_that_a_card_keeps_up_with_the_training(qtbot: QtBot, view: NetworkView) -> None:
    experiment = with_layers(4)
    first, second = snapshot_of(experiment), snapshot_of(experiment, scale=2)
    shown(qtbot, view, first)
    scene = view.canvas._current_scene()
    assert scene is not None
    link = Link(1, 0, 1)
    assert scene.cards.write(link, first) != scene.cards.write(link, second)
    value = float(second.parameters["layer1.weight"][0, 1])
    assert scene.cards.write(link, second).title == f"weight {value:.3f}"


def test_that_what_is_pointed_at_is_forgotten_when_it_is_gone(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4)))
    view.canvas.point_at(Neuron(1, 3))
    view.show_snapshot(snapshot_of(with_layers(2)))
    view.repaint_now()
    assert view.canvas.pointed_at is None


def test_that_screen_readers_get_a_summary(qtbot: QtBot, view: NetworkView) -> None:
    with qtbot.waitSignal(view.parameter_count_changed) as heard:
        view.show_snapshot(snapshot_of(with_layers(4)))
    assert heard.args == ["17 parameters"]
    expected = "2 inputs, hidden layer 1 with 4 tanh neurons, output with 1 sigmoid neuron, 17 parameters"
    assert view.canvas.accessibleDescription() == expected
    assert view.canvas.accessibleName()


def test_that_a_plus_asks_for_a_layer_like_its_neighbour(qtbot: QtBot, view: NetworkView) -> None:
    experiment = with_layers(4, 7)
    shown(qtbot, view, snapshot_of(experiment))
    with qtbot.waitSignal(view.change_requested) as heard:
        qtbot.mouseClick(view.header.pluses[2], Qt.MouseButton.LeftButton)
    changes, name = heard.args
    assert name == "Add layer"
    assert [layer.units for layer in change(experiment, changes).network.layers] == [4, 7, 7]


def test_that_no_thirteenth_layer_is_offered_and_a_line_says_why(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(*(2,) * 12)))
    assert not any(plus.isVisible() for plus in view.header.pluses)
    assert view.header.limit.isVisible()
    assert view.header.limit.text() == view.header.toolTip() == "12 layers is the limit"
    assert view.header.mode is Mode.SLIM
    shown(qtbot, view, snapshot_of(with_layers(*(2,) * 11)))
    assert all(plus.isVisible() for plus in view.header.pluses)
    assert not view.header.limit.isVisible()
    assert not view.header.toolTip()


@pytest.mark.parametrize("width", [612, 684, 1100])
def test_that_the_heads_of_all_columns_stand_on_the_same_lines(qtbot: QtBot, view: NetworkView, width: int) -> None:
    view.resize(width, 460)
    shown(qtbot, view, snapshot_of(with_layers(4)))
    first, last = view.header.heads
    assert first.stepper is not None
    assert last.title is not None
    middles = {first.stepper.geometry().center().y(), last.title.geometry().center().y()}
    assert middles == {view.header.inputs.children()[0].geometry().center().y()}
    assert first.combo.y() == last.combo.y()


def test_that_stepper_and_combo_ask_for_units_and_activation(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4)))
    head = view.header.heads[0]
    assert head.stepper is not None
    with qtbot.waitSignal(view.change_requested) as heard:
        qtbot.mouseClick(head.stepper.more, Qt.MouseButton.LeftButton)
    assert heard.args == [{"network.layers.0.units": 5}, "Set neurons of layer 1 to 5"]
    with qtbot.waitSignal(view.change_requested) as heard:
        head.combo.activated.emit(head.combo.names.index("relu"))
    assert heard.args == [{"network.layers.0.activation": "relu"}, "Set activation of layer 1 to ReLU"]


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear", "softmax"])
def test_that_an_output_comes_with_a_loss_that_fits_it(qtbot: QtBot, view: NetworkView, output: str) -> None:
    experiment = with_layers(4)
    shown(qtbot, view, snapshot_of(experiment))
    combo = view.header.heads[-1].combo
    with qtbot.waitSignal(view.change_requested) as heard:
        combo.activated.emit(combo.names.index(output))
    changed = change(experiment, heard.args[0])
    assert changed.network.output.activation == output
    assert output in OUTPUTS_FOR_LOSS[changed.training.loss]


def test_that_the_button_of_a_layer_asks_for_all_of_its_settings(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4, 7)))
    for head, index in zip(view.header.heads, (0, 1, None), strict=True):
        with qtbot.waitSignal(view.layer_opened) as heard:
            qtbot.mouseClick(head.more, Qt.MouseButton.LeftButton)
        assert heard.args == [index, head]
        assert head.more.accessibleName()


def test_that_tab_goes_through_a_head_from_left_to_right(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(4)))
    head = view.header.heads[0]
    assert head.stepper is not None
    head.stepper.edit.setFocus()
    order = []
    for _ in range(2):
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        order.append(view.focusWidget())
    assert order == [head.combo, head.more]


def test_that_a_brief_head_asks_for_them_too(qtbot: QtBot, view: NetworkView) -> None:
    view.resize(380, 460)
    shown(qtbot, view, snapshot_of(with_layers(*(8,) * 12)))
    head = view.header.heads[2]
    assert view.header.mode is Mode.BRIEF
    with qtbot.waitSignal(view.layer_opened) as heard:
        qtbot.mouseClick(head.brief, Qt.MouseButton.LeftButton)
    assert heard.args == [2, head]


def test_that_modes_become_closer_with_every_layer(qtbot: QtBot, view: NetworkView) -> None:
    view.resize(592, 460)
    modes = []
    for hidden in (1, 2, 6, 12):
        shown(qtbot, view, snapshot_of(with_layers(*(4,) * hidden)))
        modes.append(view.header.mode)
    assert modes == [Mode.STACKED, Mode.STACKED, Mode.NARROW, Mode.SLIM]


@pytest.mark.parametrize(("hidden", "units"), [(1, 1024), (2, 4), (4, 64), (5, 4), (7, 1024), (9, 64), (12, 1024)])
def test_that_units_and_activation_of_every_layer_are_at_hand_at_1280(
    qtbot: QtBot, view: NetworkView, hidden: int, units: int
) -> None:
    view.resize(592, 440)  # What the card leaves of a window of 1280 x 800.
    shown(qtbot, view, snapshot_of(with_layers(*(units,) * hidden), maps=False))
    for index, head in enumerate(view.header.heads[:-1]):
        assert head.stepper is not None
        for button, after in ((head.stepper.more, units + 1), (head.stepper.less, units - 1)):
            at = button.mapTo(view, button.rect().center())
            assert view.childAt(at) is button
            if button.isEnabled():
                with qtbot.waitSignal(view.change_requested) as heard:
                    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                assert heard.args[0] == {f"network.layers.{index}.units": after}
            head.stepper.set_value(units)
        edit = head.stepper.edit
        assert edit.width() >= edit.fontMetrics().horizontalAdvance(edit.text())
        for part in (edit, head.combo, head.more):
            assert view.childAt(part.mapTo(view, part.rect().center())) in (part, *part.children())


@pytest.mark.parametrize("hidden", [0, 1, 2, 3, 4, 6, 9, 11, 12])
def test_that_heads_and_pluses_neither_overlap_nor_leave_the_header(
    qtbot: QtBot, view: NetworkView, hidden: int
) -> None:
    snapshot = snapshot_of(with_layers(*(16,) * hidden), maps=False)
    for width in (320, 380, 534, 592, 612, 684, 1100, 2740):
        view.resize(width, 460)
        shown(qtbot, view, snapshot)
        _see_that_heads_and_pluses_are_apart(view.header)


def _see_that_heads_and_pluses_are_apart(header: Header) -> None:
    heads = [header.inputs, *header.heads]
    for before, after in pairwise(heads):
        assert before.geometry().right() < after.geometry().left() or header.mode is Mode.BRIEF
    assert all(header.rect().contains(widget.geometry()) for widget in (*heads, *header.pluses))
    for plus in filter(QWidget.isVisible, header.pluses):
        assert not any(plus.geometry().intersects(head.geometry()) for head in heads)
    for before, after in pairwise(header.pluses):
        assert before.geometry().right() < after.geometry().left()


def test_that_levels_follow_size_and_sign() -> None:
    levels = levels_of(np.array([0.0, 1e-9, 1.0, -1.0, 5.0, np.nan]), 1.0)
    assert levels.tolist() == [0, 1, 16, -16, 16, 0]


def test_that_the_scale_moves_in_steps() -> None:
    assert scale_of([np.array([[0.01]])]) == 1.0
    assert scale_of([np.array([[13.0]])]) == scale_of([np.array([[12.0]])]) == 16.0


def test_that_a_value_is_shown_on_the_canvas_own_scale(qtbot: QtBot, view: NetworkView) -> None:
    snapshot = snapshot_of(change(with_layers(3), {"data.source.kind": "plane"}))
    assert snapshot.maps is not None
    lightness = []
    for value in (0.2, 1.0):
        snapshot.maps.output[...] = value
        shown(qtbot, view, replace(snapshot, epoch=int(10 * value)))
        colour = view.canvas.grab().toImage().pixelColor(middle(view, 2, 0))
        assert colour.blue() > colour.red()
        lightness.append(colour.blue())
    assert lightness[0] < lightness[1]


def test_that_the_output_of_values_says_so_and_offers_what_fits(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(change(with_layers(3), {"data.source.kind": "plane"})))
    head = view.header.heads[-1]
    assert head.note is not None
    assert head.note.text() == "1 value"
    enabled = [name for row, name in enumerate(head.combo.names) if flags(head.combo, row)]
    assert enabled == ["linear", "tanh"]
    assert "for classes" in head.combo.itemData(head.combo.names.index("softmax"), Qt.ItemDataRole.ToolTipRole)
    shown(qtbot, view, snapshot_of(with_layers(3)))
    assert all(flags(head.combo, row) for row in range(4))


def flags(combo: ActivationCombo, row: int) -> bool:
    """Whether an entry can be chosen."""
    return bool(combo.model().flags(combo.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled)


def test_that_what_was_pointed_at_is_forgotten_with_its_layer(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(3, 3, 3)))
    for hit in (Neuron(3, 2), Link(3, 2, 1), Bias(3, 2)):
        view.show_snapshot(snapshot_of(with_layers(3, 3, 3)))
        view.canvas.point_at(hit)
        view.show_snapshot(snapshot_of(with_layers(2)))
        assert view.pointed_at is None, "even before it is painted"
        assert view.canvas.card_of(hit) is None
        view.repaint_now()


def test_that_a_card_is_of_the_newest_network_though_the_one_before_is_painted(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(3, 3)))
    view.canvas.point_at(Neuron(2, 0))
    view.show_snapshot(snapshot_of(with_layers(3)))
    card = view.canvas.card_of(Neuron(2, 0))
    assert card is not None
    assert "Output" in card.title


def test_that_a_press_on_what_is_gone_when_it_is_let_go_opens_nothing(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(3, 3, 3)))
    at = middle(view, 3, 2)
    QTest.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=at)
    view.show_snapshot(snapshot_of(with_layers(2)))
    QTest.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert view.pinned.hit is None


def test_that_settling_a_drawing_waits_for_the_paint_of_another_network(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(3)))
    view.show_snapshot(snapshot_of(with_layers(3, 8)))
    view.canvas.settle()
    assert not view.grab().isNull()


def test_that_other_networks_leave_nothing_behind(qtbot: QtBot, view: NetworkView) -> None:
    shown(qtbot, view, snapshot_of(with_layers(3)))
    before = len(view.findChildren(QObject))
    for units in (4, 5, 6, 3):
        shown(qtbot, view, snapshot_of(with_layers(units)))
    assert len(view.findChildren(QObject)) == before
