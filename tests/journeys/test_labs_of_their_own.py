"""The labs that open a window of their own, and the check mark of the others, in the real window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.labs.gradient_descent import GradientDescentDialog
from playground.app.labs.initialization import InitializationDialog
from playground.app.window.window import MainWindow
from playground.experiment import labs, load
from playground.studies import Comparison
from playground.training import Place
from playground.training.labs.initialization import ACTIVATIONS, INITIALIZATIONS
from tests.conftest import Themed


def opened(window: MainWindow, slug: str) -> object:
    window.open_lab(labs()[slug])
    return window.lab_windows.opened[slug]


@pytest.fixture
def descent(qtbot: QtBot, themed: Themed) -> GradientDescentDialog:
    dialog = GradientDescentDialog(labs()["gradient-descent"], themed("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_the_menu_of_labs_opens_a_lab_without_an_experiment(window: MainWindow) -> None:
    before = window.controller.experiment
    menu = window.run_bar.lab_button.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith("Initialization")).trigger()
    dialog = window.lab_windows.opened["initialization"]
    assert dialog.isVisible()
    assert window.controller.experiment == before, "the run in the window is left alone"


def test_that_the_menu_of_labs_is_one_and_marks_the_lab_that_is_open(window: MainWindow) -> None:
    menu = window.run_bar.lab_button.menu()
    assert menu is not None

    def checked() -> list[str]:
        menu.aboutToShow.emit()
        return [action.data() for action in menu.actions() if action.isChecked()]

    assert checked() == ["petals"]
    window.controller.open(load("waves"), "Open waves")
    assert window.run_bar.lab_button.menu() is menu
    assert checked() == ["waves"]
    window.controller.propose({"name": "my own"}, "Name")
    assert checked() == []


def test_that_initialization_draws_every_field_and_looks_inside_the_network(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "initialization")
    assert isinstance(dialog, InitializationDialog)
    with qtbot.waitSignal(dialog.grid.drawn, timeout=20_000):
        pass
    assert len(dialog.grid.fields) == len(ACTIVATIONS) * len(INITIALIZATIONS)
    before = dict(dialog.grid.fields)
    with qtbot.waitSignal(dialog.grid.drawn, timeout=20_000):
        dialog.draw_again()
    field = ("N(0, 1)", "tanh")
    assert dialog.grid.fields[field][0].spread.mean != before[field][0].spread.mean
    dialog.inside_wanted.emit()
    assert window.insights.inside is not None
    assert window.insights.inside.isVisible()


def test_that_the_race_runs_and_the_start_can_be_dragged(qtbot: QtBot, descent: GradientDescentDialog) -> None:
    page = descent.race
    page.toggle()
    qtbot.waitUntil(lambda: page.race.steps >= 5, timeout=5_000)
    page.toggle()
    assert not page.running
    place = QPoint(page.map.width() // 4, page.map.height() // 4)
    QTest.mousePress(page.map, Qt.MouseButton.LeftButton, pos=page.map.place_of(*page.race.start).toPoint())
    QTest.mouseMove(page.map, place)
    QTest.mouseRelease(page.map, Qt.MouseButton.LeftButton, pos=place)
    region = page.race.surface.region
    assert page.race.start == pytest.approx((region.left / 2, region.top / 2), abs=0.1)
    assert page.running, "it runs on from there"


def test_that_the_start_stays_on_the_map_and_moves_by_keys(descent: GradientDescentDialog) -> None:
    page = descent.race
    QTest.keyClick(page.map, Qt.Key.Key_Right)
    assert page.race.start[0] > page.race.surface.start[0]
    page.map.start_moved.emit(*page.race.start)
    page.map._tell_start(1e9, -1e9)
    region = page.race.surface.region
    assert page.race.start == (region.right, region.bottom)


def test_that_every_surface_can_be_raced_on(descent: GradientDescentDialog) -> None:
    for number in range(4):
        descent.race.surfaces.pill(number).click()
        descent.race.race.advance(100)
        descent.race._show()
        assert not descent.grab().isNull()
        assert descent.race.race.steps == 100


def test_that_both_ways_train_to_the_same_weights_on_the_spot(qtbot: QtBot, descent: GradientDescentDialog) -> None:
    descent.choice.pill(2).click()
    page = descent.ways
    page.sizes.pill(1).click()
    page.toggle()
    qtbot.waitUntil(lambda: "times slower" in page.verdict.text(), timeout=10_000)
    assert page.ways.difference < 1e-6
    descent.close()
    assert not page.running, "nothing is computed out of sight"


def test_that_the_page_on_slopes_is_honest_about_the_parabola(descent: GradientDescentDialog) -> None:
    descent.choice.pill(0).click()
    page = descent.steps
    assert "no truncation error at all" in page.told.text()
    page.choice.pill(1).click()
    assert "(truncation)" in page.told.text()


def test_that_the_step_is_dragged_until_the_secant_lies_on_the_tangent(
    qtbot: QtBot, descent: GradientDescentDialog
) -> None:
    descent.choice.pill(0).click()
    page = descent.steps
    assert "a slope of 0.28 where 0.2 is exact" in page.measured.text()
    picture = page.picture
    start = picture.place_of(13.0, 2.99).toPoint()
    with qtbot.waitSignal(page.acted) as acted:
        QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(picture, picture.place_of(9.0, 1.7).toPoint())
        assert 3.5 < page.step < 4.5
        QTest.mouseMove(picture, picture.place_of(5.0, 0.75).toPoint())
    assert acted.args == ["step_dragged"]
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert page.step < 0.1
    page.kind.pill(1).click()
    assert "a slope of 0.2 where 0.2 is exact" in page.measured.text()


def test_that_a_step_of_1e_50_is_told_as_lost_and_not_as_a_number(qtbot: QtBot, descent: GradientDescentDialog) -> None:
    page = descent.steps
    with qtbot.waitSignal(page.acted) as acted:
        page.slider.setValue(0)
    assert acted.args == ["errors_compared"]
    assert page.step == 1e-50
    assert "x + h is x itself" in page.measured.text()
    assert "the quotient 0 / 0" in page.measured.text()
    assert "nan" not in page.measured.text() + page.told.text()


def test_that_each_optimizers_rate_is_a_slider_and_everyone_begins_again(descent: GradientDescentDialog) -> None:
    page = descent.race
    page.race.advance(50)
    slider = page.rates["adam"]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert page.race.steps == 0
    assert page.race.rates["adam"] > page.race.surface.rates["adam"]
    others = {kind: rate for kind, rate in page.race.rates.items() if kind != "adam"}
    assert others == {kind: page.race.surface.rates[kind] for kind in others}
    page.begin_again()
    assert page.race.rates["adam"] > page.race.surface.rates["adam"], "the start is put back, not the rate"


def test_that_a_race_tells_when_somebody_stays_at_the_minimum(qtbot: QtBot, descent: GradientDescentDialog) -> None:
    page = descent.race
    page.race.advance(60)
    with qtbot.waitSignal(page.acted, timeout=10_000) as acted:
        page.toggle()
    assert acted.args == ["race_arrived"]
    assert any(racer.arrived is not None and racer.distance <= 1e-3 for racer in page.race.racers)


def test_that_the_surface_is_turned_by_mouse_and_keys(qtbot: QtBot, descent: GradientDescentDialog) -> None:
    relief = descent.race.relief
    before = relief.grab().toImage()
    with qtbot.waitSignal(descent.acted) as acted:
        QTest.mousePress(relief, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        QTest.mouseMove(relief, QPoint(160, 120))
        QTest.mouseRelease(relief, Qt.MouseButton.LeftButton, pos=QPoint(160, 120))
    assert acted.args == ["surface_turned"]
    assert relief.grab().toImage() != before
    turn = relief.turn
    QTest.keyClick(relief, Qt.Key.Key_Left)
    assert relief.turn != turn
    for _ in range(40):
        QTest.keyClick(relief, Qt.Key.Key_Up)
    assert relief.tilt < 90, "it is never seen from below"


def test_that_every_step_of_a_lab_with_a_window_is_seen_in_it(qtbot: QtBot, window: MainWindow) -> None:
    opened(window, "gradient-descent")
    witness = window.lab_windows.witnesses["gradient-descent"]
    dialog = window.lab_windows.opened["gradient-descent"]
    assert isinstance(dialog, GradientDescentDialog)
    assert not witness.shown
    dialog.steps.set_step(0.05)
    assert sorted(witness.shown) == [0]
    dialog.steps.slider.setValue(0)
    assert sorted(witness.shown) == [0, 1]
    dialog.race.race.advance(120)
    dialog.race.toggle()
    qtbot.waitUntil(lambda: 2 in witness.shown, timeout=5_000)
    dialog.race.relief.turn_by(10, 0)
    dialog.choice.pill(2).click()
    dialog.ways.sizes.pill(1).click()
    dialog.ways.toggle()
    qtbot.waitUntil(lambda: witness.satisfied, timeout=10_000)


def test_that_the_verdict_below_a_column_is_what_was_drawn(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "initialization")
    assert isinstance(dialog, InitializationDialog)
    assert dialog.grid.verdict_of("tanh") == "", "nothing is said before it is seen"
    with qtbot.waitSignal(dialog.grid.drawn, timeout=20_000):
        pass
    before = dialog.grid.verdict_of("tanh")
    assert before.startswith("N(0, 2/n) keeps 79 %")
    assert before in dialog.grid.accessibleDescription()
    with qtbot.waitSignal(dialog.grid.drawn, timeout=20_000):
        dialog.draw_again()
    assert dialog.grid.verdict_of("tanh") != before
    assert list(window.lab_windows.witnesses["initialization"].shown) == [3]


def test_that_a_lab_is_checked_off_when_its_run_showed_it(qtbot: QtBot, window: MainWindow) -> None:
    window.open_lab(labs()["overfit-tiny"])
    assert "Seen" not in window.banner.text.text()
    window.worker.play()
    qtbot.waitUntil(lambda: "Seen at epoch" in window.banner.text.text(), timeout=15_000)
    assert window.banner.property("kind") == "success"
    qtbot.waitUntil(lambda: window.epoch == 100, timeout=15_000)
    said = "Seen at epoch 28: all eight training points are right for 20 epochs in a row. Epochs 9 to 28: "
    assert said in window.banner.text.text()
    window.worker.reset()
    qtbot.waitUntil(lambda: "Seen" not in window.banner.text.text(), timeout=5_000)


def test_that_weights_changed_by_hand_are_no_evidence(qtbot: QtBot, window: MainWindow) -> None:
    window.open_lab(labs()["overfit-tiny"])
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.experiment.name == "overfit-tiny")
    window.network.view.hands.value_requested.emit(Place("layer1.weight", (0, 0)), 0.5, "Edit")
    window.worker.play()
    qtbot.waitUntil(lambda: window.epoch == 100, timeout=15_000)
    assert "Seen at epoch" not in window.banner.text.text()
    window.worker.reset()
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    window.worker.play()
    qtbot.waitUntil(lambda: "Seen at epoch" in window.banner.text.text(), timeout=15_000)


@pytest.mark.parametrize("slug", ["normalization", "dropout", "batch-norm"])
def test_that_a_comparison_opens_as_a_study_of_its_sides(window: MainWindow, slug: str) -> None:
    lab = labs()[slug]
    window.open_lab(lab)
    studies = window.studies.window
    assert studies is not None
    assert studies.isVisible()
    study = studies.setup.study
    assert isinstance(study, Comparison)
    assert study.experiment == lab.experiment
    assert [dict(variant.assignments) for variant in study.variants] == [side.set for side in lab.compare]
    assert (study.seeds, study.epochs) == (5, 15)


def test_that_the_second_plateau_of_quadrants_is_marked_and_no_other_labs(qtbot: QtBot, window: MainWindow) -> None:
    def marked() -> list[str] | None:
        view = window.curves.view
        return None if view is None else [str(mark.text) for mark, _ in view.loss.plateaus]

    window.open_lab(labs()["quadrants"])
    qtbot.waitUntil(lambda: marked() == ["second plateau"], timeout=10_000)
    window.controller.open(load("petals"), "Open petals")
    qtbot.waitUntil(lambda: marked() == [], timeout=10_000)


def test_that_a_lesson_does_not_outlive_its_data(window: MainWindow) -> None:
    window.open_lab(labs()["petals"])
    assert window.notices.lesson is labs()["petals"]
    window.controller.propose({"data.source.kind": "spiral"}, "Data")
    assert window.notices.lesson is None
