"""One training among many: which settings it has, and the whole experiment that makes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.experiment import (
    Experiment,
    UserError,
    change,
    loss_assignments,
    optimizer_assignments,
    output_assignments,
    setting,
    source_assignments,
)
from playground.experiment.message import one_line
from playground.studies.pace import Pace
from playground.training import Reason, Score, Snapshot

_COMPANIONS: Mapping[str, Callable[[Experiment, str], Mapping[str, Any]]] = {
    "training.loss": loss_assignments,
    "network.output.activation": output_assignments,
    "training.optimizer.kind": optimizer_assignments,
    "data.source.kind": lambda experiment, kind: source_assignments(experiment.data.source, kind),
}
"""Settings that must change with another, so that it can be swept alone."""


@dataclass(frozen=True)
class Trial:
    """One training of a study.

    number : its place in the study, from 0.
    assignments : the settings in which the study's trials differ, path to value, without the seed.
    seed : of weights and batch order.
    experiment : the whole of it, ready for a `Run`.
    turn : trials of a lower turn are begun first; the seeds of one value have turns 0, 1, 2, ...
    name : what a comparison calls the variant; empty elsewhere.
    """

    number: int
    assignments: Mapping[str, Any]
    seed: int
    experiment: Experiment
    turn: int = 0
    name: str = ""

    def __str__(self) -> str:
        settings = [f"{path}={as_text(value)}" for path, value in self.assignments.items()]
        return ", ".join([*([self.name] if self.name else settings), f"seed {self.seed}"])


def as_text(value: Any) -> str:
    """A setting's value as the command line writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "+".join(value) if isinstance(value, list | tuple) else str(value)


def trial_experiment(experiment: Experiment, assignments: Mapping[str, Any], name: str = "") -> Experiment:
    """The experiment of a trial; a combination that cannot be is refused in one line that names its values."""
    companions: dict[str, Any] = {}
    for path, value in assignments.items():
        if path in _COMPANIONS and value in setting(experiment, path).choices:
            companions.update(_COMPANIONS[path](experiment, value))
    try:
        return change(experiment, {**companions, **assignments})
    except UserError as error:
        values = name or ", ".join(f"{path}={as_text(value)}" for path, value in assignments.items())
        raise UserError("{values}: {error}", values=values, error=error.message) from None


FAILED, UNFINISHED = "failed", "unfinished"


class Measured:
    """Scores by part, and for regression the share of the variance that is explained."""

    scores: Mapping[str, Score]
    r_squared: Mapping[str, float]

    def figure(self, name: str) -> float | None:
        """A figure by its column's name, as `train_loss` or `validation_r2`; None where there is none."""
        part, _, what = name.rpartition("_")
        if what == "r2":
            return self.r_squared.get(part)
        score = self.scores.get(part)
        return None if score is None else (score.loss if what == "loss" else score.accuracy)


@dataclass(frozen=True)
class Result(Measured):
    """The end of one trial.

    number, assignments, seed : the trial's own.
    epochs : trained; fewer than were asked for where it stopped early.
    reason : why it ended, by name: "epochs", "target_loss", ... "divergence", "failed"; "unfinished" where it did not.
    message : the same as a sentence.
    scores : by part, only the parts that were measured; empty where the trial failed.
    parameters : weights and biases in all.
    seconds : of training.
    r_squared : by part, the share of the variance that is explained, for regression; only where there is one.
    best_epoch : whose weights it came to, and these figures belong to: the best one's by validation where that is
        waited for, the last harmless one's of a trial that ran away, else the last one's. None: that of `epochs`.
    samples : by part, how many. base_rate : what knowing nothing scores on the training part: the share of its largest
        class, or an R² of 0.
    pace : how soon its training loss came down.
    """

    number: int
    assignments: Mapping[str, Any]
    seed: int
    epochs: int
    reason: str
    message: str
    scores: Mapping[str, Score]
    parameters: int
    seconds: float
    r_squared: Mapping[str, float] = field(default_factory=dict)
    best_epoch: int | None = None
    samples: Mapping[str, int] = field(default_factory=dict)
    base_rate: float = 0.0
    pace: Pace = field(default_factory=Pace)

    @property
    def kept_epoch(self) -> int:
        """The epoch whose weights it came to."""
        return self.epochs if self.best_epoch is None else self.best_epoch

    @property
    def sound(self) -> bool:
        """True where it was trained as asked: not failed, not run away."""
        return self.reason not in (FAILED, Reason.DIVERGENCE.value)

    def figure(self, name: str) -> float | None:
        """A figure by its column's name; also how long it was trained, and how large the network is."""
        if name in ("epochs", "parameters", "seconds"):
            return float(getattr(self, name))
        return super().figure(name)

    def without(self, part: str) -> "Result":
        """The same without the figures of a part."""
        scores = {name: score for name, score in self.scores.items() if name != part}
        return replace(self, scores=scores, r_squared={n: share for n, share in self.r_squared.items() if n != part})


def explained(snapshot: Snapshot) -> dict[str, float]:
    """R² by part; none of classification, nor of a part whose values are all the same."""
    return {part: fit.r_squared for part, fit in snapshot.fits.items() if math.isfinite(fit.r_squared)}


def failed(trial: Trial, message: str, seconds: float = 0.0) -> Result:
    """The result of a trial that could not be trained."""
    line = one_line(message)
    return Result(trial.number, dict(trial.assignments), trial.seed, 0, FAILED, line, {}, 0, seconds)
