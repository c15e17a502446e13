# ruff: noqa: ARG002 - all of a kind share one signature, whether or not a formula needs every argument
"""Schedules: the learning rate from epoch to epoch.

Each is called as `schedule(epoch, epochs, base_rate)` and returns the rate for that epoch; epochs count from 0.
"""

import math
from dataclasses import dataclass
from typing import Any

from playground.engine.machinery.guards import build, require


class Schedule:
    """A rule for the learning rate."""

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        """Return the learning rate of an epoch, counted from 0, of so many; `base_rate` is the optimizer's own."""
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Schedule):
    """rate = base."""

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        return base_rate


@dataclass(frozen=True)
class Exponential(Schedule):
    """rate = base decay^epoch."""

    decay: float = 0.999

    def __post_init__(self) -> None:
        require(0.0 < self.decay <= 1.0, f"decay must be above 0 and at most 1, not {self.decay}")

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        # As a float power: an integer one of a huge epoch would be refused rather than underflow to 0.
        return base_rate * math.pow(self.decay, epoch)


@dataclass(frozen=True)
class Step(Schedule):
    """rate = base factor^floor(epoch / every)."""

    every: int = 1000
    factor: float = 0.5

    def __post_init__(self) -> None:
        require(self.every >= 1, f"every must be at least 1, not {self.every}")
        require(0.0 < self.factor <= 1.0, f"factor must be above 0 and at most 1, not {self.factor}")

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        return base_rate * math.pow(self.factor, epoch // self.every)


@dataclass(frozen=True)
class Cosine(Schedule):
    """rate = minimum + (base - minimum) (1 + cos(pi epoch / epochs)) / 2.

    Loshchilov & Hutter (2017), "SGDR: stochastic gradient descent with warm restarts". `minimum` is a learning rate.
    Training beyond the planned epochs stays there.
    """

    minimum: float = 0.0

    def __post_init__(self) -> None:
        require(0.0 <= self.minimum < math.inf, f"minimum must be 0 or above, not {self.minimum}")

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        share = min(epoch / max(epochs, 1), 1.0)
        return self.minimum + (base_rate - self.minimum) * 0.5 * (1.0 + math.cos(math.pi * share))


@dataclass(frozen=True)
class Warmup(Schedule):
    """rate = base min(1, (epoch + 1) / warm-up epochs).

    Goyal and others (2017), "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677.
    """

    epochs: int = 100

    def __post_init__(self) -> None:
        require(self.epochs >= 1, f"warm-up needs at least 1 epoch, not {self.epochs}")

    def __call__(self, epoch: int, epochs: int, base_rate: float) -> float:
        return base_rate * min(1.0, (epoch + 1) / self.epochs)


SCHEDULES: dict[str, type[Schedule]] = {
    "constant": Constant,
    "exponential": Exponential,
    "step": Step,
    "cosine": Cosine,
    "warmup": Warmup,
}


def schedule(kind: str, **settings: Any) -> Schedule:
    """Return a schedule: constant, exponential(decay), step(every, factor), cosine(minimum) or warmup(epochs).

    Raise ValueError if the kind or a setting is unknown.
    """
    return build("schedule", kind, SCHEDULES, settings)
