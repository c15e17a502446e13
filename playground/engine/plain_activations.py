# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Activations of one line: what a neuron makes of its score, and how fast that changes.

Each is a function and its derivative, kept together in one object so that neither can be used without the other.
Without an activation between them, two layers would be one: a product of matrices is a matrix.

Both methods write into `out` where it is given, so that a training step allocates nothing. They are stable for any
finite score: nothing overflows on the way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.engine.naming import Array


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


_ONE: dict[np.dtype[Any], Array]
_HALF: dict[np.dtype[Any], Array]
_ONE, _HALF = ({np.dtype(kind): np.array(number, kind) for kind in (np.float32, np.float64)} for number in (1.0, 0.5))
"""As arrays: of a plain number NumPy would make one at every call, which takes a third of a short one's time."""


class Tanh(Activation):
    """f(z) = tanh(z), f'(z) = 1 - f(z)². From -1 to 1."""

    name = "tanh"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.tanh(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = np.tanh(z) if value is None else value
        out = np.multiply(a, a, out)
        return np.subtract(_ONE[out.dtype], out, out)


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

    Computed as (1 + tanh(z/2)) / 2, the same function, which cannot overflow; far on the left it is rounded as a
    number near 1 is, and 0 a little early.
    """

    name = "sigmoid"

    def value(self, z: Array, out: Array | None = None) -> Array:
        half, one = _HALF[z.dtype], _ONE[z.dtype]
        out = np.multiply(z, half, out)
        np.tanh(out, out)
        np.add(out, one, out)
        return np.multiply(out, half, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = np.subtract(_ONE[a.dtype], a, out)
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
    """f(z) = z where z > 0, else 0.01 z; f'(z) = 1 where z > 0, else 0.01: no neuron dies.

    Maas, Hannun & Ng (2013), "Rectifier nonlinearities improve neural network acoustic models".
    """

    name = "leaky_relu"
    has_kink = True
    slope = 0.01

    def value(self, z: Array, out: Array | None = None) -> Array:
        # With a slope below 1 the right branch is always the larger one.
        out = np.multiply(z, self.slope, out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.heaviside(z, 0.0, out)
        return np.maximum(out, self.slope, out=out)


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
    """f(z) = 1 where z > 0, else 0; f'(z) = 0, so that no gradient can train it.

    Rosenblatt (1958), "The perceptron: a probabilistic model for information storage and organization in the brain".
    """

    name = "step"
    trains = False
    has_kink = True

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.heaviside(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.empty_like(z) if out is None else out
        out[...] = 0.0
        return out
