"""Looking at how good the answers are, in the real window."""

from pytestqt.qtbot import QtBot

from tests.journeys.conftest import Opener


def test_that_a_person_can_follow_the_confusion_of_classes_and_the_residuals_of_values(
    qtbot: QtBot, open_window: Opener
) -> None:
    window = open_window("playground")
    output = window.output
    output.view_choice.pill("confusion").click()
    output.answers.part_choice.pill("test").click()
    qtbot.waitUntil(lambda: output.answers.caption.text().startswith("accuracy "), timeout=5_000)
    before = output.summary()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: output.summary() != before, timeout=10_000)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.frames.training, timeout=5_000)

    window.left.data.sets.buttons["plane"].click()
    qtbot.waitUntil(lambda: output.answers.caption.text().startswith("R² "), timeout=5_000)
    qtbot.waitUntil(lambda: output.summary().startswith("Residuals. Predicted against"), timeout=5_000)
    assert output.view_choice.value() == "residuals"

    output.view_choice.pill("map").click()
    assert output.canvas.isVisible()
    assert not output.answers.isVisible()
