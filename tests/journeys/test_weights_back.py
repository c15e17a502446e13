"""Weights back into the window: what they mean is compared, a person is asked, and the data stay whose they are."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.taking_home.weights_back import WeightsQuestion
from playground.app.window.window import MainWindow
from playground.data.proposal import for_table
from playground.experiment import Experiment, change, load, write
from playground.export import export
from playground.training import Run
from tests.journeys.conftest import Opener

Written = Callable[..., Experiment]


@pytest.fixture
def flowers(tmp_path: Path) -> Written:
    """An experiment on a table of flowers; its numbers are shifted, its columns in any order, gaps filled or not."""

    def written(name: str, shift: float = 0.0, order: tuple[int, ...] = (0, 1, 2), gap: bool = False) -> Experiment:
        random = np.random.RandomState(3)
        rows = []
        for i in range(60):
            size, width = random.randn(2) + np.array([0, 3 * (i % 2)]) + shift
            cells = ["" if gap and i % 6 == 1 else f"{size:.3f}", f"{width:.3f}", ["aster", "rose"][i % 2]]
            rows.append(",".join(cells[place] for place in order))
        path = tmp_path / name
        heads = ("size", "width", "kind")
        path.write_text("\n".join([",".join(heads[place] for place in order), *rows]) + "\n")
        settings = {"data.source.fill": "median"} if gap else {}
        return for_table(load("petals"), path, settings)[0]

    return written


def saved(experiment: Experiment, path: Path, epochs: int = 30) -> Run:
    run = Run(experiment)
    run.train(epochs=epochs)
    export(run, path)
    return run


def loading(qtbot: QtBot, window: MainWindow, path: Path) -> WeightsQuestion:
    """The question that loading asks."""
    back = window.files.weights_back
    back.question = None
    window.files.load_weights(path)
    qtbot.waitUntil(lambda: back.question is not None, timeout=5_000)
    question = back.question
    assert question is not None
    return question


def weights_in(window: MainWindow) -> np.ndarray:  # type: ignore[type-arg]
    assert window.snapshot is not None
    return window.snapshot.parameters["layer1.weight"]


def test_that_old_weights_are_tried_on_new_rows_with_the_preparation_they_know(
    qtbot: QtBot, open_window: Opener, flowers: Written, tmp_path: Path
) -> None:
    run = saved(flowers("old.csv", gap=True), tmp_path / "old.npz")
    new = flowers("new.csv", shift=0.5, gap=True)
    window = open_window(new)
    question = loading(qtbot, window, tmp_path / "old.npz")
    assert "fitted on other rows" in question.informativeText()
    assert not question.fit.isVisibleTo(question) and question.take.isVisibleTo(question)
    with qtbot.waitSignal(window.files.weights_loaded):
        question.take.click()
    qtbot.waitUntil(lambda: np.array_equal(weights_in(window), run.network.parameters["layer1.weight"]))
    assert window.controller.experiment.data == new.data, "the person's own rows are there"
    assert "its preparation was taken" in window.banner.text.text()
    points = Run(new).dataset.train.points
    snapshot = window.snapshot
    assert snapshot is not None and np.isfinite(snapshot.scores["train"].loss)
    right = np.mean((run.predict(run.dataset.preparation.filled(points))[:, 0] > 0.5) == Run(new).dataset.train.labels)
    assert snapshot.scores["train"].accuracy == pytest.approx(right)


def test_that_weights_of_other_inputs_are_not_for_these_data_and_cancelling_changes_nothing(
    qtbot: QtBot, open_window: Opener, flowers: Written, tmp_path: Path
) -> None:
    saved(load("quadrants"), tmp_path / "quadrants.npz", 3)
    own = flowers("own.csv")
    window = open_window(own)
    before = weights_in(window).copy()
    question = loading(qtbot, window, tmp_path / "quadrants.npz")
    assert not question.take.isVisibleTo(question)
    assert "other classes" in question.informativeText()
    question.reject()
    assert window.controller.experiment == own
    np.testing.assert_array_equal(weights_in(window), before)


def test_that_the_network_is_set_to_fit_and_the_data_stay(
    qtbot: QtBot, open_window: Opener, flowers: Written, tmp_path: Path
) -> None:
    own = flowers("own.csv")
    run = saved(change(own, {"network.layers": [{"units": 7, "activation": "relu"}]}), tmp_path / "seven.npz")
    window = open_window(own)
    question = loading(qtbot, window, tmp_path / "seven.npz")
    assert "7 units" in question.informativeText()
    with qtbot.waitSignal(window.files.weights_loaded):
        question.fit.click()
    assert window.controller.experiment.data == own.data
    assert [layer.units for layer in window.controller.experiment.network.layers] == [7]
    qtbot.waitUntil(lambda: np.array_equal(weights_in(window), run.network.parameters["layer1.weight"]))
    window.controller.undo_stack.undo()
    assert window.controller.experiment == own


def test_that_the_experiment_of_the_weights_opens_only_where_its_data_are_there(
    qtbot: QtBot, open_window: Opener, flowers: Written, tmp_path: Path
) -> None:
    theirs = flowers("theirs.csv")
    run = saved(theirs, tmp_path / "theirs.npz")
    window = open_window("petals")
    question = loading(qtbot, window, tmp_path / "theirs.npz")
    with qtbot.waitSignal(window.files.weights_loaded):
        question.open_own.click()
    assert window.controller.experiment == theirs
    qtbot.waitUntil(lambda: np.array_equal(weights_in(window), run.network.parameters["layer1.weight"]))
    window.controller.undo_stack.undo()
    (tmp_path / "theirs.csv").unlink()
    question = loading(qtbot, window, tmp_path / "theirs.npz")
    window.banner.text.set_text("")
    question.open_own.click()
    qtbot.waitUntil(lambda: "no file" in window.banner.text.text(), timeout=5_000)
    assert window.controller.experiment == load("petals")


def test_that_an_experiment_whose_table_is_gone_changes_nothing(
    qtbot: QtBot, window: MainWindow, flowers: Written, tmp_path: Path
) -> None:
    write(flowers("gone.csv"), tmp_path / "gone.json")
    (tmp_path / "gone.csv").unlink()
    window.files.open(tmp_path / "gone.json")
    qtbot.waitUntil(lambda: "no file" in window.banner.text.text(), timeout=5_000)
    assert (window.controller.experiment, window.controller.path) == (load("petals"), None)
    assert window.snapshot is not None and window.snapshot.experiment == load("petals")


def test_that_a_setting_whose_data_cannot_be_read_is_taken_back(
    qtbot: QtBot, open_window: Opener, flowers: Written, tmp_path: Path
) -> None:
    own = flowers("own.csv")
    window = open_window(own)
    (tmp_path / "own.csv").unlink()
    steps = window.controller.undo_stack.count()
    assert window.controller.propose({"data.split.seed": 9}, "another split")
    qtbot.waitUntil(lambda: window.controller.experiment == own, timeout=5_000)
    assert "no file" in window.banner.text.text()
    assert window.controller.undo_stack.count() == steps
    assert window.left.data.split_seed.row.value() == own.data.split.seed
    assert window.controller.propose({"training.optimizer.learning_rate": 0.3}, "another rate"), "it goes on"
    qtbot.waitUntil(
        lambda: window.snapshot is not None and window.snapshot.experiment == window.controller.experiment,
        timeout=5_000,
    )
