"""Random search: settings drawn at random, each draw trained, the best by validation tested once."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.random import RandomState

from playground.experiment import Experiment, UserError, change, setting
from playground.studies.trial import Result, Trial, trial_experiment
from playground.training import Score

SEARCH_STREAM = 6
"""Draws come from `RandomState([seed, 6])`, trial by trial, the settings in the order they are given."""
MOST_TRIALS = 10_000
VALIDATION_SHARE = 0.25


@dataclass(frozen=True)
class LogUniform:
    """A number between `low` and `high`, its logarithm uniform: every decade is as likely as any other.

    Bergstra and Bengio (2012), "Random search for hyper-parameter optimization". Drawn numbers are rounded to six
    significant digits, so that what a table shows is what was trained; whole numbers where the setting is one.
    """

    low: float
    high: float

    def draw(self, random: RandomState) -> float:
        """The next number."""
        share = random.random_sample()
        return float(f"{math.exp(math.log(self.low) + share * math.log(self.high / self.low)):.6g}")


@dataclass(frozen=True)
class OneOf:
    """One of several values, each as likely."""

    values: tuple[Any, ...]

    def draw(self, random: RandomState) -> Any:
        """The next value."""
        return self.values[random.randint(len(self.values))]


Draw = LogUniform | OneOf


@dataclass(frozen=True)
class Search:
    """`count` trials whose settings are drawn; `draws` says how, path to draw.

    The test part is kept from all trials: `best_of` chooses by the validation part, and only the best is tested, once.

    Raises
    ------
    UserError : when there is no validation part, or a draw cannot be.
    """

    experiment: Experiment
    draws: Mapping[str, Draw]
    count: int = 20
    epochs: int | None = None

    def __post_init__(self) -> None:
        if not self.draws:
            raise UserError("a search needs a setting to draw; name at least one")
        if not 1 <= self.count <= MOST_TRIALS:
            raise UserError(f"trials: {self.count} is out of range; give a whole number from 1 to {MOST_TRIALS:,}")
        for path, draw in self.draws.items():
            _check_draw(path, draw)
        _ = self._trials
        for trial in self._trials:
            if not trial.experiment.data.split.validation:
                raise UserError(
                    "data.split.validation: a search chooses by the validation part, and there is none; set "
                    "data.split.train=0.75 and data.split.validation=0.25, for example"
                )

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the trials differ."""
        return tuple(self.draws)

    def trials(self) -> tuple[Trial, ...]:
        """All trials, in the order they were drawn."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        random = RandomState([self.experiment.seed, SEARCH_STREAM])
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        whole = {path for path in self.draws if setting(self.experiment, path).kind == "int"}
        trials: list[Trial] = []
        for number in range(self.count):
            drawn = {path: draw.draw(random) for path, draw in self.draws.items()}
            drawn |= {path: round(drawn[path]) for path in whole if isinstance(drawn[path], float)}
            experiment = trial_experiment(self.experiment, {**epochs, **drawn})
            trials.append(Trial(number, drawn, experiment.seed, experiment))
        return tuple(trials)


def with_validation(experiment: Experiment) -> Experiment:
    """The experiment with a validation part to choose by: a quarter of the training part where there is none."""
    split = experiment.data.split
    if split.validation:
        return experiment
    shares = {
        "data.split.train": round(split.train * (1 - VALIDATION_SHARE), 6),
        "data.split.validation": round(split.train * VALIDATION_SHARE, 6),
    }
    return change(experiment, shares)


def ranked(results: Iterable[Result]) -> list[Result]:
    """Best first: by validation accuracy, of equals by validation loss, then by number; last those that are no choice.

    Values have no accuracy and are ranked by validation loss. A trial that failed or ran away is no choice.
    """
    return sorted(results, key=_rank)


def best_of(results: Iterable[Result]) -> Result | None:
    """The first of `ranked`; None where none is a choice."""
    best = min(results, key=_rank, default=None)
    return best if best is not None and _is_choice(best) else None


def _is_choice(result: Result) -> bool:
    return result.sound and "validation" in result.scores


def _rank(result: Result) -> tuple[bool, float, float, int]:
    score = result.scores.get("validation", Score(math.inf, None))
    return not _is_choice(result), -(score.accuracy or 0.0), score.loss, result.number


def _check_draw(path: str, draw: Draw) -> None:
    if isinstance(draw, OneOf) and not draw.values:
        raise UserError(f"{path}: there is no value to draw; give at least one")
    if isinstance(draw, LogUniform) and not 0 < draw.low <= draw.high < math.inf:
        raise UserError(f"{path}: a logarithmic range goes from above 0 up; give it as in {path}=0.001..1")
