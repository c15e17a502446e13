# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Activations by name: for hidden layers those of `plain_activations` and `smooth_rectifiers`, for outputs four."""

from __future__ import annotations

import numpy as np

from playground.engine.naming import Array, choose
from playground.engine.plain_activations import Activation, LeakyRelu, Linear, Relu, Sigmoid, Sine, Step, Tanh
from playground.engine.smooth_rectifiers import Elu, Gelu, Silu, Softplus


class Softmax(Activation):
    """f(z)_k = exp(z_k) / sum_j exp(z_j): scores made into probabilities that add up to 1. For outputs only.

    Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs, with relationships to
    statistical pattern recognition". The row's maximum is subtracted first: it changes nothing but keeps exp from
    overflowing. Each output depends on every score of its row, so the chain rule takes the whole row:
    dL/dz = f (e - sum_k e_k f_k) with e = dL/df.
    """

    name = "softmax"

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.subtract(z, np.maximum.reduce(z, axis=1, keepdims=True), out)
        np.exp(out, out)
        return np.divide(out, np.add.reduce(out, axis=1, keepdims=True), out)

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        np.multiply(error, value, scratch)
        np.subtract(error, np.add.reduce(scratch, axis=1, keepdims=True), error)
        np.multiply(error, value, error)


ACTIVATIONS: dict[str, Activation] = {
    kind.name: kind
    for kind in (
        Tanh(),
        Relu(),
        Sigmoid(),
        Linear(),
        LeakyRelu(),
        Elu(),
        Softplus(),
        Silu(),
        Gelu(),
        Sine(),
        Step(),
    )
}
OUTPUT_ACTIVATIONS: dict[str, Activation] = {
    kind.name: kind for kind in (ACTIVATIONS["linear"], ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"], Softmax())
}


def activation(name: str) -> Activation:
    """Return a hidden layer's activation: tanh, relu, sigmoid, linear, leaky_relu, elu, softplus, silu, gelu, ...

    Raises
    ------
    ValueError
        If there is none of that name; the message lists them all.
    """
    return choose("activation", name, ACTIVATIONS)


def output_activation(name: str) -> Activation:
    """Return an output activation: linear, tanh, sigmoid or softmax.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    return choose("output activation", name, OUTPUT_ACTIVATIONS)
