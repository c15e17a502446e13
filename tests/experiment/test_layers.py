"""Editing the list of hidden layers."""

import pytest

from playground.experiment import Experiment, Layer, Network, UserError, change, load
from playground.experiment.network import (
    MAXIMUM_LAYERS,
    layers_as_builtins,
    with_layer_added,
    with_layer_duplicated,
    with_layer_moved,
    with_layer_removed,
)


@pytest.fixture
def network() -> Network:
    return Network(layers=(Layer(units=2), Layer(units=5, activation="relu"), Layer(units=7)))


def units(network: Network) -> list[int]:
    return [layer.units for layer in network.layers]


def test_that_a_new_layer_copies_the_layer_before_it(network: Network) -> None:
    wider = with_layer_added(network, 2)
    assert units(wider) == [2, 5, 5, 7]
    assert wider.layers[2].activation == "relu"


def test_that_a_new_first_layer_copies_the_one_it_is_put_before(network: Network) -> None:
    assert units(with_layer_added(network, 0)) == [2, 2, 5, 7]


def test_that_the_first_layer_of_all_has_the_defaults() -> None:
    assert with_layer_added(Network(layers=()), 0).layers == (Layer(),)


def test_that_a_new_layer_is_not_frozen() -> None:
    network = Network(layers=(Layer(frozen=True),))
    assert [layer.frozen for layer in with_layer_added(network, 1).layers] == [True, False]
    assert [layer.frozen for layer in with_layer_duplicated(network, 0).layers] == [True, True]


def test_that_a_duplicate_stands_right_behind_its_original(network: Network) -> None:
    assert units(with_layer_duplicated(network, 0)) == [2, 2, 5, 7]


def test_that_a_removed_layer_is_gone_and_the_last_may_go_too(network: Network) -> None:
    assert units(with_layer_removed(network, 1)) == [2, 7]
    assert with_layer_removed(Network(), 0).layers == ()


@pytest.mark.parametrize(("index", "target", "expected"), [(0, 2, [5, 7, 2]), (2, 0, [7, 2, 5]), (1, 1, [2, 5, 7])])
def test_that_a_moved_layer_ends_where_it_was_sent(
    network: Network, index: int, target: int, expected: list[int]
) -> None:
    assert units(with_layer_moved(network, index, target)) == expected


def test_that_the_old_network_stays_as_it_was(network: Network) -> None:
    with_layer_added(network, 1)
    with_layer_removed(network, 0)
    assert units(network) == [2, 5, 7]


def test_that_the_limit_is_the_declared_one_and_refuses_in_words() -> None:
    full = Network(layers=(Layer(),) * MAXIMUM_LAYERS)
    assert MAXIMUM_LAYERS == 12
    for edit in (with_layer_added, with_layer_duplicated):
        with pytest.raises(UserError, match="at most 12 hidden layers"):
            edit(full, 3)


def test_that_a_layer_that_is_not_there_is_named(network: Network) -> None:
    with pytest.raises(UserError, match=r"network\.layers\.3"):
        with_layer_removed(network, 3)
    with pytest.raises(UserError, match=r"network\.layers\.-1"):
        with_layer_moved(network, 0, -1)
    with pytest.raises(UserError, match="choose from 0 to 3"):
        with_layer_added(network, 4)


def test_that_change_takes_the_layers_as_builtins(network: Network) -> None:
    experiment: Experiment = load("petals")
    changed = change(experiment, {"network.layers": layers_as_builtins(network)})
    assert changed.network.layers == network.layers
