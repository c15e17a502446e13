"""Whatever a person does, in any order and while it trains: nothing breaks, and the window tells the truth at rest."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.experiment import changed_settings, setting
from playground.training import Run, SampleKey

_ACTIONS = 70
_NAMES = ("play", "play", "step_epoch", "step_batch", "reset", "new_weights", "regenerate", "now", "mute", "theme")
_SETTINGS = (
    "training.optimizer.learning_rate",
    "training.l2",
    "training.batch_size",
    "data.source.noise",
    "network.layers.0.units",
    "network.layers.0.activation",
    "network.layers.0.batch_norm",
    "network.layers.0.frozen",
)


class Monkey:
    """Does what a person can do, drawn from a seeded stream, so that what it finds can be found again."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window, self._random = window, Random(seed)
        self._ways: tuple[Callable[[], object], ...] = (
            self._trigger, self._trigger, self._set, self._set, self._undo, self._drag_diagram, self._drag_diagram,
            self._point, self._drag_canvas, self._scrub, self._data, self._layers, self._view, self._sample,
        )  # fmt: skip

    def act(self) -> None:
        self._random.choice(self._ways)()

    def _trigger(self) -> None:
        self._window.actions_[self._random.choice(_NAMES)].trigger()

    def _set(self) -> None:
        path, experiment = self._random.choice(_SETTINGS), self._window.controller.experiment
        declared = setting(experiment, path)
        if declared.kind == "bool":
            value: object = self._random.random() < 0.5
        elif declared.kind == "choice":
            value = self._random.choice(declared.choices)
        else:
            value = self._random.randint(1, 9) if declared.kind == "int" else self._random.uniform(0.001, 0.4)
        self._window.controller.propose({path: value}, path, merge=self._random.random() < 0.3)

    def _undo(self) -> None:
        action = self._window.actions_[self._random.choice(("undo", "undo", "redo"))]
        for _ in range(self._random.choice((1, 1, 2, 10))):
            action.trigger()

    def _drag_diagram(self) -> None:
        self._drag(self._window.network.canvas)

    def _point(self) -> None:
        QTest.mouseMove(self._window.network.canvas, self._place(self._window.network.canvas))

    def _drag_canvas(self) -> None:
        self._drag(self._window.output.canvas)

    def _scrub(self) -> None:
        view = self._window.curves.view
        assert view is not None
        self._drag(view.loss.plot.plot.viewport())

    def _data(self) -> None:
        self._window.left.data.sets.buttons[self._random.choice(("petals", "quadrants", "points", "points"))].click()

    def _layers(self) -> None:
        layers = [{"units": self._random.choice((1, 3, 8, 20))} for _ in range(self._random.randint(1, 4))]
        self._window.controller.propose({"network.layers": layers}, "Layers")

    def _view(self) -> None:
        self._window.output.view_choice.pill(self._random.choice(("map", "hidden", "hidden"))).click()

    def _sample(self) -> None:
        self._window.backprops.open(SampleKey("train", 0))

    def _drag(self, widget: QWidget) -> None:
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=self._place(widget))
        if self._random.random() < 0.3:
            self._undo()
        at = self._place(widget)
        QTest.mouseMove(widget, at)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at)

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self._random.randrange(widget.width()), self._random.randrange(widget.height()))


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Pause, and wait until the window shows all that the worker has to say."""
    told: list[tuple[object, int, int]] = []

    def look(run: Run) -> None:
        told.append((run.experiment, run.epochs_done, run.steps_done))

    window.worker.pause()
    window.worker.travel(lambda timeline: setattr(timeline, "viewed", None))
    window.worker.ask(look, only_looks=True)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)

    def agrees() -> bool:
        snapshot = window.snapshot
        return (
            window.settled and snapshot is not None and (snapshot.experiment, snapshot.epoch, snapshot.step) == told[0]
        )

    qtbot.waitUntil(agrees, timeout=10_000)
    assert changed_settings(window.controller.experiment, told[0][0]) == []  # type: ignore[arg-type]
    assert window.run_bar.epoch_label.text() == f"{told[0][1]:,}"


def test_that_nothing_breaks_and_all_of_it_can_be_undone_and_redone(qtbot: QtBot, window: MainWindow) -> None:
    first, stack, monkey = window.controller.experiment, window.controller.undo_stack, Monkey(window, seed=1)
    for number in range(_ACTIONS):
        monkey.act()
        qtbot.wait(number % 4 * 5)
    rest(qtbot, window)
    while stack.canRedo():
        stack.redo()
    rest(qtbot, window)
    last, done = window.controller.experiment, stack.count()
    while stack.canUndo():
        stack.undo()
    rest(qtbot, window)
    assert changed_settings(first, window.controller.experiment) == []
    while stack.canRedo():
        stack.redo()
    rest(qtbot, window)
    assert stack.count() == done
    assert changed_settings(last, window.controller.experiment) == []
