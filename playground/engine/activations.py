# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Activations: what a neuron makes of its score, and how fast that changes.

Each is a function and its derivative, kept together in one object so that neither can be used without the other.
Without an activation between them, two layers would be one: a product of matrices is a matrix.

Both methods write into `out` where it is given, so that a training step allocates nothing. They are stable for any
finite score: nothing overflows on the way.
"""

from __future__ import annotations

import math

import numpy as np

from .error_function import erf
from .naming import Array, choose


class Activation:
    """A function of the scores, with its derivative.

    Attributes
    ----------
    name : str
    trains : bool
        False where the derivative is zero everywhere, so that no gradient passes.
    has_kink : bool
        True where there is no derivative at 0: the slope, or the value itself, jumps there.
    """

    name = ""
    trains = True
    has_kink = False

    def value(self, z: Array, out: Array | None = None) -> Array:
        """Return f(z), elementwise."""
        raise NotImplementedError

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        """Return f'(z), elementwise; `value` is f(z) where the caller has it already."""
        raise NotImplementedError

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        """Turn, in place, the loss's derivative by f(z) into its derivative by z: the chain rule."""
        self.derivative(z, value, scratch)
        np.multiply(error, scratch, error)

    def __repr__(self) -> str:
        return f"activation({self.name!r})"


class Tanh(Activation):
    """f(z) = tanh(z), f'(z) = 1 - f(z)². From -1 to 1."""

    name = "tanh"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.tanh(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = np.tanh(z) if value is None else value
        out = np.multiply(a, a, out)
        return np.subtract(1.0, out, out)


class Relu(Activation):
    """f(z) = max(0, z), f'(z) = 1 where z > 0, else 0.

    Nair & Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".
    """

    name = "relu"
    has_kink = True

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.maximum(z, 0.0, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        # The sign of max(0, z) is the derivative, and the fastest way to it.
        return np.sign(self.value(z, out) if value is None else value, out)


class Sigmoid(Activation):
    """f(z) = 1 / (1 + exp(-z)), f'(z) = f(z) (1 - f(z)). From 0 to 1, so it reads as a probability.

    Computed as (1 + tanh(z/2)) / 2, the same function, which cannot overflow.
    """

    name = "sigmoid"

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.multiply(z, 0.5, out)
        np.tanh(out, out)
        np.add(out, 1.0, out)
        return np.multiply(out, 0.5, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = np.subtract(1.0, a, out)
        return np.multiply(out, a, out)


class Linear(Activation):
    """f(z) = z, f'(z) = 1."""

    name = "linear"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.positive(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.empty_like(z) if out is None else out
        out[...] = 1.0
        return out

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        """Multiply by 1: nothing to do."""


class LeakyRelu(Activation):
    """f(z) = z where z > 0, else 0.01 z, so that no neuron dies.

    Maas, Hannun & Ng (2013), "Rectifier nonlinearities improve neural network acoustic models".
    """

    name = "leaky_relu"
    has_kink = True
    slope = 0.01

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.multiply(z, self.slope, out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.heaviside(z, 0.0, out)
        return np.maximum(out, self.slope, out=out)


class Elu(Activation):
    """f(z) = z where z > 0, else exp(z) - 1; f'(z) = 1 where z > 0, else f(z) + 1.

    Clevert, Unterthiner & Hochreiter (2016), "Fast and accurate deep network learning by exponential linear
    units (ELUs)". Since exp(z) - 1 >= z, both branches are the maximum of z and exp(min(z, 0)) - 1.
    """

    name = "elu"

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.minimum(z, 0.0, out=out)
        np.expm1(out, out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = np.minimum(a, 0.0, out=out)
        return np.add(out, 1.0, out)


class Softplus(Activation):
    """f(z) = log(1 + exp(z)), a smooth ReLU; f'(z) = sigmoid(z).

    Glorot, Bordes & Bengio (2011), "Deep sparse rectifier neural networks".
    """

    name = "softplus"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.logaddexp(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        return _SIGMOID.value(z, out)


class Silu(Activation):
    """f(z) = z s with s = sigmoid(z), also called swish; f'(z) = s + f(z) (1 - s).

    Elfwing, Uchibe & Doya (2018), "Sigmoid-weighted linear units for neural network function approximation".
    """

    name = "silu"

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = _SIGMOID.value(z, out)
        return np.multiply(out, z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = _SIGMOID.value(z, out)
        return np.add(out, a * (1.0 - out), out)


class Gelu(Activation):
    """f(z) = z Phi(z), Phi the normal distribution function; f'(z) = Phi(z) + z phi(z).

    Hendrycks & Gimpel (2016), "Gaussian error linear units (GELUs)", arXiv:1606.08415; here exact, by erf.
    """

    name = "gelu"

    @staticmethod
    def _distribution(z: Array) -> Array:
        """Phi(z) = (1 + erf(z / sqrt(2))) / 2."""
        return 0.5 * (1.0 + erf(z * math.sqrt(0.5)))

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.multiply(z, self._distribution(z), out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        # The density is 0 in double precision beyond 40, where a square might overflow.
        density = np.exp(-0.5 * np.clip(z, -40.0, 40.0) ** 2) / math.sqrt(2.0 * math.pi)
        return np.add(self._distribution(z), z * density, out)


class Sine(Activation):
    """f(z) = sin(z), f'(z) = cos(z).

    Sitzmann and others (2020), "Implicit neural representations with periodic activation functions".
    """

    name = "sine"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.sin(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        return np.cos(z, out)


class Step(Activation):
    """f(z) = 1 where z > 0, else 0; f'(z) = 0: the perceptron of 1958, which no gradient can train."""

    name = "step"
    trains = False
    has_kink = True

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.heaviside(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.empty_like(z) if out is None else out
        out[...] = 0.0
        return out


class Softmax(Activation):
    """f(z)_k = exp(z_k) / sum_j exp(z_j): scores made into probabilities that add up to 1. For outputs only.

    The row's maximum is subtracted first: it changes nothing but keeps exp from overflowing. Each output depends on
    every score of its row, so the chain rule takes the whole row: dL/dz = f (e - sum_k e_k f_k) with e = dL/df.
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


_SIGMOID = Sigmoid()

ACTIVATIONS: dict[str, Activation] = {
    kind.name: kind
    for kind in (
        Tanh(),
        Relu(),
        _SIGMOID,
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
    kind.name: kind for kind in (ACTIVATIONS["linear"], ACTIVATIONS["tanh"], _SIGMOID, Softmax())
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
