"""The gradient check of a run: what it is made on, and that the run goes on as if nothing had happened."""

import pickle

import numpy as np
import pytest

from playground.experiment import Experiment, UserError, change, load
from playground.training import Run, check_gradient

EVERYTHING = {
    "network.layers": [
        {"units": 5, "activation": "relu", "batch_norm": True},
        {"units": 4, "activation": "elu", "dropout": 0.3},
    ],
    "training.optimizer.kind": "adam",
    "training.batch_size": 32,
    "training.l1": 0.001,
    "training.l2": 0.01,
}


def demanding() -> Experiment:
    return change(load("petals"), EVERYTHING)


def all_of(run: Run) -> bytes:
    """Everything the next step depends on, and everything it has led to."""
    rows = {name: run.history[name] for name in run.history}
    batches = run._trainer.batches
    return pickle.dumps(
        (run.network.state(), run.network.gradient, run.optimizer.state(), batches.random.get_state(), rows)
    )


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_that_a_checked_run_goes_on_bit_for_bit_like_one_that_was_not(precision: str) -> None:
    experiment = change(demanding(), {"training.precision": precision})
    checked, other = Run(experiment), Run(experiment)
    for run in (checked, other):
        run.train(3)
        run.step()  # in the middle of an epoch
    assert check_gradient(checked).passed
    assert all_of(checked) == all_of(other)
    assert checked.steps_done == 1
    for run in (checked, other):
        run.train(3)
    assert all_of(checked) == all_of(other)


def test_that_it_is_made_on_200_training_samples_drawn_by_the_seed() -> None:
    first, same, other = (check_gradient(Run(change(demanding(), {"seed": seed}))) for seed in (1, 1, 2))
    assert (first.samples, first.of_samples) == (200, 400)
    assert first == same
    assert first.loss != other.loss


@pytest.mark.parametrize("lab", ["petals", "quadrants", "playground"])
def test_that_every_lab_passes_before_and_after_training(lab: str) -> None:
    run = Run(load(lab))
    before = check_gradient(run)
    run.train(100)
    after = check_gradient(run)
    assert before.passed
    assert after.passed
    assert before.loss != after.loss


def test_that_a_network_without_a_finite_loss_is_refused_in_words() -> None:
    run = Run(load("petals"))
    run.network.values[...] = np.inf
    with pytest.raises(UserError, match=r"the gradient cannot be checked: the loss is not a finite number.*; reset"):
        check_gradient(run)
