"""The labs show what their documents claim, or honestly do not."""

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from playground.experiment import change, labs, load
from playground.training import Reason, Run

pytestmark = pytest.mark.slow

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "labs.json").read_text(encoding="utf-8"))
PETALS, QUADRANTS = GOLDEN["petals"], GOLDEN["quadrants"]


@pytest.fixture(scope="module")
def petals() -> Run:
    run = Run(load("petals"))
    run.train(epochs=9000)
    return run


@pytest.fixture(scope="module")
def quadrants() -> Run:
    run = Run(load("quadrants"))
    run.train()
    return run


def test_that_petals_starts_from_the_published_weights() -> None:
    parameters = Run(load("petals")).network.parameters
    weights = PETALS["initial_weights_4_hidden"]
    np.testing.assert_allclose(parameters["layer1.weight"], weights["hidden (2, 4)"], rtol=1e-14)
    np.testing.assert_allclose(parameters["output.weight"], weights["output (4, 1)"], rtol=1e-14)
    assert not parameters["layer1.bias"].any()
    assert not parameters["output.bias"].any()


def test_that_petals_has_the_documents_loss_at_every_thousandth_epoch(petals: Run) -> None:
    losses = petals.history["train_loss"][::1000]
    deviation = np.abs(losses - PETALS["loss_every_1000_epochs"])
    assert len(losses) == 10
    assert np.all(deviation <= PETALS["tolerance_of_losses"]), deviation


def test_that_petals_ends_at_the_documents_accuracy_within_three_samples(petals: Run) -> None:
    # The document prints whole percents: 90 %.
    assert abs(petals.history["train_accuracy"][-1] - 0.9) <= 0.0075 + 1e-12


def test_that_four_hidden_neurons_reach_the_tables_accuracy_within_one_sample(petals: Run) -> None:
    # The other sizes are trained where the command `sweep` is tested.
    points = 100 * petals.history["train_accuracy"][5000] - PETALS["accuracy_by_hidden_size"]["4"]
    assert abs(points) <= PETALS["tolerance_of_accuracy_points"] + 1e-9


def test_that_quadrants_starts_near_four_times_the_logarithm_of_two(quadrants: Run) -> None:
    assert abs(quadrants.history["train_loss"][0] - QUADRANTS["loss_at_start"]) <= 1e-3


def test_that_quadrants_stands_on_the_plateau_of_the_base_rate(quadrants: Run) -> None:
    first, last = QUADRANTS["plateau_from_to"]
    entropy = -4 * (0.25 * np.log(0.25) + 0.75 * np.log(0.75))
    assert abs(entropy - QUADRANTS["plateau"]) < 5e-5
    plateau = quadrants.history["train_loss"][first : last + 1]
    assert np.abs(plateau - QUADRANTS["plateau"]).max() < 2e-4


def test_that_quadrants_ends_with_the_honest_accuracy(quadrants: Run) -> None:
    low, high = QUADRANTS["loss_at_end_range"]
    assert low <= quadrants.history["train_loss"][10_000] <= high
    low, high = QUADRANTS["accuracy_range"]
    assert low <= quadrants.history["train_accuracy"][10_000] <= high < QUADRANTS["document_claims"]


def test_that_the_honest_accuracy_is_that_of_the_predictions(quadrants: Run) -> None:
    part = quadrants.dataset.train
    right = quadrants.predict(part.points).argmax(axis=1) == part.labels
    assert quadrants.history["train_accuracy"][-1] == right.mean()


def test_that_most_of_what_petals_gets_wrong_lies_near_the_centre(petals: Run) -> None:
    part = petals.dataset.train
    wrong = (petals.predict(part.points)[:, 0] > 0.5) != part.labels
    near = np.hypot(*part.points.T) < 1.5
    assert (wrong & near).sum() > 0.5 * wrong.sum()
    assert near.mean() < 0.3


def test_that_quadrants_second_plateau_tells_two_halves_apart_and_no_more() -> None:
    run = Run(load("quadrants"))
    run.train(epochs=3000)
    part = run.dataset.train
    answers = np.array([run.predict(part.points)[part.labels == label].mean(axis=0) for label in range(4)])
    # Classes 0 and 3 lie at the right, 1 and 2 at the left: each gets one half for both of its own half.
    right, left = [0, 3], [1, 2]
    for own, other in ((right, left), (left, right)):
        assert np.abs(answers[np.ix_(own, own)] - 0.5).max() < 0.05
        assert answers[np.ix_(own, other)].max() < 0.05
    assert abs(run.history["train_accuracy"][-1] - 0.5) < 0.03
    assert abs(run.history["train_loss"][-1] - 1.48) < 0.05


def test_that_sines_or_more_neurons_help_the_spiral_as_its_step_says() -> None:
    step = labs()["playground"].steps[2]
    spiral = change(load("playground"), step.set)
    sines = Run(change(spiral, {"data.features": ["x1", "x2", "sin_x1", "sin_x2"]}))
    sines.train(epochs=100)
    assert sines.history["test_accuracy"][-1] >= 0.97
    layer = {**msgspec.to_builtins(spiral.network.layers[0]), "units": 16}
    for settings in (
        {"network.layers": [layer, layer]},
        {"training.optimizer": {"kind": "adam", "learning_rate": 0.01}},
    ):
        run = Run(change(spiral, settings))
        run.train(epochs=500)
        assert run.history["test_accuracy"][100] < 0.9
        assert run.history["test_accuracy"][-1] >= 0.95


def test_that_the_playground_lab_wraps_the_circle() -> None:
    run = Run(load("playground"))
    run.train(epochs=300)
    assert run.history["test_accuracy"][-1] > 0.95


def test_that_waves_reaches_the_bar_on_points_it_never_saw() -> None:
    # Seeds of the weights, on unchanged data; over seeds 0 to 4 the average is 0.796 to 0.813, by the last digits of
    # the arithmetic, which a rate this high makes matter. Two of them are enough here.
    accuracies = []
    for seed in (0, 1):
        run = Run(change(load("waves"), {"seed": seed}))
        run.train()
        accuracies.append(run.history["test_accuracy"][-1])
    assert np.mean(accuracies) >= GOLDEN["waves"]["mean_test_accuracy_of_seeds_0_to_4_at_least"]


@pytest.mark.parametrize("rate", [0.7, 0.07])
def test_that_waves_without_whitening_runs_away_as_its_step_says(rate: float) -> None:
    spoiled = {"data.preprocessing": "none", "training.optimizer.learning_rate": rate}
    outcome = Run(change(load("waves"), spoiled)).train(epochs=100)
    assert outcome is not None
    assert (outcome.reason, outcome.stopped_at) == (Reason.DIVERGENCE, 1)


def test_that_digits_are_read_after_fifteen_epochs() -> None:
    run = Run(load("digits"))
    run.train()
    assert run.history["test_accuracy"].max() >= 0.96


def test_that_two_layers_stand_still_at_first_and_read_nine_of_ten_digits_in_the_end() -> None:
    run = Run(load("two-layer"))
    run.train(epochs=15)
    assert run.history["test_accuracy"][-1] < 0.25
    run.train(epochs=185)
    assert run.history["test_accuracy"][-1] >= 0.9
