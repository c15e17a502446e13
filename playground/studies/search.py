"""Random search: settings drawn at random, each draw trained, the best by validation tested once."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.random import RandomState

from playground.experiment import Experiment, UserError, parts_of, setting
from playground.studies.repeats import Vary, check_not_swept, check_repeats, default_vary, repeats
from playground.studies.trial import Result, Trial, trial_experiment
from playground.training import Score

SEARCH_STREAM = 6
"""Draws come from `RandomState([seed, 6])`, trial by trial, the settings in the order they are given."""
MOST_TRIALS = 10_000


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
    """`count` draws of settings; `draws` says how, path to draw; each is trained in `seeds` repeats.

    The test part is kept from all trials: `best_of` chooses by the validation part, and only the best is tested, once.

    vary : what is another in each repeat; None for what suits the data (see `default_vary`).

    Raises
    ------
    UserError : when there is no validation part, or a draw cannot be.
    """

    experiment: Experiment
    draws: Mapping[str, Draw]
    count: int = 20
    epochs: int | None = None
    seeds: int = 1
    vary: Vary | None = None

    def __post_init__(self) -> None:
        check_repeats(self.experiment, self.seeds, self.varies)
        check_not_swept(self.paths, self.seeds, self.varies)
        if not self.draws:
            raise UserError("a search needs a setting to draw; name at least one")
        if not 1 <= self.count <= MOST_TRIALS // self.seeds:
            raise UserError(
                "trials: {count} is out of range; give a whole number from 1 to {most:,}",
                count=self.count,
                most=MOST_TRIALS // self.seeds,
            )
        for path, draw in self.draws.items():
            _check_draw(path, draw)
        for trial in self._trials:
            if "validation" not in parts_of(trial.experiment):
                raise UserError(
                    "data.split.validation: a search chooses by the validation part, and there is none; set "
                    "data.split.train=0.75 and data.split.validation=0.25, for example"
                )

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the trials differ."""
        return tuple(self.draws)

    @property
    def varies(self) -> Vary:
        """The thing that is another in each repeat."""
        return self.vary or default_vary(self.experiment, self.seeds)

    def trials(self) -> tuple[Trial, ...]:
        """All trials: draw by draw, repeat by repeat."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        random = RandomState([self.experiment.seed, SEARCH_STREAM])
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        whole = {path for path in self.draws if setting(self.experiment, path).kind == "int"}
        trials: list[Trial] = []
        for _ in range(self.count):
            drawn = {path: draw.draw(random) for path, draw in self.draws.items()}
            drawn |= {path: round(drawn[path]) for path in whole if isinstance(drawn[path], float)}
            made = trial_experiment(self.experiment, {**epochs, **drawn})
            for turn, experiment in enumerate(repeats(made, self.seeds, self.varies)):
                trials.append(Trial(len(trials), drawn, experiment.seed, experiment, turn))
        return tuple(trials)


def ranked(results: Iterable[Result]) -> list[Result]:
    """Best first: by validation accuracy, of equals by validation loss, then by number; last those that are no choice.

    Settings that were trained several times are ranked by their means, after those none of whose trials ran away, and
    their trials among each other. Values have no accuracy and are ranked by validation loss.
    """
    settings: dict[str, list[Result]] = {}
    for result in results:
        settings.setdefault(repr(result.assignments), []).append(result)
    found = sorted(settings.values(), key=_rank_together)
    return [result for together in found for result in sorted(together, key=_rank)]


def best_of(results: Iterable[Result]) -> Result | None:
    """The first of `ranked`; None where none is a choice."""
    best = next(iter(ranked(results)), None)
    return best if best is not None and _is_choice(best) else None


def _is_choice(result: Result) -> bool:
    return result.sound and "validation" in result.scores


def _rank(result: Result) -> tuple[bool, float, float, int]:
    score = result.scores.get("validation", Score(math.inf, None))
    return not _is_choice(result), -(score.accuracy or 0.0), score.loss, result.number


def _rank_together(results: list[Result]) -> tuple[bool, float, float, float, int]:
    ranks = [_rank(result) for result in results if _is_choice(result)]
    number = min(result.number for result in results)
    if not ranks:
        return True, 1.0, 0.0, math.inf, number
    accuracy, loss = (sum(rank[place] for rank in ranks) / len(ranks) for place in (1, 2))
    return False, 1 - len(ranks) / len(results), accuracy, loss, number


def _check_draw(path: str, draw: Draw) -> None:
    if isinstance(draw, OneOf) and not draw.values:
        raise UserError("{path}: there is no value to draw; give at least one", path=path)
    if isinstance(draw, LogUniform) and not 0 < draw.low <= draw.high < math.inf:
        raise UserError("{path}: a logarithmic range goes from above 0 up; give it as in {path}=0.001..1", path=path)
