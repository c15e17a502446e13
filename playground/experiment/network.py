"""The network: a list of hidden layers and an output layer, each with its initializer."""

from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import inspect

from playground.experiment.declare import setting
from playground.experiment.message import UserError

Activation = Literal[
    "tanh", "relu", "sigmoid", "linear", "leaky_relu", "elu", "softplus", "silu", "gelu", "sine", "step"
]
OutputActivation = Literal["linear", "tanh", "sigmoid", "softmax"]
Scale = Annotated[
    float, setting("Scale", "A factor on every drawn weight.", gt=0, le=100, scale="log", slider=(0.01, 10))
]


class _Initializer(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    scale: Scale = 1.0


class Normal(_Initializer, frozen=True, tag="normal"):
    """Drawn from N(0, std²)."""

    std: Annotated[
        float,
        setting("Deviation", "The standard deviation of the weights.", ge=0, le=100, scale="log", slider=(1e-3, 2)),
    ] = 0.01


class Uniform(_Initializer, frozen=True, tag="uniform"):
    """Drawn evenly between -limit and +limit."""

    limit: Annotated[
        float,
        setting("Limit", "Weights lie between -limit and +limit.", ge=0, le=100, scale="log", slider=(1e-3, 2)),
    ] = 0.5


class Constant(_Initializer, frozen=True, tag="constant"):
    """The same value everywhere."""

    value: Annotated[float, setting("Value", "The value of every entry.", ge=-100, le=100, slider=(-1, 1))] = 0.1


class Zeros(_Initializer, frozen=True, tag="zeros"):
    """Nought everywhere: right for biases, but weights that start equal stay equal."""


class XavierNormal(_Initializer, frozen=True, tag="xavier_normal"):
    """N(0, 2 / (fan_in + fan_out)): keeps the spread of tanh activations from layer to layer."""


class XavierUniform(_Initializer, frozen=True, tag="xavier_uniform"):
    """Uniform with the variance of Xavier's normal."""


class HeNormal(_Initializer, frozen=True, tag="he_normal"):
    """N(0, 2 / fan_in): keeps the spread of ReLU activations from layer to layer."""


class HeUniform(_Initializer, frozen=True, tag="he_uniform"):
    """Uniform with the variance of He's normal."""


Initializer = Normal | Uniform | Constant | Zeros | XavierNormal | XavierUniform | HeNormal | HeUniform


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A hidden layer: dense, batch norm, activation, dropout."""

    units: Annotated[int, setting("Neurons", "How many neurons this layer has.", ge=1, le=1024, slider=(1, 16))] = 4
    activation: Annotated[
        Activation, setting("Activation", "The function each neuron applies to its weighted sum.")
    ] = "tanh"
    batch_norm: Annotated[
        bool,
        setting("Batch norm", "Normalize each neuron's sums over the batch; takes the place of the bias."),
    ] = False
    dropout: Annotated[
        float,
        setting(
            "Dropout",
            "The share of neurons silenced at random for each sample while training.",
            live=True,
            ge=0,
            lt=1,
            slider=(0, 0.9),
        ),
    ] = 0.0
    initializer: Annotated[Initializer, setting("Weights start", "How the first weights are drawn.")] = XavierUniform()
    bias_initializer: Annotated[Initializer, setting("Biases start", "How the first biases are drawn.")] = Zeros()
    frozen: Annotated[
        bool, setting("Frozen", "A frozen layer keeps its weights while the others learn.", live=True)
    ] = False


class Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The last layer: as many units as the data asks for."""

    activation: Annotated[OutputActivation, setting("Output", "What turns the last sums into an answer.")] = "sigmoid"
    batch_norm: Annotated[bool, setting("Batch norm", "Normalize the scores over the batch.")] = False
    initializer: Annotated[Initializer, setting("Weights start", "How the first weights are drawn.")] = XavierUniform()
    bias_initializer: Annotated[Initializer, setting("Biases start", "How the first biases are drawn.")] = Zeros()
    frozen: Annotated[
        bool, setting("Frozen", "A frozen layer keeps its weights while the others learn.", live=True)
    ] = False


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The hidden layers, from the inputs on, and the output."""

    layers: Annotated[
        tuple[Layer, ...], setting("Hidden layers", "From the inputs to the output; up to 12.", max_length=12)
    ] = (Layer(),)
    output: Output = Output()


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
