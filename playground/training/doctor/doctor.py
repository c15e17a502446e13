"""The doctor: looks at a run now and then, and tells what is wrong with it. It is silent when nothing is."""

from collections.abc import Callable
from dataclasses import replace

from playground.experiment import Experiment
from playground.training.answers import base_rate_loss
from playground.training.build import build_network
from playground.training.doctor import dead_units, overfitting, plateau, rate_too_high, rate_too_low, saturated_units
from playground.training.doctor.case import Case
from playground.training.doctor.finding import Finding
from playground.training.inside import Inside, look_inside
from playground.training.run import Run
from playground.training.stopping import Outcome, Reason

_SLACK = 0.8
"""What the limits of a finding are eased to once it has been told."""
Look = Callable[[Case], Finding | None]
LOOKS: dict[str, Look] = {
    each.KIND: each.look for each in (rate_too_high, dead_units, saturated_units, rate_too_low, plateau, overfitting)
}
"""In the order of urgency."""
_EXPLAINS = {
    "rate_too_low": {"plateau"},
    "saturated_units": {"plateau", "rate_too_low"},
    "dead_units": {"plateau", "rate_too_low"},
}
"""A finding that is the cause of others, which are then not told."""


class Doctor:
    """Remembers what it found, so that findings neither flicker nor outlast a change of the settings."""

    def __init__(self) -> None:
        self._experiment: Experiment | None = None
        self._beginnings = -1
        self._since = 0
        self._epoch = -1
        self._told: dict[str, Finding] = {}
        self._seen: set[str] = set()
        self._first: Inside | None = None
        self._past: Outcome | None = None

    def examine(self, run: Run, inside: Inside | None = None) -> tuple[Finding, ...]:
        """Look at a run; what is wrong with it, the most urgent first.

        While it trains, a finding is told when it is seen twice in a row, and gone when it is missed twice in a row.
        """
        self._follow(run)
        case = self._case(run, look_inside(run.network, run.dataset) if inside is None else inside)
        seen = self._look(case)
        resting, self._epoch = self._epoch in (-1, run.epochs_done), run.epochs_done
        told = seen if resting else self._confirmed(seen)
        self._told, self._seen = told, set(seen)
        hidden = set().union(*(_EXPLAINS.get(kind, set()) for kind in told))
        return tuple(told[kind] for kind in LOOKS if kind in told and kind not in hidden)

    def _look(self, case: Case) -> dict[str, Finding]:
        """What is seen at this moment, by its kind."""
        if case.base_loss <= 0.0:  # All targets are the same: every measure is a share of this loss.
            return {}
        return {kind: found for kind, look in LOOKS.items() if (found := look(self._eased(kind, case))) is not None}

    def _confirmed(self, seen: dict[str, Finding]) -> dict[str, Finding]:
        """What was seen twice in a row, and what was told before and is missed for the first time."""
        known = {**self._told, **seen}
        return {
            kind: found for kind, found in known.items() if kind in self._seen or (kind in seen and kind in self._told)
        }

    @property
    def suspects(self) -> bool:
        """Whether another look at the same state would tell something else, since one is not enough."""
        return self._seen != set(self._told)

    def _eased(self, kind: str, case: Case) -> Case:
        return replace(case, slack=_SLACK) if kind in self._told else case

    def _follow(self, run: Run) -> None:
        again, changed = run.beginnings != self._beginnings, run.experiment is not self._experiment
        if again or changed:
            # How the run ended is no reproach to settings that were changed since.
            self._past = None if again else run.outcome
        if again or changed or run.epochs_done < self._epoch:
            self._since = 0 if again else run.epochs_done
            self._experiment, self._beginnings, self._epoch = run.experiment, run.beginnings, -1
            self._told, self._seen = {}, set()
            self._first = None

    def _case(self, run: Run, inside: Inside) -> Case:
        training = run.experiment.training
        outcome = None if run.outcome is self._past else run.outcome
        samples = len(run.dataset.train)
        size = min(samples, training.batch_size or samples)
        return Case(
            experiment=run.experiment,
            history=run.history,
            inside=inside,
            base_loss=base_rate_loss(run.dataset.train.y, training.loss, training.huber_delta),
            epoch=run.epochs_done,
            since=self._since,
            steps=-(-samples // size),
            first=lambda: self._look_at_first(run),
            diverged=outcome.stopped_at if outcome is not None and outcome.reason is Reason.DIVERGENCE else None,
        )

    def _look_at_first(self, run: Run) -> Inside:
        if self._first is None:
            self._first = look_inside(build_network(run.experiment, run.dataset), run.dataset)
        return self._first
