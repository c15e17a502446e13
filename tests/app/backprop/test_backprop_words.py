"""The back-propagation view in words: its formulas are right to the digits shown, for every kind of network."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.app.backprop.formulas import formulas
from playground.app.backprop.story import Story, outcome, pulls, small_print, title, verdict
from playground.app.diagram.structure import structure_of
from playground.app.words.numbers import term_text
from playground.experiment import change, load
from playground.training import Run, SampleKey, one_sample

MINUS = "\N{MINUS SIGN}"
TIED = "\N{NO-BREAK SPACE}"
LAYERS = [{"units": 3, "batch_norm": True}, {"units": 2, "activation": "sigmoid", "dropout": 0.2}]
KINDS: list[dict[str, Any]] = [
    {},
    {"network.layers": LAYERS},
    {"network.output.activation": "tanh", "training.loss": "squared_error"},
    {"network.output.activation": "sigmoid", "training.loss": "squared_error"},
    {"network.output.activation": "softmax", "training.loss": "softmax_cross_entropy"},
]


def story_of(lab: str = "petals", **settings: Any) -> Story:
    run = Run(change(load(lab), settings))
    run.train(40)
    seen = one_sample(run, SampleKey("train", 4))
    assert seen is not None
    return Story(seen, structure_of(run.snapshot()))


def value_of(text: str) -> float:
    """A line of arithmetic as it is printed, computed."""
    text = text.replace(MINUS, "-").replace("·", "*").replace("−", "-").replace(TIED, " ")
    assert re.fullmatch(r"[-+*/(). 0-9e]+", text), text
    return float(eval(re.sub(r"(?<=[0-9]) \(", " * (", text)))


@pytest.mark.parametrize("settings", KINDS)
def test_that_the_numbers_put_in_make_what_stands_behind_them(settings: dict[str, Any]) -> None:
    story, checked = story_of(**settings), 0
    for layer, unit in story.neurons:
        for name, text in formulas(story, layer, unit):
            parts = text.split(" for the first")[0].split(" = ")
            if len(parts) < 2 or name == "a":
                continue
            *_, numbers, result = parts
            if re.search(r"[a-zΣ]", numbers.replace("e", "")) is None:
                assert value_of(numbers) == pytest.approx(value_of(result), rel=0.02, abs=0.004), text
                checked += 1
    assert checked > 2 * len(story.neurons)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1.4756, "1.476"), (-0.002444, f"{MINUS}0.00244"), (1.2e-5, "1.20e-5"), (123.4567, "123.457")],
)
def test_that_numbers_have_digits_that_say_something(value: float, text: str) -> None:
    assert term_text(value) == text


def test_that_an_answer_near_its_target_has_the_places_that_tell_them_apart() -> None:
    story = story_of()
    near = replace(story.layer(-1), a=np.array([0.99990512]), delta_u=np.array([-9.488e-5]))
    seen = replace(story.seen, target=np.ones(1), layers=(*story.seen.layers[:-1], near))
    lines = dict(formulas(Story(seen, story.structure), 1, 0))
    assert lines["δ = dL/dz"] == f"a − y = 0.999905 − 1 = {MINUS}9.49e-5"


def test_that_a_sum_of_many_terms_tells_how_many_it_leaves_out() -> None:
    story = story_of(**{"network.layers": [{"units": 9}]})
    lines = dict(formulas(story, 1, 0))
    assert "6 more" in lines["z"]


def test_that_every_weight_has_a_name_of_its_own_and_no_product_is_torn_apart() -> None:
    story = story_of(**{"network.layers": [{"units": 3}]})
    line = dict(formulas(story, 1, 0))["z"]
    assert line.startswith(f"w₁{TIED}a₁ +{TIED}w₂{TIED}a₂ + … + b = ")
    assert " ·" not in line and "· " not in line


def test_that_the_sentences_say_what_is_shown_and_what_is_left_out() -> None:
    story = story_of(**{"network.layers": LAYERS, "training.optimizer.kind": "adam"})
    assert title(story).startswith("Train sample 5: x₁ ")
    assert "The network answers class 1 with" in outcome(story)
    kind, text = verdict(story)
    assert (kind, "all 23 slopes agree" in text) == ("success", True), text
    note = small_print(story)
    assert "Dropout is off." in note and "running averages" in note and "makes its own step" in note
    assert pulls(story).startswith("In a step this sample pulls most on ")


def test_that_values_and_parts_that_are_not_trained_on_are_told() -> None:
    run = Run(change(load("playground"), {"data.source.kind": "plane", "training.loss": "squared_error"}))
    seen = one_sample(run, SampleKey("test", 0))
    assert seen is not None
    story = Story(seen, structure_of(run.snapshot()))
    assert "; value " in title(story)
    assert "does not learn from this part" in small_print(story)
