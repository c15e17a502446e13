"""Looking around on the canvas with a real wheel, mouse and keys, in the real window, while it trains."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.backprop import BackpropDialog
from playground.app.output.canvas import BoundaryCanvas
from playground.app.output.plane import Pane, PlaneView
from playground.app.output.samples import place_of
from playground.app.window.window import MainWindow
from playground.experiment import Experiment, change, load
from playground.training import Region, SampleKey, request_region
from tests.journeys.conftest import Opener

NONE = Qt.KeyboardModifier.NoModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Key = Qt.Key


def painted() -> Experiment:
    split = {"train": 1.0, "validation": 0.0, "test": 0.0}
    return change(load("playground"), {"data.source.kind": "points", "data.split": split})


def canvas_of(window: MainWindow) -> BoundaryCanvas:
    return window.output.canvas


def view(window: MainWindow) -> PlaneView:
    plane_view = canvas_of(window).plane_view
    assert plane_view is not None
    return plane_view


def map_region(window: MainWindow) -> Region:
    assert window.snapshot is not None and window.snapshot.maps is not None
    return window.snapshot.maps.region


def map_side(window: MainWindow) -> int:
    assert window.snapshot is not None and window.snapshot.maps is not None
    return len(window.snapshot.maps.output)


def wheel(window: MainWindow, notches: float, at: QPoint | None = None) -> None:
    canvas = canvas_of(window)
    place = QPointF(canvas.square().center() if at is None else at)
    everywhere = canvas.mapToGlobal(place)
    event = QWheelEvent(
        place, everywhere, QPoint(), QPoint(0, round(120 * notches)), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def drag(window: MainWindow, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT, modifier: Any = NONE) -> None:
    canvas = canvas_of(window)
    QTest.mousePress(canvas, button, modifier, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * share)
    QTest.mouseRelease(canvas, button, modifier, end)


def press(window: MainWindow, *keys: Qt.Key, modifier: Any = NONE) -> None:
    for key in keys:
        QTest.keyClick(canvas_of(window), key, modifier)


def sample_pixel(window: MainWindow, key: SampleKey) -> QPoint:
    canvas = canvas_of(window)
    assert canvas.dataset is not None
    return canvas.position_of(*place_of(canvas.dataset, key)).toPoint()


def lonely_sample(window: MainWindow) -> SampleKey:
    """A training sample that no other is near."""
    dataset = canvas_of(window).dataset
    assert dataset is not None
    places = np.concatenate(list(dataset.coordinates.values()))
    own = dataset.coordinates["train"]
    away = np.sort(np.hypot(*(own[:, None] - places[None]).transpose(2, 0, 1)), axis=1)[:, 1]
    return SampleKey("train", int(away.argmax()))


def open_dialog(qtbot: QtBot, window: MainWindow, sample: SampleKey) -> BackpropDialog:
    QTest.mouseClick(canvas_of(window), LEFT, NONE, sample_pixel(window, sample))
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)
    dialog = window.backprops.dialog
    assert dialog is not None
    return dialog


def test_that_the_wheel_zooms_to_the_mouse_and_the_map_follows_at_full_sharpness(
    qtbot: QtBot, window: MainWindow
) -> None:
    resting = map_side(window)
    at = canvas_of(window).square().topLeft() + QPoint(60, 80)
    before = canvas_of(window).nearest_place(QPointF(at))
    for _ in range(5):
        wheel(window, 1, at)
    assert view(window).zoom == pytest.approx(1.25**5)
    assert canvas_of(window).nearest_place(QPointF(at)) == pytest.approx(before)
    qtbot.waitUntil(lambda: map_region(window) == view(window).region)
    qtbot.waitUntil(lambda: map_side(window) == resting, timeout=5_000)
    assert window.settled
    assert window.output.home_chip.isVisible()
    assert "3.1" in window.output.home_chip.accessibleName()


def test_that_while_it_moves_the_old_map_is_shown_where_it_belongs(window: MainWindow) -> None:
    def colours(places: list[tuple[float, float]]) -> list[str]:
        image = canvas_of(window).grab().toImage()
        return [image.pixelColor(canvas_of(window).position_of(*place).toPoint()).name() for place in places]

    window.output.points_toggle.click()
    places = [(0.5, 0.3), (-0.8, 0.7), (0.2, -0.9)]
    before = colours(places)
    canvas_of(window).move_to(view(window).zoomed(2.0, 0.5, 0.5))
    after = colours(places)
    for old, new in zip(before, after, strict=True):
        assert all(abs(int(old[i : i + 2], 16) - int(new[i : i + 2], 16)) < 12 for i in (1, 3, 5))


def test_that_keys_zoom_move_and_go_home(qtbot: QtBot, window: MainWindow) -> None:
    home = view(window).region
    press(window, Key.Key_Plus, Key.Key_Plus, Key.Key_Minus, Key.Key_Plus)
    assert view(window).zoom == pytest.approx(1.25**2)
    left = view(window).region.left
    press(window, Key.Key_Right)
    assert view(window).region.left > left
    press(window, Key.Key_Up, Key.Key_0)
    assert view(window).region == home
    press(window, Key.Key_Plus, Key.Key_Home)
    assert view(window).is_home
    qtbot.waitUntil(lambda: map_region(window) == home)
    assert window.output.home_chip.isHidden()


@pytest.mark.parametrize(("button", "modifier"), [(LEFT, NONE), (MIDDLE, NONE), (LEFT, ALT)])
def test_that_a_drag_on_empty_ground_moves_the_plane_with_the_mouse(
    window: MainWindow, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    wheel(window, 4)
    corner = canvas_of(window).square().topLeft()
    start, end = corner + QPoint(40, 40), corner + QPoint(100, 90)
    place = canvas_of(window).nearest_place(QPointF(start))
    drag(window, start, end, button, modifier)
    assert canvas_of(window).nearest_place(QPointF(end)) == pytest.approx(place)


def test_that_a_double_click_on_empty_ground_goes_home(window: MainWindow) -> None:
    wheel(window, 3)
    corner = canvas_of(window).square().topLeft() + QPoint(6, 6)
    QTest.mouseDClick(canvas_of(window), LEFT, NONE, corner)
    assert view(window).is_home


def test_that_the_zoomed_view_is_kept_while_it_trains_and_left_for_other_data(qtbot: QtBot, window: MainWindow) -> None:
    wheel(window, 5)
    region = view(window).region
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch > 20 and map_region(window) == region, timeout=10_000)
    assert view(window).region == region
    window.left.data.sets.buttons["gauss"].click()
    qtbot.waitUntil(lambda: view(window).is_home and map_region(window) == view(window).home, timeout=10_000)
    window.actions_["play"].trigger()


def test_that_points_can_be_painted_where_one_zoomed_to(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(painted())
    canvas = canvas_of(window)
    qtbot.waitUntil(lambda: canvas.paintable)
    wheel(window, 6, canvas.position_of(2.0, 2.0).toPoint())
    QTest.mouseClick(canvas, LEFT, NONE, canvas.position_of(2.25, 1.75).toPoint())
    source = window.controller.experiment.data.source
    x, y, _ = source.points[-1]  # type: ignore[union-attr]
    assert (x, y) == pytest.approx((2.25, 1.75), abs=0.03)
    zoom = view(window).zoom
    press(window, Key.Key_0)
    assert view(window).zoom == zoom, "there 0 chooses a class"
    place = canvas.nearest_place(QPointF(60, 60))
    drag(window, QPoint(60, 60), QPoint(90, 100), LEFT, ALT)
    assert canvas.nearest_place(QPointF(90, 100)) == pytest.approx(place)
    assert len(source.points) == 3  # type: ignore[union-attr]
    press(window, Key.Key_Home)
    assert view(window).is_home


def test_that_in_painting_control_and_a_click_open_the_sample(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(painted())
    qtbot.waitUntil(lambda: canvas_of(window).paintable)
    QTest.mouseClick(canvas_of(window), LEFT, CONTROL, canvas_of(window).position_of(-2.0, 2.0).toPoint())
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)
    assert window.controller.undo_stack.count() == 0


@pytest.mark.parametrize("lab", ["petals", "waves"])
def test_that_the_marks_of_the_map_are_drawn_and_named(qtbot: QtBot, open_window: Opener, lab: str) -> None:
    window = open_window(lab)
    popover, legend = window.output.show_popover, window.output.part_legend
    window.worker.ask(lambda run: run.train(30))
    qtbot.waitUntil(lambda: window.epoch == 30 and window.settled, timeout=20_000)
    seen = [canvas_of(window).grab().toImage()]
    for row, name in ((popover.lines, "decision line"), (popover.doubt, "undecided")):
        row.switch.click()
        assert name in legend.accessibleName()
        seen.append(canvas_of(window).grab().toImage())
    popover.style_choice.pill("sharp").click()
    seen.append(canvas_of(window).grab().toImage())
    popover.mistakes.switch.click()
    assert "mistake" not in legend.accessibleName()
    assert all(first != second for first, second in pairwise(seen))


def test_that_mistakes_of_every_part_are_ringed_as_the_network_makes_them(qtbot: QtBot, window: MainWindow) -> None:
    window.worker.ask(lambda run: run.train(400))
    qtbot.waitUntil(lambda: window.epoch == 400, timeout=10_000)
    mistakes = canvas_of(window).mistakes
    assert mistakes is not None and window.snapshot is not None
    for part, score in window.snapshot.scores.items():
        assert score.accuracy is not None
        assert np.count_nonzero(mistakes.wrong[part]) == round((1 - score.accuracy) * len(mistakes.wrong[part]))
    with_rings = canvas_of(window).grab().toImage()
    window.output.show_popover.mistakes.switch.click()
    assert canvas_of(window).grab().toImage() != with_rings


def test_that_the_show_card_can_be_worked_by_keys_alone(qtbot: QtBot, window: MainWindow) -> None:
    window.output.map_tools.setFocus()
    QTest.keyClick(window.output.map_tools, Key.Key_Space)
    popover = window.output.show_popover
    qtbot.waitUntil(popover.isVisible)
    popover.lines.switch.setFocus()
    QTest.keyClick(popover.lines.switch, Key.Key_Space)
    assert popover.lines.switch.isChecked()
    QTest.keyClick(popover, Key.Key_Escape)
    qtbot.waitUntil(lambda: not popover.isVisible())


def test_that_a_click_on_a_point_opens_its_back_propagation_checked_on_the_spot(
    qtbot: QtBot, window: MainWindow
) -> None:
    sample = lonely_sample(window)
    dialog = open_dialog(qtbot, window, sample)
    assert canvas_of(window).chosen == sample
    assert f"Train sample {sample.row + 1}:" in dialog.title.text()
    assert "all 17 slopes agree" in dialog.banner.text.text()
    assert dialog.neurons.rowCount() == 5
    assert "= " in dialog.lines[0][1].text()


def test_that_the_arrow_keys_choose_the_neuron_whose_formulas_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_dialog(qtbot, window, lonely_sample(window))
    assert dialog.neuron_title.text() == "Output"
    QTest.keyClick(dialog.neuron_table, Key.Key_Up)
    assert dialog.neuron_title.text() == "Layer 1, neuron 4"
    assert dialog.weights.rowCount() == 3
    names = [name.text() for name, _ in dialog.lines if not name.isHidden()]
    assert names == ["z", "a", "dL/da", "δ = dL/dz", "dL/dw₁"]


def test_that_the_view_follows_the_training_until_it_is_frozen(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_dialog(qtbot, window, lonely_sample(window))
    told = dialog.outcome.text
    window.actions_["play"].trigger()
    before = told()
    qtbot.waitUntil(lambda: told() != before, timeout=10_000)
    dialog.follow.click()
    qtbot.waitUntil(lambda: window.worker.mailbox.empty)
    QApplication.processEvents()
    frozen, epoch = told(), window.epoch
    qtbot.waitUntil(lambda: window.epoch > epoch + 50, timeout=10_000)
    assert told() == frozen
    QTest.keyClick(dialog.neuron_table, Key.Key_Up)
    assert told() == frozen
    window.actions_["play"].trigger()
    dialog.follow.click()
    qtbot.waitUntil(lambda: told() != frozen, timeout=10_000)


def test_that_keys_go_from_sample_to_sample_and_open_one(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Key.Key_PageDown, Key.Key_PageDown)
    assert canvas_of(window).chosen == SampleKey("train", 1)
    assert "Chosen: train sample 2 at x₁" in window.output.summary()
    press(window, Key.Key_PageUp, Key.Key_PageUp)
    assert canvas_of(window).chosen == SampleKey("test", 399)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)
    press(window, Key.Key_Escape)
    assert canvas_of(window).chosen is None


def test_that_a_sample_that_is_gone_is_told(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Key.Key_PageUp, Key.Key_Return)
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)
    dialog = window.backprops.dialog
    assert dialog is not None
    window.controller.propose({"data.source.fresh_test": 0}, "No test part")
    qtbot.waitUntil(lambda: "gone" in dialog.banner.text.text(), timeout=5_000)


def test_that_a_closed_view_asks_the_worker_for_nothing(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_dialog(qtbot, window, lonely_sample(window))
    dialog.close()
    assert canvas_of(window).chosen is None, "nothing would say why it is marked"
    window.actions_["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 1)
    assert window.snapshot is not None
    assert "one sample" not in window.snapshot.watched


def test_that_a_sample_chosen_by_keys_is_read_like_one_under_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    canvas_of(window).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas_of(window).hasFocus)
    press(window, Key.Key_PageDown)
    assert canvas_of(window).readout.isVisible()
    assert "class 1" in canvas_of(window).readout.text


def test_that_the_hidden_space_is_live_and_follows_its_combos(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.output.hidden_space

    def shown() -> Any:
        return panel.canvas.space

    window.actions_["hidden_space"].trigger()
    qtbot.waitUntil(lambda: shown() is not None and not panel.canvas.travelling)
    assert panel.layer.count() == 1 and panel.across.count() == 4
    assert shown().axes == "cut" and panel.view.currentText() == "across the cut"
    assert "One straight cut decides" in panel.note.text()
    first = shown()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: shown() is not first, timeout=10_000)
    window.actions_["play"].trigger()
    panel.view.setFocus()
    QTest.keyClick(panel.view, Key.Key_Up)
    qtbot.waitUntil(lambda: shown().axes == (0, 1))
    panel.up.setFocus()
    QTest.keyClick(panel.up, Key.Key_Down)
    qtbot.waitUntil(lambda: shown().axes == (0, 2))
    assert panel.canvas.axis_names == ("neuron a₁", "neuron a₃")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Key.Key_End)
    qtbot.waitUntil(lambda: shown().axes == "principal")
    assert "of the variance" in panel.note.text()
    assert window.output.summary().startswith("Hidden space, layer 1. 1st axis to the right")
    assert "class 1 around" in window.output.summary()


def test_that_the_plane_is_bent_into_the_hidden_space_and_nothing_moves_at_rest(
    qtbot: QtBot, window: MainWindow
) -> None:
    panel = window.output.hidden_space
    window.actions_["hidden_space"].trigger()
    shares: list[float] = []
    panel.canvas.share_changed.connect(shares.append)
    qtbot.waitUntil(lambda: panel.canvas.space is not None and not panel.canvas.travelling)
    assert shares == sorted(shares) and len(shares) > 3 and shares[-1] == panel.canvas.share == 1
    assert panel.slider.value() == panel.slider.maximum()
    with qtbot.assertNotEmitted(panel.canvas.share_changed, wait=200):
        window.look.open_column(None)
    there = panel.canvas.grab().toImage()
    panel.slider.setFocus()
    QTest.keyClick(panel.slider, Key.Key_Home)
    assert panel.canvas.share == 0
    dataset = window.snapshot.dataset if window.snapshot is not None else None
    assert dataset is not None
    region = request_region(dataset)
    at = panel.canvas.position_of(SampleKey("train", 3))
    place = Pane(region, QRectF(panel.canvas.square())).position(*dataset.train.points[3].tolist())
    assert at is not None and (at - place).manhattanLength() < 0.01
    straight = panel.canvas.grab().toImage()
    panel.play.click()
    qtbot.waitUntil(lambda: panel.canvas.share == 1)
    assert panel.canvas.grab().toImage() == there != straight
    window.output.view_choice.pill("map").click()
    window.output.view_choice.pill("hidden").click()
    qtbot.waitUntil(lambda: panel.canvas.travelling and panel.canvas.share > 0)
    qtbot.waitUntil(lambda: not panel.canvas.travelling)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
def test_that_in_hidden_space_the_mistakes_are_those_beyond_the_cut(
    qtbot: QtBot, open_window: Opener, output: str
) -> None:
    loss = {"sigmoid": "binary_cross_entropy", "tanh": "squared_error", "softmax": "softmax_cross_entropy"}[output]
    window = open_window(change(load("petals"), {"network.output.activation": output, "training.loss": loss}))
    window.worker.ask(lambda run: run.train(500))
    panel = window.output.hidden_space
    window.actions_["hidden_space"].trigger()
    qtbot.waitUntil(lambda: window.epoch == 500 and panel.canvas.space is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not panel.canvas.travelling and window.settled)
    space, snapshot = panel.canvas.space, window.snapshot
    assert space is not None and snapshot is not None
    labels = space.dataset.train.labels
    assert labels is not None
    right = np.mean((space.places["train"][:, 0] > 0) == (labels == 1))
    assert right == pytest.approx(snapshot.scores["train"].accuracy)
    image, square = panel.canvas.grab().toImage(), panel.canvas.square()
    middle = square.center().y()
    region = panel.canvas.region
    assert region is not None
    cut = Pane(region, QRectF(square)).position(0, 0).toPoint()
    for away, redder in ((-12, True), (12, False)):
        colour = image.pixelColor(cut.x() + away * 3, middle)
        assert (colour.red() > colour.blue()) is redder


def test_that_a_network_without_hidden_layers_says_that_it_has_no_hidden_space(
    qtbot: QtBot, open_window: Opener
) -> None:
    window = open_window(change(load("petals"), {"network.layers": []}))
    qtbot.waitUntil(lambda: window.snapshot is not None)
    window.actions_["hidden_space"].trigger()
    assert "no hidden layer" in window.banner.text.text()
    assert window.output.view_choice.value() == "map"


def test_that_the_points_of_a_hidden_part_are_hidden_there_too(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.output.hidden_space
    window.actions_["hidden_space"].trigger()
    qtbot.waitUntil(lambda: panel.canvas.space is not None and not panel.canvas.travelling)
    both = panel.canvas.grab().toImage()
    window.output.hide_parts(frozenset({"test"}))
    assert panel.canvas.grab().toImage() != both
    assert set(panel.canvas.shown) == {"train"}


def test_that_a_click_in_the_hidden_space_opens_the_sample(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.output.hidden_space
    window.output.view_choice.pill("hidden").click()
    qtbot.waitUntil(lambda: panel.canvas.space is not None and not panel.canvas.travelling)
    at = panel.canvas.position_of(SampleKey("train", 3))
    assert at is not None
    QTest.mouseClick(panel.canvas, LEFT, NONE, at.toPoint())
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)


def test_that_the_hidden_space_outlives_changes_of_the_network(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.output.hidden_space
    window.output.view_choice.pill("hidden").click()
    propose: Callable[..., bool] = window.controller.propose
    propose({"network.layers": [{"units": 3}, {"units": 2}]}, "Two layers")
    qtbot.waitUntil(lambda: panel.canvas.space is not None and panel.canvas.space.layer == 1, timeout=5_000)
    assert panel.canvas.space is not None and panel.canvas.space.scores is not None
    propose({"network.layers": [{"units": 1}]}, "One neuron")
    qtbot.waitUntil(lambda: panel.canvas.space is not None and panel.canvas.space.axes == (0, 0), timeout=5_000)
    propose({"network.layers": []}, "No layer")
    qtbot.waitUntil(lambda: window.output.view_choice.value() == "map", timeout=5_000)
    assert not window.output.view_choice.pill("hidden").isVisible()
    assert window.output.canvas.isVisible()


def test_that_the_hidden_space_outlives_other_data(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.output.hidden_space
    window.output.view_choice.pill("hidden").click()
    for name in ("regenerate", "regenerate", "undo"):
        window.actions_[name].trigger()
        wanted = window.controller.experiment.data.source.seed

        def shown(seed: int = wanted) -> bool:
            space, snapshot = panel.canvas.space, window.snapshot
            told = snapshot is not None and snapshot.experiment.data.source.seed == seed
            return told and space is not None and snapshot is not None and space.dataset is snapshot.dataset

        qtbot.waitUntil(shown, timeout=5_000)


def test_that_values_have_lines_but_neither_doubt_nor_mistakes(open_window: Opener) -> None:
    window = open_window(change(load("playground"), {"data.source.kind": "plane", "training.loss": "squared_error"}))
    popover, legend = window.output.show_popover, window.output.part_legend
    before = canvas_of(window).grab().toImage()
    popover.lines.switch.click()
    assert legend.accessibleName() == "Legend: train, test, equal values"
    assert canvas_of(window).grab().toImage() != before
    assert not popover.doubt.isEnabled() and not popover.mistakes.isEnabled()
    assert "no classes" in popover.doubt.toolTip()


@pytest.mark.parametrize(("lab", "size"), [("petals", (1240, 740)), ("waves", (1280, 800)), ("petals", (1440, 900))])
def test_that_the_map_fills_its_card_from_side_to_side(
    qtbot: QtBot, open_window: Opener, lab: str, size: tuple[int, int]
) -> None:
    window = open_window(lab)
    window.resize(*size)
    canvas = canvas_of(window)
    qtbot.waitUntil(lambda: 0 <= canvas.width() - canvas.side <= 8)
