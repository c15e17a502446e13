"""Painting points on the canvas with a real mouse and real keys, in the real window, while it trains."""

from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.experiment import Experiment, Painted, change, load
from playground.training import Region, Run, Snapshot
from tests.asking import told
from tests.journeys.conftest import Opener

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Key = Qt.Key
ALL_TRAIN = {"train": 1.0, "validation": 0.0, "test": 0.0}


def painted(**settings: object) -> Experiment:
    return change(load("playground"), {"data.source.kind": "points", "data.split": ALL_TRAIN, **settings})


@pytest.fixture
def window(qtbot: QtBot, open_window: Opener) -> MainWindow:
    """A window on the two points that painting begins with."""
    made = open_window(painted())
    made.activateWindow()
    qtbot.waitUntil(lambda: made.output.canvas.paintable)
    return made


def points(window: MainWindow) -> list[tuple[float, float, int]]:
    source = window.controller.experiment.data.source
    assert isinstance(source, Painted)
    return [(round(x, 1), round(y, 1), label) for x, y, label in source.points]


def snapshot(window: MainWindow) -> Snapshot:
    assert window.snapshot is not None
    return window.snapshot


def pixel(window: MainWindow, x: float, y: float) -> QPoint:
    return window.output.canvas.position_of(x, y).toPoint()


def click(window: MainWindow, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(window.output.canvas, button, NONE, pixel(window, x, y))


def press(window: MainWindow, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        QTest.keyClick(window.output.canvas, key, modifier)


def drag(window: MainWindow, *way: tuple[float, float]) -> None:
    canvas = window.output.canvas
    QTest.mousePress(canvas, LEFT, NONE, pixel(window, *way[0]))
    for place in way[1:]:
        QTest.mouseMove(canvas, pixel(window, *place))
    QTest.mouseRelease(canvas, LEFT, NONE, pixel(window, *way[-1]))


def near(found: tuple[float, float, int], x: float, y: float, label: int) -> bool:
    """Within a pixel or two of the plane."""
    return abs(found[0] - x) <= 0.1 and abs(found[1] - y) <= 0.1 and found[2] == label


def test_that_a_click_adds_a_point_of_the_chosen_class_as_one_named_step(window: MainWindow) -> None:
    click(window, 3, 3)
    press(window, Key.Key_1)
    click(window, -3, -3)
    first, second = points(window)[2:]
    assert near(first, 3, 3, 0)
    assert near(second, -3, -3, 1)
    stack = window.controller.undo_stack
    assert (stack.count(), stack.undoText()) == (2, "Add a point")
    stack.undo()
    assert len(points(window)) == 3


def test_that_points_painted_while_it_trains_reach_the_worker_without_a_restart(
    qtbot: QtBot, window: MainWindow
) -> None:
    def beginnings(run: Run) -> tuple[int, int]:
        return run.beginnings, len(run.dataset.train)

    begun, _ = told(qtbot, window.worker, beginnings)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.epoch > 3, timeout=10_000)
    for k in range(6):
        click(window, -4 + k, 4)
    drag(window, (-4, 4), (-3, 0), (-4, -4))
    press(window, Key.Key_Delete)
    qtbot.waitUntil(lambda: len(snapshot(window).dataset.train) == 7, timeout=10_000)
    assert told(qtbot, window.worker, beginnings) == (begun, 7), "the run began again"
    assert window.epoch > 3
    window.actions_["play"].trigger()


def test_that_a_drag_moves_a_point_and_is_one_step(window: MainWindow) -> None:
    drag(window, (-2, 2), (-1, 1), (0, 0), (1, 4))
    assert near(points(window)[0], 1, 4, 0)
    stack = window.controller.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "Move a point")
    drag(window, (1, 4), (2, 4), (3, 4))
    assert stack.count() == 2, "two drags are two steps"
    stack.undo()
    stack.undo()
    assert points(window) == [(-2, 2, 0), (2, -2, 1)]


def test_that_a_point_added_and_dragged_in_one_go_is_one_step(window: MainWindow) -> None:
    drag(window, (3, 3), (0, 0), (-3, -3))
    assert near(points(window)[2], -3, -3, 0)
    assert (window.controller.undo_stack.count(), window.controller.undo_stack.undoText()) == (1, "Add a point")


def test_that_a_slow_drag_is_one_step_too(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count(0, 60)
    monkeypatch.setattr("playground.app.controller.time", SimpleNamespace(monotonic=lambda: next(clock)))
    drag(window, (-2, 2), (-1, 1), (0, 0), (1, 4))
    assert window.controller.undo_stack.count() == 1
    window.actions_["undo"].trigger()
    assert points(window) == [(-2, 2, 0), (2, -2, 1)]


def test_that_a_dragged_point_stays_on_the_canvas(window: MainWindow) -> None:
    drag(window, (-2, 2), (-4, 2), (-40, 2))
    assert points(window)[0] == (-5, 2, 0)


def test_that_a_click_on_a_point_selects_it_and_a_trembling_hand_moves_nothing(window: MainWindow) -> None:
    canvas, place = window.output.canvas, pixel(window, -2, 2)
    QTest.mousePress(canvas, LEFT, NONE, place)
    QTest.mouseMove(canvas, place + QPoint(1, 1))
    QTest.mouseRelease(canvas, LEFT, NONE, place + QPoint(1, 1))
    assert window.painting.state.selected == 0
    assert window.controller.undo_stack.count() == 0


def test_that_a_right_click_and_delete_remove_points_but_the_last(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 4, 4, RIGHT)
    assert len(points(window)) == 2, "there is no point to remove"
    click(window, -2, 2, RIGHT)
    assert points(window) == [(2, -2, 1)]
    assert window.controller.undo_stack.undoText() == "Remove a point"
    QTest.mouseMove(window.output.canvas, pixel(window, 2, -2))
    with qtbot.waitSignal(window.controller.refused) as refused:
        press(window, Key.Key_Delete)
    assert "last point" in refused.args[0]
    assert points(window) == [(2, -2, 1)]


def test_that_the_keys_alone_can_paint(window: MainWindow) -> None:
    window.output.canvas.setFocus()
    press(window, Key.Key_1, Key.Key_Return)
    assert near(points(window)[2], 0, 0, 1)
    press(window, Key.Key_Right, Key.Key_Right, Key.Key_Up)
    press(window, Key.Key_Right, modifier=SHIFT)
    assert near(points(window)[2], 0.55, 0.25, 1)
    stack = window.controller.undo_stack
    assert stack.count() == 2, "quick moves of the same point are one step"
    press(window, Key.Key_PageDown)
    assert window.painting.state.selected == 0
    press(window, Key.Key_PageUp, Key.Key_Backspace)
    assert len(points(window)) == 2
    press(window, Key.Key_Left, Key.Key_Down, Key.Key_Insert)
    assert near(points(window)[2], -0.25, -0.25, 1)
    press(window, Key.Key_Escape)
    assert window.painting.state.selected is None


def test_that_the_legend_shows_and_chooses_the_class(window: MainWindow) -> None:
    legend = window.output.class_legend
    assert legend.accessibleName() == "Legend: class 0, class 1; chosen: class 0"
    QTest.mouseClick(legend, LEFT, NONE, legend.place_of(1).center().toPoint())
    assert legend.accessibleName().endswith("chosen: class 1")
    press(window, Key.Key_7)
    assert window.painting.state.label == 1, "there is no class 7"
    press(window, Key.Key_0)
    assert window.painting.state.label == 0


def test_that_the_region_stays_while_points_come_and_go(qtbot: QtBot, window: MainWindow) -> None:
    def region() -> Region:
        maps = snapshot(window).maps
        assert maps is not None
        return maps.region

    before = region()
    for place in ((-4.9, 4.9), (4.9, -4.9), (0.5, 0.5)):
        click(window, *place)
    click(window, -2, 2, RIGHT)
    drag(window, (4.9, -4.9), (0, 1), (0.1, 0.1))
    qtbot.waitUntil(lambda: len(snapshot(window).dataset.train) == 4, timeout=10_000)
    qtbot.waitUntil(lambda: window.settled, timeout=10_000)
    assert region() == before


def test_that_a_far_region_stays_when_its_farthest_point_goes(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(painted(**{"data.source.points": [[-40, 0, 0], [40, 3, 1], [1, 1, 0]]}))
    maps = snapshot(window).maps
    assert maps is not None
    click(window, -40, 0, RIGHT)
    click(window, 40, 3, RIGHT)
    qtbot.waitUntil(lambda: len(snapshot(window).dataset.train) == 1 and window.settled, timeout=10_000)
    after = snapshot(window).maps
    assert after is not None
    assert after.region == maps.region


def test_that_the_cursor_tells_what_a_click_would_do(window: MainWindow) -> None:
    canvas = window.output.canvas
    QTest.mouseMove(canvas, pixel(window, 3, 3))
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.mouseMove(canvas, pixel(window, -2, 2))
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mousePress(canvas, LEFT, NONE, pixel(window, -2, 2))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(canvas, LEFT, NONE, pixel(window, -2, 2))
    window.output.points_toggle.click()
    QTest.mouseMove(canvas, pixel(window, 3, 3))
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    click(window, 3, 3)
    assert len(points(window)) == 2, "nobody paints what is not shown"


def test_that_the_hint_goes_with_the_first_point_for_good(window: MainWindow) -> None:
    assert window.painting._marks().hint
    QTest.mouseMove(window.output.canvas, pixel(window, 0, -4.9))
    assert not window.painting._marks().hint, "it lies over what the mouse wants to reach"
    QTest.mouseMove(window.output.canvas, pixel(window, 0, 0))
    assert window.painting._marks().hint
    click(window, 3, 3)
    assert not window.painting._marks().hint
    assert window.settings.painting_hint_read


def test_that_the_state_is_told_in_words(window: MainWindow) -> None:
    assert window.painting.overlay.accessibleName() == "Painting class 0; 2 points"
    press(window, Key.Key_PageDown)
    assert window.painting.overlay.accessibleName() == ("Painting class 0; 2 points; selected: class 0 at -2.00, 2.00")
    assert not window.grab().isNull()


def test_that_undo_lets_go_of_what_was_selected(window: MainWindow) -> None:
    click(window, 3, 3)
    assert window.painting.state.selected == 2
    window.actions_["undo"].trigger()
    assert window.painting.state.selected is None
    assert not window.output.canvas.grab().isNull()


def test_that_other_data_are_not_painted_on(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("petals")
    canvas = window.output.canvas
    QTest.mouseClick(canvas, LEFT, NONE, QPointF(100, 100).toPoint())
    QTest.keyClick(canvas, Key.Key_Return)
    assert window.controller.undo_stack.count() == 0
    assert "chosen" not in window.output.class_legend.accessibleName()

    window.left.data.sets.buttons["points"].click()
    qtbot.waitUntil(lambda: canvas.paintable, timeout=5_000)
    click(window, 3, 3)
    window.left.data.sets.buttons["quadrants"].click()
    window.left.data.sets.buttons["points"].click()
    assert len(points(window)) == 3, "the points painted before are there again"
