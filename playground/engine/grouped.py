"""One optimizer for weights and biases, its twin with settings of its own for gamma and beta."""

from __future__ import annotations

import copy
from typing import Any

from playground.engine.naming import Array, require
from playground.engine.plain_optimizers import Optimizer


class GroupedOptimizer:
    """Steps a network whose batch normalization learns at its own rate or with its own momentum.

    Parameters
    ----------
    optimizer : Optimizer
        For weights and biases; its settings serve gamma and beta too, where they have none of their own.
    batch_norm_start : int
        Where gamma and beta begin in the flat vectors (`Network.batch_norm_start`).
    batch_norm_learning_rate, batch_norm_momentum : float or None, default None
        None: the same as the others. Both are plain attributes, changeable while it runs.

    Raises
    ------
    ValueError
        If the optimizer has no momentum to set.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        batch_norm_start: int,
        batch_norm_learning_rate: float | None = None,
        batch_norm_momentum: float | None = None,
    ) -> None:
        require(
            batch_norm_momentum is None or hasattr(optimizer, "momentum"),
            "batch_norm_momentum needs an optimizer with momentum: momentum or nesterov",
        )
        self.optimizer = optimizer
        self.batch_norm_start = batch_norm_start
        self.batch_norm_learning_rate = batch_norm_learning_rate
        self.batch_norm_momentum = batch_norm_momentum
        self._twin = copy.deepcopy(optimizer)

    @property
    def learning_rate(self) -> float:
        """The learning rate of weights and biases."""
        return self.optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters, in place, each part by its own settings."""
        start = self.batch_norm_start
        self.optimizer.step(parameters[:start], gradients[:start])
        self._share_settings()
        self._twin.step(parameters[start:], gradients[start:])

    def _share_settings(self) -> None:
        for name, value in vars(self.optimizer).items():
            if name != "steps" and not name.startswith("_"):
                setattr(self._twin, name, value)
        if self.batch_norm_learning_rate is not None:
            self._twin.learning_rate = self.batch_norm_learning_rate
        if self.batch_norm_momentum is not None:
            # A setting that only some kinds have, which is why it is not assigned as an attribute.
            vars(self._twin)["momentum"] = self.batch_norm_momentum

    def state(self) -> dict[str, Any]:
        """Return copies of all that the next step depends on; the twin's names begin with `batch_norm.`."""
        twin = {f"batch_norm.{name}": value for name, value in self._twin.state().items()}
        return self.optimizer.state() | twin

    def restore(self, state: dict[str, Any]) -> None:
        """Return to an earlier `state()`."""
        prefix = "batch_norm."
        self.optimizer.restore({name: value for name, value in state.items() if not name.startswith(prefix)})
        twin = {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
        self._twin.restore(twin)
