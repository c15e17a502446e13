"""A closer look at an entry where a first central difference and back-propagation disagree: who is wrong?

One difference proves nothing. Its step may be too long for a function that bends sharply, as batch normalization of
almost equal scores does, or too short to rise above rounding. Or there may be a corner inside it, as of ReLU, where
there are two slopes and a difference measures their mean. So the slope is measured again with many steps, and
extrapolated towards a step of none (Richardson, 1911, "The approximate arithmetical solution by finite differences of
physical problems involving differential equations", Philosophical Transactions A 210).

- A right gradient is met by one of these.
- A wrong one is convicted on evidence only. The three shortest steps that rounding and corners leave in peace agree
  with each other, and not with it. A wrong derivative misses at every step.
- All else is left out: at a corner if one was in the way, else too rough to tell.

Corners are told by the scores: one of them has another sign in front of an activation with a kink. That does not ask
what back-propagation says, as a comparison with the slopes of either side would, so it hides no wrong derivative of
ReLU. ELU and Huber's loss have no corner. Their slope is continuous, only its own slope jumps, and shorter steps settle
it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from playground.engine.checks.numerical import EPSILON, scaled
from playground.engine.machinery.guards import Array, overflow_is_expected
from playground.engine.network import Network

_PERTURBATIONS = 6
_CAUTION = 8.0


class CheckTwin:
    """A network's double, on which a check may try whatever it likes, with the samples it is checked on.

    It works in double precision with the same numbers: differences of losses in single precision have no digits left.
    The network itself is never touched, nor is its random stream, and dropout's masks are the same at every evaluation.

    Parameters
    ----------
    network, x, y
    training : bool, default True
        False for the loss of evaluation: batch norm's running averages, no dropout, and no penalty.

    Attributes
    ----------
    network, values
        The double and its flat vector, to be tried in place.
    """

    def __init__(self, network: Network, x: Array, y: Array, *, training: bool = True) -> None:
        self.network = twin = network.twin(dtype=np.float64)
        self.values = twin.values
        self._training = training
        self._x = np.array(x, np.float64)
        self._chain = twin.new_chain(len(x))
        self._chain.load(self._x, np.asarray(y, np.float64))

    @overflow_is_expected()
    def check_loss(self, _: Array | None = None) -> float:
        """Return the mean loss of the samples, with the parameters as they are in `values`."""
        stream, chain = self.network.dropout_stream, self._chain
        stood = stream.get_state()
        chain.forward(self._training)
        stream.set_state(stood)
        return chain.total_loss() / chain.rows + (self.network.penalty() if self._training else 0.0)

    def sides(self) -> npt.NDArray[np.int8]:
        """Return, after `check_loss`, on which side of its activation's kink every score lies: -1, 0 or 1.

        Only scores in front of an activation with a kink are in it. Where two evaluations differ in this, the loss has
        a corner between them.
        """
        layers = self._chain.layers
        signs = [np.sign(layer.scores).astype(np.int8).ravel() for layer in layers if layer.activation.has_kink]
        return np.concatenate(signs) if signs else np.empty(0, np.int8)

    def noise(self) -> float:
        """Return how far rounding may put the loss wrong: how much it moves when the last digits of all numbers do.

        A cautious figure, some ten times what is typical.
        """
        values, here = self.values.copy(), self.check_loss()
        random_state = np.random.RandomState(0)
        moved = 0.0
        for _ in range(_PERTURBATIONS):
            self.values *= 1.0 + 4.0 * EPSILON * random_state.choice([-1.0, 1.0], values.shape)
            self._chain.load(self._x * (1.0 + 4.0 * EPSILON * random_state.choice([-1.0, 1.0], self._x.shape)))
            moved = max(moved, abs(self.check_loss() - here))
            self.values[...] = values
        self._chain.load(self._x)
        return _CAUTION * (moved + EPSILON * abs(here))


_RATIO = 4.0
_STEPS = tuple(0.01 / _RATIO**k for k in range(23))
"""Down to the last digits of a number; a sine of large scores may need them."""
_FEWEST = 14
"""Steps tried in any case; the shortest, 1.5e-10, finds a slope to 6 digits."""
_WITNESSES = 3
_CLEARLY = 0.1
"""Witnesses may be apart by this share of what they say the gradient is wrong by."""
_NEARBY = 0.01
"""The share of the loss that a step nearby may be at issue about."""


class Verdict(Enum):
    """The outcome for an entry."""

    AGREES = "agrees"
    DIFFERS = "differs"
    KINK = "kink"
    ROUGH = "rough"


@dataclass(frozen=True)
class _Trial:
    slope: float
    rounding: float
    crosses: bool
    width: float


class CloserLook:
    """Judges single entries of the gradient of a twin's `check_loss`; what it tries in place, it puts back."""

    def __init__(self, twin: CheckTwin) -> None:
        self._twin = twin
        self._noise = twin.noise()
        self._noticeable = _NEARBY * max(1.0, abs(twin.check_loss()))
        self._sides = twin.sides()

    def judge(self, index: int, analytic: float, agrees: Callable[[float], bool]) -> tuple[Verdict, float]:
        """Return the verdict on an entry, and its numerical slope as well as it can be known.

        Parameters
        ----------
        index : int
            Where in the flat vector.
        analytic : float
            The gradient of back-propagation.
        agrees : callable
            Takes a numerical slope; True where it is near enough.
        """
        trials = list(self._trials(index, analytic))
        slopes = [trial.slope for trial in trials]
        for slope in _estimates(slopes):
            if agrees(slope):
                return Verdict.AGREES, slope
        told = [trial.slope for trial in trials if self._is_witness(trial, analytic)][-_WITNESSES:]
        middle = sorted(told)[len(told) // 2] if told else slopes[-1]
        agreed = len(told) == _WITNESSES and max(told) - min(told) <= _CLEARLY * abs(analytic - middle)
        if agreed or not math.isfinite(analytic):
            return Verdict.DIFFERS, _steadiest(trials)
        return (Verdict.KINK if any(trial.crosses for trial in trials) else Verdict.ROUGH), _steadiest(trials)

    def _trials(self, index: int, analytic: float) -> Iterator[_Trial]:
        """Try ever shorter steps, as long as their slopes can be told from rounding."""
        value = float(self._twin.values[index])
        for number, step in enumerate(_STEPS, 1):
            trial = self._try(index, scaled(step, value))
            yield trial
            if number >= _FEWEST and trial.rounding > _CLEARLY * abs(analytic - trial.slope):
                return

    def _is_witness(self, trial: _Trial, analytic: float) -> bool:
        """Return True where a trial's slope can be held against the gradient's.

        A step over which the two would put the loss far apart is no step nearby. Whatever lies there, as in a sine of
        large scores, may have nothing to do with the slope.
        """
        apart = abs(analytic - trial.slope)
        return not trial.crosses and trial.rounding <= _CLEARLY * apart and apart * trial.width <= self._noticeable

    def _try(self, index: int, step: float) -> _Trial:
        twin, values = self._twin, self._twin.values
        value = float(values[index])
        losses, crosses, places = [], False, (value + step, value - step)
        for place in places:
            values[index] = place
            losses.append(twin.check_loss())
            crosses = crosses or not np.array_equal(twin.sides(), self._sides)
        values[index] = value
        width = places[0] - places[1]
        return _Trial((losses[0] - losses[1]) / width, self._noise / width, crosses, width)


def _steadiest(trials: Sequence[_Trial]) -> float:
    """Return the slope that changes least with its step, rounding counted as a change."""
    pairs = [(abs(after.slope - before.slope) + after.rounding, after.slope) for before, after in pairwise(trials)]
    return min((pair for pair in pairs if math.isfinite(pair[0])), default=(math.nan, math.nan))[1]


def _estimates(slopes: Sequence[float]) -> Iterator[float]:
    """Tell the slopes by shrinking steps, and those they point at where the error shrinks like h, like h² or both."""
    yield from slopes
    yield from _extrapolated(slopes, _RATIO**2)
    linear = list(_extrapolated(slopes, _RATIO))
    yield from linear
    yield from _extrapolated(linear, _RATIO**2)


def _extrapolated(slopes: Sequence[float], shrinks: float) -> Iterator[float]:
    for before, after in pairwise(slopes):
        yield after + (after - before) / (shrinks - 1.0)
