"""Optimizers with a rate of its own for every parameter: the global one, divided by how large its gradients have been.

So a parameter whose gradients are small moves as far as one whose gradients are large. The four are told in the order
of their invention, each a little more than the last.
"""

from __future__ import annotations

import math

import numpy as np

from playground.engine.naming import Array, require
from playground.engine.plain_optimizers import Optimizer

LEAST_EPSILON = 1e-20
"""A smaller one would itself be 0 in single precision, or a gradient's square 0 long before the gradient is."""


class AdaGrad(Optimizer):
    """Small steps for parameters that moved much: s <- s + g², p <- p - rate g / (sqrt(s) + epsilon).

    Duchi, Hazan & Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization".
    """

    accumulators = ("squares",)

    def __init__(self, learning_rate: float = 0.01, epsilon: float = 1e-10) -> None:
        super().__init__(learning_rate)
        require(epsilon >= LEAST_EPSILON, f"epsilon must be at least {LEAST_EPSILON:g}, not {epsilon}")
        self.epsilon = epsilon

    def _update(self, p: Array, g: Array) -> None:
        s, move = self._vectors["squares"], self._scratch
        np.multiply(g, g, move)
        np.add(s, move, s)
        self._move_by_root(p, g, s)

    def _move_by_root(self, p: Array, g: Array, s: Array) -> None:
        """Apply p <- p - rate g / (sqrt(s) + epsilon)."""
        move = self._scratch
        np.sqrt(s, move)
        np.add(move, self.epsilon, move)
        np.divide(g, move, move)
        np.multiply(move, self.learning_rate, move)
        np.subtract(p, move, p)


class RmsProp(AdaGrad):
    """AdaGrad that forgets: s <- decay s + (1 - decay) g², p <- p - rate g / (sqrt(s) + epsilon).

    Tieleman & Hinton (2012), Lecture 6.5 of "Neural networks for machine learning".
    """

    def __init__(self, learning_rate: float = 0.01, decay: float = 0.99, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate, epsilon)
        require(0.0 <= decay < 1.0, f"decay must be from 0 to below 1, not {decay}")
        self.decay = decay

    def _update(self, p: Array, g: Array) -> None:
        s, move = self._vectors["squares"], self._scratch
        np.multiply(g, g, move)
        np.multiply(move, 1.0 - self.decay, move)
        np.multiply(s, self.decay, s)
        np.add(s, move, s)
        self._move_by_root(p, g, s)


class Adam(Optimizer):
    """Momentum and RMSProp together, both corrected for starting at zero (t counts the steps):

    m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g²,
    p <- p - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon).

    Of a constant g, m is (1 - beta1^t) g and v is (1 - beta2^t) g² after t steps: hence the divisors.
    Kingma & Ba (2015), "Adam: a method for stochastic optimization", arXiv:1412.6980.
    """

    accumulators = ("mean", "squares")

    def __init__(
        self, learning_rate: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        require(0.0 <= beta1 < 1.0, f"beta1 must be from 0 to below 1, not {beta1}")
        require(0.0 <= beta2 < 1.0, f"beta2 must be from 0 to below 1, not {beta2}")
        require(epsilon >= LEAST_EPSILON, f"epsilon must be at least {LEAST_EPSILON:g}, not {epsilon}")
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def _update(self, p: Array, g: Array) -> None:
        m, v = self._vectors["mean"], self._vectors["squares"]
        move, divisor = self._scratch, self._scratch2
        np.multiply(m, self.beta1, m)
        np.multiply(g, 1.0 - self.beta1, move)
        np.add(m, move, m)
        np.multiply(v, self.beta2, v)
        np.multiply(g, g, move)
        np.multiply(move, 1.0 - self.beta2, move)
        np.add(v, move, v)
        # The corrections are taken from the vectors to the numbers beside them: sqrt(v / c) = sqrt(v) / sqrt(c).
        np.sqrt(v, divisor)
        np.multiply(divisor, 1.0 / math.sqrt(1.0 - self.beta2**self.steps), divisor)
        np.add(divisor, self.epsilon, divisor)
        np.multiply(m, self.learning_rate / (1.0 - self.beta1**self.steps), move)
        np.divide(move, divisor, move)
        np.subtract(p, move, p)


class AdamW(Adam):
    """Adam with the decay kept out of the averages: p <- p (1 - rate weight_decay), then Adam. Biases decay as well.

    Loshchilov & Hutter (2019), "Decoupled weight decay regularization", arXiv:1711.05101.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(learning_rate, beta1, beta2, epsilon)
        require(weight_decay >= 0.0, f"weight_decay must be 0 or above, not {weight_decay}")
        self.weight_decay = weight_decay

    def _update(self, p: Array, g: Array) -> None:
        np.multiply(p, 1.0 - self.learning_rate * self.weight_decay, p)
        super()._update(p, g)
