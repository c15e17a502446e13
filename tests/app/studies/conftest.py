"""A board of results as a study gives them, without training anything."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from playground.app.studies.words import Subject
from playground.app.theme import ThemeManager
from playground.experiment import load
from playground.studies import Axis, Board, Result, Sweep
from playground.training import Score
from tests.conftest import Themed

PATH = "network.layers.0.units"


@pytest.fixture
def board_of() -> Callable[[Mapping[int, Sequence[float]]], tuple[Board, Subject]]:
    """A board of test accuracies: size to those of its seeds; fewer of them than seeds are still to come."""

    def make(accuracies: Mapping[int, Sequence[float]]) -> tuple[Board, Subject]:
        seeds = max(len(values) for values in accuracies.values())
        study = Sweep(load("petals"), (Axis(PATH, tuple(accuracies)),), seeds)
        board = Board(study.trials())
        for trial in study.trials():
            values = accuracies[trial.assignments[PATH]]
            if trial.turn < len(values):
                scores = {"train": Score(0.5, 0.5), "test": Score(0.4, values[trial.turn])}
                parameters = 4 * trial.assignments[PATH] + 1
                board.add(Result(trial.number, trial.assignments, trial.seed, 9, "epochs", "", scores, parameters, 1.5))
        return board, Subject(study.experiment, study.paths)

    return make


@pytest.fixture
def theme(themed: Themed) -> ThemeManager:
    """The light theme."""
    return themed("light")
