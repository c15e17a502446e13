"""Watches runs, studies and actions for what the steps of a lab claim, and notes what showed it.

A claim on a run counts from the run's first weights on: every epoch has to have been trained with settings that the
claim allows, and by nobody's hand. What is told of it names the epoch and the figure that showed it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment
from playground.experiment.claims import (
    ACTIONS,
    ENDINGS,
    Claim,
    Shows,
    StudyClaim,
    column_words,
    differ_only_in,
    figure_words,
    lies_in,
    meets,
    strays,
    values_at,
)
from playground.experiment.labs import Lab
from playground.experiment.message import Message, say, series
from playground.training.stopping import Outcome, Reason

Rows = Mapping[str, NDArray[np.float64]]
_ENDED = {Reason.DIVERGENCE: "ran_away", Reason.EPOCHS: "finished"}
_RAN_AWAY = (Reason.DIVERGENCE.value, "ran_away")
_FAILED = "failed"


@dataclass(frozen=True)
class Evidence:
    """What has shown a claim.

    step : the lab's step, counted from 0. told : in a sentence. epoch, figure : where the claim is on a run.
    """

    step: int
    told: Message
    epoch: int | None = None
    figure: float | None = None


@dataclass(frozen=True)
class TrialSeen:
    """One trial of a study, as far as claims ask.

    experiment : the whole of it, its seeds included. turn : which repeat it is, from 0.
    reason : how it ended, by the name of its reason. figures : by the name of a study's column.
    curves : columns of its history, row e after e epochs; empty where nobody kept them.
    """

    experiment: Experiment
    turn: int
    reason: str
    figures: Mapping[str, float]
    curves: Rows = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Tell whether it neither failed nor ran away."""
        return self.reason not in (*_RAN_AWAY, _FAILED)


@dataclass(frozen=True)
class StudySeen:
    """A study that has come to its end.

    kind : "sweep", "search" or "comparison". experiment : what it varies. over : the settings in which trials differ.
    """

    kind: str
    experiment: Experiment
    over: tuple[str, ...]
    trials: tuple[TrialSeen, ...]


@dataclass
class _Track:
    """How far one run has come with one claim.

    start : the column's figure of the first weights. barred : the first epoch that was trained otherwise than the claim
    allows. since : the epoch from which on the bounds have been kept without a break. reached : the first epoch at
    which all but the settings was as claimed.
    """

    start: float = math.nan
    barred: float = math.inf
    since: int | None = None
    reached: int | None = None

    def go_back(self, epoch: int) -> None:
        """Forget the epochs from this one on."""
        if self.barred >= epoch:
            self.barred = math.inf
        if self.since is not None and self.since >= epoch:
            self.since = None
        if self.reached is not None and self.reached >= epoch:
            self.reached = None


@dataclass
class _Watched:
    """One run as it has been seen.

    experiment, settings : its settings now, and all that the newest epochs may have been trained with.
    last : its last epoch. changed, touched : whether settings that matter, or the network, were changed on the way.
    """

    experiment: Experiment
    tracks: dict[int, _Track]
    settings: list[Experiment] = field(default_factory=list)
    last: int = -1
    changed: bool = False
    touched: bool = False


class Witness:
    """Watches what is done in a lab, and notes what each step's claim was shown by.

    It is fed with the news of runs (`see`, `end`, `touch`), with studies and with actions, in the order in which they
    happen. Each gives the steps whose claims have come true by it.

    Parameters
    ----------
    lab : whose steps to watch for; None where there is no lab, and nothing to see.

    Attributes
    ----------
    shown : the evidence by step, for the claims that have come true.
    """

    def __init__(self, lab: Lab | None) -> None:
        steps = () if lab is None else lab.steps
        self._lab = None if lab is None else lab.experiment
        self.claims: dict[int, Claim] = {n: step.claim for n, step in enumerate(steps) if step.claim is not None}
        self.shown: dict[int, Evidence] = {}
        self._runs: dict[int, _Watched] = {}
        self._current: int | None = None
        self._allowed: dict[int, tuple[Experiment, bool]] = {}

    @property
    def satisfied(self) -> bool:
        """Tell whether there were claims, and all have come true."""
        return bool(self.claims) and len(self.shown) == len(self.claims)

    # Runs

    def see(
        self,
        rows: Rows,
        experiment: Experiment,
        *,
        base_loss: float = math.nan,
        run: int = 0,
        restarted: bool = False,
        own: bool = True,
    ) -> tuple[int, ...]:
        """Take the news of a run; the steps whose claims came true by them.

        Parameters
        ----------
        rows : columns of the history by name, one row an epoch, each epoch once; rows that begin earlier than the last
            ones ended take their place.
        experiment : the settings as they are now.
        base_loss : the training part's loss of always answering the base rate.
        run : which run it is; one that was left may be come back to, and one that is new goes on from the present one
            where its rows do not begin at 0.
        restarted : the rows begin a new curve, or that of a run that was left.
        own : whether the network has come to what it is by training alone; not where weights were loaded or edited.
        """
        if restarted and run in self._runs and run != self._current:
            # A run that was left is told from its first epoch on; what of it was seen then is not seen again.
            unseen = rows["epoch"] > self._runs[run].last
            rows = {name: figures[unseen] for name, figures in rows.items()}
            self._runs[run].experiment = experiment
        epochs = rows.get("epoch", np.empty(0))
        watched = self._watched(experiment, run, restarted, begins=bool(len(epochs)) and epochs[0] == 0)
        watched.touched |= not own
        before, watched.experiment = watched.experiment, experiment
        if watched.last > 0 or len(epochs):
            watched.changed |= not differ_only_in(before, experiment, [])
        if not len(epochs):
            return ()
        # What was changed since the last news may have been so at any of these epochs.
        watched.settings = [experiment] if before == experiment else [before, experiment]
        if epochs[0] <= watched.last:
            for track in watched.tracks.values():
                track.go_back(int(epochs[0]))
        watched.last = int(epochs[-1])
        return self._note(self._follow(n, claim, watched, rows, base_loss) for n, claim in self._open("column"))

    def end(self, outcome: Outcome, experiment: Experiment, *, run: int | None = None) -> tuple[int, ...]:
        """A run has ended, the present one where none is named; the steps whose claims came true by how it did."""
        ended, at = _ENDED.get(outcome.reason, "stopped"), outcome.stopped_at
        watched = self._runs.get(self._current if run is None else run) if self._current is not None else None
        if watched is not None and (watched.touched or watched.changed):
            return ()
        told = say("Epoch {epoch:,}: {ending}", epoch=at, ending=say(ENDINGS[ended]))
        return self._note(
            Evidence(number, told, at)
            for number, claim in self._open("ended")
            if claim.ended == ended
            and self._allows(number, claim, experiment)
            and at <= (math.inf if claim.by is None else claim.by)
            and claim.at in (None, at)
        )

    def touch(self) -> None:
        """The network was changed by hand: what the present run shows from now on is not its own."""
        if self._current is not None:
            self._runs[self._current].touched = True

    def spent(self, step: int) -> bool:
        """Tell whether the present run can no longer show a step's claim: it would have to begin again."""
        claim = self.claims.get(step)
        if claim is None or step in self.shown or self._current is None or claim.study or claim.action:
            return False
        watched = self._runs[self._current]
        if watched.touched or (claim.ended is not None and watched.changed):
            return True
        end = claim.by if claim.at is None else claim.at
        late = end is not None and watched.last >= end
        return late or watched.tracks[step].barred <= watched.last

    def missing(self, step: int, experiment: Experiment) -> list[str]:
        """The settings, by path, for which a run of this experiment would not count for a step's claim."""
        claim = self.claims.get(step)
        if claim is None:
            return []
        wrong = [path for path, condition in claim.where.items() if not meets(experiment, {path: condition})]
        return wrong if self._lab is None else [*wrong, *strays(self._lab, experiment, claim)]

    # Studies and actions

    def study(self, study: StudySeen) -> tuple[int, ...]:
        """A study has come to its end; the steps whose claims it has shown."""
        return self._note(
            Evidence(number, told)
            for number, claim in self._open("study")
            if claim.study is not None
            and self._allows(number, claim, study.experiment)
            and (told := _told_of_study(claim.study, study)) is not None
        )

    def act(self, action: str, experiment: Experiment | None = None, told: Message | None = None) -> tuple[int, ...]:
        """A person did something, one of `ACTIONS`; the steps whose claims came true by it.

        told : what came of it, where there is more to tell than that it was done.
        """
        return self._note(
            Evidence(number, told or say(ACTIONS[action]))
            for number, claim in self._open("action")
            if claim.action == action and (experiment is None or meets(experiment, claim.where))
        )

    # Inside

    def _open(self, kind: str) -> list[tuple[int, Claim]]:
        """The claims of a kind that have not come true yet."""
        return [
            (number, claim)
            for number, claim in self.claims.items()
            if number not in self.shown and getattr(claim, kind) is not None
        ]

    def _note(self, found: Iterable[Evidence | None]) -> tuple[int, ...]:
        seen = {evidence.step: evidence for evidence in found if evidence is not None}
        self.shown |= seen
        return tuple(seen)

    def _allows(self, number: int, claim: Claim, experiment: Experiment) -> bool:
        """Tell whether the settings are those that a claim is about; they seldom change, so the answer is kept."""
        known, answer = self._allowed.get(number, (None, False))
        if known is not experiment:
            same = self._lab is None or not strays(self._lab, experiment, claim)
            answer = same and meets(experiment, claim.where)
            self._allowed[number] = experiment, answer
        return answer

    def _watched(self, experiment: Experiment, run: int, restarted: bool, begins: bool) -> _Watched:
        """The run that the news are of: one that is known, a branch of the present one, or a new one."""
        known = self._runs.get(run)
        if known is not None and restarted and run == self._current:
            # Another run under the same name; what the last one came to may still be asked for.
            self._runs[min(0, *self._runs) - 1] = known
            known = None
        elif known is None and not begins and self._current is not None:
            left = self._runs[self._current]
            known = replace(left, tracks={number: replace(track) for number, track in left.tracks.items()})
        if known is None:
            known = _Watched(experiment, {number: _Track() for number in self.claims})
        self._runs[run], self._current = known, run
        return known

    def _follow(self, number: int, claim: Claim, watched: _Watched, rows: Rows, base_loss: float) -> Evidence | None:
        """Go on with one claim through the newest epochs."""
        track, epochs, figures = watched.tracks[number], rows["epoch"], rows.get(claim.column or "")
        if figures is None:
            return None
        if epochs[0] == 0:
            track.start = float(figures[0])
        if epochs[-1] > 0 and not all(self._allows(number, claim, each) for each in watched.settings):
            # Nothing has been trained before epoch 1.
            track.barred = min(track.barred, max(1.0, epochs[0]))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = figures / {"start": track.start, "base_rate": base_loss}.get(claim.relative_to or "", 1.0)
        kept = (shares >= claim.low) & (shares <= claim.high)
        since = _since(kept, epochs, track.since)
        track.since = int(since[-1]) if kept[-1] else None
        shown = kept & (epochs - since + 1 >= claim.for_) & (epochs >= 1)
        if claim.by is not None:
            shown &= epochs <= claim.by
        if claim.at is not None:
            shown &= epochs == claim.at
        if not shown.any():
            return None
        first = int(np.argmax(shown))
        epoch, figure = int(epochs[first]), float(figures[first])
        is_first = track.reached is None
        track.reached = epoch if is_first else track.reached
        if watched.touched or epoch >= track.barred:
            return None
        if claim.sooner_than is None:
            return Evidence(number, _told_of_run(claim, epoch, figure), epoch, figure)
        later = self._later(number, claim, watched, epoch) if is_first else None
        return None if later is None else Evidence(number, later, epoch, figure)

    def _later(self, number: int, claim: Claim, watched: _Watched, epoch: int) -> Message | None:
        """Tell what to tell of an earlier run that got later to where this one is; None where there is none."""
        than = claim.sooner_than or {}
        named = [*claim.where, *than]
        shorter = None
        for other in self._runs.values():
            if other is watched or other.touched or other.changed or not meets(other.experiment, than):
                continue
            if not differ_only_in(other.experiment, watched.experiment, named):
                continue
            reached = other.tracks[number].reached
            if reached is not None and reached > epoch:
                return say("Epoch {epoch:,}, where the earlier run took {late:,}", epoch=epoch, late=reached)
            if reached is None and other.last > epoch:
                shorter = say("Epoch {epoch:,}, and the earlier run not within {late:,}", epoch=epoch, late=other.last)
        return shorter


def _since(kept: NDArray[np.bool_], epochs: NDArray[np.float64], since: int | None) -> NDArray[np.float64]:
    """For each epoch the first of the unbroken row that it belongs to; `since`, where that began with earlier news."""
    first = epochs[0] if since is None else min(since, epochs[0])
    breaks = np.where(kept, first - 1.0, epochs)
    return np.asarray(np.maximum.accumulate(breaks) + 1.0)


def _told_of_run(claim: Claim, epoch: int, figure: float) -> Message:
    column = claim.column or ""
    told = {"epoch": epoch, "column": column_words(column), "figure": figure_words(column, figure)}
    if claim.for_ > 1:
        return say("Epochs {first:,} to {epoch:,}: {column} {figure}", first=epoch - claim.for_ + 1, **told)
    return say("Epoch {epoch:,}: {column} {figure}", **told)


# Studies


def _told_of_study(claim: StudyClaim, study: StudySeen) -> Message | None:
    """Tell what to tell of a study that is as claimed; None where it is not."""
    if claim.kind not in (None, study.kind):
        return None
    if not all(any(lies_in(path, wanted) for path in study.over) for wanted in claim.paths):
        return None
    trials = [trial for trial in study.trials if trial.reason != _FAILED]
    repeats: dict[str, set[int]] = {}
    for trial in trials:
        setting = repr([values_at(trial.experiment, path) for path in study.over])
        repeats.setdefault(setting, set()).add(trial.turn)
    tried = [value for trial in trials for value in values_at(trial.experiment, claim.paths[0])]
    if len(trials) < claim.trials or not all(value in tried for value in claim.values):
        return None
    fewest = min(map(len, repeats.values()), default=0)
    if fewest < claim.seeds:
        return None
    found = [_told_of_trials(shows, trials) for shows in claim.shows]
    told = [each for each in found if each is not None]
    if len(told) < len(found):
        return None
    made = say("{settings} settings, {repeats} times each", settings=len(repeats), repeats=fewest)
    return series([made, *told], "; ")


def _told_of_trials(shows: Shows, trials: list[TrialSeen]) -> Message | None:
    chosen = [trial for trial in trials if trial.sound and meets(trial.experiment, shows.where)]
    if shows.reaches is not None and shows.sooner_than is not None:
        return _told_of_pairs(shows, chosen, [trial for trial in trials if meets(trial.experiment, shows.sooner_than)])
    figures = [trial.figures[shows.column] for trial in chosen if shows.column in trial.figures]
    if not figures or len(figures) < len(chosen):
        return None
    figure = {"least": min(figures), "most": max(figures), "mean": sum(figures) / len(figures)}[shows.of]
    if (
        not (-math.inf if shows.low is None else shows.low)
        <= figure
        <= (math.inf if shows.high is None else shows.high)
    ):
        return None
    of = {"least": say("at least"), "most": say("at most"), "mean": say("on average")}[shows.of]
    return say(
        "{column} {of} {figure}", column=column_words(shows.column), of=of, figure=figure_words(shows.column, figure)
    )


def _told_of_pairs(shows: Shows, chosen: list[TrialSeen], others: list[TrialSeen]) -> Message | None:
    """Compare the trials of each repeat."""
    early, late = ({trial.turn: _epoch_of(shows, trial) for trial in side} for side in (chosen, others))
    pairs = [(early[turn], late[turn]) for turn in early if turn in late]
    if not pairs or not all(one < other for one, other in pairs):
        return None
    sooner, later = (sum(side) / len(side) for side in zip(*pairs, strict=True))
    return say("{sooner:.3g} epochs on average, and the others {later:.3g}", sooner=sooner, later=later)


def _epoch_of(shows: Shows, trial: TrialSeen) -> float:
    """The epoch at which a trial's column first got as far as is asked for; infinite where it never did."""
    curve = trial.curves.get(shows.column)
    if curve is None or shows.reaches is None:
        return math.inf
    there = curve <= shows.reaches if shows.column.endswith("loss") else curve >= shows.reaches
    return float(np.argmax(there)) if there.any() else math.inf
