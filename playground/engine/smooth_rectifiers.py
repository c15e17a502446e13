# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Smooth rectifiers: near 0 far on the left, near z far on the right, as ReLU, but without its corner."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.error_function import erf
from playground.engine.naming import Array
from playground.engine.plain_activations import Activation, Sigmoid

_SIGMOID = Sigmoid()


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

    Dugas and others (2001), "Incorporating second-order functional knowledge for better option pricing".
    """

    name = "softplus"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.logaddexp(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        return _SIGMOID.value(z, out)


class Silu(Activation):
    """f(z) = z s with s = sigmoid(z), also called swish; f'(z) = s (1 + z - f(z)).

    Elfwing, Uchibe & Doya (2018), "Sigmoid-weighted linear units for neural network function approximation in
    reinforcement learning".
    """

    name = "silu"

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = _SIGMOID.value(z, out)
        return np.multiply(out, z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = _SIGMOID.value(z, out)
        return np.multiply(out, (z - a) + 1.0, out)

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        # The factors one by one, the vanishing one first: no memory but the scratch is needed, nothing overflows.
        np.multiply(error, _SIGMOID.value(z, scratch), error)
        np.subtract(z, value, scratch)
        np.add(scratch, 1.0, scratch)
        np.multiply(error, scratch, error)


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
        distribution = self._distribution(z) if value is None else self._recovered(z, value)
        return np.add(distribution, z * density, out)

    @staticmethod
    def _recovered(z: Array, value: Array) -> Array:
        """Phi(z) = f(z) / z, a fraction of the work of `erf`; 1/2 where z is too near to 0 to divide by."""
        return np.divide(value, z, out=np.full_like(z, 0.5), where=np.abs(z) > 1e-30)
