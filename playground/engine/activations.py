# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Activations: a neuron's answer to its score, and how fast the answer changes.

Each is a function and its derivative, kept together in one object so that neither can be used without the other.
Without an activation between them, two layers would be one: a product of matrices is a matrix.

All that is known of an activation is told here and nowhere else: its bounds, where it is saturated, its formula as
people read it. Views, the doctor and the labs ask here.

Both methods write into `out` where it is given, so that a training step allocates nothing. They are stable for any
finite score: nothing overflows on the way.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.machinery.error_function import erf
from playground.engine.machinery.guards import Array, choose, real_numbers


class Activation:
    """A function of the scores, with its derivative and all that is known of it."""

    name = ""  # as files and the command line have it
    title = ""  # as people read it
    formula = ""  # f(z) as people read it, of `z`
    slope = ""  # f'(z) as people read it, of `z` and of `a`, which is f(z); empty where it is no function of one score
    bounds = (-math.inf, math.inf)  # of the outputs
    saturation: tuple[float, float] | None = None  # outputs below or above have next to no slope: no gradient comes by
    threshold: float | None = None  # above it one output alone means class 1; None where one output decides nothing
    trains = True  # False where the derivative is 0 everywhere, so that no gradient passes
    has_kink = False  # there is no derivative at 0: the slope, or the value itself, jumps there
    can_die = False  # a neuron that answers 0 to everything has no slope anywhere, and never learns again
    suited_initializer = "xavier_normal"  # first weights that keep a signal's size from layer to layer

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

    def __call__(self, z: npt.ArrayLike) -> Array:
        """Return f(z) of anything that holds real numbers."""
        scores = real_numbers("z", z)
        return self.value(scores if scores.dtype == np.float32 else scores.astype(np.float64))

    @property
    def is_bounded(self) -> bool:
        """True where the outputs have two ends."""
        return math.isfinite(self.bounds[0]) and math.isfinite(self.bounds[1])

    @property
    def is_share(self) -> bool:
        """True where outputs lie between 0 and 1, so that they read as shares or probabilities."""
        return self.bounds == (0.0, 1.0)

    def saturated_share(self, outputs: Array) -> float | None:
        """Return the share of outputs, of any shape, that are saturated; None where none can be."""
        if self.saturation is None:
            return None
        low, high = self.saturation
        return float(np.mean((outputs < low) | (outputs > high)))

    def __repr__(self) -> str:
        return f"activation({self.name!r})"


_ONE: dict[np.dtype[Any], Array]
_HALF: dict[np.dtype[Any], Array]
_ONE, _HALF = ({np.dtype(kind): np.array(number, kind) for kind in (np.float32, np.float64)} for number in (1.0, 0.5))
"""As arrays: of a plain number NumPy would make one at every call, which takes a third of a short one's time."""


# Plain functions


class Linear(Activation):
    """f(z) = z, f'(z) = 1."""

    name = title = "linear"
    formula, slope = "z", "1"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.positive(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.empty_like(z) if out is None else out
        out[...] = 1.0
        return out

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        """Multiply by 1: nothing to do."""


class Step(Activation):
    """f(z) = 1 where z > 0, else 0; f'(z) = 0, so that no gradient can train it.

    Rosenblatt (1958), "The perceptron: a probabilistic model for information storage and organization in the brain".
    """

    name = title = "step"
    formula, slope = "1 if z > 0, else 0", "0"
    bounds = (0.0, 1.0)
    trains = False
    has_kink = True

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.heaviside(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.empty_like(z) if out is None else out
        out[...] = 0.0
        return out


class Sine(Activation):
    """f(z) = sin(z), f'(z) = cos(z).

    Sitzmann and others (2020), "Implicit neural representations with periodic activation functions".
    """

    name = title = "sine"
    formula, slope = "sin(z)", "cos(z)"
    bounds = (-1.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.sin(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        return np.cos(z, out)


# Functions with two ends


class Tanh(Activation):
    """f(z) = tanh(z), f'(z) = 1 - f(z)². From -1 to 1.

    Beyond ±0.97 its slope is below 0.06, where at rest it is 1.
    """

    name = title = "tanh"
    formula, slope = "tanh(z)", "1 − a²"
    bounds = (-1.0, 1.0)
    saturation = (-0.97, 0.97)
    threshold = 0.0

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.tanh(z, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = np.tanh(z) if value is None else value
        out = np.multiply(a, a, out)
        return np.subtract(_ONE[out.dtype], out, out)


class Sigmoid(Activation):
    """f(z) = 1 / (1 + exp(-z)), f'(z) = f(z) (1 - f(z)). From 0 to 1, so it reads as a probability.

    Nearer than 0.03 to an end its slope is below 0.03, where at rest it is 0.25.

    Computed as (1 + tanh(z/2)) / 2, the same function, which cannot overflow. Far on the left it is rounded as a number
    near 1 is, and 0 a little early.
    """

    name = title = "sigmoid"
    formula, slope = "sigmoid(z)", "a (1 − a)"
    bounds = (0.0, 1.0)
    saturation = (0.03, 0.97)
    threshold = 0.5

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


# Rectifiers, which have a corner


class Relu(Activation):
    """f(z) = max(0, z), f'(z) = 1 where z > 0, else 0.

    Nair & Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".
    """

    name, title = "relu", "ReLU"
    formula, slope = "max(0, z)", "1 if z > 0, else 0"
    bounds = (0.0, math.inf)
    has_kink = True
    can_die = True
    suited_initializer = "he_normal"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.maximum(z, 0.0, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        # The sign of max(0, z) is the derivative, and the fastest way to it.
        return np.sign(self.value(z, out) if value is None else value, out)


class LeakyRelu(Activation):
    """f(z) = z where z > 0, else 0.01 z; f'(z) = 1 where z > 0, else 0.01: no neuron dies.

    Maas, Hannun & Ng (2013), "Rectifier nonlinearities improve neural network acoustic models".
    """

    name, title = "leaky_relu", "leaky ReLU"
    formula, slope = "max(0.01 z, z)", "1 if z > 0, else 0.01"
    has_kink = True
    suited_initializer = "he_normal"

    def value(self, z: Array, out: Array | None = None) -> Array:
        # With a slope below 1 the right branch is always the larger one.
        out = np.multiply(z, 0.01, out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        out = np.heaviside(z, 0.0, out)
        return np.maximum(out, 0.01, out=out)


# Smooth rectifiers: near 0 far on the left (ELU: -1), near z far on the right, as ReLU, but without its corner


class Elu(Activation):
    """f(z) = z where z > 0, else exp(z) - 1; f'(z) = 1 where z > 0, else f(z) + 1.

    Clevert, Unterthiner & Hochreiter (2016), "Fast and accurate deep network learning by exponential linear
    units (ELUs)". Since exp(z) - 1 >= z, both branches are the maximum of z and exp(min(z, 0)) - 1.
    """

    name, title = "elu", "ELU"
    formula, slope = "z if z > 0, else exp(z) − 1", "1 if z > 0, else a + 1"
    bounds = (-1.0, math.inf)

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.minimum(z, 0.0, out=out)
        np.expm1(out, out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        a = self.value(z) if value is None else value
        out = np.minimum(a, 0.0, out=out)
        return np.add(out, 1.0, out)


_SIGMOID = Sigmoid()


class Softplus(Activation):
    """f(z) = log(1 + exp(z)), a smooth ReLU; f'(z) = sigmoid(z).

    Dugas and others (2001), "Incorporating second-order functional knowledge for better option pricing".
    """

    name = title = "softplus"
    formula, slope = "log(1 + exp(z))", "sigmoid(z)"
    bounds = (0.0, math.inf)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.logaddexp(z, 0.0, out)

    def derivative(self, z: Array, value: Array | None = None, out: Array | None = None) -> Array:
        return _SIGMOID.value(z, out)


class Silu(Activation):
    """f(z) = z s with s = sigmoid(z), also called swish; f'(z) = s (1 + z - f(z)).

    Elfwing, Uchibe & Doya (2018), "Sigmoid-weighted linear units for neural network function approximation in
    reinforcement learning".
    """

    name, title = "silu", "SiLU (swish)"
    formula, slope = "z sigmoid(z)", "sigmoid(z) (1 + z − a)"
    bounds = (-0.2784645427610738, math.inf)

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
    """f(z) = z Phi(z), Phi the normal distribution function and phi its density; f'(z) = Phi(z) + z phi(z).

    Hendrycks & Gimpel (2016), "Gaussian error linear units (GELUs)", arXiv:1606.08415; here exact, by erf.
    """

    name, title = "gelu", "GELU"
    formula, slope = "z Φ(z)", "Φ(z) + z φ(z)"
    bounds = (-0.1699712074799037, math.inf)

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


# For outputs only


class Softmax(Activation):
    """f(z)_k = exp(z_k) / sum_j exp(z_j): scores made into probabilities that add up to 1.

    Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs, with relationships to
    statistical pattern recognition". The row's maximum is subtracted first: it changes nothing but keeps exp from
    overflowing. Each output depends on every score of its row, so the chain rule takes the whole row:
    dL/dz = f (e - sum_k e_k f_k) with e = dL/df.
    """

    name = title = "softmax"
    formula = "exp(z) / Σ exp(z)"
    bounds = (0.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        out = np.subtract(z, np.maximum.reduce(z, axis=-1, keepdims=True), out)
        np.exp(out, out)
        return np.divide(out, np.add.reduce(out, axis=-1, keepdims=True), out)

    def backward(self, error: Array, z: Array, value: Array, scratch: Array) -> None:
        np.multiply(error, value, scratch)
        np.subtract(error, np.add.reduce(scratch, axis=-1, keepdims=True), error)
        np.multiply(error, value, error)


_HIDDEN = (Tanh(), Relu(), _SIGMOID, Linear(), LeakyRelu(), Elu(), Softplus(), Silu(), Gelu(), Sine(), Step())
ACTIVATIONS: dict[str, Activation] = {kind.name: kind for kind in _HIDDEN}
"""For hidden layers, in the order they are offered in."""
OUTPUT_ACTIVATIONS = {name: ACTIVATIONS[name] for name in ("linear", "tanh", "sigmoid")} | {"softmax": Softmax()}
ALL_ACTIVATIONS = ACTIVATIONS | OUTPUT_ACTIVATIONS


def activation(name: str) -> Activation:
    """Return a hidden layer's activation; raise ValueError, with the valid names, where there is none of that name."""
    return choose("activation", name, ACTIVATIONS)


def output_activation(name: str) -> Activation:
    """Return an output activation: linear, tanh, sigmoid or softmax; raise ValueError where it is another name."""
    return choose("output activation", name, OUTPUT_ACTIVATIONS)
