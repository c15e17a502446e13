"""The verdict in words: what a student may write down, and how it was judged."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.experiment import Experiment, change, load
from playground.studies import (
    Axis,
    Board,
    Comparison,
    InProcess,
    LogUniform,
    Result,
    Search,
    Study,
    Sweep,
    Variant,
    bars,
    run_study,
    verdict,
    with_validation,
)
from playground.studies.pace import Pace, pace_of
from playground.training import Score

UNITS, RATE = "network.layers.0.units", "training.optimizer.learning_rate"
PETALS = with_validation(load("petals"))
SAMPLES = {"train": 400, "validation": 400, "test": 400}


def results_of(
    study: Study, accuracies: Sequence[Sequence[float]], paces: Mapping[int, Pace] | None = None
) -> list[Result]:
    """A result for each trial: validation accuracies, a row a setting; NaN for what ran away."""
    found = []
    flat = [value for row in accuracies for value in row]
    for trial, value in zip(study.trials(), flat, strict=True):
        away = math.isnan(value)
        accuracy = 0.1 if away else value
        scores = {part: Score(1 - accuracy, accuracy) for part in SAMPLES}
        reason, pace = "divergence" if away else "epochs", (paces or {}).get(trial.number, Pace())
        plain = Result(trial.number, trial.assignments, trial.seed, 9, reason, "", scores, 5, 1.0)
        found.append(replace(plain, samples=SAMPLES, base_rate=0.5, pace=pace))
    return found


def sizes(*values: int, seeds: int = 4) -> Sweep:
    return Sweep(PETALS, (Axis(UNITS, values),), seeds=seeds)


def said(study: Study, accuracies: Sequence[Sequence[float]]) -> str:
    return str(verdict(study, results_of(study, accuracies)).sentence)


LOW, HIGH, ALSO = [0.60, 0.62, 0.61, 0.60], [0.90, 0.92, 0.91, 0.90], [0.91, 0.92, 0.91, 0.91]
STUCK = [0.90, 0.60, 0.91, 0.62]
WIDE = [[0.90, 0.94, 0.88, 0.93], [0.93, 0.89, 0.92, 0.90], [0.89, 0.92, 0.93, 0.88]]
AWAY = math.nan


@pytest.mark.parametrize(
    ("values", "accuracies", "sentence"),
    [
        ((1, 3, 9), [LOW, HIGH, ALSO], "3 neurons are enough: more buys less than 2 points."),
        ((1, 9), [HIGH, ALSO], "1 neuron is enough: more buys less than 2 points."),
        ((1, 9), [LOW, HIGH], "9 neurons do best: fewer do worse."),
        (
            (2, 3, 9),
            [STUCK, HIGH, ALSO],
            "2 neurons can do it, but 2 of 4 starts stayed stuck; with 3 neurons none did.",
        ),
        ((2, 3, 9), WIDE, "4 draws of the data cannot tell 2, 3 and 9 neurons apart; about 25 would."),
        (
            (1, 2, 3),
            [LOW, *WIDE[:2]],
            "1 neuron does worse; which of 2 and 3 neurons is enough, 4 draws of the data cannot",
        ),
        ((4,), [HIGH], "4 neurons reach a validation accuracy of 90.8 %."),
        ((3, 4), [[AWAY] * 4, HIGH], "4 neurons reach a validation accuracy of 90.8 %."),
        ((3, 4), [[AWAY] * 4, [AWAY] * 4], "No trial came to its end: all ran away or failed."),
        ((1, 2), [[0.9] * 4, [0.9] * 4], "1 neuron is enough: more buys less than 2 points."),
    ],
)
def test_that_sizes_are_judged_in_one_sentence(
    values: tuple[int, ...], accuracies: list[list[float]], sentence: str
) -> None:
    assert said(sizes(*values), accuracies).startswith(sentence)


def test_that_a_single_repeat_is_not_made_more_of_than_it_is() -> None:
    study = sizes(1, 3, seeds=1)
    found = verdict(study, results_of(study, [[0.6], [0.9]]))
    assert str(found.sentence) == (
        "3 neurons score highest, 90.0 %; a single repeat cannot tell how much of that is chance."
    )
    assert "Train each 5 times or more" in str(found.judged)
    assert (found.enough, found.best, math.isnan(found.bars[1].half)) == (None, 1, True)


def test_that_runaways_are_told_and_stay_out_of_every_mean() -> None:
    study = sizes(3, 9)
    found = verdict(study, results_of(study, [HIGH, [0.91, AWAY, 0.91, AWAY]]))
    assert found.bars[1].mean == pytest.approx(0.91)
    assert found.ran_away == (0, 2)
    assert "2 of 4 trials with 9 neurons ran away and stay out of every mean." in map(str, found.details)


def test_that_the_second_line_says_how_it_was_judged_and_the_test_part_is_told_once() -> None:
    study = sizes(1, 3, 9)
    results = results_of(study, [LOW, HIGH, ALSO])
    tested = [replace(each, scores={**each.scores, "test": Score(0.3, 0.8 + 0.01 * each.number)}) for each in results]
    found = verdict(study, tested)
    assert str(found.judged) == (
        "Judged by validation accuracy (400 samples) on 4 draws of the data, the same for all; a difference counts "
        "where its 95 % interval leaves 0 (Tukey, all pairs at once)."
    )
    assert found.test is not None
    assert found.test.mean == pytest.approx(0.8 + 0.01 * (4 + 5 + 6 + 7) / 4)
    assert sum("Test" in str(each) for each in found.details) == 1
    # Turned round, the test part changes nothing else.
    again = [replace(each, scores={**each.scores, "test": Score(0.3, 0.99)}) for each in results]
    assert (verdict(study, again).sentence, verdict(study, again).enough) == (found.sentence, found.enough)


def test_that_splits_of_one_table_make_less_certain_than_fresh_samples() -> None:
    digits = load("digits")
    assert Sweep(digits, (Axis(UNITS, (8, 16)),), seeds=4).varies == "split"
    parts = {"train": 700, "validation": 150, "test": 150}
    found = {}
    for vary in ("split", "weights"):
        study = Sweep(digits, (Axis(UNITS, (8, 16)),), seeds=4, vary=vary)  # type: ignore[arg-type]
        results = [replace(each, samples=parts) for each in results_of(study, [HIGH, ALSO])]
        found[vary] = verdict(study, results)
    ratio = found["split"].bars[0].half / found["weights"].bars[0].half
    assert ratio == pytest.approx(math.sqrt((1 / 4 + 150 / 700) / (1 / 4)))
    assert "on 4 splits" in str(found["split"].judged)
    assert "share samples is allowed for" in str(found["split"].judged)
    assert "Only the first weights differ" in str(found["weights"].judged)


def test_that_the_names_of_other_settings_are_the_panels() -> None:
    study = Sweep(PETALS, (Axis(RATE, (0.1, 1.0)),), seeds=4)
    assert said(study, [LOW, HIGH]) == "learning rate 1 does better than learning rate 0.1."
    assert verdict(study, results_of(study, [LOW, HIGH])).enough is None
    optimizers = Sweep(PETALS, (Axis("training.optimizer.kind", ("sgd", "adam", "rmsprop")),), seeds=4)
    assert said(optimizers, [HIGH, ALSO, LOW]) == "sgd and adam do equally well, and better than rmsprop."
    pairs = Sweep(PETALS, (Axis(UNITS, (1, 3)), Axis(RATE, (0.1, 1.0))), seeds=4)
    assert said(pairs, [LOW, LOW, LOW, HIGH]) == "3 neurons, learning rate 1 does best."
    epochs = Sweep(PETALS, (Axis("training.epochs", (10, 1000, 2000)),), seeds=4)
    assert said(epochs, [LOW, HIGH, ALSO]) == "1,000 epochs are enough: more buys less than 2 points."
    switches = Sweep(PETALS, (Axis("network.layers.0.batch_norm", (False, True)),), seeds=4)
    assert said(switches, [WIDE[0], WIDE[1]]) == (
        "In validation accuracy, 4 draws of the data show no difference between batch norm off and on; about 30 would."
    )


def test_that_a_network_of_two_layers_says_which_it_is_about() -> None:
    deep = change(PETALS, {"network.layers": [{"units": 4}, {"units": 4}]})
    study = Sweep(deep, (Axis("network.layers.1.units", (1, 3, 9)),), seeds=4)
    assert said(study, [LOW, HIGH, ALSO]) == "3 neurons in layer 2 are enough: more buys less than 2 points."
    dropouts = Sweep(deep, (Axis("network.layers.0.dropout", (0.0, 0.5)),), seeds=4)
    assert said(dropouts, [HIGH, LOW]) == "dropout 0 in layer 1 does better than dropout 0.5 in layer 1."


def falling(epochs: int) -> Pace:
    """The pace of a loss that falls evenly to a tenth of what it was within so many epochs."""
    return pace_of(0.7 * 0.1 ** (np.arange(2 * epochs + 1) / epochs))


def variants(*accuracies: Sequence[float], slow: Sequence[int] = ()) -> tuple[Comparison, list[Result]]:
    names = ("plain", "batch norm", "third")[: len(accuracies)]
    settings: tuple[Mapping[str, Any], ...] = ({}, {"network.layers.0.batch_norm": True}, {"training.l2": 0.1})
    chosen = tuple(Variant(name, each) for name, each in zip(names, settings, strict=False))
    study = Comparison(PETALS, chosen, seeds=len(accuracies[0]))
    paces = {}
    for trial in study.trials():
        base = 40 if names.index(trial.name) in slow else 10
        paces[trial.number] = falling(base + 2 * trial.turn)
    return study, results_of(study, list(accuracies), paces)


def test_that_a_fair_comparison_tells_who_learns_sooner_and_that_accuracies_may_be_alike() -> None:
    study, results = variants(HIGH, ALSO, slow=[0])
    found = verdict(study, results)
    assert str(found.sentence).startswith("batch norm learns soonest: a training loss of 0.008 takes ")
    assert str(found.sentence).endswith("plain and batch norm do equally well: less than 2 points apart.")
    assert found.race is not None
    assert (found.race.fastest, found.race.slower) == (1, (0,))
    ratio, low, high = found.race.ratios[0]
    assert 2 < low < ratio < high < 5
    assert any("times as many epochs as batch norm" in str(each) for each in found.details)


def test_that_a_difference_in_pace_that_is_chance_is_not_told_as_one() -> None:
    study, results = variants(HIGH, ALSO)
    jittered = [replace(each, pace=falling(10 + 13 * each.number % 7)) for each in results]
    found = verdict(study, jittered)
    assert "soonest" not in str(found.sentence)
    assert found.race is None or not found.race.slower


def test_that_losses_that_mean_something_else_are_not_raced() -> None:
    study = Sweep(PETALS, (Axis("training.loss", ("binary_cross_entropy", "softmax_cross_entropy")),), seeds=4)
    paces = {trial.number: falling(10) for trial in study.trials()}
    assert verdict(study, results_of(study, [HIGH, ALSO], paces)).race is None


def test_that_who_does_not_come_so_far_is_told() -> None:
    study, results = variants(HIGH, ALSO, LOW)
    flat = pace_of(np.full(30, 0.7))
    results = [replace(each, pace=flat) if each.number >= 8 else each for each in results]
    found = verdict(study, results)
    assert any("third: 4 of 4 trials did not come to a training loss of" in str(each) for each in found.details)


def test_that_values_are_judged_by_r2(values: Experiment) -> None:
    study = Sweep(with_validation(values), (Axis(UNITS, (1, 3)),), seeds=3)
    found = verdict(study, run_study(study, InProcess()))
    assert found.figure == "validation_r2"
    assert "Judged by validation R² (400 samples) on 3 draws of the data" in str(found.judged)
    board = Board(study.trials(), run_study(study, InProcess()))
    assert [each.mean for each in bars(study, board, "validation_r2")] == [each.mean for each in found.bars]


def test_that_without_a_validation_part_nothing_is_judged_by_the_test_part() -> None:
    study = Sweep(load("petals"), (Axis(UNITS, (1, 3)),), seeds=2, epochs=3)
    found = verdict(study, run_study(study, InProcess()))
    assert str(found.sentence) == "There is no validation part to judge by."
    assert (found.enough, found.best, found.test) == (None, None, None)


def test_that_results_that_have_come_so_far_are_judged_too() -> None:
    study = sizes(1, 3, 9)
    results = results_of(study, [LOW, HIGH, ALSO])
    assert str(verdict(study, []).sentence) == "Nothing is trained yet."
    for count in range(1, len(results) + 1):
        assert str(verdict(study, results[:count]).sentence)


def test_that_a_search_says_that_the_best_of_many_is_flattered() -> None:
    study = Search(PETALS, {RATE: LogUniform(0.1, 1)}, 3)
    results = [replace(each, scores={**each.scores}) for each in results_of(study, [[0.6], [0.9], [AWAY]])]
    results[1] = replace(results[1], scores={**results[1].scores, "test": Score(0.4, 0.85)})
    found = verdict(study, results)
    assert str(found.sentence).startswith("The best of 3 draws has a validation accuracy of 90.0 %: learning rate 0.")
    assert "flatters the best of many; its test accuracy, measured once, is 85.0 %." in str(found.judged)
    assert found.best == 1


def test_that_the_search_chooses_by_the_mean_of_repeats_that_did_not_run_away() -> None:
    study = Search(PETALS, {RATE: LogUniform(0.1, 1)}, 3, seeds=2)
    results = results_of(study, [[0.99, AWAY], [0.90, 0.94], [0.99, 0.80]])
    assert verdict(study, results).best == 1
