"""What an optimizer is, and the simplest, with one rate for all parameters: descent, and descent with inertia.

Every one sees the network as two flat vectors, the parameters p and the gradient g, and changes p in place. The
settings (`learning_rate`, `momentum`, ...) are plain attributes and may be changed between any two steps. Formulas and
defaults are PyTorch's, with a momentum of 0.9. A step allocates nothing but on the first call.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.engine.naming import Array, require


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
