"""The doctor in the real window: a finding appears, its remedy is clicked, it is gone, and undo brings it back."""

import pytest
from pytestqt.qtbot import QtBot

from playground.app.window.window import MainWindow
from playground.experiment import Experiment, change, load
from playground.training.examination import Examination
from tests.journeys.conftest import Opener

RATE = "training.optimizer.learning_rate"


def ill(lab: str, **settings: object) -> Experiment:
    return change(load(lab), {path.replace("__", "."): value for path, value in settings.items()})


def dead() -> Experiment:
    layer = {"units": 8, "activation": "relu", "bias_initializer": {"kind": "constant", "value": -8}}
    return ill("playground", network__layers=[layer, layer])


def kinds(window: MainWindow) -> list[str]:
    return [finding.kind for finding in window.insights.findings.current]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    """Until just these findings are told."""
    settled = window.insights.examinations
    qtbot.waitUntil(lambda: kinds(window) == list(wanted) and settled.settled, timeout=20_000)


def take_remedy(window: MainWindow) -> None:
    """Open what was found, and click the first remedy."""
    window.insights.findings.button.click()
    window.insights.findings.popover.buttons[0].click()


def test_that_a_finding_is_told_treated_and_brought_back_by_undo(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(dead())
    wait_for(qtbot, window, "dead_units")
    button = window.insights.findings.button
    assert button.isVisible()
    assert button.text() == "1 finding"

    take_remedy(window)
    assert {layer.activation for layer in window.controller.experiment.network.layers} == {"leaky_relu"}
    wait_for(qtbot, window)
    assert not button.isVisible()
    assert window.banner.text.text() == "Leaky ReLU instead of ReLU, biases from 0: the run starts again."

    window.banner.action.click()
    assert {layer.activation for layer in window.controller.experiment.network.layers} == {"relu"}
    wait_for(qtbot, window, "dead_units")
    assert button.isVisible()


def test_that_a_remedy_that_is_live_lets_the_run_go_on(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(ill("petals", training__optimizer__learning_rate=1e-4))
    window.worker.set_speed(200)
    window.worker.play()
    qtbot.waitUntil(lambda: kinds(window) == ["rate_too_low"], timeout=10_000)
    epoch = window.epoch
    take_remedy(window)
    assert window.controller.experiment.training.optimizer.learning_rate > 1e-4
    assert kinds(window) == []
    qtbot.waitUntil(lambda: window.epoch > epoch + 20, timeout=10_000)
    assert window.controller.undo_stack.undoText().startswith("Learning rate")


def test_that_a_remedy_that_needs_a_new_start_resets_a_live_setting_too(qtbot: QtBot, open_window: Opener) -> None:
    relu = {"units": 8, "activation": "relu", "initializer": {"kind": "he_normal"}}
    window = open_window(ill("playground", network__layers=[relu, relu], training__optimizer__learning_rate=3))
    window.worker.ask(lambda run: run.train(80) and None)
    qtbot.waitUntil(lambda: window.epoch == 80, timeout=10_000)
    qtbot.waitUntil(lambda: "rate_too_high" in kinds(window), timeout=10_000)
    take_remedy(window)
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=5_000)
    assert window.controller.experiment.training.optimizer.learning_rate == pytest.approx(0.3)


def test_that_the_doctor_is_silent_on_a_healthy_run(qtbot: QtBot, window: MainWindow) -> None:
    seen: list[Examination] = []
    window.insights.examinations.examined.connect(seen.append)
    window.worker.set_speed(300)
    window.worker.play()
    qtbot.waitUntil(lambda: len(seen) >= 4 and window.epoch > 100, timeout=15_000)
    assert [examination.findings for examination in seen] == [()] * len(seen)
    assert not window.insights.findings.button.isVisible()


def test_that_an_open_card_says_when_nothing_is_wrong_any_more(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window(dead())
    wait_for(qtbot, window, "dead_units")
    window.insights.findings.open()
    popover = window.insights.findings.popover
    window.controller.open(load("petals"), "Open petals")
    wait_for(qtbot, window)
    assert popover.buttons == []
    popover.close()


def test_that_the_layers_are_seen_live_while_they_are_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["inside"].trigger()
    dialog = window.insights.inside
    assert dialog is not None
    qtbot.waitUntil(lambda: "saturated" in dialog.layers.summary(), timeout=5_000)
    seen: list[int] = []
    window.insights.examinations.examined.connect(lambda examination: seen.append(examination.epoch))
    window.worker.play()
    qtbot.waitUntil(lambda: len(seen) >= 4, timeout=5_000)
    assert seen == sorted(set(seen))
    assert dialog.layers.summary().startswith("Layer 1: mean ")
    dialog.close()
    assert not dialog.isVisible()


def test_that_nothing_is_examined_while_nothing_changes(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.insights.examinations.settled, timeout=5_000)
    with qtbot.assertNotEmitted(window.insights.examinations.examined, wait=1200):
        window.update()


def test_that_looking_makes_no_report(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.insights.examinations.settled, timeout=5_000)
    with qtbot.assertNotEmitted(window.worker.epochs_completed, wait=200):
        answer = window.worker.ask(lambda run: run.epochs_done, only_looks=True)
        with qtbot.waitSignal(answer.done, timeout=5_000):
            pass
