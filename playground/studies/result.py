"""What came of a trial."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.studies.trial import Trial
from playground.training import Outcome, Reason, Score, Snapshot

FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """The end of one trial.

    number, assignments, seed : the trial's own.
    epochs : whose weights the figures belong to; fewer than were asked for where it stopped early.
    reason : why it ended, by name: "epochs", "target_loss", ... "divergence", or "failed".
    message : the same as a sentence.
    scores : by part, only the parts that were measured; empty where the trial failed.
    parameters : weights and biases in all.
    seconds : of training.
    r_squared : by part, the share of the variance that is explained, for regression; only where there is one.
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

    @property
    def sound(self) -> bool:
        """Whether it was trained as asked: not failed, not run away."""
        return self.reason not in (FAILED, Reason.DIVERGENCE.value)

    def figure(self, name: str) -> float | None:
        """A figure by its column's name, as `train_loss` or `test_r_squared`; None where there is none."""
        if name in ("epochs", "parameters", "seconds"):
            return float(getattr(self, name))
        part, _, what = name.partition("_")
        if what == "r_squared":
            return self.r_squared.get(part)
        score = self.scores.get(part)
        return None if score is None else (score.loss if what == "loss" else score.accuracy)

    def without(self, part: str) -> "Result":
        """The same without the figures of a part."""
        scores = {name: score for name, score in self.scores.items() if name != part}
        return replace(self, scores=scores, r_squared={n: share for n, share in self.r_squared.items() if n != part})


def explained(snapshot: Snapshot) -> dict[str, float]:
    """R² by part; none of classification, nor of a part whose values are all the same."""
    return {part: fit.r_squared for part, fit in snapshot.fits.items() if math.isfinite(fit.r_squared)}


def finished(
    trial: Trial,
    outcome: Outcome,
    *,
    epochs: int,
    scores: Mapping[str, Score],
    parameters: int,
    seconds: float,
    r_squared: Mapping[str, float],
) -> Result:
    """The result of a trial that came to an end."""
    return Result(
        trial.number,
        dict(trial.assignments),
        trial.seed,
        epochs,
        outcome.reason.value,
        str(outcome),
        dict(scores),
        parameters,
        seconds,
        dict(r_squared),
    )


def failed(trial: Trial, message: str, seconds: float = 0.0) -> Result:
    """The result of a trial that could not be trained."""
    line = " ".join(message.split())
    return Result(trial.number, dict(trial.assignments), trial.seed, 0, FAILED, line, {}, 0, seconds)
