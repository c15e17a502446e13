"""What the strip under the network says, and when it steps aside."""

import pytest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.training import Outcome, Reason


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the picture could not be made", "The picture could not be made"),
        ("iris.csv: row 17 has no number", "iris.csv: row 17 has no number"),
        ("train-images-idx3-ubyte is cut short", "train-images-idx3-ubyte is cut short"),
        ("data.split.train: no sample is left", "data.split.train: no sample is left"),
    ],
)
def test_that_the_names_of_files_and_settings_are_left_as_they_are(window: MainWindow, said: str, shown: str) -> None:
    window.notices.refuse(said)
    assert window.banner.text.text() == shown
    window.notices.succeed("iris.csv: 150 samples")
    assert window.banner.text.text() == "iris.csv: 150 samples"


def test_that_the_end_of_a_run_is_not_spoken_of_while_one_looks_back(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.propose({"training.epochs": 30}, "Epochs")
    with qtbot.waitSignal(window.worker.ended, timeout=10_000):
        window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.settled and window.epoch == 30, timeout=10_000)
    assert window.banner.isVisible()
    window.time_machine.look_at(10)
    qtbot.waitUntil(lambda: window.epoch < 30, timeout=10_000)
    assert not window.banner.isVisible()
    window.time_machine.look_at_now()
    qtbot.waitUntil(lambda: window.epoch == 30, timeout=10_000)
    assert window.banner.isVisible()
    assert window.banner.text.text().startswith("All 30 epochs are done")


def test_that_the_remedy_of_a_run_that_ran_away_says_what_it_does(window: MainWindow) -> None:
    window.notices.ended(Outcome(Reason.DIVERGENCE, epoch=8, stopped_at=12, learning_rate=10.0))
    assert window.banner.action.text() == "Set learning rate to 1"
    window.banner.action.click()
    assert window.controller.experiment.training.optimizer.learning_rate == 1
