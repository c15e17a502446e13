"""What the lab `initialization` says of first weights, measured."""

from functools import cache

import numpy as np
import pytest

from playground.training.labs.initialization import (
    ACTIVATIONS,
    DEPTH,
    ENDS,
    INITIALIZATIONS,
    INPUT_STREAM,
    Verdict,
    passages,
    verdict,
)

LARGE, SMALL, XAVIER, HE = INITIALIZATIONS


def deviations(initialization: str, activation: str) -> list[float]:
    return [layer.spread.deviation for layer in passages(initialization, activation)]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_that_weights_of_one_saturate(activation: str) -> None:
    assert all((layer.saturated or 0.0) > 0.5 for layer in passages(LARGE, activation))


def test_that_weights_of_one_make_relus_explode() -> None:
    spread = deviations(LARGE, "relu")
    assert spread[-1] > 1000 * spread[0]


def test_that_small_weights_let_every_neuron_say_the_same() -> None:
    assert deviations(SMALL, "tanh")[-1] < 1e-4 * deviations(SMALL, "tanh")[0] * 1.5
    assert deviations(SMALL, "relu")[-1] < 1e-4 * deviations(SMALL, "relu")[0]
    assert all(abs(layer.spread.mean - 0.5) < 0.02 for layer in passages(SMALL, "sigmoid"))
    assert max(deviations(SMALL, "sigmoid")) < 0.03


def test_that_he_keeps_the_spread_of_relu_and_lasts_behind_tanh_too() -> None:
    for initialization, activation in ((HE, "tanh"), (HE, "relu"), (XAVIER, "tanh")):
        spread = deviations(initialization, activation)
        assert 0.5 * spread[0] < spread[-1] < 2.0 * spread[0]
    kept = {start: deviations(start, "tanh")[-1] / deviations(start, "tanh")[0] for start in (XAVIER, HE)}
    assert kept[HE] > 1.4 * kept[XAVIER], "the wider weights make up for what tanh takes away"
    assert all((layer.saturated or 0.0) < 0.05 for layer in passages(XAVIER, "tanh"))


def test_that_the_inputs_are_not_the_weights_too() -> None:
    x = np.random.RandomState([0, INPUT_STREAM]).standard_normal((100, 100))
    assert not np.allclose(np.random.RandomState(0).standard_normal((100, 100)), x)
    # With inputs of their own the first ReLUs are as theory has them: z of N(0, 10²), and relu(z) of 5.84.
    spread = [passages(LARGE, "relu", seed)[0].spread.deviation for seed in range(4)]
    assert np.mean(spread) == pytest.approx(5.84, abs=0.1)
    assert np.ptp(spread) < 0.3


@cache
def judged(activation: str, seed: int) -> Verdict:
    return verdict(activation, {start: passages(start, activation, seed) for start in INITIALIZATIONS})


@pytest.mark.parametrize("seed", range(3))
def test_that_the_verdict_is_what_the_grid_shows_whatever_the_seed(seed: int) -> None:
    assert judged("tanh", seed).lasting == (HE, XAVIER)
    assert judged("relu", seed).lasting == (HE,)
    assert judged("sigmoid", seed).lasting == ()


def test_that_the_verdict_is_told_with_its_figures() -> None:
    assert str(judged("tanh", 0).told) == (
        "N(0, 2/n) keeps 79 % of the signal, N(0, 1/n) 51 %; N(0, 1) drives 83 % to the ends; "
        "N(0, 0.01²) leaves next to nothing."
    )
    assert str(judged("sigmoid", 0).told).startswith("None of them lasts: N(0, 1) drives 72 % to the ends;")
    assert "N(0, 1) makes it 1,6" in str(judged("relu", 0).told)


def test_that_a_wide_histogram_may_hold_no_signal() -> None:
    last = passages(XAVIER, "sigmoid")[-1]
    assert last.spread.deviation > 0.1
    assert last.signal < 0.001, "each neuron says the same to every input"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_that_all_histograms_of_an_activation_have_the_same_ends(activation: str) -> None:
    spreads = [layer.spread for start in INITIALIZATIONS for layer in passages(start, activation)]
    assert {(spread.low, spread.high) for spread in spreads} == {ENDS[activation]}


def test_that_xavier_is_too_small_for_relu() -> None:
    spread = deviations(XAVIER, "relu")
    assert spread[-1] < 0.35 * spread[0], "half the variance is lost a layer: 0.25 after four"


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_that_every_layer_is_counted_whole(initialization: str, activation: str) -> None:
    layers = passages(initialization, activation, seed=7)
    assert len(layers) == DEPTH
    assert all(layer.spread.counts.sum() == 1000 * 100 for layer in layers)
