"""What a gradient check found: per entry, per array, and as a whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


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
    """What became of one parameter array: `size` entries, of which `checked` were compared and `failures` failed.

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
        """Whether no entry failed."""
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
        """Whether no entry failed."""
        return all(array.passed for array in self.arrays)

    @property
    def checked(self) -> int:
        """How many entries were compared."""
        return sum(array.checked for array in self.arrays)

    @property
    def size(self) -> int:
        """How many there are."""
        return sum(array.size for array in self.arrays)

    @property
    def failures(self) -> int:
        """How many failed."""
        return sum(array.failures for array in self.arrays)

    @property
    def left_out(self) -> int:
        """How many were chosen but could not be compared."""
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
