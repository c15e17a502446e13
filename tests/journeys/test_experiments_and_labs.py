"""Opening, changing, saving and undoing experiments in the real window."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from playground.app.diagram.header import PlusButton
from playground.app.window.window import MainWindow
from playground.experiment import labs, load, read, write
from tests.journeys.conftest import Opener
from tests.journeys.test_a_first_session import pause, play_until, shown


def test_that_every_lab_opens_plays_and_shows_its_boundary(qtbot: QtBot, window: MainWindow) -> None:
    for slug in (slug for slug, lab in labs().items() if lab.experiment):
        window.open_lab(labs()[slug])
        qtbot.waitUntil(lambda: shown(window).experiment.name == slug and window.settled, timeout=20_000)  # noqa: B023
        play_until(qtbot, window, 2)
        assert shown(window).maps is not None
        assert window.run_bar.lab_button.accessibleName().startswith(labs()[slug].title)


def test_that_every_data_set_can_be_chosen_while_it_trains(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 5)
    for kind in ("quadrants", "circle", "xor", "gauss", "spiral"):
        window.left.data.sets.chosen.emit(kind)
        source = kind.capitalize()
        qtbot.waitUntil(lambda: type(shown(window).experiment.data.source).__name__ == source)  # noqa: B023
        qtbot.waitUntil(lambda: window.epoch >= 5, timeout=5_000)


def test_that_a_layer_can_be_added_and_undone_while_it_trains(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 5)
    plus = window.network.findChildren(PlusButton)[-1]
    qtbot.mouseClick(plus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "layer2.weight" in shown(window).parameters, timeout=5_000)
    assert window.actions_["undo"].isEnabled()
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: "layer2.weight" not in shown(window).parameters, timeout=5_000)


def test_that_an_experiment_saved_and_opened_again_is_the_same(window: MainWindow, tmp_path: Path) -> None:
    window.controller.propose({"training.l2": 0.001, "network.layers.0.units": 7}, "Test")
    wanted = window.controller.experiment
    window.files.save_to(tmp_path / "mine.json")
    window.open_lab(labs()["quadrants"])
    window.files.open(tmp_path / "mine.json")
    assert window.controller.experiment == wanted
    assert "mine.json" in window.windowTitle()


def test_that_a_broken_file_is_refused_in_words_and_nothing_is_lost(window: MainWindow, tmp_path: Path) -> None:
    window.controller.propose({"training.l2": 0.001}, "L2")
    before = window.controller.experiment
    for number, content in enumerate(
        ['{"format": 1, "seed": "x"}', '{"unknown": 1}', '{"seed": -1}', '{"seed"', "plain text", None]
    ):
        path = tmp_path / f"broken{number}.json"
        if content is not None:
            path.write_text(content)
        window.files.open(path)
        assert window.banner.isVisible()
        assert path.name in window.banner.text.text()
        assert window.controller.experiment == before
        assert window.actions_["undo"].isEnabled()


def test_that_an_impossible_setting_is_refused_and_the_panel_shows_the_old_value(window: MainWindow) -> None:
    assert not window.controller.propose({"training.loss": "softmax_cross_entropy"}, "Loss")
    assert window.banner.isVisible()
    assert window.controller.experiment == load("petals")
    assert window.left.training.loss.row.value() == "binary_cross_entropy"


def test_that_weights_of_another_network_bring_their_own_network_along(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    window = open_window("playground")
    play_until(qtbot, window, 20)
    path = tmp_path / "circle.npz"
    with qtbot.waitSignal(window.worker.worked):
        window.files.export_weights(path)
    window.open_lab(labs()["petals"])
    qtbot.waitUntil(lambda: shown(window).experiment.name == "petals", timeout=5_000)
    with qtbot.waitSignal(window.worker.worked):
        window.files.load_weights(path)
    qtbot.waitUntil(lambda: shown(window).experiment.name == "playground", timeout=5_000)
    assert window.banner.isVisible()


def test_that_broken_weights_are_refused_and_the_network_stays(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(b"PK\x03\x04 not really")
    window.files.load_weights(path)
    assert "broken.npz" in window.banner.text.text()
    assert window.controller.experiment == load("petals")


def test_that_a_dropped_experiment_opens(window: MainWindow, tmp_path: Path) -> None:
    write(load("quadrants"), tmp_path / "dropped.json")
    window.files.drop(tmp_path / "dropped.json")
    assert window.controller.experiment == read(tmp_path / "dropped.json")


def test_that_changes_to_a_file_are_not_lost_without_a_question(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def cancel(_parent: object, title: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(title)
        return QMessageBox.StandardButton.Cancel

    window.files.save_to(tmp_path / "mine.json")
    window.controller.propose({"training.l2": 0.01}, "L2")
    monkeypatch.setattr(QMessageBox, "question", cancel)
    window.open_lab(labs()["quadrants"])
    assert asked == ["Unsaved changes"]
    assert window.controller.experiment.training.l2 == 0.01
    assert not window.close()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Save)
    window.open_lab(labs()["quadrants"])
    assert read(tmp_path / "mine.json").training.l2 == 0.01
    assert window.controller.experiment == load("quadrants")


def test_that_undo_brings_back_what_another_lab_took_the_place_of(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.propose({"network.layers.0.units": 7}, "Neurons")
    mine = window.controller.experiment
    play_until(qtbot, window, 20)
    pause(qtbot, window)
    epoch, weights = window.epoch, shown(window).parameters["layer1.weight"]
    window.open_lab(labs()["quadrants"])
    qtbot.waitUntil(lambda: shown(window).experiment.name == "quadrants" and window.settled, timeout=5_000)
    play_until(qtbot, window, 3)
    pause(qtbot, window)
    reached = window.epoch
    assert window.actions_["undo"].text() == f"Undo: Open {labs()['quadrants'].title}"
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: shown(window).experiment == mine and window.settled, timeout=5_000)
    assert window.epoch == epoch
    np.testing.assert_array_equal(shown(window).parameters["layer1.weight"], weights)
    assert window.notices.lesson is None, "the lesson was the other lab's"
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: shown(window).experiment.name == "quadrants" and window.settled, timeout=5_000)
    assert window.epoch == reached


def test_that_undo_brings_the_file_back_as_well(window: MainWindow, tmp_path: Path) -> None:
    window.files.save_to(tmp_path / "mine.json")
    window.open_lab(labs()["quadrants"])
    assert window.controller.path is None
    window.actions_["undo"].trigger()
    assert window.controller.path == tmp_path / "mine.json"
    assert window.controller.unchanged


def test_that_a_run_left_long_ago_comes_back_with_its_settings_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    for slug in ("quadrants", "playground", "petals", "quadrants"):
        window.open_lab(labs()[slug])
    for _ in range(4):
        window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: "no longer kept" in window.banner.text.text(), timeout=5_000)
    assert window.controller.experiment == load("petals")
    qtbot.waitUntil(lambda: shown(window).experiment == load("petals"), timeout=5_000)


@pytest.mark.parametrize(
    ("assignments", "questions"), [({}, 0), ({"seed": 4, "data.source.seed": 9}, 0), ({"training.l2": 0.1}, 1)]
)
def test_that_closing_asks_about_work_that_has_no_file_and_about_nothing_else(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, assignments: dict[str, Any], questions: int
) -> None:
    asked: list[str] = []

    def cancel(_parent: object, _title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", cancel)
    window.controller.propose(assignments, "Test")
    assert window.close() == (questions == 0)
    assert asked == ["Save the changes to petals first?"] * questions
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    assert window.close()


def test_that_another_lab_begins_anew_even_if_only_live_settings_differ(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 20)
    with qtbot.waitSignal(window.worker.paused):
        window.open_lab(labs()["petals"])
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)


def test_that_a_change_that_starts_again_says_so(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 20)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.frames.training, timeout=5_000)
    window.controller.propose({"network.layers.0.units": 5}, "Units")
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    assert "started again" in window.run_bar.detail_label.text()


def test_that_another_lab_begins_and_not_again(qtbot: QtBot, window: MainWindow) -> None:
    play_until(qtbot, window, 20)
    window.open_lab(labs()["playground"])
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    assert "started again" not in window.run_bar.detail_label.text()
