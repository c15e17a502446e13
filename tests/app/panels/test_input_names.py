"""The line that tells of inputs which are not chosen from features."""

from collections.abc import Callable

import pytest

from playground.app.controller import Controller
from playground.app.panels.data_panel import DataPanel
from playground.app.panels.features import InputNames
from playground.app.theme import ThemeManager
from playground.data import build_dataset
from playground.training import Run


@pytest.fixture
def line(shown: Callable[..., None]) -> InputNames:
    made = InputNames()
    shown(made)
    return made


def test_that_a_few_names_are_all_told(line: InputNames) -> None:
    line.show_names(["hue", "ash"])
    assert line.text() == "2 inputs: hue, ash"
    assert line.toolTip() == ""
    line.show_names(["hue"])
    assert line.text() == "1 input: hue"


def test_that_of_many_the_first_are_told_and_more_in_the_tooltip(line: InputNames) -> None:
    line.show_names([f"<{number}> long name & more of it" for number in range(64)])
    assert line.text().startswith("64 inputs: <0> long name & more…, <1>")
    assert line.text().endswith("and 62 more")
    assert "&lt;39&gt;" in line.toolTip()
    assert "and 24 more" in line.toolTip()


def test_that_images_are_told_by_their_size(line: InputNames) -> None:
    line.show_names([f"pixel {number}" for number in range(12)], (3, 4))
    assert line.text() == "12 inputs: 4\xa0×\xa03\xa0pixels"


def test_that_the_data_card_offers_features_for_points_of_a_plane_alone(
    controller: Controller, theme: ThemeManager, shown: Callable[..., None], wide_run: Callable[..., Run]
) -> None:
    panel = DataPanel(controller, theme)
    shown(panel, 268)
    panel.show_dataset(wide_run(13).dataset)
    assert not panel.pills.isVisible()
    assert panel.input_names.text().startswith("13 inputs: column 1, ")
    assert panel.features_heading.text() == "Inputs"
    panel.show_dataset(build_dataset(controller.experiment))
    assert panel.pills.isVisible()
    assert not panel.input_names.isVisible()
