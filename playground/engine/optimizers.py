# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Optimizers, from plain descent to AdamW: how far to move along the gradient. Sorted from the simplest on.

Every one sees the network as two flat vectors, the parameters p and the gradient g, and changes p in place. The
settings (`learning_rate`, `momentum`, ...) are plain attributes and may be changed between any two steps. Formulas are
PyTorch's, and so are defaults but for a momentum of 0.9, and a rate of 0.1 where there is one rate for all.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.engine.machinery.guards import Array, build, real_numbers, require
from playground.engine.machinery.memory import pieces

LEAST_EPSILON = 1e-20
"""A smaller epsilon would itself be 0 in single precision, or a gradient's square 0 long before the gradient is."""

Piece = tuple[Array, Array, Sequence[Array], Sequence[Array]]
"""A stretch of the parameters, their gradients, the carried vectors, and scratch of the same length."""


class Optimizer:
    """The base of all: vectors that are carried from step to step, a count of steps, saving and restoring.

    A step allocates nothing but on the first call. Long vectors are worked through piece by piece.
    """

    carried: tuple[str, ...] = ()  # names of the vectors that are carried from step to step; they start at 0

    def __init__(self, learning_rate: float) -> None:
        require(0.0 <= learning_rate < math.inf, f"learning_rate must be 0 or above, not {learning_rate}")
        self.learning_rate = learning_rate
        self.steps = 0
        self._vectors: dict[str, Array] = {}
        self._pieces: list[Piece] = []
        self._seen: Array | None = None
        self._seen_gradients: Array | None = None

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters, in place, by one step down the gradient.

        Parameters
        ----------
        parameters : (n,) float32 or float64
        gradients : (n,)
            Real numbers, in a list or an array; they are left as they are.

        Raises
        ------
        ValueError
            If the parameters are no array to be changed in place, or the shapes differ.
        """
        for p, g, carried, scratch in self._begin(parameters, gradients):
            self._update(p, g, carried, scratch)

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        """Apply the formula to a stretch of the vectors; `scratch` are two more of the same length, to be used up."""
        raise NotImplementedError

    def _begin(self, parameters: Array, gradients: Array) -> list[Piece]:
        """Count a step, and return the pieces to update."""
        if parameters is not self._seen or gradients is not self._seen_gradients:
            self._look_at(parameters, gradients)
        self.steps += 1
        return self._pieces

    def _look_at(self, parameters: Array, gradients: Array) -> None:
        """Prepare for steps on these arrays: check them, make what is carried, and cut all into pieces."""
        if not isinstance(parameters, np.ndarray) or parameters.dtype not in (np.float32, np.float64):
            given = real_numbers("parameters", parameters)
            raise ValueError(
                "parameters must be an array of float32 or float64, since a step changes it in place, not "
                f"{given.dtype if given is parameters else type(parameters).__name__} of shape {given.shape}"
            )
        require(parameters.ndim > 0, "parameters must be a vector (n,), not a single number")
        require(parameters.flags.writeable, "these parameters are read-only, and a step changes them in place")
        g = real_numbers("gradients", gradients).astype(parameters.dtype, copy=False)
        require(
            g.shape == parameters.shape, f"gradients must be {parameters.shape} as the parameters are, not {g.shape}"
        )
        vectors = [self._vector(name, parameters) for name in self.carried]
        cuts = pieces(len(parameters)) if parameters.ndim == 1 else [slice(None)]
        scratch = [np.empty_like(parameters[cut]) for cut in cuts[:1] for _ in range(2)]
        self._pieces = [
            (parameters[cut], g[cut], [v[cut] for v in vectors], [each[: len(parameters[cut])] for each in scratch])
            for cut in cuts
        ]
        # Converted numbers are a copy: those of the next step have to be looked at again.
        self._seen, self._seen_gradients = (parameters, gradients) if g is gradients else (None, None)

    def _vector(self, name: str, parameters: Array) -> Array:
        """Return a carried vector: zeros at the start, or what was restored."""
        kept = self._vectors.get(name, np.zeros_like(parameters))
        require(
            kept.shape == parameters.shape,
            f"this optimizer has been used on parameters of shape {kept.shape}, not {parameters.shape}",
        )
        self._vectors[name] = kept.astype(parameters.dtype, copy=False)
        return self._vectors[name]

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
            names in (set(), set(self.carried)),
            f"this state holds {', '.join(sorted(names)) or 'nothing'}, "
            f"but the optimizer carries {', '.join(self.carried) or 'nothing'}",
        )
        self.steps = int(state["steps"])
        self._vectors = {name: np.array(state[name]) for name in names}
        self._seen = None  # Makes the next step look at its arrays again.

    def __repr__(self) -> str:
        kind = next((name for name, each in OPTIMIZERS.items() if each is type(self)), type(self).__name__)
        settings = {name: value for name, value in vars(self).items() if name != "steps" and name[0] != "_"}
        told = "".join(f", {name}={value:g}" for name, value in settings.items())
        return f"<optimizer({kind!r}{told}) after {self.steps:,} step{'' if self.steps == 1 else 's'}>"


# One rate for all parameters


class Sgd(Optimizer):
    """Gradient descent: p <- p - rate g. Robbins & Monro (1951), "A stochastic approximation method"."""

    def __init__(self, learning_rate: float = 0.1) -> None:
        super().__init__(learning_rate)

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        move = scratch[0]
        np.multiply(g, self.learning_rate, move)
        np.subtract(p, move, p)


class Momentum(Optimizer):
    """A heavy ball: v <- momentum v + g, p <- p - rate v.

    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """

    carried = ("velocity",)

    def __init__(self, learning_rate: float = 0.1, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        require(0.0 <= momentum < 1.0, f"momentum must be from 0 to below 1, not {momentum}")
        self.momentum = momentum

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        (v,), move = carried, scratch[0]
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

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        (v,), move = carried, scratch[0]
        np.multiply(v, self.momentum, v)
        np.add(v, g, v)
        np.multiply(v, self.momentum, move)
        np.add(move, g, move)
        np.multiply(move, self.learning_rate, move)
        np.subtract(p, move, p)


# A rate of its own for every parameter: the global one, divided by how large its gradients have been. So a parameter
# whose gradients are small moves as far as one whose gradients are large.


class AdaGrad(Optimizer):
    """Small steps for parameters that moved much: s <- s + g², p <- p - rate g / (sqrt(s) + epsilon).

    Duchi, Hazan & Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization".
    """

    carried = ("squares",)

    def __init__(self, learning_rate: float = 0.1, epsilon: float = 1e-10) -> None:
        super().__init__(learning_rate)
        require(epsilon >= LEAST_EPSILON, f"epsilon must be at least {LEAST_EPSILON:g}, not {epsilon}")
        self.epsilon = epsilon

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        (s,), move = carried, scratch[0]
        np.multiply(g, g, move)
        np.add(s, move, s)
        self._move_by_root(p, g, s, move)

    def _move_by_root(self, p: Array, g: Array, s: Array, move: Array) -> None:
        """Apply p <- p - rate g / (sqrt(s) + epsilon)."""
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

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        (s,), move = carried, scratch[0]
        np.multiply(g, g, move)
        np.multiply(move, 1.0 - self.decay, move)
        np.multiply(s, self.decay, s)
        np.add(s, move, s)
        self._move_by_root(p, g, s, move)


class Adam(Optimizer):
    """Momentum and RMSProp together, both corrected for starting at zero (t counts the steps):

    m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g²,
    p <- p - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon).

    Of a constant g, m is (1 - beta1^t) g and v is (1 - beta2^t) g² after t steps: hence the divisors.
    Kingma & Ba (2015), "Adam: a method for stochastic optimization", arXiv:1412.6980.
    """

    carried = ("mean", "squares")

    def __init__(
        self, learning_rate: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        require(0.0 <= beta1 < 1.0, f"beta1 must be from 0 to below 1, not {beta1}")
        require(0.0 <= beta2 < 1.0, f"beta2 must be from 0 to below 1, not {beta2}")
        require(epsilon >= LEAST_EPSILON, f"epsilon must be at least {LEAST_EPSILON:g}, not {epsilon}")
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        (m, v), (move, divisor) = carried, scratch
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

    def _update(self, p: Array, g: Array, carried: Sequence[Array], scratch: Sequence[Array]) -> None:
        np.multiply(p, 1.0 - self.learning_rate * self.weight_decay, p)
        super()._update(p, g, carried, scratch)


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

    Its settings are those of `learning_rate momentum decay epsilon beta1 beta2 weight_decay` that the kind has. Raise
    ValueError if the kind or a setting is unknown.
    """
    return build("optimizer", kind, OPTIMIZERS, settings)


# A rate of their own for gamma and beta


class GroupedOptimizer:
    """Steps a network whose batch normalization learns at its own rate or with its own momentum.

    Every formula above is written for each parameter by itself. So a setting may be a vector as well as a number: the
    own one at gamma and beta, the others' everywhere else.

    Parameters
    ----------
    optimizer : Optimizer
        Its settings serve gamma and beta too, where they have none of their own.
    is_norm : (n,)
        1 where the flat vector holds a gamma or beta, else 0.
    batch_norm_learning_rate, batch_norm_momentum : float or None, default None
        None: the same as the others. Both are plain attributes, changeable while it runs. A momentum is refused where
        the optimizer has none.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        is_norm: Array,
        batch_norm_learning_rate: float | None = None,
        batch_norm_momentum: float | None = None,
    ) -> None:
        require(
            batch_norm_momentum is None or hasattr(optimizer, "momentum"),
            "batch_norm_momentum needs an optimizer with momentum: momentum or nesterov",
        )
        self.optimizer = optimizer
        self.batch_norm_learning_rate = batch_norm_learning_rate
        self.batch_norm_momentum = batch_norm_momentum
        self._is_norm = is_norm == 1.0
        self._vectors: dict[str, tuple[tuple[Any, ...], Array]] = {}

    @property
    def learning_rate(self) -> float:
        """The learning rate of weights and biases."""
        return self.optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters, in place, each part by its own settings."""
        if self.batch_norm_learning_rate is None and self.batch_norm_momentum is None:
            self.optimizer.step(parameters, gradients)
            return
        own = {"learning_rate": self.batch_norm_learning_rate, "momentum": self.batch_norm_momentum}
        vectors = {name: self._vector(name, value, parameters) for name, value in own.items() if value is not None}
        settings = vars(self.optimizer)
        numbers = {name: settings[name] for name in vectors}
        try:
            cuts = pieces(len(parameters))
            for cut, piece in zip(cuts, self.optimizer._begin(parameters, gradients), strict=True):
                settings.update({name: vector[cut] for name, vector in vectors.items()})
                self.optimizer._update(*piece)
        finally:
            settings.update(numbers)

    def _vector(self, name: str, own: float, parameters: Array) -> Array:
        """Return a setting as a vector, which is made anew only when it changes."""
        made_for = own, getattr(self.optimizer, name), parameters.dtype
        if name not in self._vectors or self._vectors[name][0] != made_for:
            vector = np.where(self._is_norm, own, made_for[1]).astype(parameters.dtype)
            self._vectors[name] = made_for, vector
        return self._vectors[name][1]

    def state(self) -> dict[str, Any]:
        """Return copies of all that the next step depends on, besides the settings."""
        return self.optimizer.state()

    def restore(self, state: dict[str, Any]) -> None:
        """Return to an earlier `state()`."""
        self.optimizer.restore(state)

    def __repr__(self) -> str:
        told = {"rate": self.batch_norm_learning_rate, "momentum": self.batch_norm_momentum}
        own = "".join(f", batch norm's {name} {value:g}" for name, value in told.items() if value is not None)
        return f"{repr(self.optimizer)[:-1]}{own}>"
