"""Sweeps, searches and comparisons as values: which trials they are, and which are refused before any is trained."""

import numpy as np
import pytest

from playground.data import build_dataset
from playground.experiment import Experiment, Lab, UserError, change, labs, load, setting
from playground.studies import (
    READY,
    Axis,
    Comparison,
    InProcess,
    LogUniform,
    OneOf,
    Search,
    Sweep,
    Variant,
    best_of,
    parse_draw,
    parse_values,
    ranked,
    run_study,
)
from playground.studies.trial import Result
from playground.training import Run, Score

UNITS, RATE = "network.layers.0.units", "training.optimizer.learning_rate"


def test_that_a_sweep_has_a_trial_for_each_value_and_seed(small: Experiment) -> None:
    trials = Sweep(small, (Axis(UNITS, (2, 5)),), seeds=3, epochs=7).trials()
    assert [(each.number, each.assignments[UNITS], each.seed, each.turn) for each in trials] == [
        (0, 2, 3, 0),
        (1, 2, 4, 1),
        (2, 2, 5, 2),
        (3, 5, 3, 0),
        (4, 5, 4, 1),
        (5, 5, 5, 2),
    ]
    for trial in trials:
        expected = {UNITS: trial.assignments[UNITS], "seed": trial.seed, "training.epochs": 7}
        drawn = {"data.source.seed": small.data.source.seed + trial.turn}
        assert trial.experiment == change(small, {**expected, **drawn})


def test_that_two_settings_are_swept_in_every_pair(small: Experiment) -> None:
    study = Sweep(small, (Axis(UNITS, (2, 5)), Axis(RATE, (0.1, 1.0))))
    pairs = [tuple(each.assignments.values()) for each in study.trials()]
    assert pairs == [(2, 0.1), (2, 1.0), (5, 0.1), (5, 1.0)]


def test_that_what_goes_with_a_setting_changes_with_it() -> None:
    trials = Sweep(load("petals"), (Axis("training.loss", ("binary_cross_entropy", "softmax_cross_entropy")),)).trials()
    assert [each.experiment.network.output.activation for each in trials] == ["sigmoid", "softmax"]


@pytest.mark.parametrize(
    ("axes", "seeds", "said"),
    [
        ((Axis(UNITS, (4, 0)),), 1, f"{UNITS}=0: {UNITS}: it takes a whole number from 1 to 1024, not 0"),
        (
            (Axis("training.loss", ("hubert",)),),
            1,
            "training.loss=hubert: training.loss: there is no 'hubert'; did you mean 'huber'?",
        ),
        ((Axis("data.source.kind", ("rose",)),), 1, "data.source.kind=rose: data.source.kind: there is no 'rose'"),
        ((Axis("training.stop.patience", (5,)),), 1, "training.stop.patience=5: training.stop.patience: it watches"),
        ((Axis("network.layers.1.units", (5,)),), 1, "network.layers.1.units=5: network.layers.1: there is no entry"),
        ((Axis(UNITS, (1,)), Axis(UNITS, (2,))), 1, f"{UNITS}: it is swept twice"),
        ((), 1, "a sweep goes over one setting or two"),
        ((Axis(UNITS, ()),), 1, f"{UNITS}: there is no value to try"),
        ((Axis(UNITS, (1,)),), 101, "seeds: 101 is out of range; give a whole number from 1 to 100"),
        ((Axis("seed", (1, 2)),), 2, "seed: it is swept, and several seeds are asked for too"),
        ((Axis("seed", tuple(range(1000))), Axis(UNITS, tuple(range(1, 12)))), 1, "these are 11,000 trials"),
    ],
)
def test_that_a_sweep_that_cannot_be_names_the_values(axes: tuple[Axis, ...], seeds: int, said: str) -> None:
    with pytest.raises(UserError) as refused:
        Sweep(load("petals"), axes, seeds=seeds)
    assert str(refused.value).startswith(said)


def searched(experiment: Experiment, count: int = 8) -> Search:
    return Search(
        experiment, {RATE: LogUniform(1e-3, 1), UNITS: LogUniform(2, 50), "training.l2": OneOf((0.0, 0.1))}, count
    )


def test_that_draws_come_from_the_seed_and_stay_in_their_range() -> None:
    experiment = change(load("petals"), {"data.split": {"train": 0.5, "validation": 0.5}})
    drawn = [each.assignments for each in searched(experiment, 300).trials()]
    assert drawn == [each.assignments for each in searched(experiment, 300).trials()]
    assert drawn[:8] == [each.assignments for each in searched(experiment).trials()]
    rates = np.log10([each[RATE] for each in drawn])
    assert -3 <= rates.min() < -2.8
    assert -0.2 < rates.max() <= 0
    assert abs(rates.mean() + 1.5) < 0.15
    assert {type(each[UNITS]) for each in drawn} == {int}
    assert {each["training.l2"] for each in drawn} == {0.0, 0.1}
    other = searched(change(experiment, {"seed": 4}))
    assert drawn[0] != other.trials()[0].assignments


def test_that_a_search_without_a_validation_part_is_refused_saying_what_to_set() -> None:
    with pytest.raises(UserError, match=r"data.split.validation: .* set data.split.train=0.75 and"):
        searched(load("petals"))


def test_that_only_the_best_of_a_search_is_tested_and_once(small: Experiment) -> None:
    experiment = change(small, {"data.split": {"train": 0.6, "validation": 0.4}, "training.epochs": 20})
    heard: list[tuple[int, bool]] = []
    study = searched(experiment)
    results = run_study(
        study, InProcess(), on_result=lambda trial, result: heard.append((trial.number, "test" in result.scores))
    )
    best = best_of(results)
    assert best is not None
    assert [result.number for result in results if "test" in result.scores] == [best.number]
    assert heard[-1] == (best.number, True)
    assert [told for told in heard if told[1]] == heard[-1:]
    run = Run(study.trials()[best.number].experiment)
    run.train()
    assert best.scores == run.snapshot().scores


def result(number: int, accuracy: float | None, loss: float, reason: str = "epochs") -> Result:
    return Result(number, {}, 0, 1, reason, "", {"validation": Score(loss, accuracy)}, 1, 1.0)


def test_that_the_best_is_of_the_highest_accuracy_then_the_lowest_loss_then_the_first() -> None:
    results = [
        result(0, 0.9, 0.5),
        result(1, 0.9, 0.4),
        result(2, 0.9, 0.4),
        result(3, 0.95, 0.1, "divergence"),
        result(4, 0.8, 0.1),
    ]
    assert [each.number for each in ranked(results)] == [1, 2, 0, 4, 3]
    assert best_of(results) == results[1]
    assert best_of(results[3:4]) is None
    assert best_of([]) is None
    assert best_of([result(0, None, 0.5), result(1, None, 0.4)]) == result(1, None, 0.4)


@pytest.mark.parametrize("name", READY)
def test_that_ready_made_variants_differ_in_nothing_but_what_they_name(name: str) -> None:
    experiment = load("digits")
    study = READY[name](experiment)
    trials = study.trials()
    assert 2 <= len(trials) <= 6
    raw = [build_dataset(each.experiment).train.points for each in trials[:2]]
    assert np.array_equal(*raw)
    if name != "initializers":
        first, *others = (Run(each.experiment).network.parameters for each in trials)
        for weights in (array for array in first if array.endswith(".weight")):
            assert all(np.array_equal(first[weights], other[weights]) for other in others)
    for trial in trials:
        assert change(experiment, trial.assignments) == trial.experiment


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ([Variant("one")], "a comparison has 2 to 6 variants, not 1"),
        ([Variant("as it is"), Variant("same", {RATE: 1.2})], "same: it is the same as as it is"),
        ([Variant("a"), Variant("b", {"seed": 9})], "b: seed would give it other data or weights"),
        ([Variant("a"), Variant("b", {"data.source.noise": 0.1})], "b: data.source.noise would give it other data"),
        ([Variant("a"), Variant("b", {UNITS: 0})], f"b: {UNITS}: it takes a whole number from 1 to 1024, not 0"),
    ],
)
def test_that_an_unfair_comparison_is_refused(variants: list[Variant], said: str) -> None:
    with pytest.raises(UserError) as refused:
        Comparison(load("petals"), tuple(variants))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("lab", labs().values(), ids=labs())
def test_that_the_studies_of_a_lab_can_be(lab: Lab) -> None:
    for path, text in lab.sweep.items():
        assert Sweep(lab.experiment, (Axis(path, parse_values(text, setting(lab.experiment, path))),)).trials()
    draws = {path: parse_draw(text, setting(lab.experiment, path)) for path, text in lab.search.items()}
    assert not draws or Search(lab.experiment, draws).trials()
