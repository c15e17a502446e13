"""The views of how good the answers are: what they count, tell, paint and ask for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.answers import AnswersPanel, ConfusionMatrix, Gallery, ResidualPlot
from playground.app.answers.confusion import Confusion
from playground.app.answers.residuals import scatter_picture, ticks, value_range
from playground.app.output import OutputView
from playground.app.theme import LIGHT, ThemeManager, mix
from playground.app.words.numbers import error_text
from playground.data import Dataset, Part, fit_preparation
from playground.experiment import change, load
from playground.training import Answers, Fit, Run, Score, Snapshot
from tests.conftest import Themed

SPLIT = {"data.split": {"train": 0.6, "validation": 0.2, "test": 0.2}}
PLANE = {"data.source.kind": "plane", **SPLIT}


@pytest.fixture
def manager(themed: Themed) -> ThemeManager:
    return themed("light")


@pytest.fixture
def view(qtbot: QtBot, manager: ThemeManager) -> OutputView:
    made = OutputView(manager)
    present(qtbot, made, 372, 500)
    return made


def present(qtbot: QtBot, widget: QWidget, width: int = 346, height: int = 346) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def classes(predicted: list[int], actual: list[int]) -> Answers:
    n = len(actual)
    return Answers("train", np.arange(n), n, np.array(predicted), np.array(actual))


def values(predicted: Any, actual: Any) -> Answers:
    columns = [np.asarray(v, np.float64)[:, None] for v in (predicted, actual)]
    return Answers("train", np.arange(len(actual)), len(actual), *columns)


def snapshot_of(lab: str = "quadrants", answers: str | None = None, **settings: Any) -> Snapshot:
    run = Run(change(load(lab), settings))
    watched = {} if answers is None else {"answers": run.answers(answers)}
    return replace(run.snapshot(), watched=watched)


def pictures() -> Snapshot:
    """A run on twelve pictures of 2 x 3 pixels, each as bright as its number."""
    points = np.repeat(np.linspace(0, 16, 12)[:, None], 6, axis=1)
    labels = np.arange(12) % 4
    part = Part(points, labels, points[:, :2], np.eye(4)[labels])
    dataset = Dataset(part, None, None, tuple("0123"), fit_preparation(points, ["x1", "x2"], "none"), (2, 3))
    return replace(snapshot_of(), dataset=dataset)


def colour_at(widget: QWidget, place: QPointF) -> QColor:
    picture: QImage = widget.grab().toImage()
    return picture.pixelColor(place.toPoint())


# The confusion matrix


def test_that_rows_are_the_true_class_and_every_cell_is_told() -> None:
    confusion = Confusion(classes([1, 1, 0, 1], [0, 0, 0, 1]), ("0", "1"))
    assert confusion.counts.tolist() == [[1, 2], [0, 1]]
    assert confusion.told_cell(0, 1) == "2 of class 0 were taken for class 1."
    assert confusion.told_cell(1, 1) == "1 of the 1 of class 1 were recognized."
    assert confusion.told_precision(1) == "Precision: of what was taken for class 1, 33.3 % is right."
    assert confusion.told_recall(0) == "Recall: 33.3 % of class 0 was recognized."
    assert confusion.told() == "Accuracy 50.0 %. The worst confusion: 2 of class 0 were taken for class 1."


def test_that_without_mistakes_no_worst_one_is_named() -> None:
    confusion = Confusion(classes([0, 1], [0, 1]), ("cat", "dog", "cow"))
    assert confusion.told() == "Accuracy 100.0 %. No class was taken for another."
    assert confusion.told_precision(2) == "Nothing was taken for cow."
    assert confusion.told_recall(2) == "There are no samples of cow."


@pytest.fixture
def matrix(qtbot: QtBot, manager: ThemeManager) -> Callable[[Confusion], ConfusionMatrix]:
    def make(confusion: Confusion) -> ConfusionMatrix:
        made = ConfusionMatrix(manager)
        present(qtbot, made)
        made.show_confusion(confusion)
        return made

    return make


@pytest.mark.parametrize("count", [2, 3, 10, 11, 25, 100])
def test_that_the_tooltip_tells_the_cell_beneath(matrix: Callable[[Confusion], ConfusionMatrix], count: int) -> None:
    confusion = Confusion(classes([0, 1], [1, 1]), [f"kind {k}" for k in range(count)])
    shown = matrix(confusion)
    layout = shown.layout_of(confusion)
    assert shown.told_at(layout.box(1, 0).center()) == "1 of kind 1 were taken for kind 0."
    assert shown.told_at(layout.box(1, count).center()) == "Recall: 50.0 % of kind 1 was recognized."
    below = layout.box(count, 1).topLeft() + QPointF(layout.cell / 2, 5)
    assert shown.told_at(below).startswith("Precision: of what was taken for kind 1")
    assert shown.told_at(QPointF(1, 1)) == ""
    assert layout.square.right() <= shown.width()


def test_that_the_shade_of_a_cell_is_its_share_of_the_row(matrix: Callable[[Confusion], ConfusionMatrix]) -> None:
    confusion = Confusion(classes([0, 0, 0, 1, 2], [0, 0, 0, 0, 1]), ("a", "b", "c"))
    shown = matrix(confusion)
    layout, corner = shown.layout_of(confusion), QPointF(4, 4)
    empty, few, all_ = (colour_at(shown, layout.box(*cell).topLeft() + corner) for cell in ((2, 0), (0, 1), (1, 2)))
    assert empty == QColor(LIGHT.field)
    assert empty.lightness() > few.lightness() > all_.lightness()


def test_that_another_theme_repaints_the_matrix(
    matrix: Callable[[Confusion], ConfusionMatrix], manager: ThemeManager
) -> None:
    confusion = Confusion(classes([0], [0]), ("a", "b"))
    shown = matrix(confusion)
    place = shown.layout_of(confusion).box(1, 1).topLeft() + QPointF(4, 4)
    manager.set_mode("dark")
    assert colour_at(shown, place).lightness() < 60


# Values


def test_that_points_are_drawn_where_they_lie() -> None:
    pixels = scatter_picture(np.array([0.0, 0.5]), np.array([0.0, 0.5]), 21, (255, 0, 0), 1.0)
    assert pixels.shape == (21, 21)
    opaque = pixels >> 24
    assert opaque[0, 0] == opaque[10, 10] > 150
    assert opaque[0, 20] == opaque[5, 5] == 0
    assert (pixels & 0xFFFF).max() == 0


def test_that_points_on_top_of_each_other_are_darker() -> None:
    once, twice = (scatter_picture(np.full(n, 0.5), np.full(n, 0.5), 9, (9, 9, 9), 1.0)[4, 4] >> 24 for n in (1, 2))
    assert 255 >= twice > once


def test_that_ticks_are_round_and_within_the_range() -> None:
    assert ticks(-1.1, 1.1) == [(-1.0, "−1"), (-0.5, "−0.5"), (0.0, "0"), (0.5, "0.5"), (1.0, "1")]
    assert value_range(np.array([3.0, 3.0])) == (1.5, 4.5)


@pytest.mark.parametrize("predicted", [[0.1, 0.4], [np.nan, 0.5], [np.inf, -np.inf], [1e300, -1e300], [0.0, 1.0]])
def test_that_any_predictions_can_be_painted(qtbot: QtBot, manager: ThemeManager, predicted: list[float]) -> None:
    plot = ResidualPlot(manager)
    present(qtbot, plot)
    empty = plot.grab().toImage()
    plot.show_answers(values(predicted, [0.0, 1.0]), Fit(0.25, 0.9))
    assert plot.grab().toImage() != empty
    assert plot.accessibleDescription().endswith("R² 0.900, a typical residual (RMSE) of 0.2500")


@pytest.mark.parametrize("size", [(344, 260), (344, 420), (534, 600)])
@pytest.mark.parametrize(
    ("low", "high"), [(90_000, 660_000), (-9.5e6, 2e6), (1e8, 9e8), (1990, 2020), (100_000, 100_001), (-1e-7, 1e-7)]
)
def test_that_the_numbers_of_large_values_are_whole(
    qtbot: QtBot, manager: ThemeManager, low: float, high: float, size: tuple[int, int]
) -> None:
    plot = ResidualPlot(manager)
    present(qtbot, plot, *size)
    plot.show_answers(values([low, high], [low, high]), Fit(1.0, 0.5))
    square, bars = plot.rooms()
    texts = [text for _, text in ticks(*value_range(np.array([low, high])))]
    assert len(set(texts)) == len(texts) >= 2
    widest = max(map(plot.fontMetrics().horizontalAdvance, texts))
    name_of_the_axis = 16
    assert square.left() >= widest + name_of_the_axis
    assert square.right() <= size[0] and square.width() >= 100
    assert square.bottom() < bars.top() < bars.bottom() <= size[1] - 16


@pytest.mark.parametrize("width", [344, 372, 420, 560])
@pytest.mark.parametrize("error", [0.25, 104_438.0, 9_876_543.0, 1.5e12])
def test_that_the_figures_of_a_part_are_never_cut(
    qtbot: QtBot, manager: ThemeManager, width: int, error: float
) -> None:
    panel = AnswersPanel(manager)
    present(qtbot, panel, width, 360)
    panel.open("residuals")
    panel.show_snapshot(replace(snapshot_of("playground", "train", **PLANE), fits={"train": Fit(error, 0.529)}))
    QApplication.processEvents()
    told = panel.caption.text()
    assert f"RMSE {error_text(error)}" in told and "R² 0.529" in told
    lines = told.split("\n")
    assert max(map(panel.caption.fontMetrics().horizontalAdvance, lines)) <= panel.caption.width()
    assert panel.caption.height() >= len(lines) * panel.caption.fontMetrics().height() - 2


# The gallery


@pytest.fixture
def gallery(qtbot: QtBot, manager: ThemeManager) -> Gallery:
    made = Gallery(manager)
    present(qtbot, made, 200, 150)
    snapshot = pictures()
    actual = np.arange(12) % 4
    predicted = np.where(np.arange(12) == 7, 0, actual)
    made.show_answers(snapshot.dataset, Answers("train", np.arange(12), 12, predicted, actual))
    return made


def test_that_mistakes_come_first_and_are_told(gallery: Gallery) -> None:
    assert [gallery.caption(number) for number in range(3)] == [("3", "0"), ("0", ""), ("1", "")]
    assert gallery.told_at(QPoint(5, 5)) == "class 3, taken for class 0"
    assert gallery.told_at(QPoint(70, 5)) == "class 0"
    assert gallery.accessibleDescription() == "Mistakes: 1 of 12 samples, shown first"


def test_that_pictures_are_ink_on_a_field_from_the_least_to_the_largest_number(gallery: Gallery) -> None:
    shown = gallery.viewport().grab().toImage()
    assert shown.pixelColor(20, 10) == QColor(mix(LIGHT.field, LIGHT.text, 162 / 255))
    assert shown.pixelColor(78, 10) == QColor(LIGHT.field)


def test_that_what_stands_below_the_pictures_is_explained(gallery: Gallery) -> None:
    assert "true class" in gallery.heading.text() and "taken for" in gallery.heading.text()
    gallery.show_answers(replace(pictures().dataset, classes=()), values([0.0], [0.0]))
    assert "actual" in gallery.heading.text() and "predicted" in gallery.heading.text()


@pytest.mark.parametrize("size", [(344, 260), (344, 300), (392, 380), (534, 600), (300, 900)])
def test_that_points_and_bars_of_residuals_fill_their_room_and_keep_apart(
    qtbot: QtBot, manager: ThemeManager, size: tuple[int, int]
) -> None:
    plot = ResidualPlot(manager)
    present(qtbot, plot, *size)
    square, bars = plot.rooms()
    assert square.bottom() < bars.top() < bars.bottom() <= size[1] - 16
    assert square.left() > 0 and square.right() <= size[0] and bars.right() == size[0]
    assert square.width() >= 0.65 * min(size)


def test_that_only_pictures_in_sight_are_painted_and_the_rest_is_scrolled_to(gallery: Gallery) -> None:
    columns = 3
    assert len(list(gallery.visible())) <= columns * 3
    gallery.verticalScrollBar().setValue(gallery.verticalScrollBar().maximum())
    numbers = [number for number, _ in gallery.visible()]
    assert numbers[-1] == 11
    assert numbers[0] > 0


def test_that_values_are_ordered_by_their_residuals(gallery: Gallery) -> None:
    dataset = replace(pictures().dataset, classes=())
    gallery.show_answers(dataset, values([0.0, 2.0, 0.5], [0.0, 0.0, 0.0]))
    assert [gallery.caption(number)[1] for number in range(3)] == ["2.0000", "0.5000", "0.0000"]
    assert gallery.told_at(QPoint(5, 5)) == "Actual 0.0000, predicted 2.0000"


# The card


def offered(view: OutputView) -> list[str]:
    names = ("map", "confusion", "residuals", "samples")
    return [name for name in names if not view.view_choice.pill(name).isHidden()]


def test_that_the_views_fit_the_data(view: OutputView) -> None:
    assert view.view_choice.isHidden()
    view.show_snapshot(snapshot_of())
    assert offered(view) == ["map", "confusion"]
    view.show_snapshot(snapshot_of("playground", **PLANE))
    assert offered(view) == ["map", "residuals"]
    view.show_snapshot(pictures())
    assert offered(view) == ["map", "confusion", "samples"]


def test_that_answers_are_asked_for_only_while_they_are_shown(view: OutputView) -> None:
    asked: list[str | None] = []
    run = Run(change(load("quadrants"), SPLIT))
    view.answers.watch_wanted.connect(lambda _, watch: asked.append(watch and watch(run).part))
    view.show_snapshot(snapshot_of(**SPLIT))
    assert asked == []
    view.view_choice.pill("confusion").click()
    view.answers.part_choice.pill("test").click()
    view.view_choice.pill("map").click()
    assert asked == ["train", "test", None]
    assert view.canvas.isVisible()
    assert not view.answers.isVisible()


def test_that_a_snapshot_without_answers_leaves_those_on_view(view: OutputView) -> None:
    snapshot = snapshot_of(answers="train", **SPLIT)
    view.show_snapshot(snapshot)
    view.view_choice.pill("confusion").click()
    assert view.answers.caption.text() == ""
    view.show_snapshot(snapshot)
    shown = view.answers.caption.text()
    assert shown == "accuracy 25.0 %"
    view.show_snapshot(replace(snapshot, watched={}))
    assert view.answers.caption.text() == shown
    view.show_snapshot(replace(snapshot, watched={}, dataset=snapshot_of(**SPLIT).dataset))
    assert view.answers.caption.text() == ""


def test_that_answers_to_another_part_are_not_shown(view: OutputView) -> None:
    view.show_snapshot(snapshot_of(**SPLIT))
    view.view_choice.pill("confusion").click()
    view.show_snapshot(snapshot_of(answers="test", **SPLIT))
    assert view.answers.caption.text() == ""


def test_that_another_task_brings_its_own_view(view: OutputView) -> None:
    view.show_snapshot(snapshot_of(**SPLIT))
    view.view_choice.pill("confusion").click()
    snapshot = snapshot_of("playground", answers="train", **PLANE)
    view.show_snapshot(snapshot)
    assert view.view_choice.value() == "residuals"
    view.show_snapshot(snapshot)
    assert view.answers.caption.text().startswith("R² ")
    assert view.summary().startswith("Residuals. Predicted against actual values: R² ")


def test_that_a_part_that_is_gone_gives_way_to_training(qtbot: QtBot, view: OutputView) -> None:
    view.show_snapshot(snapshot_of(**SPLIT))
    view.view_choice.pill("confusion").click()
    view.answers.part_choice.pill("validation").click()
    with qtbot.waitSignal(view.watch_wanted) as wanted:
        view.show_snapshot(snapshot_of())
    assert wanted.args is not None
    assert wanted.args[1](Run(load("quadrants"))).part == "train"
    assert view.answers.part_choice.pill("validation").isHidden()


def test_that_pictures_that_are_gone_give_way_to_the_map(view: OutputView) -> None:
    view.show_snapshot(pictures())
    view.view_choice.pill("samples").click()
    assert view.answers.gallery.isVisible()
    view.show_snapshot(snapshot_of())
    assert view.view_choice.value() == "map"
    assert view.canvas.isVisible()


def test_that_a_part_too_large_to_be_asked_as_a_whole_is_said_to_be(view: OutputView) -> None:
    snapshot = snapshot_of(answers="train")
    answers = snapshot.watched["answers"]
    assert isinstance(answers, Answers)
    view.show_snapshot(snapshot)
    view.view_choice.pill("confusion").click()
    view.show_snapshot(replace(snapshot, watched={"answers": replace(answers, of=60_000)}))
    assert view.answers.note.text() == "800 of the 60,000 samples, evenly spread over them"
    assert view.answers.note.isVisible()
    view.show_snapshot(snapshot)
    assert not view.answers.note.isVisible()


@pytest.mark.parametrize("width", [372, 420, 560])
@pytest.mark.parametrize("make", [snapshot_of, pictures])
def test_that_nothing_in_the_header_is_cut_off(view: OutputView, make: Callable[[], Snapshot], width: int) -> None:
    view.show_snapshot(replace(make(), scores={"train": Score(0.5, 0.5)}))
    view.setFixedWidth(width)
    for name in offered(view):
        view.view_choice.pill(name).click()
        QApplication.processEvents()
        pills = [*(view.view_choice.pill(each) for each in offered(view)), view.map_tools]
        for pill in pills:
            right = pill.mapTo(view, QPoint(pill.width(), 0)).x()
            assert not pill.isVisible() or (pill.width() >= pill.sizeHint().width() and right <= width - 13)
