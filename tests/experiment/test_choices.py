"""What of a person's settings goes along to other data."""

from typing import Any

import pytest

from playground.experiment import File, change, for_own_data, load
from playground.experiment.choices import choices_for_other_data, with_choices

RATE, UNITS = "training.optimizer.learning_rate", "network.layers.0.units"
TABLE = for_own_data(load("petals"), File(path="some.csv", task="classification"), name="some", classes=3)


def carried(by_hand: dict[str, Any], **later: Any) -> dict[str, Any]:
    experiment = change(load("petals"), by_hand)
    return choices_for_other_data(change(experiment, {p.replace("__", "."): v for p, v in later.items()}), by_hand)


def test_that_a_learning_rate_stays_with_the_data_it_suits() -> None:
    assert carried({RATE: 10.0}) == {}
    assert carried({"training.stop.target_loss": 0.1, "data.source.noise": 0.4, "data.features": ["x1"]}) == {}


def test_that_what_was_set_by_hand_and_means_the_same_anywhere_goes_along() -> None:
    by_hand = {"training.batch_size": 16, "training.l2": 0.01, "training.epochs": 77, "data.preprocessing": "none"}
    assert carried(by_hand) == by_hand


def test_that_what_was_not_set_by_hand_does_not_go_along() -> None:
    """A remedy's L2 on top of a person's batch size, for one."""
    assert carried({"training.batch_size": 16}, training__l2=0.01) == {"training.batch_size": 16}


def test_that_what_was_taken_back_does_not_count() -> None:
    assert carried({"training.l2": 0.01}, training__l2=0.0) == {}


def test_that_layers_go_along_as_a_whole() -> None:
    chosen = carried({UNITS: 20})
    experiment = with_choices(TABLE, chosen)
    assert [layer.units for layer in experiment.network.layers] == [20]
    assert experiment.training == TABLE.training, "the rate of petals is not inherited"


def test_that_a_rule_of_descent_goes_along_with_the_rate_it_begins_with() -> None:
    experiment = with_choices(TABLE, carried({"training.optimizer.kind": "momentum", RATE: 7.0}))
    optimizer = experiment.training.optimizer
    assert (optimizer.__struct_config__.tag, optimizer.learning_rate) == ("momentum", 0.1)


def test_that_the_shares_of_a_split_go_along_together() -> None:
    by_hand = {"data.split.train": 0.5, "data.split.validation": 0.25, "data.split.test": 0.25}
    assert with_choices(TABLE, carried(by_hand)).data.split.validation == 0.25


@pytest.mark.parametrize("choices", [{"training.stop.patience": 5}, {"data.preprocessing": "nonsense"}])
def test_that_what_does_not_fit_is_left_out_and_the_rest_stays(choices: dict[str, Any]) -> None:
    plain = change(TABLE, {"data.split": {"train": 0.7, "validation": 0.0, "test": 0.3}})
    plain = change(plain, {"training.stop.patience": None})
    experiment = with_choices(plain, {**choices, "training.batch_size": 7})
    assert experiment.training.batch_size == 7
    assert experiment.training.stop == plain.training.stop
