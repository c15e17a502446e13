"""The doctor: looks at a run now and then, and tells what is wrong with it. It is silent when nothing is."""

from collections.abc import Callable
from dataclasses import replace

from playground.experiment import Experiment, change, lab_of
from playground.training.answers import base_rate_loss
from playground.training.build import build_network
from playground.training.doctor import progress, rates, units
from playground.training.doctor.case import Case, Symptom, scale_of
from playground.training.doctor.finding import Finding, Remedy
from playground.training.doctor.trial import affordable, first_that_cures
from playground.training.inside import Inside, look_inside
from playground.training.run import Run
from playground.training.stopping import Outcome, Reason

_SLACK = 0.8
"""What the limits of a finding are eased to once it has been told."""
Look = Callable[[Case], Symptom | None]
LOOKS: dict[str, Look] = {
    rates.TOO_HIGH: rates.too_high,
    units.DEAD: units.dead,
    units.SATURATED: units.saturated,
    rates.TOO_LOW: rates.too_low,
    progress.PLATEAU: progress.plateau,
    progress.OVERFITTING: progress.overfitting,
}
"""In the order of urgency, after the inputs, which may be the cause of all but the last."""
_ORDER = (units.UNSCALED, *LOOKS)
_EXPLAINS = {
    units.SATURATED: {progress.PLATEAU, rates.TOO_LOW},
    units.DEAD: {progress.PLATEAU, rates.TOO_LOW},
    rates.TOO_LOW: {progress.PLATEAU},
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
        self._chosen: dict[tuple[object, ...], Remedy] = {}

    def examine(self, run: Run, inside: Inside | None = None) -> tuple[Finding, ...]:
        """Look at a run; what is wrong with it, the most urgent first.

        While it trains, a finding is told when it is seen twice in a row, and gone when it is missed twice in a row.
        """
        self._follow(run)
        inside = look_inside(run.network, run.dataset) if inside is None else inside
        outcome = None if run.outcome is self._past else run.outcome
        case = _case_of(run, inside, outcome, self._since, lambda: self._look_at_first(run))
        symptoms = _look(case, self._told)
        resting, self._epoch = self._epoch in (-1, run.epochs_done), run.epochs_done
        wanted = symptoms if resting else {kind: each for kind, each in symptoms.items() if self._confirmed(kind)}
        # What was told before and is missed for the first time stays.
        told = {kind: self._told[kind] for kind in self._told if not resting and kind in self._seen}
        hidden = set().union(*(_EXPLAINS.get(kind, set()) for kind in {*told, *wanted}), _aims(case))
        told |= {kind: self._finding(run, case, each, kind not in hidden) for kind, each in wanted.items()}
        self._told, self._seen = told, set(symptoms)
        return tuple(told[kind] for kind in _ORDER if kind in told and kind not in hidden)

    @property
    def suspects(self) -> bool:
        """Tell whether another look at the same state would tell something else, since one is not enough."""
        return self._seen != set(self._told)

    def _confirmed(self, kind: str) -> bool:
        """Tell whether what is seen now was seen the last time, or has been told before."""
        return kind in self._seen or kind in self._told

    def _finding(self, run: Run, case: Case, symptom: Symptom, is_shown: bool) -> Finding:
        """The symptom with the remedy that cures it, which is tried once for the same settings."""
        key = (symptom.kind, *(str(remedy.assignments) for remedy in symptom.candidates))
        if is_shown and key not in self._chosen:
            self._chosen[key] = _choose(run, symptom)
        remedy, layer = self._chosen.get(key, symptom.candidates[0]), symptom.layer
        return Finding(symptom.kind, symptom.title, symptom.evidence, symptom.why, remedy, case.epoch, layer)

    def _follow(self, run: Run) -> None:
        again, changed = run.beginnings != self._beginnings, run.experiment is not self._experiment
        if again or changed:
            # How the run ended is no reproach to settings that were changed since.
            self._past = None if again else run.outcome
        if again or changed or run.epochs_done < self._epoch:
            self._since = 0 if again else run.epochs_done
            self._experiment, self._beginnings, self._epoch = run.experiment, run.beginnings, -1
            self._told, self._seen, self._chosen = {}, set(), {}
            self._first = None

    def _look_at_first(self, run: Run) -> Inside:
        if self._first is None:
            self._first = _first_look(run)
        return self._first


def _look(case: Case, told: dict[str, Finding]) -> dict[str, Symptom]:
    """Tell what is seen at this moment, by its kind; the limits of what was told before are eased."""
    if case.base_loss <= 0.0:  # All targets are the same: every measure is a share of this loss.
        return {}
    eased = {kind: replace(case, slack=_SLACK) if kind in told or units.UNSCALED in told else case for kind in LOOKS}
    seen = {kind: found for kind, look in LOOKS.items() if (found := look(eased[kind])) is not None}
    harm = next((symptom for kind, symptom in seen.items() if kind != progress.OVERFITTING), None)
    cause = None if harm is None else units.unscaled(case, harm)
    if cause is None:
        return seen
    return {units.UNSCALED: cause, **{kind: each for kind, each in seen.items() if kind == progress.OVERFITTING}}


def _choose(run: Run, symptom: Symptom) -> Remedy:
    """The remedy that cures a symptom, as far as a trial can tell."""
    lab = lab_of(run.experiment)
    first = symptom.candidates[0]
    if lab is not None and change(run.experiment, first.assignments) == lab.experiment:
        return first  # As it opens a lab is well.
    slow = symptom.kind == progress.OVERFITTING
    if slow and not affordable(run):
        return symptom.candidates[len(symptom.candidates) // 2]
    look = _wrong_with if slow else lambda copy: _wrong_with(copy) - {progress.OVERFITTING}
    return first_that_cures(run, symptom.candidates, look, slow)


def _wrong_with(run: Run) -> set[str]:
    """The kinds of what is wrong with a run that tries a remedy out."""
    inside = look_inside(run.network, run.dataset)
    return set(_look(_case_of(run, inside, run.outcome, 0, lambda: _first_look(run)), {}))


def _case_of(run: Run, inside: Inside, outcome: Outcome | None, since: int, first: Callable[[], Inside]) -> Case:
    training, samples = run.experiment.training, len(run.dataset.train)
    size = min(samples, training.batch_size or samples)
    return Case(
        experiment=run.experiment,
        history=run.history,
        inside=inside,
        base_loss=base_rate_loss(run.dataset.train.y, training.loss, training.huber_delta),
        epoch=run.epochs_done,
        since=since,
        steps=-(-samples // size),
        first=first,
        inputs=scale_of(run.dataset.train.x),
        diverged=outcome.stopped_at if outcome is not None and outcome.reason is Reason.DIVERGENCE else None,
    )


def _first_look(run: Run) -> Inside:
    return look_inside(build_network(run.experiment, run.dataset), run.dataset)


def _aims(case: Case) -> set[str]:
    """The findings that a lab is out to show, and that are no illness there; a rate's, with the lab's own rate only."""
    lab = lab_of(case.experiment)
    if lab is None or lab.experiment is None:
        return set()
    others = case.experiment.training.optimizer != lab.experiment.training.optimizer or case.diverged is not None
    return {kind for kind in lab.aims if not (others and kind in (rates.TOO_HIGH, rates.TOO_LOW))}
