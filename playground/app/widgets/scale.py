"""The ways in which the places of a slider stand for values."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Scale(Protocol):
    """`last` is the highest place; places count from 0."""

    @property
    def last(self) -> int: ...

    def value(self, place: int) -> object: ...

    def place(self, value: object) -> int:
        """The place nearest to a value, which may lie between places or beyond the ends."""
        ...


@dataclass(frozen=True)
class LinearScale:
    """Equal steps from `minimum` to `maximum`."""

    minimum: float
    maximum: float
    step: float = 1

    @property
    def last(self) -> int:
        return round((self.maximum - self.minimum) / self.step)

    def value(self, place: int) -> object:
        # Rounded, since 3 * 0.1 is not 0.3 and the difference would be shown and saved.
        return round(self.minimum + place * self.step, 10)

    def place(self, value: object) -> int:
        return _within(round((_number(value) - self.minimum) / self.step), self.last)


@dataclass(frozen=True)
class LogScale:
    """Equal ratios, on values of two digits; with `zero` the lowest place is 0, for a penalty switched off."""

    minimum: float
    maximum: float
    places_per_decade: int = 20
    zero: bool = False

    @property
    def last(self) -> int:
        decades = math.log10(self.maximum / self.minimum)
        return round(decades * self.places_per_decade) + self.zero

    def value(self, place: int) -> object:
        if self.zero and place == 0:
            return 0.0
        exact = self.minimum * 10 ** ((place - self.zero) / self.places_per_decade)
        return float(f"{min(exact, self.maximum):.2g}")

    def place(self, value: object) -> int:
        number = _number(value)
        if number <= 0:
            return 0
        decades = math.log10(number / self.minimum)
        return _within(round(decades * self.places_per_decade) + self.zero, self.last)


@dataclass(frozen=True)
class StopsScale:
    """A list of values, rising; the last may be None for something larger than any number ("all")."""

    stops: Sequence[float | None]

    @property
    def last(self) -> int:
        return len(self.stops) - 1

    def value(self, place: int) -> object:
        return self.stops[place]

    def place(self, value: object) -> int:
        known = [stop for stop in self.stops if stop is not None]
        # One training sample leaves no smaller batch than "all".
        if value is None or not known:
            return self.last
        number = _number(value)
        after = min(bisect_left(known, number), len(known) - 1)
        before = max(after - 1, 0)
        return after if known[after] - number <= number - known[before] else before


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError(f"a slider's value is a number, not {value!r}")


def _within(place: int, last: int) -> int:
    return max(0, min(place, last))
