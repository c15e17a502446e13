"""The curves card: what it draws, when, and what it tells."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsItem
from pytestqt.qtbot import QtBot

from playground.app.curves.panel import CurvePanel
from playground.app.curves.view import CurvesView
from playground.app.theme import DARK, LIGHT, ThemeManager
from playground.experiment import change, load
from playground.training import Outcome, Reason, Report, Run, RunInfo, Score, Snapshot, Standing, ThinnedSeries
from tests.conftest import Themed

pytestmark = pytest.mark.slow

SPLIT = {"data.split": {"train": 0.5, "validation": 0.25, "test": 0.25}, "data.source.fresh_test": 0}


@pytest.fixture
def manager(themed: Themed) -> ThemeManager:
    return themed("dark")


@pytest.fixture
def view(qtbot: QtBot, manager: ThemeManager) -> CurvesView:
    made = CurvesView(manager)
    qtbot.addWidget(made)
    made.resize(1152, 236)
    with qtbot.waitExposed(made):
        made.show()
    return made


def snapshot_of(lab: str = "petals", **settings: Any) -> Snapshot:
    return Run(change(load(lab), settings)).snapshot()


def rows_of(snapshot: Snapshot, first: int, stop: int, loss: float = 0.5) -> dict[str, Any]:
    """Made-up history of epochs `first` up to `stop`, the loss falling from `loss`."""
    epochs = np.arange(first, stop, dtype=float)
    rows: dict[str, Any] = {"epoch": epochs}
    for part in ("train", "validation", "test"):
        there = part in snapshot.scores
        rows[f"{part}_loss"] = loss / (1 + epochs / 100) if there else np.full(len(epochs), np.nan)
        rows[f"{part}_accuracy"] = np.full(len(epochs), 0.9 if there else np.nan)
    for name in snapshot.parameters:
        rows[f"update_ratio.{name}"] = np.where(epochs > 0, 1e-3, np.nan)
    return rows


def report(snapshot: Snapshot, first: int, stop: int, *, restarted: bool = False, loss: float = 0.5) -> Report:
    at_end = replace(snapshot, epoch=max(0, stop - 1))
    return Report(at_end, rows_of(snapshot, first, stop, loss), restarted=restarted)


def drawn(panel: CurvePanel, curve: int = 0) -> int:
    x, _ = panel.curves[curve].item.getData()
    return 0 if x is None else len(x)


def ghost_points(view: CurvesView) -> list[int]:
    """How many points each ghost of the loss has."""
    shown = [item.getData()[0] for item in view.loss.ghosts.items if item.isVisible()]
    return [0 if x is None else len(x) for x in shown]


def written(panel: CurvePanel) -> list[str]:
    """The words beside a plot."""
    return [" ".join(label) for label in panel.plot.gutter.labels.values()]


def run_info(snapshot: Snapshot, key: int, epochs: int = 0) -> RunInfo:
    """A run that was left after `epochs`, or, without any, the one under way."""
    series = ThinnedSeries()
    series.append(np.arange(epochs), 0.3 + 0.2 / (1 + np.arange(epochs)))
    return RunInfo(key, key, snapshot.experiment, epochs=epochs, curves={"train_loss": series} if epochs else {})


def standing(*runs: RunInfo, newest: int = 100, looking_back: bool = False) -> Standing:
    return Standing(newest, newest, looking_back, 1, 3 * 2**20, runs[-1].key, tuple(runs))


def test_that_the_first_report_is_drawn_at_once(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 10, restarted=True))
    assert [drawn(panel) for panel in (view.loss, view.accuracy)] == [10, 10]


def test_that_each_plot_that_is_shown_is_drawn_once_in_twelve_reports(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 1, restarted=True))
    drawings: list[CurvePanel] = []
    for panel in view.panels:
        panel.draw = lambda *_, panel=panel: drawings.append(panel)  # type: ignore[method-assign]
    for number in range(1, 25):
        view.add_report(report(snapshot, number, number + 1))
    assert [drawings.count(panel) for panel in view.panels] == [2, 2, 2, 0]
    view.third_plot.actions[1].setChecked(True)
    for number in range(25, 37):
        view.add_report(report(snapshot, number, number + 1))
    assert [drawings.count(panel) for panel in view.panels] == [3, 3, 2, 1]


def test_that_a_plot_that_is_hidden_keeps_only_so_much_for_later(view: CurvesView) -> None:
    snapshot = snapshot_of()
    for number in range(1000):
        view.add_report(report(snapshot, number, number + 1, restarted=number == 0))
    assert len(view.rate._pending) <= 260


def test_that_a_curve_that_was_hidden_has_every_value_once_it_is_seen(view: CurvesView) -> None:
    snapshot = snapshot_of()
    for number in range(200):
        view.add_report(report(snapshot, number, number + 1, restarted=number == 0))
    view.add_report(report(snapshot, 150, 151))  # The run went back.
    view.flush()
    hidden = [curve for curve in view.ratio.curves if not curve.item.isVisible()]
    assert hidden
    seen = view.ratio.curves[0].series
    assert all(curve.series.last == seen.last == 150 for curve in hidden)
    assert all(len(curve.series) == len(seen) for curve in hidden)


def test_that_no_epoch_is_lost_between_drawings(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 1, restarted=True))
    for number in range(50):
        view.add_report(report(snapshot, 1 + 7 * number, 8 + 7 * number))
    view.flush()
    assert drawn(view.loss) == 351
    assert drawn(view.ratio) == 350


def test_that_the_last_reports_of_a_run_are_drawn_by_themselves(qtbot: QtBot, view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 1, restarted=True))
    view.add_report(report(snapshot, 1, 4))
    qtbot.waitUntil(lambda: drawn(view.loss) == 4 and drawn(view.ratio) == 3)


def test_that_a_hundred_thousand_epochs_stay_under_two_thousand_points(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 100_000, restarted=True))
    assert 400 < drawn(view.loss) < 2000


def test_that_only_the_parts_there_are_have_curves(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(**SPLIT), 0, 5, restarted=True))
    assert [curve.spec.label for curve in view.loss.curves] == ["train", "validation", "test"]
    view.add_report(report(snapshot_of("quadrants"), 0, 5, restarted=True))
    assert [curve.spec.label for curve in view.loss.curves] == ["train"]


def test_that_numbers_that_are_not_finite_reach_no_plot(view: CurvesView) -> None:
    snapshot = snapshot_of()
    news = report(snapshot, 0, 6, restarted=True)
    broken = {**news.rows, "train_loss": np.array([0.7, np.nan, np.inf, -np.inf, 1e300, 0.0])}
    view.add_report(replace(news, rows=broken))
    _, heights = view.loss.curves[0].item.getData()
    assert np.all(np.isfinite(heights))
    assert heights[-1] == -12
    view.loss.log_toggle.click()
    _, heights = view.loss.curves[0].item.getData()
    assert heights.tolist() == [0.7, 1e300, 0.0]


def test_that_the_runs_that_were_left_are_ghosts_behind_the_curves(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 40, restarted=True))
    runs = run_info(snapshot, 1, 40), run_info(snapshot, 2, 25), run_info(snapshot, 3)
    view.add_report(replace(report(snapshot, 0, 10, restarted=True), standing=standing(*runs)))
    assert drawn(view.loss) == 10
    assert ghost_points(view) == [40, 25]
    view.loss.hovered.emit(24.0)
    assert view.loss.readout.text == "epoch 24: train –, test –, run 1 0.3080, run 2 0.3080"
    view.loss.hovered.emit(39.0)
    assert view.loss.readout.text == "epoch 39: train –, test –, run 1 0.3050"
    view.add_report(replace(report(snapshot, 10, 12), standing=standing(runs[2])))
    assert ghost_points(view) == []


def test_that_the_curve_of_another_question_is_no_ghost(view: CurvesView) -> None:
    spiral, petals = snapshot_of(**{"data.source.kind": "spiral"}), snapshot_of()
    runs = run_info(spiral, 1, 40), run_info(petals, 2, 25), run_info(petals, 3)
    view.add_report(replace(report(petals, 0, 10, restarted=True), standing=standing(*runs)))
    assert ghost_points(view) == [25]


def test_that_reset_forgets_everything(view: CurvesView) -> None:
    snapshot = snapshot_of()
    runs = run_info(snapshot, 1, 40), run_info(snapshot, 2)
    view.add_report(replace(report(snapshot, 0, 40, restarted=True), standing=standing(*runs)))
    view.reset()
    assert drawn(view.loss) == 0
    assert ghost_points(view) == []
    assert view.summary() == "No epochs yet"


def test_that_looking_back_moves_the_cursor_of_every_plot_at_once_and_says_so(view: CurvesView) -> None:
    snapshot = snapshot_of()
    runs = (run_info(snapshot, 1),)
    view.add_report(replace(report(snapshot, 0, 101, restarted=True), standing=standing(*runs)))
    assert view.past_bar.text.text() == "Drag along a curve to look back."
    assert view.past_bar.kept.text() == "every epoch kept · 3.0 MB"
    assert not view.past_bar.now.isVisible()
    past = Report(replace(snapshot, epoch=33), rows_of(snapshot, 101, 101), standing=standing(*runs, looking_back=True))
    view.add_report(past)
    assert [panel.epoch_cursor.line.value() for panel in view.panels] == [33] * 4
    assert view.past_bar.text.text() == "Looking back: epoch 33 of 100. Play goes on from here, as a new run."
    assert view.past_bar.now.isVisible()


def test_that_a_run_that_is_returned_to_shows_where_it_diverged(view: CurvesView) -> None:
    snapshot = snapshot_of()
    diverged, other = replace(run_info(snapshot, 1, 30), diverged_at=22), run_info(snapshot, 2, 20)
    for runs, marked in (((other, diverged), True), ((diverged, other), False)):
        view.add_report(replace(report(snapshot, 0, 30, restarted=True), standing=standing(*runs)))
        assert [panel.mark.line.isVisible() for panel in (view.loss, view.accuracy)] == [marked] * 2
        assert view.loss.mark.words == ("ran away at 22" if marked else "")


def drag(panel: CurvePanel, *epochs: float) -> None:
    """Press at the first epoch, move over the others, release at the last."""
    viewport = panel.plot.plot.viewport()
    places = [QPoint(round(panel.plot.position_of(epoch)), viewport.height() // 2) for epoch in epochs]
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(viewport, place)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=places[-1])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_that_dragging_over_any_plot_asks_for_the_epochs_under_the_mouse(view: CurvesView, number: int) -> None:
    view.add_report(report(snapshot_of(), 0, 5000, restarted=True))
    asked: list[float] = []
    released: list[None] = []
    view.scrubbed.connect(asked.append)
    view.released.connect(lambda: released.append(None))
    view.loss.hovered.emit(1000.0)
    drag(view.panels[number], 2000, 1000, -900)
    assert asked == pytest.approx([2000, 1000, 0], abs=25)
    assert len(released) == 1
    assert not view.loss.readout.isVisible()
    QTest.mouseMove(view.panels[number].plot.plot.viewport(), QPoint(200, 50))
    assert len(asked) == 3


def test_that_the_arrow_keys_on_a_plot_step_through_time(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 50, restarted=True))
    steps: list[int] = []
    asked: list[float] = []
    view.stepped.connect(steps.append)
    view.scrubbed.connect(asked.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_A):
        QTest.keyClick(view.accuracy.plot, key)
    assert steps == [-1, 1]
    assert asked == [0.0, np.inf]


def test_that_the_third_plot_can_show_the_learning_rate(view: CurvesView) -> None:
    news = report(snapshot_of(), 0, 50, restarted=True)
    view.add_report(replace(news, rows={**news.rows, "learning_rate": np.full(50, 1.2)}))
    assert view.rate.isHidden()
    view.third_plot.actions[1].trigger()
    assert view.ratio.isHidden()
    assert not view.rate.isHidden()
    view.loss.hovered.emit(20.0)
    assert view.rate.readout.text == "epoch 20: rate 1.2"
    view.third_plot.actions[0].trigger()
    assert view.rate.isHidden()
    assert not view.ratio.isHidden()


def test_that_biases_are_shown_on_demand(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 20, restarted=True))
    shown = [curve.spec.label for curve, _ in view.ratio.value_texts(10)]
    assert shown == ["layer 1", "output"]
    assert view.ratio.others_toggle.text() == "biases"
    view.ratio.others_toggle.click()
    shown = [curve.spec.label for curve, _ in view.ratio.value_texts(10)]
    assert shown == ["layer 1", "layer 1 biases", "output", "output biases"]
    assert drawn(view.ratio, 1) == 19


def test_that_gamma_and_beta_have_names_and_colours_of_their_own(view: CurvesView) -> None:
    layers = [{"units": 3, "batch_norm": True}, {"units": 2, "batch_norm": True}]
    view.add_report(report(snapshot_of(**{"network.layers": layers}), 0, 20, restarted=True))
    assert view.ratio.others_toggle.text() == "biases, γ, β"
    assert view.ratio.others_toggle.accessibleName() == "biases, gamma, beta"
    assert written(view.ratio) == ["healthy 1e-3"]
    view.ratio.others_toggle.click()
    colours = {curve.spec.label: curve.item.opts["pen"].color().name() for curve in view.ratio.curves}
    assert set(colours) >= {"layer 1 gamma", "layer 1 beta", "layer 2 gamma", "layer 2 beta", "output biases"}
    assert len(set(colours.values())) == len(colours), "no two curves are of one colour"
    assert colours["layer 1 gamma"] == DARK.gamma
    assert colours["layer 1 beta"] == DARK.beta
    assert sorted(written(view.ratio)) == ["beta", "biases", "gamma", "healthy 1e-3"]
    view.ratio.others_toggle.click()
    assert written(view.ratio) == ["healthy 1e-3"]


def test_that_a_kind_that_does_not_move_has_its_name_at_the_foot_of_the_plot(view: CurvesView) -> None:
    news = report(snapshot_of(), 0, 20, restarted=True)
    frozen = {name: np.zeros(20) for name in news.rows if name.startswith("update_ratio.")}
    view.add_report(replace(news, rows={**news.rows, **frozen}))
    view.ratio.others_toggle.click()
    view.grab()
    gutter = view.ratio.plot.gutter
    (place,) = (room for owner, room in gutter.places().items() if gutter.labels[owner].name == "biases")
    assert gutter.height() - 20 < place.bottom() <= gutter.height()


@pytest.mark.parametrize("hidden", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("width", [1000, 1152, 1600])
def test_that_the_legend_of_the_layers_fits_however_many_there_are(view: CurvesView, hidden: int, width: int) -> None:
    view.resize(width, 200)
    settings = {"network.layers": [{"units": 2}] * hidden}
    view.add_report(report(snapshot_of(**settings), 0, 20, restarted=True))
    QApplication.processEvents()
    legend = view.ratio.legend
    first, *_, last = legend.accessibleName().removeprefix("Legend: ").split(", ")
    assert (first, last) in (("layer 1", "output"), ("1", "output"), ("1", "out"))
    assert hidden > 2 or legend.accessibleName().count(",") == hidden, "of few layers none is left out"
    assert legend.geometry().left() > view.ratio.heading.geometry().right()
    assert legend.width() >= legend.least_width
    assert legend.toolTip().count("layer") == hidden


def test_that_hovering_tells_the_values_in_all_plots_until_the_mouse_leaves(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 2000, restarted=True))
    view.accuracy.hovered.emit(1000.3)
    assert view.loss.readout.text == "epoch 1,000: train 0.0455, test 0.0455"
    assert view.accuracy.readout.text == "epoch 1,000: train 90.0 %, test 90.0 %"
    assert view.ratio.readout.text == "epoch 1,000: layer 1 1.0e-3, output 1.0e-3"
    assert all(panel.hover_line.line.isVisible() for panel in view.panels if not panel.isHidden())
    QApplication.sendEvent(view.accuracy.plot.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not any(panel.readout.isVisible() or panel.hover_line.line.isVisible() for panel in view.panels)


def test_that_where_there_is_no_value_a_dash_stands(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 10, restarted=True))
    view.loss.hovered.emit(500.0)
    assert view.loss.readout.text == "epoch 500: train –, test –"


def test_that_the_cursor_stands_at_the_snapshots_epoch_in_every_plot(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 78, restarted=True))
    assert [panel.epoch_cursor.line.value() for panel in view.panels] == [77] * 4


def test_that_a_divergence_is_marked_until_the_next_run(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 30, restarted=True))
    view.mark_divergence(22)
    assert view.loss.mark.words == "ran away at 22"
    assert all(panel.mark.line.isVisible() and panel.mark.line.value() == 22 for panel in view.panels)
    view.add_report(report(snapshot, 0, 1, restarted=True))
    assert not any(panel.mark.line.isVisible() for panel in view.panels)


def test_that_a_run_taken_back_and_trained_again_draws_each_epoch_once(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 30, restarted=True))
    view.add_report(report(snapshot, 12, 20, loss=9.0))
    view.flush()
    x, _ = view.loss.curves[0].series.points()
    assert x.tolist() == list(range(20))


def test_that_a_run_that_goes_back_twice_between_two_drawings_draws_each_epoch_once(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 30, restarted=True))
    for first, stop in ((30, 35), (20, 25), (9, 12)):
        view.add_report(report(snapshot, first, stop))
    view.flush()
    for panel in (view.loss, view.accuracy):
        x, _ = panel.curves[0].series.points()
        assert x.tolist() == list(range(12))


def test_that_the_base_rate_of_accuracy_follows_the_data(view: CurvesView) -> None:
    for lab in ("waves", "quadrants", "waves"):
        snapshot = snapshot_of(lab, **SPLIT)
        view.add_report(report(snapshot, 0, 3, restarted=True))
        assert view.accuracy.base_rate.line.value() == pytest.approx(100 * snapshot.base_rate_accuracy)


def test_that_curves_are_smooth_at_rest_and_cheap_while_a_run_goes(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 30, restarted=True))
    items = [curve.item for panel in view.panels for curve in panel.curves]
    for training, width in ((False, 1.5), (True, 1.0), (False, 1.5)):
        view.show_training(training)
        assert {item.opts["pen"].widthF() for item in items} == {width}
        assert {item.opts["antialias"] for item in items} == {not training}
        assert {item.cacheMode() == QGraphicsItem.CacheMode.NoCache for item in items} == {training}


def test_that_the_cursors_of_all_plots_move_together_while_a_run_goes(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 1, restarted=True))
    for first in range(1, 400, 10):
        view.add_report(report(snapshot, first, first + 10))
        (stands,) = {panel.epoch_cursor.line.value() for panel in view.panels if not panel.isHidden()}
        assert first + 9 - stands < 120


@pytest.mark.parametrize("width", [900, 1152, 1700])
def test_that_the_cursors_handle_is_whole_at_either_end(view: CurvesView, width: int) -> None:
    view.add_report(report(snapshot_of(), 0, 20, restarted=True))
    view.resize(width, 236)
    QApplication.processEvents()
    box = view.loss.plot.plot.getPlotItem().vb.sceneBoundingRect()
    assert view.loss.plot.position_of(0) - box.left() == pytest.approx(6.5, abs=1)
    assert box.right() - view.loss.plot.position_of(view.loss.plot.end) == pytest.approx(6.5, abs=1)


def test_that_another_theme_recolours_plots_while_they_are_drawn(view: CurvesView, manager: ThemeManager) -> None:
    view.add_report(report(snapshot_of(), 0, 30, restarted=True))
    assert view.loss.plot.plot.backgroundBrush().color() == QColor(DARK.card)
    manager.set_mode("light")
    for panel in view.panels:
        assert panel.plot.plot.backgroundBrush().color() == QColor(LIGHT.card)
        assert panel.plot.plot.getPlotItem().getAxis("left").textPen().color() == QColor(LIGHT.quiet)
        assert panel.epoch_cursor.line.pen.color() == QColor(LIGHT.accent)
    assert view.ratio.curves[0].item.opts["pen"].color() == QColor(LIGHT.hidden_layers[0])


def test_that_ranges_stay_while_values_stay_inside(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 3000, restarted=True))
    changes: list[object] = []
    view.loss.plot.plot.getPlotItem().vb.sigRangeChanged.connect(lambda *_: changes.append(None))
    for start in range(3000, 3060, 2):
        view.add_report(report(snapshot, start, start + 2))
    assert not changes


def test_that_regression_hides_the_accuracy(view: CurvesView) -> None:
    snapshot = replace(snapshot_of(), scores={"train": Score(0.1, None)})
    view.add_report(report(snapshot, 0, 5, restarted=True))
    assert view.accuracy.isHidden()
    assert "Accuracy" not in view.summary()


def test_that_the_curves_can_be_read_aloud(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 1001, restarted=True))
    assert view.accessibleDescription() == (
        "Epoch 1,000. Loss: train 0.0455, test 0.0455. Accuracy: train 90.0 %, test 90.0 %. "
        "Update ratio: layer 1 1.0e-3, output 1.0e-3"
    )


def test_that_the_loss_marks_the_base_rate_on_either_scale(view: CurvesView) -> None:
    view.add_report(report(snapshot_of("quadrants"), 0, 10, restarted=True))
    mark = view.loss.base_rate
    assert mark.line.isVisible()
    assert mark.words == "base rate 2.2493"
    assert mark.line.value() == pytest.approx(np.log10(2.24934), abs=1e-5)
    view.loss.set_logarithmic(False)
    assert mark.line.value() == pytest.approx(2.24934, abs=1e-4)


def test_that_the_accuracy_marks_the_share_of_the_most_common_class(view: CurvesView) -> None:
    snapshot = snapshot_of("quadrants")
    view.add_report(report(snapshot, 0, 10, restarted=True))
    share = np.bincount(snapshot.dataset.train.labels).max() / len(snapshot.dataset.train)
    assert view.accuracy.base_rate.words == f"base rate {100 * share:.1f} %"
    assert view.accuracy.base_rate.line.value() == pytest.approx(100 * share)
    low, high = view.accuracy.plot.heights
    assert low <= 100 * share < high, "in sight, though every accuracy is far above it"


@pytest.mark.parametrize("settings", [{"data.source.kind": "plane"}, {}])
def test_that_there_is_a_base_rate_of_accuracy_only_where_there_are_classes(
    view: CurvesView, settings: dict[str, Any]
) -> None:
    lab = "playground" if settings else "petals"
    view.add_report(report(snapshot_of(lab, **settings), 0, 10, restarted=True))
    assert view.accuracy.base_rate.line.isVisible() == (not settings)


@pytest.mark.parametrize("width", [704, 976, 1088, 1560])
def test_that_the_words_of_lines_stand_beside_the_plots_and_cover_no_data(view: CurvesView, width: int) -> None:
    layers = [{"units": 3, "batch_norm": width > 900}]
    view.add_report(report(snapshot_of(**{"network.layers": layers}), 0, 3000, restarted=True))
    view.mark_divergence(2900)
    view.ratio.others_toggle.click()
    view.resize(width, 216)
    QApplication.processEvents()
    lengths = []
    for panel in (view.loss, view.accuracy, view.ratio):
        plot, gutter = panel.plot, panel.plot.gutter
        end = plot.position_of(plot.end)
        assert gutter.labels
        lengths.append(end - plot.position_of(0))
        for owner, room in gutter.places().items():
            widest = max(map(gutter.fontMetrics().horizontalAdvance, gutter.labels[owner]))
            assert gutter.x() + room.left() > end
            assert gutter.x() + room.left() + widest <= plot.width(), "and is whole"
    assert max(lengths) - min(lengths) <= 2, "one axis is as long as the other"


@pytest.mark.parametrize("width", [704, 976, 1560])
@pytest.mark.parametrize("epochs", [300, 10_000, 1_000_000])
def test_that_the_numbers_of_epochs_keep_apart(view: CurvesView, width: int, epochs: int) -> None:
    view.resize(width, 216)
    QApplication.processEvents()
    view.add_report(report(snapshot_of(**{"training.epochs": epochs}), 0, 10, restarted=True))
    axis = view.loss.plot.plot.getPlotItem().getAxis("bottom")
    metrics = QFontMetrics(axis.style["tickFont"])
    (ticks,) = axis._tickLevels
    halves = [metrics.horizontalAdvance(text) / 2 for _, text in ticks]
    places = [view.loss.plot.position_of(place) for place, _ in ticks]
    assert len(ticks) >= 2
    for number in range(len(ticks) - 1):
        assert places[number] + halves[number] < places[number + 1] - halves[number + 1]


def ends(view: CurvesView) -> list[float]:
    return [panel.plot.end for panel in view.panels]


def test_that_all_plots_have_one_axis_to_the_planned_end_from_the_first_epoch_on(view: CurvesView) -> None:
    snapshot = snapshot_of()
    for first in range(0, 400, 3):
        view.add_report(report(snapshot, first, first + 3, restarted=first == 0))
        assert ends(view) == [10_000] * 4


def test_that_raising_the_epochs_moves_all_axes_at_once(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(), 0, 100, restarted=True))
    longer = snapshot_of(**{"training.epochs": 25_000})
    for first in range(100, 112):
        view.add_report(report(longer, first, first + 1))
        assert len(set(ends(view))) == 1
    assert ends(view) == [25_000] * 4


@pytest.mark.parametrize("reason", [Reason.PATIENCE, Reason.TARGET_LOSS, Reason.DIVERGENCE])
def test_that_a_run_that_stopped_by_itself_fills_its_plots_until_it_goes_on(view: CurvesView, reason: Reason) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 401, restarted=True))
    view.show_outcome(Outcome(reason, 400, 300))
    assert ends(view) == [400] * 4
    view.show_training(True)
    view.add_report(report(snapshot, 401, 402))
    view.flush()
    assert ends(view) == [10_000] * 4


def test_that_a_run_at_its_planned_end_follows_when_that_is_raised(view: CurvesView) -> None:
    view.add_report(report(snapshot_of(**{"training.epochs": 500}), 0, 501, restarted=True))
    view.show_outcome(Outcome(Reason.EPOCHS, 500, 500))
    assert ends(view) == [500] * 4
    raised = snapshot_of(**{"training.epochs": 2_000})
    view.add_report(Report(replace(raised, epoch=500), rows_of(raised, 0, 0)))
    view.flush()
    assert ends(view) == [2_000] * 4


def test_that_after_a_restart_the_run_before_is_whole(view: CurvesView) -> None:
    snapshot = snapshot_of(**{"training.epochs": 1_000})
    view.add_report(report(snapshot, 0, 40, restarted=True))
    runs = run_info(snapshot, 1, 1_501), run_info(snapshot, 2)
    view.add_report(replace(report(snapshot, 0, 1, restarted=True), standing=standing(*runs)))
    assert ends(view) == [1_500] * 4
    x, heights = view.loss.ghosts.items[0].getData()
    low, high = view.loss.plot.heights
    assert (x.min(), x.max()) == (0, 1_500)
    assert low <= heights.min() and heights.max() <= high
    assert "run before" in view.loss.legend.accessibleName()


def diverging(snapshot: Snapshot, epochs: int) -> Report:
    news = report(snapshot, 0, epochs, restarted=True)
    losses = np.geomspace(0.7, 1e4, epochs)
    return replace(news, rows={**news.rows, "train_loss": losses, "test_loss": losses})


@pytest.mark.parametrize("logarithmic", [True, False])
def test_that_a_run_rescued_from_a_divergence_is_no_flat_line(view: CurvesView, logarithmic: bool) -> None:
    view.loss.set_logarithmic(logarithmic)
    snapshot = snapshot_of()
    view.add_report(diverging(snapshot, 40))
    view.show_outcome(Outcome(Reason.DIVERGENCE, 39, 3))
    assert view.loss.plot.heights[1] >= (4 if logarithmic else 1e4)
    view.show_training(True)
    for first in range(4, 400, 20):
        view.add_report(report(snapshot, first, first + 20))
    view.flush()
    assert view.loss.plot.heights[1] <= (np.log10(1.5) if logarithmic else 1.5)
    assert not view.loss.mark.line.isVisible(), "what it marked is no longer there"


def test_that_a_run_behind_that_ran_away_does_not_press_this_one_flat(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 5, restarted=True))
    series = ThinnedSeries()
    series.append(np.arange(40), np.geomspace(0.7, 1e4, 40))
    ran_away = replace(run_info(snapshot, 1, 40), curves={"train_loss": series}, diverged_at=39)
    runs = ran_away, run_info(snapshot, 2)
    view.add_report(replace(report(snapshot, 0, 5, restarted=True), standing=standing(*runs)))
    assert view.loss.plot.heights[1] < 0.1
    tame = replace(ran_away, diverged_at=None)
    view.add_report(replace(report(snapshot, 0, 5, restarted=True), standing=standing(tame, runs[1])))
    assert view.loss.plot.heights[1] >= 4, "one that did not is whole"


def test_that_a_readout_of_many_rows_is_whole(view: CurvesView) -> None:
    view.resize(976, 216)
    layers = [{"units": 3, "batch_norm": True}] * 2
    view.add_report(report(snapshot_of(**{"network.layers": layers}), 0, 3000, restarted=True))
    view.ratio.others_toggle.click()
    QApplication.processEvents()
    for epoch in (0, 5_000, 10_000):
        view.ratio.hovered.emit(float(epoch))
        for panel in (view.loss, view.accuracy, view.ratio):
            assert panel.readout.parentWidget() is view
            assert view.rect().contains(panel.readout.geometry())
            assert panel.geometry().left() <= panel.readout.x(), "and covers no other plot's"


def test_that_the_axis_keeps_the_epochs_that_a_run_went_back_from(view: CurvesView) -> None:
    snapshot = snapshot_of()
    view.add_report(report(snapshot, 0, 200, restarted=True))
    gone_back = replace(snapshot, epoch=20)
    view.add_report(Report(gone_back, rows_of(snapshot, 200, 201)))
    view.flush()
    assert view.loss.plot.end >= 200
