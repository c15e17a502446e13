"""Optimizers: how far to move along the gradient, from plain descent to AdamW, each a little more than the last.

Every one sees the network as two flat vectors, the parameters p and the gradient g, and changes p in place. The
settings (`learning_rate`, `momentum`, ...) are plain attributes and may be changed between any two steps. Formulas and
defaults are PyTorch's, with a momentum of 0.9. A step allocates nothing but on the first call.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .naming import Array, build, require

LEAST_EPSILON = 1e-20
"""A smaller one would itself be 0 in single precision, or a gradient's square 0 long before the gradient is."""


class Optimizer:
    """What all optimizers share: accumulated vectors by name, a count of steps, saving and restoring.

    Attributes
    ----------
    learning_rate : float
    accumulators : tuple of str
        Names of the vectors that are carried from step to step.
    """

    accumulators: tuple[str, ...] = ()

    def __init__(self, learning_rate: float) -> None:
        require(0.0 <= learning_rate < math.inf, f"learning_rate must be 0 or above, not {learning_rate}")
        self.learning_rate = learning_rate
        self.steps = 0
        self._vectors: dict[str, Array] = {}
        self._scratch: Array = np.empty(0)
        self._scratch2: Array = np.empty(0)

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters, in place, by one step down the gradient.

        Parameters
        ----------
        parameters, gradients : (n,)
            Flat vectors; the gradients are left as they are.
        """
        if self._scratch.shape != parameters.shape or self._scratch.dtype != parameters.dtype:
            self._allocate(parameters)
        self.steps += 1
        self._update(parameters, gradients)

    def _update(self, p: Array, g: Array) -> None:
        raise NotImplementedError

    def _allocate(self, parameters: Array) -> None:
        """Start accumulators at zero, keeping those that were restored before the first step."""
        self._scratch, self._scratch2 = np.empty_like(parameters), np.empty_like(parameters)
        for name in self.accumulators:
            kept = self._vectors.get(name)
            if kept is None:
                self._vectors[name] = np.zeros_like(parameters)
            elif kept.shape != parameters.shape:
                raise ValueError(f"this optimizer has been used on {len(kept)} parameters, not {len(parameters)}")
            else:
                self._vectors[name] = kept.astype(parameters.dtype)

    def state(self) -> dict[str, Any]:
        """Return copies of all that the next step depends on, besides the settings."""
        return {"steps": self.steps} | {name: vector.copy() for name, vector in self._vectors.items()}

    def restore(self, state: dict[str, Any]) -> None:
        """Return to an earlier `state()`, in place.

        Raises
        ------
        ValueError
            If the state is that of another kind of optimizer.
        """
        names = set(state) - {"steps"}
        require(
            names in (set(), set(self.accumulators)),
            f"this state holds {', '.join(sorted(names)) or 'nothing'}, "
            f"but the optimizer carries {', '.join(self.accumulators) or 'nothing'}",
        )
        self.steps = int(state["steps"])
        self._vectors = {name: np.array(state[name]) for name in names}
        # Makes the next step look at the vectors' size and precision again.
        self._scratch = np.empty(0)


class Sgd(Optimizer):
    """Gradient descent: p <- p - rate g. Robbins & Monro (1951), "A stochastic approximation method"."""

    def __init__(self, learning_rate: float = 0.001) -> None:
        super().__init__(learning_rate)

    def _update(self, p: Array, g: Array) -> None:
        move = self._scratch
        np.multiply(g, self.learning_rate, move)
        np.subtract(p, move, p)


class Momentum(Optimizer):
    """A heavy ball: v <- momentum v + g, p <- p - rate v.

    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """

    accumulators = ("velocity",)

    def __init__(self, learning_rate: float = 0.001, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        require(0.0 <= momentum < 1.0, f"momentum must be from 0 to below 1, not {momentum}")
        self.momentum = momentum

    def _update(self, p: Array, g: Array) -> None:
        v, move = self._vectors["velocity"], self._scratch
        np.multiply(v, self.momentum, v)
        np.add(v, g, v)
        np.multiply(v, self.learning_rate, move)
        np.subtract(p, move, p)


class Nesterov(Momentum):
    """A ball that looks ahead: v <- momentum v + g, p <- p - rate (g + momentum v).

    Nesterov (1983), "A method of solving a convex programming problem with convergence rate O(1/k²)". The gradient is
    to be taken where the ball is about to roll; p is that very point here, as in Bengio, Boulanger-Lewandowski &
    Pascanu (2013), "Advances in optimizing recurrent networks".
    """

    def _update(self, p: Array, g: Array) -> None:
        v, move = self._vectors["velocity"], self._scratch
        np.multiply(v, self.momentum, v)
        np.add(v, g, v)
        np.multiply(v, self.momentum, move)
        np.add(move, g, move)
        np.multiply(move, self.learning_rate, move)
        np.subtract(p, move, p)


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


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": Sgd,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RmsProp,
    "adam": Adam,
    "adamw": AdamW,
}


def optimizer(kind: str, **settings: Any) -> Optimizer:
    """Return an optimizer: sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw.

    Parameters
    ----------
    kind : str
    **settings
        Of `learning_rate momentum decay epsilon beta1 beta2 weight_decay` those the kind has.

    Raises
    ------
    ValueError
        If the kind or a setting is unknown.
    """
    return build("optimizer", kind, OPTIMIZERS, settings)
