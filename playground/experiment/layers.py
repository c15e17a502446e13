"""The list of hidden layers, edited: each function gives a new network and leaves the old one as it was."""

from typing import Any, cast

import msgspec
from msgspec import inspect

from playground.experiment.errors import UserError
from playground.experiment.network import Layer, Network


def _declared_maximum() -> int:
    fields = cast(inspect.StructType, inspect.type_info(Network)).fields
    declared: Any = next(field.type for field in fields if field.name == "layers")
    while isinstance(declared, inspect.Metadata):
        declared = declared.type
    return int(declared.max_length)


MAXIMUM_LAYERS = _declared_maximum()
"""How many hidden layers a network may have, as the setting declares it."""


def with_layer_added(network: Network, index: int) -> Network:
    """One more layer, which becomes number `index`, with the settings of the layer before it, or else after it.

    It is not frozen even where its neighbour is, as it has learned nothing yet.
    """
    layers = network.layers
    _check_place(index, len(layers))
    neighbour = layers[max(index - 1, 0)] if layers else Layer()
    return _with(network, (*layers[:index], msgspec.structs.replace(neighbour, frozen=False), *layers[index:]))


def with_layer_duplicated(network: Network, index: int) -> Network:
    """A copy of layer `index` right behind it."""
    layers = network.layers
    _check_index(index, network)
    return _with(network, (*layers[: index + 1], *layers[index:]))


def with_layer_removed(network: Network, index: int) -> Network:
    """Without layer `index`. A network may have no hidden layer at all."""
    _check_index(index, network)
    return _with(network, network.layers[:index] + network.layers[index + 1 :])


def with_layer_moved(network: Network, index: int, target: int) -> Network:
    """Layer `index` taken out and put back so that it becomes number `target`."""
    _check_index(index, network)
    _check_index(target, network)
    rest = network.layers[:index] + network.layers[index + 1 :]
    return _with(network, (*rest[:target], network.layers[index], *rest[target:]))


def layers_as_builtins(network: Network) -> list[dict[str, Any]]:
    """The hidden layers as `change` takes them for the path `network.layers`."""
    return list(msgspec.to_builtins(network.layers))


def _with(network: Network, layers: tuple[Layer, ...]) -> Network:
    if len(layers) > MAXIMUM_LAYERS:
        raise UserError(f"network.layers: at most {MAXIMUM_LAYERS} hidden layers; remove one before adding another")
    return msgspec.structs.replace(network, layers=layers)


def _check_place(index: int, count: int) -> None:
    if not 0 <= index <= count:
        raise UserError(f"network.layers: no layer can be added at {index}; choose from 0 to {count}")


def _check_index(index: int, network: Network) -> None:
    count = len(network.layers)
    if not 0 <= index < count:
        raise UserError(f"network.layers.{index}: there is no such layer; the network has {count}")
