"""The program started with a file: `playground open FILE`."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.cli import main
from playground.commands.options import experiment_given
from playground.experiment import Experiment, Lab, load, write
from playground.export import export
from playground.training import Run
from tests.journeys.conftest import Opener

Asked = list[tuple[Experiment, Lab | None, Path | None]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the window is asked to open with, instead of opening it."""
    calls: Asked = []

    def note(experiment: Experiment, lab: Lab | None = None, path: Path | None = None) -> int:
        calls.append((experiment, lab, path))
        return 0

    monkeypatch.setattr("playground.app.open_window", note)
    return calls


def test_that_the_table_dialog_opens_and_proposes_what_train_would_take(
    qtbot: QtBot, open_window: Opener, asked: Asked, tmp_path: Path
) -> None:
    path = tmp_path / "trees.csv"
    path.write_text("\n".join(["a,b,kind", *(f"{n % 9},{n % 7},{'xyz'[n % 3]}" for n in range(90))]))
    assert main(["open", str(path)]) == 0
    assert asked == [(load("petals"), None, path)]
    window = open_window()
    window.files.begin_with(path)
    dialog = window.own_data.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.choice is not None, timeout=10_000)
    with qtbot.waitSignal(window.controller.experiment_changed, timeout=10_000):
        QTest.keyClick(dialog.preview, Qt.Key.Key_Return)
    assert window.controller.experiment == experiment_given(str(path))


def test_that_weights_are_in_the_network(qtbot: QtBot, window: MainWindow, asked: Asked, tmp_path: Path) -> None:
    run = Run(load("playground"))
    run.train(epochs=3)
    export(run, tmp_path / "w.npz")
    assert main(["open", str(tmp_path / "w.npz")]) == 0
    assert asked == [(load("petals"), None, tmp_path / "w.npz")]
    with qtbot.waitSignal(window.worker.worked):
        window.files.begin_with(tmp_path / "w.npz")
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.experiment == load("playground"))
    assert window.snapshot is not None
    np.testing.assert_array_equal(window.snapshot.parameters["layer1.weight"], run.network.parameters["layer1.weight"])


def test_that_an_experiment_is_saved_to_the_file_it_came_from(window: MainWindow, asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    write(load("petals"), path)
    assert main(["open", str(path)]) == 0
    assert asked == [(load("petals"), None, path)]
    window.files.begin_with(path)
    assert window.controller.path == path
    assert window.windowTitle().startswith("mine.json")


def test_that_a_lab_opens_without_a_file(asked: Asked) -> None:
    assert [main(["open", "petals"]), main(["open", "initialization"]), main([])] == [0, 0, 0]
    assert [path for _, _, path in asked] == [None] * 3
    assert [lab.slug for _, lab, _ in asked if lab] == ["initialization"]
