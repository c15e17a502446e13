"""One step downhill, once the gradient is known: penalty, clipping, the optimizer's move, and what must stay put."""

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.engine.machinery.guards import Array, require
from playground.engine.machinery.memory import Parameters, Span, pieces


def clip_by_global_norm(gradients: Array, limit: float) -> float:
    """Scale the gradient, in place, to a Euclidean norm of at most `limit`: g <- g limit / |g| where |g| > limit.

    A cliff in the loss makes a giant gradient; it is shortened and keeps its direction. Pascanu, Mikolov & Bengio
    (2013), "On the difficulty of training recurrent neural networks".

    Parameters
    ----------
    gradients : (parameters,)
        The gradient of the whole network.
    limit : float
        Above 0.

    Returns
    -------
    float
        The norm before clipping.

    Raises
    ------
    ValueError
        If the limit is not a positive number.
    """
    require(limit > 0.0, f"the clipping limit must be above 0, not {limit}")
    with np.errstate(over="ignore", invalid="ignore"):
        norm = math.sqrt(max(float(gradients.dot(gradients)), 0.0))
    if not math.isfinite(norm) or norm == 0.0:
        norm = _scaled_norm(gradients)
    if limit < norm < math.inf:
        np.multiply(gradients, limit / norm, gradients)
    return norm


def _scaled_norm(gradients: Array) -> float:
    """Return the norm where squares overflow or vanish: of numbers up to 1, scaled back afterwards."""
    largest = float(np.max(np.abs(gradients), initial=0.0))
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    scaled = gradients / largest
    return largest * math.sqrt(float(scaled.dot(scaled)))


class Penalty:
    """The penalty on large weights, so that a network prefers simple functions: l1 sum|w| + 0.5 l2 sum(w²).

    Only weights are penalized, never biases, gamma or beta. L2 simply adds `l2 w` to the gradient. L1 has a kink at 0,
    at which weights should stop; a plain gradient step would jump across it for ever. So each step stays within an
    *orthant*, the signs it started with: a weight that would cross 0 stops there. Andrew & Gao (2007), "Scalable
    training of L1-regularized log-linear models" (OWL-QN).

    The factors `l1` and `l2` may be set at any time. `is_weight` is 1 where the flat vector holds a weight, else 0.
    """

    def __init__(self, is_weight: Array) -> None:
        self.l1 = self.l2 = 0.0
        self._is_weight = is_weight
        self._not_weight: npt.NDArray[Any] = is_weight == 0.0
        self._scratch, self._orthant = np.empty_like(is_weight), np.empty_like(is_weight)
        self._stays: npt.NDArray[Any] = np.empty(is_weight.shape, np.bool_)
        self._l2_factors, self._made_for = np.zeros_like(is_weight), 0.0

    def value(self, values: Array) -> float:
        """Return l1 sum|w| + 0.5 l2 sum(w²)."""
        if not self.l1 and not self.l2:
            return 0.0
        w = np.multiply(values, self._is_weight, self._scratch)
        squares = float(w.dot(w))
        np.abs(w, w)
        return self.l1 * float(np.add.reduce(w)) + 0.5 * self.l2 * squares

    def add_l2(self, values: Array, gradient: Array) -> None:
        """Add `l2 w` to the gradient, in place."""
        if self.l2:
            if self.l2 != self._made_for:
                np.multiply(self._is_weight, self.l2, self._l2_factors)
                self._made_for = self.l2
            np.multiply(values, self._l2_factors, self._scratch)
            np.add(gradient, self._scratch, gradient)

    def add_l1(self, values: Array, gradient: Array) -> None:
        """Add `l1 sign(w)` to the gradient, in place; a weight at 0 adds nothing, as a central difference has it."""
        if self.l1:
            np.sign(values, self._scratch)
            np.multiply(self._scratch, self._is_weight, self._scratch)
            np.multiply(self._scratch, self.l1, self._scratch)
            np.add(gradient, self._scratch, gradient)

    def enter_orthant(self, values: Array, gradient: Array) -> None:
        """Give the gradient, in place, the slope of l1 |w| on the side each weight will move to.

        g + l1 sign(w) where w is not 0, and sign(g) max(|g| - l1, 0) where it is: a weight at 0 leaves only if the
        loss pulls harder than the penalty. Remembers the orthant: sign(w), or at 0 the side away from that gradient.
        """
        at_zero = self._stays
        np.equal(values, 0.0, at_zero)
        self.add_l1(values, gradient)
        shrunk = np.clip(gradient, -self.l1, self.l1, out=self._scratch)
        np.multiply(shrunk, self._is_weight, shrunk)
        np.subtract(gradient, shrunk, out=gradient, where=at_zero)
        np.sign(values, self._orthant)
        np.negative(np.sign(gradient, self._scratch), out=self._orthant, where=at_zero)

    def stay_in_orthant(self, values: Array) -> None:
        """Set to exactly 0, in place, the weights that their step carried out of the orthant."""
        np.sign(values, self._scratch)
        np.equal(self._scratch, self._orthant, self._stays)
        np.logical_or(self._stays, self._not_weight, self._stays)
        np.multiply(values, self._stays, values)


class Movement:
    """Measures how far a step moves each parameter, relative to its size: the learning rate's thermometer.

    Attributes
    ----------
    before : (count,)
        The parameters as they were at the last `begin`.
    ratios : (parameters,)
        `sum|update| / sum|parameter after|` between the last `begin` and `end`, layer by layer: 0 where nothing moved,
        NaN where a parameter moved to all zeros.
    """

    def __init__(self, store: Parameters) -> None:
        self._values = store.values
        self.before = np.zeros_like(store.values)
        starts = np.array([span.start for span in store.spans])
        self.ratios: Array = np.zeros(len(starts))
        self._sums = np.zeros((2, len(starts)))
        self._scratch = np.empty(2 * pieces(len(store.values))[0].stop, store.values.dtype)
        self._pieces = [self._piece(starts, cut) for cut in pieces(len(store.values))]

    def begin(self) -> None:
        """Remember the parameters: a step follows."""
        self.before[...] = self._values

    def end(self) -> None:
        """Compare the parameters with those before the step; where it overflowed, NumPy may say so."""
        self._sums.fill(0.0)
        for values, before, moved, size, both, starts, sums in self._pieces:
            np.subtract(values, before, moved)
            np.abs(moved, moved)
            np.abs(values, size)
            np.add(sums, np.add.reduceat(both, starts).reshape(sums.shape), sums)
        moved, size = self._sums
        self.ratios = ratios = moved / size
        if not math.isfinite(sum(ratios.tolist())):
            ratios[moved == 0.0] = 0.0
            ratios[np.isinf(ratios)] = np.nan

    def _piece(self, starts: npt.NDArray[np.intp], cut: slice) -> tuple[Array, ...]:
        """Return a stretch of both vectors, scratch for each, that scratch in a row, and where in it parameters begin;
        at last where their sums stand.
        """
        # The parameter that goes on from the piece before comes first.
        first = int(np.searchsorted(starts, cut.start, "right")) - 1
        last = int(np.searchsorted(starts, cut.stop))
        length = cut.stop - cut.start
        begins = np.maximum(starts[first:last] - cut.start, 0)
        both = self._scratch[: 2 * length]
        in_a_row = np.concatenate([begins, begins + length])
        moved, size = both[:length], both[length:]
        return self._values[cut], self.before[cut], moved, size, both, in_a_row, self._sums[:, first:last]


class Stepper(Protocol):
    """An optimizer, as far as a training step needs it."""

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters in place."""


class Descent:
    """Moves the parameters of a network.

    Attributes
    ----------
    frozen : sequence of Span
        Parameters that stay as they are.
    movement : Movement
        How far the last tracked step moved each parameter.
    """

    def __init__(self, store: Parameters, penalty: Penalty) -> None:
        self.frozen: Sequence[Span] = ()
        self.movement = Movement(store)
        self._store, self._penalty = store, penalty

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
            self.movement.begin()
        optimizer.step(values, gradient)
        if penalty.l1:
            penalty.stay_in_orthant(values)
        # Momentum, weight decay and L1 would move a frozen layer even where its gradient is zero.
        for span in frozen:
            values[span.start : span.stop] = self.movement.before[span.start : span.stop]
        if track:
            self.movement.end()
