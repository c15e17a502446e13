"""The doctor on runs that were made to be ill, and on runs that are well."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from playground.experiment import DRAWN_SOURCES, Experiment, change, load, source_assignments
from playground.training import Run
from playground.training.doctor import Doctor, Finding

RATE = "training.optimizer.learning_rate"
RELU = {"units": 8, "activation": "relu", "initializer": {"kind": "he_normal"}}
WIDE = {"units": 100, "activation": "sigmoid", "initializer": {"kind": "normal", "std": 1.0}}
DEAD = {**RELU, "bias_initializer": {"kind": "constant", "value": -8}}

# The lab to spoil, how, for how many epochs, and what is then to be found.
ILL: dict[str, tuple[str, Mapping[str, Any], int, str]] = {
    "petals at rate 10": ("petals", {RATE: 10}, 40, "rate_too_high"),
    "petals at rate 30": ("petals", {RATE: 30}, 30, "rate_too_high"),
    "waves at rate 5": ("waves", {RATE: 5}, 20, "rate_too_high"),
    "a ReLU network at rate 3": ("playground", {"network.layers": [RELU, RELU], RATE: 3}, 60, "rate_too_high"),
    "petals at rate 1e-3": ("petals", {RATE: 1e-3}, 60, "rate_too_low"),
    "waves at rate 1e-5": ("waves", {RATE: 1e-5}, 60, "rate_too_low"),
    "playground at rate 1e-5": ("playground", {RATE: 1e-5}, 60, "rate_too_low"),
    "biases far below 0": ("playground", {"network.layers": [DEAD, DEAD]}, 0, "dead_units"),
    "waves at rate 3": ("waves", {RATE: 3}, 40, "dead_units"),
    "N(0, 1) behind 100 sigmoids": ("digits", {"network.layers": [WIDE] * 5}, 0, "saturated_units"),
    "inputs far from 0": ("playground", {"data.source.kind": "waves"}, 60, "saturated_units"),
    "30 neurons for 20 points": (
        "petals",
        {"data.source.samples": 20, "network.layers.0.units": 30, "training.epochs": 2000},
        1000,
        "overfitting",
    ),
    "quadrants": ("quadrants", {}, 400, "plateau"),
    "two-layer": ("two-layer", {}, 20, "plateau"),
}


def ill(name: str) -> tuple[Experiment, int, str]:
    lab, spoiled, epochs, kind = ILL[name]
    return change(load(lab), spoiled), epochs, kind


def examined(run: Run, epochs: int, doctor: Doctor, every: int = 0) -> list[tuple[Finding, ...]]:
    """What the doctor says now and then, while the run trains for so many epochs."""
    every = every or max(1, epochs // 20)
    said = [doctor.examine(run)]
    end = run.epochs_done + epochs
    while run.epochs_done < end:
        outcome = run.train(min(every, end - run.epochs_done))
        said.append(doctor.examine(run))
        if outcome is not None and outcome.reason.value == "divergence":
            break
    return said


def told(said: list[tuple[Finding, ...]], kind: str) -> Finding | None:
    """The first finding of a kind."""
    return next((finding for found in said for finding in found if finding.kind == kind), None)


def kinds(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.kind for finding in findings}


@pytest.mark.parametrize("name", ILL)
def test_that_an_ill_run_is_found_out(name: str) -> None:
    experiment, epochs, kind = ill(name)
    said = examined(Run(experiment), epochs, Doctor())
    assert kind in set().union(*map(kinds, said))


@pytest.mark.parametrize("name", [name for name in ILL if name not in ("petals at rate 30", "waves at rate 5")])
def test_that_one_to_three_remedies_cure(name: str) -> None:
    experiment, epochs, kind = ill(name)
    run, doctor = Run(experiment), Doctor()
    finding = told(examined(run, epochs, doctor), kind)
    for _ in range(3):
        assert finding is not None
        experiment = change(experiment, finding.remedy.assignments)
        if not run.apply(experiment) and finding.remedy.restarts:
            run.reset()
        finding = told([examined(run, max(epochs, 30), doctor)[-1]], kind)
        if finding is None:
            break
    assert finding is None


# Epochs to train, and how often to look.
WELL = {"petals": (3000, 50), "waves": (600, 20), "digits": (15, 1), "playground": (200, 5)}


@pytest.mark.parametrize("name", WELL)
def test_that_the_doctor_is_silent_on_a_lab_that_is_well(name: str) -> None:
    assert [f for found in examined(Run(load(name)), WELL[name][0], Doctor(), WELL[name][1]) for f in found] == []


def test_that_two_layer_and_quadrants_have_nothing_but_their_plateau() -> None:
    for name, epochs, every in (("two-layer", 120, 2), ("quadrants", 4000, 50)):
        said = examined(Run(load(name)), epochs, Doctor(), every)
        assert set().union(*map(kinds, said)) == {"plateau"}
        assert said[-1] == ()


@pytest.mark.parametrize("kind", [each.__struct_config__.tag for each in DRAWN_SOURCES])
def test_that_the_doctor_is_silent_on_every_set_that_the_default_network_can_learn(kind: str) -> None:
    experiment = load("playground")
    experiment = change(experiment, source_assignments(experiment.data.source, str(kind)))
    if kind == "waves":  # which lies far from 0, as is told
        experiment = change(experiment, {"data.preprocessing": "standardize"})
    assert [f for found in examined(Run(experiment), 150, Doctor()) for f in found] == []


def test_that_a_finding_does_not_flicker() -> None:
    experiment, _, kind = ill("quadrants")
    there = [kind in kinds(found) for found in examined(Run(experiment), 2500, Doctor(), 10)]
    changes = sum(before != after for before, after in pairwise(there))
    assert changes == 2, "it comes once and goes once"


def test_that_a_finding_says_where_when_and_how_much() -> None:
    experiment, _, _ = ill("biases far below 0")
    (finding,) = Doctor().examine(Run(experiment))
    assert finding.layer == "layer2"
    assert finding.evidence == "Epoch 0, layer 2: 8 of 8 neurons (100 %) answer 0 to all of 250 training samples."
    assert "slope is 0" in finding.why
    assert finding.remedy.name == "Leaky ReLU instead of ReLU"


def test_that_there_is_nothing_to_say_of_samples_that_are_all_the_same() -> None:
    points = [[0.1 * n, 0.2, 0] for n in range(20)]
    experiment = change(load("playground"), {"data.source": {"kind": "points", "points": points, "seed": 0}})
    run = Run(experiment)
    assert [f for found in examined(run, 40, Doctor()) for f in found] == []


def test_that_a_changed_setting_is_judged_by_the_epochs_after_it() -> None:
    experiment, epochs, kind = ill("petals at rate 10")
    run, doctor = Run(experiment), Doctor()
    finding = told(examined(run, epochs, doctor), kind)
    assert finding is not None
    run.apply(change(experiment, finding.remedy.assignments))
    assert kind not in kinds(doctor.examine(run))


def test_that_a_run_that_ran_away_is_told_until_its_settings_are_changed() -> None:
    experiment, _, kind = ill("petals at rate 30")
    run, doctor = Run(experiment), Doctor()
    examined(run, 20, doctor)
    run.train()
    (finding,) = doctor.examine(run)
    assert finding.evidence == "At epoch 21 the training loss left all bounds."
    assert finding.remedy.assignments == {RATE: 3.0}
    run.apply(change(experiment, finding.remedy.assignments))
    assert kind not in kinds(doctor.examine(run))
    run.train(20)
    assert kind not in kinds(doctor.examine(run))
