"""Every setting that is declared live acts on a running network, from the controller through the worker's thread."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.worker.gate import FrameGate
from playground.app.worker.worker import TrainingThread
from playground.experiment import Experiment, change, load, setting, settings_of, with_kind
from playground.training import Reason, Run
from tests.asking import told

OPTIMIZER, SCHEDULE = "training.optimizer.kind", "training.schedule.kind"
NORMALIZED = {"network.layers.0.batch_norm": True, OPTIMIZER: "momentum", "training.optimizer.learning_rate": 0.1}
STEPS = {SCHEDULE: "step", "training.schedule.every": 2}
STILL = {"network.layers.0.frozen": True, "network.output.frozen": True}
VALIDATED = {"data.split.train": 0.75, "data.split.validation": 0.25}

WEIGHTS: dict[str, tuple[dict[str, Any], Any]] = {
    "training.optimizer": ({}, "adam"),
    "training.optimizer.learning_rate": ({}, 0.3),
    "training.optimizer.momentum": ({OPTIMIZER: "nesterov"}, 0.2),
    "training.optimizer.decay": ({OPTIMIZER: "rmsprop"}, 0.5),
    "training.optimizer.epsilon": ({OPTIMIZER: "adagrad"}, 0.1),
    "training.optimizer.beta1": ({OPTIMIZER: "adam"}, 0.5),
    "training.optimizer.beta2": ({OPTIMIZER: "adam"}, 0.9),
    "training.optimizer.weight_decay": ({OPTIMIZER: "adamw"}, 1.0),
    "training.schedule": ({}, "exponential"),
    "training.schedule.decay": ({SCHEDULE: "exponential"}, 0.5),
    "training.schedule.every": (STEPS, 3),
    "training.schedule.factor": (STEPS, 0.1),
    "training.schedule.minimum": ({SCHEDULE: "cosine"}, 0.5),
    "training.schedule.epochs": ({SCHEDULE: "warmup"}, 5),
    "training.l1": ({}, 0.01),
    "training.l2": ({}, 0.01),
    "training.gradient_clip": ({}, 1e-3),
    "training.batch_size": ({}, 10),
    "training.batch_norm_learning_rate": (NORMALIZED, 0.01),
    "training.batch_norm_momentum": (NORMALIZED, 0.1),
    "network.layers.0.dropout": ({}, 0.5),
    "network.layers.0.frozen": ({}, True),
    "network.output.frozen": ({}, True),
}
"""What each setting needs beside it, and a value under which the weights become others."""

ENDS: dict[str, tuple[dict[str, Any], Any, Reason]] = {
    "training.epochs": ({}, 6, Reason.EPOCHS),
    "training.stop.target_loss": ({}, 10.0, Reason.TARGET_LOSS),
    "training.stop.target_accuracy": ({}, 0.01, Reason.TARGET_ACCURACY),
    "training.stop.patience": (STILL | VALIDATED, 3, Reason.PATIENCE),
}
"""The same for settings that end the run, with the reason it then gives."""

Start = Callable[[Experiment], Controller]


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    """A controller whose worker runs."""
    threads = []

    def begin(experiment: Experiment) -> Controller:
        thread = TrainingThread(experiment, FrameGate())
        threads.append(thread)
        with qtbot.waitSignal(thread.epochs_completed):
            thread.start()
        return Controller(experiment, thread)

    yield begin
    for thread in threads:
        thread.stop()


def ask(qtbot: QtBot, controller: Controller, task: Callable[[Run], Any]) -> Any:
    return told(qtbot, controller.worker, task)


def train(run: Run) -> tuple[NDArray[np.floating], int]:
    """Five more epochs; the weights after them, and how often the run has begun."""
    run.train(5)
    return run.network.values.copy(), run.beginnings


def finish(run: Run) -> tuple[Reason | None, int, int]:
    outcome = run.train()
    return outcome.reason if outcome else None, run.epochs_done, run.beginnings


def assignment(experiment: Experiment, path: str, value: Any) -> dict[str, Any]:
    return {f"{path}.kind" if setting(experiment, path).kind == "kind" else path: value}


@pytest.mark.parametrize("path", WEIGHTS)
def test_that_a_live_setting_moves_the_weights_otherwise_without_a_restart(
    qtbot: QtBot, start: Start, path: str
) -> None:
    beside, value = WEIGHTS[path]
    experiment = change(load("petals"), beside)
    unchanged = Run(experiment)
    train(unchanged)
    controller = start(experiment)
    before, _ = ask(qtbot, controller, train)
    assert np.array_equal(before, unchanged.network.values)
    assert controller.propose(assignment(experiment, path, value), "")
    after, beginnings = ask(qtbot, controller, train)
    assert beginnings == 1
    assert not np.array_equal(after, train(unchanged)[0])


@pytest.mark.parametrize("path", ENDS)
def test_that_a_live_setting_ends_the_run(qtbot: QtBot, start: Start, path: str) -> None:
    beside, value, reason = ENDS[path]
    experiment = change(load("petals"), beside)
    controller = start(experiment)
    ask(qtbot, controller, train)
    assert controller.propose({path: value}, "")
    found, epochs, beginnings = ask(qtbot, controller, finish)
    assert (found, beginnings) == (reason, 1)
    assert epochs <= 6


def test_that_no_live_setting_is_left_out() -> None:
    assert set(live_settings(load("petals"))) == {*WEIGHTS, *ENDS}


def live_settings(experiment: Experiment) -> Iterator[str]:
    network, training = experiment.network, experiment.training
    structs: list[tuple[Any, str]] = [
        (training, "training"),
        (training.stop, "training.stop"),
        (network.layers[0], "network.layers.0"),
        (network.output, "network.output"),
    ]
    for union in ("optimizer", "schedule"):
        path = f"training.{union}"
        for kind in setting(experiment, path).choices:
            structs.append((getattr(with_kind(experiment, f"{path}.kind", kind).training, union), path))
    for struct, path in structs:
        yield from (each.path for each in settings_of(struct, path) if each.live and each.kind != "group")
