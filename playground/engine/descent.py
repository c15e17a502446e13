"""One step downhill, once the gradient is known: penalty, clipping, the optimizer's move, and what must stay put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from playground.engine.clipping import clip_by_global_norm
from playground.engine.movement import Movement
from playground.engine.naming import Array
from playground.engine.parameters import Parameters, Span
from playground.engine.penalty import Penalty


class Stepper(Protocol):
    """What a training step needs of an optimizer."""

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters in place."""


class Descent:
    """Moves the parameters of a network.

    Parameters
    ----------
    store : Parameters
    penalty : Penalty

    Attributes
    ----------
    frozen : sequence of Span
        Parameters that stay as they are.
    """

    def __init__(self, store: Parameters, penalty: Penalty) -> None:
        self.frozen: Sequence[Span] = ()
        self._store, self._penalty = store, penalty
        self._movement = Movement(store)

    def walk(self, optimizer: Stepper, clip: float | None, track: bool) -> None:
        """Take a step, the gradient of the data loss being in place; see `Network.train_step` for the arguments."""
        values, gradient, penalty, frozen = self._store.values, self._store.gradient, self._penalty, self.frozen
        penalty.add_l2(values, gradient)
        for span in frozen:
            gradient[span.start : span.stop] = 0.0
        if clip is not None:
            clip_by_global_norm(gradient, clip)
        if penalty.l1:
            penalty.enter_orthant(values, gradient)
        if track or frozen:
            self._movement.begin()
        optimizer.step(values, gradient)
        if penalty.l1:
            penalty.stay_in_orthant(values)
        # Momentum, weight decay and L1 would move a frozen layer even where its gradient is zero.
        for span in frozen:
            values[span.start : span.stop] = self._movement.before[span.start : span.stop]
        if track:
            self._movement.end()

    def update_ratios(self) -> Array:
        """Return `sum|update| / sum|parameter after|` of the last tracked step; see `Network.update_ratios`."""
        return self._movement.ratios
