"""The output card: what it draws, tells and describes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.output import BoundaryCanvas, OutputView
from playground.app.output.points import RingLayer, Sheet, ring_share
from playground.app.output.samples import Mistakes, see_mistakes
from playground.app.output.words import axis_names, hover_rows
from playground.app.theme import LIGHT, ThemeManager, canvas_table, class_colours, value_colours
from playground.data import build_dataset
from playground.experiment import change, load
from playground.training import Fit, MapRequest, Region, Run, SampleKey, Score, Snapshot, Unit, request_region
from tests.conftest import Themed

SPLIT = {"train": 0.5, "validation": 0.25, "test": 0.25}


@pytest.fixture
def manager(themed: Themed) -> ThemeManager:
    return themed("light")


@pytest.fixture
def view(qtbot: QtBot, manager: ThemeManager) -> OutputView:
    made = OutputView(manager)
    qtbot.addWidget(made)
    made.resize(420, 574)
    with qtbot.waitExposed(made):
        made.show()
    return made


def snapshot_of(lab: str = "petals", **settings: Any) -> Snapshot:
    run = Run(change(load(lab), settings))
    return run.snapshot(MapRequest(request_region(run.dataset)))


def with_outputs(snapshot: Snapshot, *outputs: float) -> Snapshot:
    """The same outputs everywhere."""
    assert snapshot.maps is not None
    everywhere = np.broadcast_to(np.asarray(outputs, np.float32), (96, 96, len(outputs))).copy()
    return replace(snapshot, maps=replace(snapshot.maps, output=everywhere))


def plane() -> Snapshot:
    return snapshot_of("playground", **{"data.source.kind": "plane", "data.source.samples": 100})


def colour_at(view: OutputView, x: int, y: int) -> QColor:
    return view.canvas.grab().toImage().pixelColor(x, y)


def near(colour: QColor, rgb: Any) -> bool:
    return bool(np.abs(np.array([colour.red(), colour.green(), colour.blue()]) - rgb).max() <= 2)


def hover(qtbot: QtBot, canvas: BoundaryCanvas, x: int, y: int) -> None:
    QTest.mouseMove(canvas, QPoint(x, y))
    qtbot.waitUntil(canvas.readout.isVisible)


def test_that_a_card_without_data_says_so(view: OutputView) -> None:
    assert view.canvas.message() == "No data yet"
    assert not view.grab().isNull()


def test_that_the_canvas_is_painted_before_repaint_now_returns(view: OutputView) -> None:
    painted: list[QEvent] = []
    view.canvas.paintEvent = painted.append  # type: ignore[method-assign]
    view.show_snapshot(snapshot_of())
    view.repaint_now()
    assert painted


@pytest.mark.parametrize("decided", range(4))
def test_that_a_class_that_is_sure_everywhere_colours_everything(view: OutputView, decided: int) -> None:
    view.points_toggle.click()
    view.show_snapshot(with_outputs(snapshot_of("quadrants"), *np.eye(4)[decided]))
    assert near(colour_at(view, 150, 200), class_colours(LIGHT, 4)[decided])


def test_that_sharp_shows_the_decision_and_smooth_the_doubt(view: OutputView) -> None:
    view.points_toggle.click()
    view.show_snapshot(with_outputs(snapshot_of(), 0.52))
    assert colour_at(view, 150, 200).lightness() > 230
    view.style_choice.pill("sharp").click()
    assert near(colour_at(view, 150, 200), class_colours(LIGHT, 2)[1])


def test_that_points_can_be_taken_away_and_come_back(view: OutputView) -> None:
    view.show_snapshot(with_outputs(snapshot_of(), 0.5))
    with_points = view.canvas.grab().toImage()
    view.points_toggle.click()
    without = view.canvas.grab().toImage()
    view.points_toggle.click()
    assert without != with_points
    assert view.canvas.grab().toImage() == with_points


def test_that_points_are_shown_before_there_is_a_map(view: OutputView) -> None:
    view.show_snapshot(replace(snapshot_of(), maps=None))
    shown = view.canvas.grab().toImage()
    view.points_toggle.click()
    assert view.canvas.grab().toImage() != shown


def test_that_other_data_brings_other_points(view: OutputView) -> None:
    view.show_snapshot(with_outputs(snapshot_of(), 0.5))
    before = view.canvas.grab().toImage()
    view.show_snapshot(with_outputs(snapshot_of(**{"data.source.seed": 7}), 0.5))
    assert view.canvas.grab().toImage() != before


def test_that_another_theme_repaints_the_map(view: OutputView, manager: ThemeManager) -> None:
    view.points_toggle.click()
    view.show_snapshot(with_outputs(snapshot_of(), 0.5))
    manager.set_mode("dark")
    assert colour_at(view, 150, 200).lightness() < 60


def test_that_many_inputs_are_drawn_on_their_principal_plane_which_is_told(
    qtbot: QtBot, view: OutputView, wide_run: Callable[..., Run]
) -> None:
    run = wide_run(64)
    view.show_snapshot(run.snapshot(MapRequest(request_region(run.dataset), 32, (32,))))
    assert view.canvas.message() == ""
    assert axis_names(run.dataset) == ("1st principal axis", "2nd principal axis")
    assert "projection" in view.legends.toolTip()
    hover(qtbot, view.canvas, 180, 170)
    assert view.canvas.readout.text.startswith("1st axis ")
    view.show_snapshot(snapshot_of())
    assert not view.legends.toolTip()


def test_that_samples_of_many_inputs_are_drawn_where_they_are_projected(
    view: OutputView, wide_run: Callable[..., Run]
) -> None:
    run = wide_run(13)
    view.show_snapshot(replace(run.snapshot(), maps=None))
    for name in ("train", "test"):
        at = view.canvas.position_of(*run.dataset.coordinates[name][0].tolist()).toPoint()
        assert colour_at(view, at.x(), at.y()).name() in LIGHT.classes


def test_that_hovering_reads_the_probabilities_until_the_mouse_leaves(qtbot: QtBot, view: OutputView) -> None:
    view.points_toggle.click()
    view.show_snapshot(with_outputs(snapshot_of(), 0.973))
    hover(qtbot, view.canvas, 196, 196)
    assert view.canvas.readout.text == "x₁ 0.00   x₂ 0.00: class 0 2.7 %, class 1 97.3 %"
    QApplication.sendEvent(view.canvas, QEvent(QEvent.Type.Leave))
    assert not view.canvas.readout.isVisible()


def test_that_the_readout_follows_the_training_under_a_mouse_at_rest(qtbot: QtBot, view: OutputView) -> None:
    snapshot = snapshot_of()
    view.show_snapshot(with_outputs(snapshot, 0.2))
    hover(qtbot, view.canvas, 100, 100)
    view.show_snapshot(with_outputs(snapshot, 0.9))
    assert "class 1 90.0 %" in view.canvas.readout.text


@pytest.mark.parametrize("corner", [(3, 3), (388, 3), (3, 388), (388, 388)])
def test_that_the_readout_stays_inside_the_canvas(qtbot: QtBot, view: OutputView, corner: tuple[int, int]) -> None:
    view.show_snapshot(with_outputs(snapshot_of("quadrants"), 0.1, 0.2, 0.3, 0.4))
    hover(qtbot, view.canvas, *corner)
    assert view.canvas.rect().contains(view.canvas.readout.geometry())


def test_that_a_tanh_output_is_told_as_a_value_with_its_class(manager: ThemeManager) -> None:
    settings = {"network.output.activation": "tanh", "training.loss": "squared_error"}
    (row,) = hover_rows(snapshot_of(**settings), np.array([-0.25]), manager.theme)
    assert (row.label, row.value) == ("class 0", "−0.250")


def test_that_of_many_classes_the_likeliest_are_told(manager: ThemeManager) -> None:
    snapshot = snapshot_of("quadrants")
    many = replace(snapshot, dataset=replace(snapshot.dataset, classes=tuple("abcdefgh")))
    rows = hover_rows(many, np.linspace(0.1, 0.8, 8), manager.theme)
    assert [row.label for row in rows] == list("defgh")
    assert [row.label for row in rows if row.strong] == ["h"]


def test_that_the_legend_names_classes_and_the_parts_there_are(view: OutputView) -> None:
    view.show_snapshot(snapshot_of(**{"data.split": SPLIT, "data.source.fresh_test": 0}))
    assert view.class_legend.accessibleName() == "Legend: class 0, 1", "or the parts would need a line of their own"
    assert view.part_legend.accessibleName() == "Legend: train, validation, test"
    view.show_snapshot(snapshot_of("quadrants"))
    assert view.part_legend.accessibleName() == "Legend: train"
    assert view.class_legend.accessibleName() == "Legend: class 0, 1, 2, 3"


def test_that_mistakes_are_ringed_and_named_only_where_they_are_few_and_something_was_learned(view: OutputView) -> None:
    run = Run(load("petals"))
    for epochs, expected in ((0, False), (5, False), (400, True)):
        run.train(epochs)
        seen = replace(run.snapshot(MapRequest(request_region(run.dataset))), watched={"mistakes": see_mistakes(run)})
        view.show_snapshot(seen)
        assert view.canvas.shows_rings is expected
        assert ("mistake" in view.part_legend.accessibleName()) is expected
    height = view.canvas.height()
    view.show_unit(Unit(1, 0), "Layer 1, neuron 1")
    assert view.part_legend.accessibleName() == "Legend: train, test"
    assert view.class_legend.accessibleName() == "Legend: class 0, class 1"
    assert view.canvas.height() == height


@pytest.mark.parametrize(("wrong", "appear", "stay"), [(19, True, True), (22, False, True), (26, False, False)])
def test_that_rings_do_not_flicker_about_the_limit(wrong: int, appear: bool, stay: bool) -> None:
    mistakes = Mistakes(Run(load("petals")).dataset, {"train": np.arange(100) < wrong})
    assert (mistakes.few(were_few=False), mistakes.few(were_few=True)) == (appear, stay)


def inked(view: OutputView) -> int:
    """How many pixels of the canvas have a class's full colour."""
    image = view.canvas.grab().toImage()
    colours = {QColor(colour).rgb() for colour in LIGHT.classes[:2]}
    return sum(image.pixel(x, y) in colours for x in range(image.width()) for y in range(image.height()))


def test_that_the_points_of_a_part_can_be_hidden_by_pill_and_by_legend(view: OutputView) -> None:
    view.show_snapshot(with_outputs(snapshot_of(), 0.5))
    both = inked(view)
    assert view.show_popover.parts.isVisibleTo(view.show_popover)
    view.show_popover.parts.pills["test"].click()
    assert view.hidden_parts == {"test"}
    alone = inked(view)
    assert 0.3 * both < alone < both
    assert view.part_legend.accessibleName() == "Legend: train, test (hidden)"
    QTest.mouseClick(view.part_legend, Qt.MouseButton.LeftButton, pos=view.part_legend.place_of(1).center().toPoint())
    assert inked(view) == both
    QTest.mouseClick(view.part_legend, Qt.MouseButton.LeftButton, pos=view.part_legend.place_of(0).center().toPoint())
    assert view.hidden_parts == {"train"}
    assert not view.show_popover.parts.pills["train"].isChecked()


def test_that_a_hidden_sample_is_neither_hovered_nor_reached_by_keys(view: OutputView) -> None:
    snapshot = snapshot_of()
    view.show_snapshot(with_outputs(snapshot, 0.5))
    at = view.canvas.position_of(*snapshot.dataset.coordinates["test"][3].tolist())
    assert view.canvas.sample_at(at) is not None
    view.canvas.choose(SampleKey("test", 3))
    view.hide_parts(frozenset({"test"}))
    assert view.canvas.chosen is None
    found = view.canvas.sample_at(at)
    assert found is None or found.part == "train"
    QTest.keyClick(view.canvas, Qt.Key.Key_PageUp)
    assert view.canvas.chosen == SampleKey("train", 399)


def test_that_not_all_parts_are_hidden_at_once_and_a_choice_outlives_other_data(view: OutputView) -> None:
    view.show_snapshot(with_outputs(snapshot_of(), 0.5))
    view.hide_parts(frozenset({"train", "test"}))
    assert not view.hidden_parts
    view.hide_parts(frozenset({"train"}))
    view.show_snapshot(with_outputs(snapshot_of(**{"data.source.seed": 7}), 0.5))
    assert view.hidden_parts == {"train"}
    view.show_snapshot(with_outputs(snapshot_of(**{"data.source.fresh_test": 0}), 0.5))
    assert not view.hidden_parts, "or nothing would be left"
    assert not view.show_popover.parts.isVisibleTo(view.show_popover)


def test_that_few_training_samples_stand_out_among_many_others(view: OutputView) -> None:
    snapshot = snapshot_of("overfit-tiny")
    train = snapshot.dataset.train
    assert train.labels is not None
    assert len(train) * 10 < sum(map(len, snapshot.dataset.parts.values()))
    view.show_snapshot(with_outputs(snapshot, *[0.25] * 4))
    image = view.canvas.grab().toImage()
    for place, label in zip(train.points, train.labels, strict=True):
        at = view.canvas.position_of(*place.tolist()).toPoint()
        assert image.pixelColor(at) == QColor(LIGHT.classes[label])


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("wrong", [50, 1000])
def test_that_very_many_mistakes_leave_the_map_in_sight(wrong: int) -> None:
    dataset = build_dataset(change(load("petals"), {"data.source.samples": 5000, "data.source.fresh_test": 0}))
    mistakes = Mistakes(dataset, {"train": np.arange(5000) % (5000 // wrong) == 0})
    sheet = Sheet(Region(-5, 5, -5, 5), 390, 1.0, LIGHT)
    image = RingLayer().pixmap(mistakes, sheet).toImage()
    covered = sum(image.pixelColor(x, y).alpha() > 60 for x in range(390) for y in range(390)) / 390**2
    assert 0.001 < covered < 0.12
    assert ring_share(mistakes) == (1 if wrong < 400 else 0.4)


def test_that_absent_parts_are_dashes_in_the_table(view: OutputView) -> None:
    scores = {"train": Score(0.22891, 0.905), "test": Score(2e-5, 1.0)}
    view.show_snapshot(replace(snapshot_of(), scores=scores))
    told = view.table.accessibleDescription()
    assert told == "Loss: train 0.2289, validation –, test 2.0e-5; Accuracy: train 90.5 %, validation –, test 100.0 %"


def test_that_the_last_figures_of_a_run_are_shown_by_themselves(qtbot: QtBot, view: OutputView) -> None:
    snapshot = snapshot_of()
    for epoch in range(1, 6):
        view.show_snapshot(replace(snapshot, epoch=epoch, scores={"train": Score(epoch / 10, 0.5)}))
    qtbot.waitUntil(lambda: "0.5000" in view.table.accessibleDescription())


def test_that_figures_of_an_epoch_shown_again_are_shown_at_once(view: OutputView) -> None:
    snapshot = snapshot_of()
    for loss in (0.1, 0.2):
        view.show_snapshot(replace(snapshot, epoch=7, scores={"train": Score(loss, 0.5)}))
    assert "0.2000" in view.table.accessibleDescription()


def test_that_values_have_rows_of_their_fit_and_none_of_accuracies(view: OutputView) -> None:
    fits = {"train": Fit(0.25, 0.9), "test": Fit(0.5, -0.00001)}
    view.show_snapshot(replace(plane(), scores={"train": Score(0.5, None), "test": Score(1.0, None)}, fits=fits))
    assert view.table.accessibleDescription() == (
        "Loss: train 0.5000, validation –, test 1.0000; R²: train 0.900, validation –, test 0.000; "
        "RMSE: train 0.2500, validation –, test 0.5000"
    )
    assert view.summary() == "Predictions. Values from −1 to 1. Training loss 0.5000, R² 0.900"


def test_that_values_have_a_scale_of_colours_in_place_of_class_names(view: OutputView) -> None:
    view.show_snapshot(plane())
    assert view.value_scale.isVisible()
    assert not view.class_legend.isVisible()
    view.show_snapshot(snapshot_of())
    assert not view.value_scale.isVisible()
    assert view.class_legend.isVisible()


@pytest.mark.parametrize(("value", "colour"), [(-3.0, "first"), (0.0, "undecided"), (1.0, "second")])
def test_that_values_colour_the_map_from_minus_one_to_one(view: OutputView, value: float, colour: str) -> None:
    view.points_toggle.click()
    view.show_snapshot(with_outputs(plane(), value))
    table = canvas_table(LIGHT)
    pixel = int(table[{"first": 0, "undecided": 128, "second": 255}[colour]])
    assert near(colour_at(view, 150, 200), [pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255])


def test_that_a_sharp_map_of_values_has_steps_of_a_quarter(view: OutputView) -> None:
    view.points_toggle.click()
    view.style_choice.pill("sharp").click()
    seen = []
    for value in (-0.9, 0.01, 0.24, 0.26, 0.9):
        view.show_snapshot(with_outputs(plane(), value))
        seen.append(colour_at(view, 150, 200).name())
    assert seen[1] == seen[2]
    assert len(set(seen)) == 4
    assert "eight steps" in view.style_choice.pill("sharp").toolTip()


def test_that_hovering_over_a_sample_reads_its_value_and_the_prediction(qtbot: QtBot, view: OutputView) -> None:
    snapshot = with_outputs(plane(), 0.125)
    view.show_snapshot(snapshot)
    part = snapshot.dataset.train
    number = int(np.hypot(*part.points.T).argmin())
    region = request_region(snapshot.dataset)
    side, edge = view.canvas.width(), region.right - region.left
    x, y = ((part.points[number] - (region.left, region.bottom)) / edge * side).tolist()
    hover(qtbot, view.canvas, round(x), round(side - y))
    value = f"{float(part.y[number, 0]):.3f}".replace("-", "−")
    assert view.canvas.readout.text.endswith(f"value {value}, prediction 0.125")
    view.points_toggle.click()
    hover(qtbot, view.canvas, round(x) + 1, round(side - y))
    assert view.canvas.readout.text.endswith(": prediction 0.125")


def test_that_points_are_coloured_by_their_value(view: OutputView) -> None:
    snapshot = plane()
    view.show_snapshot(with_outputs(snapshot, 0.0))
    image = view.canvas.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert len(seen & set(value_colours(LIGHT, 33))) > 20


def test_that_many_classes_have_short_names_in_the_legend(view: OutputView) -> None:
    view.show_snapshot(snapshot_of(**{"data.source.kind": "blobs", "data.source.classes": 10}))
    assert view.class_legend.accessibleName() == "Legend: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert view.class_legend.height() <= 40


def test_that_the_card_can_be_read_aloud(view: OutputView) -> None:
    view.show_snapshot(replace(snapshot_of(), scores={"train": Score(0.2, 0.905)}))
    assert view.summary() == "Decision boundary. Class 0 and class 1. Training accuracy 90.5 %"


@pytest.mark.parametrize("size", [(372, 480), (420, 574), (560, 1200), (500, 330)])
def test_that_the_map_is_square_and_the_legend_right_below(view: OutputView, size: tuple[int, int]) -> None:
    view.show_snapshot(snapshot_of())
    view.resize(*size)
    QApplication.processEvents()
    gap = view.part_legend.mapTo(view, QPoint()).y() - view.canvas.geometry().bottom()
    assert 0 < gap < 16
    side = min(view.canvas.width(), view.canvas.height())
    assert QPointF(view.canvas.rect().center()).x() == pytest.approx(view.canvas.width() / 2, abs=1)
    assert side >= 160
