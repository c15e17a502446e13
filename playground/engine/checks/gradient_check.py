"""The gradient check: is the gradient of back-propagation really the slope of the loss?

This is the one test that finds a wrong derivative, a forgotten factor or a transposed matrix, whatever the network.
Each entry of the gradient is compared with a central difference of the loss (see `numerical`). An entry passes when

    |a - n| <= 1e-9 max(1, |loss|) + 1e-5 (|a| + |n|),

with a the gradient's entry and n the numerical slope. The first term is for slopes so small that the rounding of the
loss drowns them.

All that must stand still does. Dropout's masks are those of the next step at every evaluation. Batch normalization uses
the samples' own averages and keeps its running ones. The network itself is never touched, as a twin of it in double
precision is checked. Frozen layers are checked like all others, though training makes no use of their gradient.

Loss and penalty are differentiated apart, which their sum allows, and the penalty weight by weight. Its step must not
carry a weight across 0, where L1 has a corner, and the loss wants a longer one. A weight at exactly 0 has no slope of
L1; it is compared without.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.checks.closer_look import CheckTwin, CloserLook, Verdict
from playground.engine.checks.numerical import CENTRAL_STEP, central_slope, scaled
from playground.engine.machinery.guards import Array, require, with_targets
from playground.engine.machinery.memory import Span
from playground.engine.network import Network

SAMPLES = 200
"""The most samples a check uses."""
EVERY = 5_000
"""Up to this many parameters, every one is checked."""
DRAWN = 50
"""Above that, so many entries of each array."""
_ABSOLUTE, _RELATIVE = 1e-9, 1e-5
_TOO_SMALL = 1e-150
"""A weight nearer to 0 leaves no room for a step on its side of the corner."""

Watch = Callable[[float], object]


@dataclass(frozen=True)
class CheckedEntry:
    """One entry of the gradient: its place in its array, and its value by both ways.

    relative_error : |a - n| / max(|a| + |n|, 1e-4 max(1, |loss|)), so that by the rule in `gradient_check` an entry
        passes while this is below about 1e-5.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    numerical: float
    relative_error: float
    passed: bool


@dataclass(frozen=True)
class CheckedArray:
    """The outcome for one parameter array: `size` entries, of which `checked` were compared and `failures` failed.

    kinks : entries left out since the loss has a corner there. rough : left out since rounding hides the slope.
    at_zero : of those compared, the weights at exactly 0 that were compared without L1.
    worst : of those compared, the one with the largest relative error, failures first; None where there was none.
    """

    name: str
    size: int
    checked: int
    kinks: int
    rough: int
    at_zero: int
    failures: int
    worst: CheckedEntry | None

    @property
    def left_out(self) -> int:
        """Entries that were chosen but could not be compared."""
        return self.kinks + self.rough

    @property
    def passed(self) -> bool:
        """True where no entry failed."""
        return self.failures == 0


@dataclass(frozen=True)
class GradientCheck:
    """The result, array by array in the order of `Network.names`.

    loss : with penalty, on the samples used. samples : how many were used, of `of_samples`.
    """

    arrays: tuple[CheckedArray, ...]
    loss: float
    samples: int
    of_samples: int

    @property
    def passed(self) -> bool:
        """True where no entry failed."""
        return all(array.passed for array in self.arrays)

    @property
    def checked(self) -> int:
        """The number of entries that were compared."""
        return sum(array.checked for array in self.arrays)

    @property
    def size(self) -> int:
        """The number of entries there are."""
        return sum(array.size for array in self.arrays)

    @property
    def failures(self) -> int:
        """The number that failed."""
        return sum(array.failures for array in self.arrays)

    @property
    def left_out(self) -> int:
        """The number that were chosen but could not be compared."""
        return sum(array.left_out for array in self.arrays)

    @property
    def worst(self) -> CheckedEntry | None:
        """The entry with the largest relative error, failures first."""
        return worst_of([array.worst for array in self.arrays if array.worst is not None])


def worst_of(entries: Sequence[CheckedEntry]) -> CheckedEntry | None:
    """Return the entry with the largest relative error, failures first; None of none."""

    def badness(entry: CheckedEntry) -> tuple[bool, float]:
        return not entry.passed, math.inf if math.isnan(entry.relative_error) else entry.relative_error

    return max(entries, key=badness, default=None)


def check_gradients(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    seed: int = 0,
    samples: int = SAMPLES,
    watch: Watch | None = None,
) -> GradientCheck:
    """Compare back-propagation with numerical differentiation, in training mode, penalty included.

    Parameters
    ----------
    network : Network
        As it is now; comes out untouched, bit for bit.
    x : (n, inputs)
    y : (n, outputs)
    seed : int, default 0
        Draws the samples and entries where there are too many.
    samples : int, default 200
        At most so many are used, at least 2.
    watch : callable, optional
        Called before each entry with the share that is done, from 0 to 1. An exception from it ends the check.

    Raises
    ------
    ValueError
        If there are no samples, or the loss is not finite, so that there is no slope to compare.
    """
    inputs, targets = with_targets(x, y, network.inputs, network.outputs)
    require(len(inputs) > 0, "there are no samples to check the gradient on")
    require(samples >= 2, f"a check needs at least 2 samples, not {samples}")
    random_state = np.random.RandomState(seed)
    rows = _some(len(inputs), samples, random_state)
    checker = _Checker(network, inputs[rows], targets[rows])
    chosen = [_entries(span, network.parameter_count, random_state) for span in network.spans]
    total, done = sum(map(len, chosen)), 0
    arrays = []
    for span, entries in zip(network.spans, chosen, strict=True):
        outcomes = {}
        for entry in entries.tolist():
            if watch is not None:
                watch(done / total)
            outcomes[entry] = checker.check(span, entry)
            done += 1
        arrays.append(checker.sum_up(span, outcomes))
    return GradientCheck(tuple(arrays), checker.loss, len(rows), len(inputs))


class _Checker:
    """Compares single entries."""

    def __init__(self, network: Network, x: Array, y: Array) -> None:
        self._twin = CheckTwin(network, x, y)
        twin, self._penalized = self._twin.network, network.twin(dtype=np.float64)
        self.loss, gradients = twin.loss_and_gradients(x, y)
        require(math.isfinite(self.loss), "the loss is not a finite number, so it has no slope to compare")
        self._gradients = {name: gradient.ravel() for name, gradient in gradients.items()}
        self._penalized.values[...] = 0.0
        self._l1, self._has_penalty = twin.l1, twin.l1 > 0.0 or twin.l2 > 0.0
        twin.l1 = twin.l2 = 0.0
        self._scale = max(1.0, abs(self.loss))
        self._closer: CloserLook | None = None

    def check(self, span: Span, entry: int) -> CheckedEntry | Verdict:
        """Return an entry with both values; where they could not be compared, the reason."""
        twin, index = self._twin, span.start + entry
        analytic, value = float(self._gradients[span.name][entry]), float(twin.values[index])
        if self._has_l1(span) and 0.0 < abs(value) < _TOO_SMALL:
            return Verdict.KINK
        penalty = self._penalty_slope(index, value)
        numerical = penalty + central_slope(twin.check_loss, twin.values, index, scaled(CENTRAL_STEP, value))
        verdict = Verdict.AGREES
        if not self._agree(analytic, numerical):
            self._closer = self._closer or CloserLook(twin)
            verdict, slope = self._closer.judge(index, analytic - penalty, lambda n: self._agree(analytic, penalty + n))
            numerical = penalty + slope
        if verdict in (Verdict.KINK, Verdict.ROUGH):
            return verdict
        error = abs(analytic - numerical) / max(abs(analytic) + abs(numerical), _ABSOLUTE / _RELATIVE * self._scale)
        place = tuple(int(axis) for axis in np.unravel_index(entry, span.shape))
        return CheckedEntry(span.name, place, analytic, numerical, error, verdict is Verdict.AGREES)

    def sum_up(self, span: Span, outcomes: Mapping[int, CheckedEntry | Verdict]) -> CheckedArray:
        """Return the outcome of an array from those of its entries."""
        compared = {entry: found for entry, found in outcomes.items() if isinstance(found, CheckedEntry)}
        reasons, weights = list(outcomes.values()), span.of(self._twin.values).ravel()
        return CheckedArray(
            span.name,
            size=span.stop - span.start,
            checked=len(compared),
            kinks=reasons.count(Verdict.KINK),
            rough=reasons.count(Verdict.ROUGH),
            at_zero=int(sum(weights[entry] == 0.0 for entry in compared)) if self._has_l1(span) else 0,
            failures=sum(not found.passed for found in compared.values()),
            worst=worst_of(list(compared.values())),
        )

    def _has_l1(self, span: Span) -> bool:
        return self._l1 > 0.0 and span.name.endswith(".weight")

    def _agree(self, analytic: float, numerical: float) -> bool:
        allowed = _ABSOLUTE * self._scale + _RELATIVE * (abs(analytic) + abs(numerical))
        return abs(analytic - numerical) <= allowed

    def _penalty_slope(self, index: int, value: float) -> float:
        """Return the slope of the penalty, which is that of this one value's part: all others are 0 here."""
        if not self._has_penalty:
            return 0.0
        twin = self._penalized
        twin.values[index] = value
        slope = central_slope(lambda _: twin.penalty(), twin.values, index, 0.5 * abs(value) or CENTRAL_STEP)
        twin.values[index] = 0.0
        return slope


def _entries(span: Span, parameters: int, random_state: np.random.RandomState) -> npt.NDArray[np.intp]:
    size = span.stop - span.start
    return _some(size, size if parameters <= EVERY else DRAWN, random_state)


def _some(count: int, most: int, random_state: np.random.RandomState) -> npt.NDArray[np.intp]:
    """Return all numbers below `count`, or so many of them drawn at random, in order."""
    return np.arange(count) if count <= most else np.sort(random_state.permutation(count)[:most])
