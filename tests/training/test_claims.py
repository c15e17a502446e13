"""Every lab's claims come true in its own run, and not before."""

import numpy as np
import pytest

from playground.experiment import Claim, change, labs, load
from playground.training import COLUMNS, Run
from playground.training.claims import Witness

# How long each lab takes to show it.
EPOCHS = {"petals": 3000, "quadrants": 6000, "waves": 400, "digits": 15, "two-layer": 250, "playground": 200}


@pytest.mark.parametrize("slug", [*EPOCHS, "overfit-tiny"])
def test_that_a_lab_shows_what_it_claims(slug: str) -> None:
    run, witness = Run(load(slug)), Witness(labs()[slug].claims)
    witness.see(run.history.since(0))
    assert not witness.satisfied, "an untrained network shows nothing yet"
    run.train(EPOCHS.get(slug, 100))
    witness.see(run.history.since(1))
    assert witness.satisfied
    assert witness.epochs == sorted(witness.epochs)


def test_that_every_lab_with_an_experiment_claims_something_of_a_column_there_is() -> None:
    for lab in labs().values():
        assert bool(lab.claims) is (lab.experiment is not None)
        assert {claim.column for claim in lab.claims} <= set(COLUMNS)


def test_that_claims_come_true_one_after_the_other() -> None:
    claims = (Claim(text="", column="train_loss", at_most=2.0), Claim(text="", column="train_loss", at_least=5.0))
    witness = Witness(claims)
    assert not witness.see({"epoch": np.array([0.0, 1.0]), "train_loss": np.array([6.0, 3.0])})
    assert witness.see({"epoch": np.array([2.0, 3.0, 4.0]), "train_loss": np.array([1.0, 4.0, 5.0])})
    assert witness.epochs == [2, 4]


@pytest.mark.parametrize("seed", range(4))
def test_that_eight_points_are_learned_by_heart_whatever_the_seed(seed: int) -> None:
    run = Run(change(load("overfit-tiny"), {"seed": seed, "data.source.seed": seed}))
    assert np.bincount(run.dataset.train.labels).tolist() == [2, 2, 2, 2]  # type: ignore[arg-type]
    run.train()
    assert run.history["train_accuracy"][-1] == 1.0
    assert run.epochs_done == 100
