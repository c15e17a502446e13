# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Initializers: where the weights start.

Equal weights would keep all neurons of a layer equal for ever. With small ones the signal dies out through the layers,
with large ones it explodes. The variance of a score is fan_in times the variance of a weight times the mean square of
the inputs. Xavier and He choose the variance of the weights so that a signal keeps its size from layer to layer, for
tanh and for ReLU. Errors on their way back keep theirs where fan_out stands in place of fan_in, as a unit sums that
many; Xavier takes the middle of the two.

A weight of shape (fan_in, fan_out) is drawn as (fan_out, fan_in), neuron by neuron, and transposed.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.machinery.guards import Array, build, require


@dataclass(frozen=True)
class Initializer:
    """Draws the initial weights of a layer; `scale` multiplies whatever was drawn."""

    scale: float = 1.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            require(math.isfinite(value), f"{name} of an initializer must be a finite number, not {value}")

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        """Draw numbers of a shape for a layer with these fans (fan_in, fan_out), before the scale."""
        raise NotImplementedError

    def draw(self, random_state: np.random.RandomState, fan_in: int, fan_out: int) -> Array:
        """Return initial weights, (fan_in, fan_out), float64."""
        return self.scale * self.sample(random_state, (fan_out, fan_in), (fan_in, fan_out)).T

    def draw_bias(self, random_state: np.random.RandomState, fan_in: int, fan_out: int) -> Array:
        """Return initial biases, (fan_out,), float64."""
        return self.scale * self.sample(random_state, (fan_out,), (fan_in, fan_out))


@dataclass(frozen=True)
class Normal(Initializer):
    """Normal numbers of mean 0 and standard deviation `std`."""

    std: float = 0.01

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return random_state.standard_normal(shape) * self.std


@dataclass(frozen=True)
class Uniform(Initializer):
    """Numbers spread evenly over -limit to limit."""

    limit: float = 0.5

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return random_state.uniform(-self.limit, self.limit, shape)


@dataclass(frozen=True)
class Constant(Initializer):
    """The same number everywhere; draws nothing from the random stream."""

    value: float = 0.1

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return np.full(shape, self.value)


class Zeros(Initializer):
    """Zeros; draws nothing from the random stream."""

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return np.zeros(shape)


class XavierNormal(Initializer):
    """Normal with variance 2 / (fan_in + fan_out).

    Glorot & Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks".
    """

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return random_state.standard_normal(shape) * math.sqrt(2.0 / sum(fans))


class XavierUniform(Initializer):
    """Uniform with variance 2 / (fan_in + fan_out), so within ±sqrt(6 / (fan_in + fan_out))."""

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        limit = math.sqrt(6.0 / sum(fans))
        return random_state.uniform(-limit, limit, shape)


class HeNormal(Initializer):
    """Normal with variance 2 / fan_in, since ReLU lets half of the signal through.

    He, Zhang, Ren & Sun (2015), "Delving deep into rectifiers: surpassing human-level performance on ImageNet
    classification".
    """

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        return random_state.standard_normal(shape) * math.sqrt(2.0 / fans[0])


class HeUniform(Initializer):
    """Uniform with variance 2 / fan_in, so within ±sqrt(6 / fan_in)."""

    def sample(self, random_state: np.random.RandomState, shape: tuple[int, ...], fans: tuple[int, int]) -> Array:
        limit = math.sqrt(6.0 / fans[0])
        return random_state.uniform(-limit, limit, shape)


INITIALIZERS: dict[str, type[Initializer]] = {
    "normal": Normal,
    "uniform": Uniform,
    "constant": Constant,
    "zeros": Zeros,
    "xavier_normal": XavierNormal,
    "xavier_uniform": XavierUniform,
    "he_normal": HeNormal,
    "he_uniform": HeUniform,
}


def initializer(kind: str, **settings: Any) -> Initializer:
    """Return an initializer: normal(std), uniform(limit), constant(value), zeros, xavier_normal, xavier_uniform,
    he_normal or he_uniform, each with an optional `scale`. Raise ValueError if the kind or a setting is unknown.
    """
    return build("initializer", kind, INITIALIZERS, settings)
