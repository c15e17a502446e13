"""The doctor on runs that were made to be ill, and on runs that are well."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from playground.experiment import DRAWN_SOURCES, Experiment, change, load, source_assignments
from playground.training import Reason, Run
from playground.training.doctor import Doctor, Finding

pytestmark = pytest.mark.slow

RATE = "training.optimizer.learning_rate"
RELU = {"units": 8, "activation": "relu", "initializer": {"kind": "he_normal"}}
WIDE = {"units": 100, "activation": "sigmoid", "initializer": {"kind": "normal", "std": 1.0}}
DEAD = {**RELU, "bias_initializer": {"kind": "constant", "value": -8}}

RATES_OF_WAVES = (0.7, 0.07, 0.02, 0.002, 5.0)
RAW = {"data.preprocessing": "none"}
SMALL = {"data.source.samples": 20, "network.layers.0.units": 30, "training.epochs": 2000}

# The lab to spoil, how, for how many epochs, and what is then to be found.
ILL: dict[str, tuple[str, Mapping[str, Any], int, str]] = {
    "petals at rate 10": ("petals", {RATE: 10}, 40, "rate_too_high"),
    "petals at rate 30": ("petals", {RATE: 30}, 30, "rate_too_high"),
    "petals at rate 100": ("petals", {RATE: 100}, 30, "rate_too_high"),
    "petals at rate 1000": ("petals", {RATE: 1000}, 30, "rate_too_high"),
    "waves at rate 5": ("waves", {RATE: 5}, 20, "rate_too_high"),
    "a ReLU network at rate 3": ("playground", {"network.layers": [RELU, RELU], RATE: 3}, 60, "rate_too_high"),
    "bumps at rate 3": ("playground", {"data.source.kind": "bumps", RATE: 3}, 20, "rate_too_high"),
    "petals at rate 1e-3": ("petals", {RATE: 1e-3}, 60, "rate_too_low"),
    "petals at rate 1e-3, finished": ("petals", {RATE: 1e-3, "training.epochs": 500}, 500, "rate_too_low"),
    "petals at rate 1e-3, nearly finished": ("petals", {RATE: 1e-3, "training.epochs": 500}, 480, "rate_too_low"),
    "waves at rate 1e-5": ("waves", {RATE: 1e-5}, 60, "rate_too_low"),
    "playground at rate 1e-5": ("playground", {RATE: 1e-5}, 60, "rate_too_low"),
    "biases far below 0": ("playground", {"network.layers": [DEAD, DEAD]}, 0, "dead_units"),
    "waves at rate 3": ("waves", {RATE: 3}, 40, "dead_units"),
    "eight points at rate 1": ("overfit-tiny", {RATE: 1}, 100, "dead_units"),
    "N(0, 1) behind 100 sigmoids": ("digits", {"network.layers": [WIDE] * 5}, 0, "saturated_units"),
    "inputs far from 0": ("playground", {"data.source.kind": "waves"}, 60, "unscaled_inputs"),
    **{
        f"waves as they are at rate {rate:g}": ("waves", {**RAW, RATE: rate}, 100, "unscaled_inputs")
        for rate in RATES_OF_WAVES
    },
    "30 neurons for 20 points": ("petals", SMALL, 1000, "overfitting"),
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


# How long it takes until a cure shows where that is not soon; and of digits, few epochs are many steps.
LONGER = {"30 neurons for 20 points": 1500, "quadrants": 1500, "N(0, 1) behind 100 sigmoids": 25}


@pytest.mark.parametrize("name", ILL)
def test_that_an_ill_run_is_found_out_and_its_remedy_cures_it_and_does_what_it_says(name: str) -> None:
    experiment, epochs, kind = ill(name)
    run, doctor = Run(experiment), Doctor()
    finding = told(examined(run, epochs, doctor), kind)
    assert finding is not None
    before, remedy = run.epochs_done, finding.remedy
    begun = run.apply(change(run.experiment, remedy.assignments))
    if remedy.restarts and not begun:
        run.reset()
    assert run.epochs_done == (0 if remedy.restarts else before)
    assert ("starts again" if remedy.restarts else "goes on") in str(remedy.told)
    more = LONGER.get(name, 200)
    outcome = run.train(more)
    assert outcome is None or outcome.reason is Reason.EPOCHS
    assert [found.kind for found in Doctor().examine(run)] == []


@pytest.mark.parametrize("epochs", [500, 480])
def test_that_a_run_at_its_end_gets_epochs_to_get_well_in(epochs: int) -> None:
    run = Run(change(load("petals"), {RATE: 1e-3, "training.epochs": 500}))
    run.train(epochs)
    (finding,) = Doctor().examine(run)
    assert finding.remedy.epochs == 1000
    assert str(finding.remedy.told) == "Learning rate 1: the run goes on, to 1,000 epochs."
    run.apply(change(run.experiment, finding.remedy.assignments))
    run.train()
    assert run.epochs_done == 1000
    assert run.history["train_loss"][-1] < 0.5


def test_that_epochs_are_not_raised_where_enough_are_left() -> None:
    run = Run(change(load("petals"), {RATE: 1e-3}))
    run.train(60)
    (finding,) = Doctor().examine(run)
    assert finding.remedy.epochs is None
    assert set(finding.remedy.assignments) == {RATE}


@pytest.mark.parametrize("rate", RATES_OF_WAVES)
def test_that_inputs_that_are_not_prepared_are_found_before_a_rate_is_blamed(rate: float) -> None:
    run, doctor = Run(change(load("waves"), {**RAW, RATE: rate})), Doctor()
    for findings in examined(run, 100, doctor):
        assert {finding.kind for finding in findings} <= {"unscaled_inputs"}
    (finding,) = doctor.examine(run)
    assert finding.remedy.assignments["data.preprocessing"] == "pca_whitening", "as the lab has it"
    assert "Input 2 lies at 11.3" in str(finding.evidence)


def test_that_a_lab_that_is_brought_back_to_what_it_was_needs_no_other_rate() -> None:
    run, doctor = Run(change(load("waves"), RAW)), Doctor()
    examined(run, 5, doctor)
    (finding,) = doctor.examine(run)
    assert change(run.experiment, finding.remedy.assignments) == load("waves")


def test_that_a_trial_leaves_the_run_as_it_is() -> None:
    run, same = (Run(change(load("playground"), {RATE: 1e-5, "network.layers.0.dropout": 0.2})) for _ in range(2))
    run.train(40)
    assert Doctor().examine(run)
    run.train(5)
    same.train(45)
    assert run.network.values.tolist() == same.network.values.tolist()
    assert run.history["train_loss"].tolist() == same.history["train_loss"].tolist()


# What a lab is out to show is no illness there, though it is one elsewhere.


def test_that_eight_points_learned_by_heart_are_no_illness_where_they_are_the_aim() -> None:
    lab = load("overfit-tiny")
    said = [examined(Run(experiment), 100, Doctor(), 5) for experiment in (lab, change(lab, {"name": "my own"}))]
    assert set().union(*map(kinds, said[0])) == set()
    assert set().union(*map(kinds, said[1])) == {"overfitting"}


def test_that_the_brisk_rate_of_waves_is_blamed_where_a_person_made_it_brisker_only() -> None:
    said = examined(Run(load("waves")), 120, Doctor(), 3)
    assert set().union(*map(kinds, said)) == set()
    said = examined(Run(change(load("waves"), {RATE: 2.0})), 60, Doctor(), 3)
    assert "rate_too_high" in set().union(*map(kinds, said))


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
    said = "Epoch 0, layer 2: 8 of 8 neurons (100 %) answer 0 to all of 250 training samples."
    assert str(finding.evidence) == said
    assert "slope is 0" in str(finding.why)
    assert str(finding.remedy.name) == "Leaky ReLU instead of ReLU, biases from 0"
    assert str(finding.remedy.told) == "Leaky ReLU instead of ReLU, biases from 0: the run starts again."


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
    assert str(finding.evidence) == "At epoch 21 the training loss left all bounds."
    assert finding.remedy.assignments == {RATE: 3.0}
    run.apply(change(experiment, finding.remedy.assignments))
    assert kind not in kinds(doctor.examine(run))
    run.train(20)
    assert kind not in kinds(doctor.examine(run))
