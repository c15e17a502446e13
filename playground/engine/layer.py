"""The description of a layer: what it is, not what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from playground.engine.initializers import Initializer, XavierUniform, Zeros
from playground.engine.naming import require

_WEIGHTS, _BIASES = XavierUniform(), Zeros()


@dataclass(frozen=True)
class Layer:
    """A dense layer: `z = x @ W + b`, then batch normalization in the bias's place, activation, dropout.

    Parameters
    ----------
    units : int
        Number of neurons, at least 1.
    activation : str, default "tanh"
        A hidden activation, or for a network's last layer linear, tanh, sigmoid or softmax.
    batch_norm : bool, default False
        Normalize the scores; the layer then has gamma and beta and no bias.
    dropout : float, default 0
        Share of the outputs set to zero while training, from 0 to below 1.
    initializer, bias_initializer : Initializer, default Xavier uniform and zeros
    frozen : bool, default False
        Training then changes nothing of the layer, running averages included.
    """

    units: int
    activation: str = "tanh"
    batch_norm: bool = False
    dropout: float = 0.0
    initializer: Initializer = _WEIGHTS
    bias_initializer: Initializer = _BIASES
    frozen: bool = False

    def __post_init__(self) -> None:
        whole = isinstance(self.units, Integral)
        require(whole and self.units >= 1, f"a layer needs a whole number of units, at least 1, not {self.units}")
        require(0.0 <= self.dropout < 1.0, f"dropout must be from 0 to below 1, not {self.dropout}")
