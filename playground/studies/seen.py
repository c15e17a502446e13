"""A study that is over, as the claims of labs look at it."""

import numpy as np
from numpy.typing import NDArray

from playground.experiment.claims import HISTORY_WORDS, TRIAL_WORDS
from playground.studies.comparison import Comparison
from playground.studies.pace import Pace, rung
from playground.studies.search import Search
from playground.studies.sweep import Sweep
from playground.studies.trial import UNFINISHED, Result, Trial
from playground.training.claims import StudySeen, TrialSeen


def study_seen(study: Sweep | Search | Comparison, results: list[Result]) -> StudySeen:
    """Tell what came of a study; trials that were not trained to their end are left out."""
    trials = study.trials()
    kind = "search" if isinstance(study, Search) else "comparison" if isinstance(study, Comparison) else "sweep"
    ended = [_trial_seen(trials[result.number], result) for result in results if result.reason != UNFINISHED]
    return StudySeen(kind, study.experiment, study.paths, tuple(ended))


def _trial_seen(trial: Trial, result: Result) -> TrialSeen:
    figures = {name: result.figure(name) for name in (*HISTORY_WORDS, *TRIAL_WORDS)}
    figures["best_epoch"] = float(result.kept_epoch)
    known = {name: figure for name, figure in figures.items() if figure is not None}
    return TrialSeen(trial.experiment, trial.turn, result.reason, known, {"train_loss": _descent(result.pace)})


def _descent(pace: Pace) -> NDArray[np.float64]:
    """The lowest loss so far after each epoch, as far as the ladder of a pace tells."""
    losses = np.full(pace.epochs[-1] + 1 if pace.epochs else 1, pace.start)
    for place, epoch in enumerate(pace.epochs):
        losses[epoch:] = rung(pace.top - place)
    return losses
