"""What an experiment must obey as a whole, and the helpers that keep it so."""

from typing import Any

import pytest

from playground.experiment import (
    OUTPUTS_FOR_LOSS,
    Experiment,
    UserError,
    change,
    check,
    load,
    loss_assignments,
    optimizer_assignments,
    output_assignments,
    problems,
)

PETALS = load("petals")
BATCH_NORM = {"network.layers.0.batch_norm": True}


def test_that_the_defaults_and_the_labs_obey_the_rules() -> None:
    assert list(problems(Experiment())) == []
    for name in ("petals", "quadrants", "playground"):
        assert list(problems(load(name))) == []


@pytest.mark.parametrize(
    ("assignments", "said"),
    [
        ({"data.split.validation": 0.5}, "data.split: the three parts add up to 1.5; make them add up to 1"),
        (
            {"data.source.samples": 20, "data.split.train": 0.01, "data.split.test": 0.99},
            "data.split.train: no sample is left for training; give it a larger share",
        ),
        ({"data.features": ["x1", "x2", "x1"]}, "data.features: a feature stands twice; name each once"),
        (
            {"training.loss": "softmax_cross_entropy"},
            "training.loss: softmax_cross_entropy needs network.output.activation softmax, not sigmoid; "
            "set both together",
        ),
        (
            {"training.loss": "huber", "network.output.activation": "softmax"},
            "training.loss: huber needs network.output.activation linear or tanh or sigmoid, not softmax; "
            "set both together",
        ),
        (
            BATCH_NORM | {"training.batch_size": 1},
            "training.batch_size: batch norm needs at least 2 samples in a batch; make the batch larger",
        ),
        (
            BATCH_NORM | {"data.source.samples": 20, "data.split.train": 0.05, "data.split.test": 0.95},
            "data.split.train: batch norm needs at least 2 training samples; give training a larger share",
        ),
        (
            BATCH_NORM | {"training.batch_norm_momentum": 0.5},
            "training.batch_norm_momentum: this optimizer has no momentum; "
            "choose momentum or nesterov as training.optimizer.kind, or set this to null",
        ),
        (
            {"network.layers.0.activation": "step"},
            "network.layers.0.activation: step has no gradient, so nothing before it can learn; "
            "choose sigmoid or tanh to train",
        ),
    ],
)
def test_that_what_does_not_fit_together_is_refused_with_the_remedy(assignments: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        change(PETALS, assignments)
    assert str(caught.value) == said


def test_that_batch_norm_of_the_output_alone_has_the_same_rules() -> None:
    with pytest.raises(UserError, match="at least 2 samples"):
        change(PETALS, {"network.output.batch_norm": True, "training.batch_size": 1})


def test_that_a_momentum_of_its_own_for_batch_norm_fits_an_optimizer_with_momentum() -> None:
    for kind in ("momentum", "nesterov"):
        check(change(PETALS, BATCH_NORM | {"training.optimizer.kind": kind, "training.batch_norm_momentum": 0.5}))


def test_that_shares_may_differ_from_one_by_a_rounding_error() -> None:
    thirds = {"data.split.train": 0.7, "data.split.validation": 0.2, "data.split.test": 0.1}
    assert sum(thirds.values()) != 1
    change(PETALS, thirds)


@pytest.mark.parametrize("loss", OUTPUTS_FOR_LOSS)
def test_that_choosing_a_loss_brings_an_output_that_fits(loss: str) -> None:
    for name in ("petals", "playground"):
        assert change(load(name), loss_assignments(load(name), loss)).training.loss == loss


@pytest.mark.parametrize("activation", ["linear", "tanh", "sigmoid", "softmax"])
def test_that_choosing_an_output_brings_a_loss_that_fits(activation: str) -> None:
    for name in ("petals", "playground"):
        changed = change(load(name), output_assignments(load(name), activation))
        assert changed.network.output.activation == activation


def test_that_a_choice_that_fits_already_changes_nothing_else() -> None:
    assert loss_assignments(PETALS, "squared_error") == {"training.loss": "squared_error"}
    assert output_assignments(load("playground"), "sigmoid") == {"network.output.activation": "sigmoid"}


def test_that_an_error_for_the_user_is_always_one_line() -> None:
    assert str(UserError("a\n  b\r\n\tc ")) == "a b c"


def test_that_patience_goes_with_the_part_that_it_watches() -> None:
    waves = change(load("waves"), {"training.stop.patience": 10})
    shares = {"data.split.train": 0.8, "data.split.validation": 0.0, "data.split.test": 0.2}
    assert change(waves, shares).training.stop.patience is None
    with pytest.raises(UserError, match=r"training\.stop\.patience.*data\.split\.validation"):
        change(waves, {**shares, "training.stop.patience": 10})
    fresh = change(waves, {**shares, "data.source.fresh_validation": 100})
    assert fresh.training.stop.patience == 10


def test_that_patience_without_validation_samples_is_refused_with_the_remedy() -> None:
    with pytest.raises(UserError, match=r"training\.stop\.patience.*data\.split\.validation"):
        change(load("petals"), {"training.stop.patience": 10})


def test_that_an_optimizer_without_momentum_takes_batch_norms_own_momentum_with_it() -> None:
    settings = {"network.layers.0.batch_norm": True, "training.optimizer.kind": "momentum"}
    experiment = change(load("petals"), settings | {"training.batch_norm_momentum": 0.5})
    changed = change(experiment, optimizer_assignments(experiment, "adam"))
    assert changed.training.batch_norm_momentum is None
    kept = change(experiment, optimizer_assignments(experiment, "nesterov"))
    assert kept.training.batch_norm_momentum == 0.5
    assert list(optimizer_assignments(load("petals"), "adam")) == ["training.optimizer.kind"]
