"""The walk through a lab's steps: which one it is at, what was predicted, and what has been seen."""

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal

from playground.experiment import Experiment, Lab, changed_settings, labs
from playground.experiment.claims import lies_in
from playground.experiment.labs import Step, kinds_of_data, prepared
from playground.experiment.message import Message
from playground.training import Outcome, Report
from playground.training.claims import StudySeen, Witness
from playground.training.steps import StepAnswer, StepBook

Phase = Literal["ask", "do", "seen"]


class Walk(QObject):
    """Goes with the experiment that is open: another lab has its own steps, data of no lab have none.

    Attributes
    ----------
    lab : whose steps they are; None where the data are no lab's.
    number : of the present step, from 0.
    book : what was answered and seen in all labs.
    experiment : that is open. wanted : what the present step makes of it; None where it is that already.
    """

    changed = Signal()
    """Another step, or something of this one."""
    moved = Signal()
    """The person went to another step."""

    def __init__(self, parent: QObject | None = None, book: StepBook | None = None) -> None:
        super().__init__(parent)
        self.lab: Lab | None = None
        self.number = 0
        self.book = StepBook() if book is None else book
        self.wanted: Experiment | None = None
        self.witness = Witness(None)
        self._watched: Lab | None = None
        self.experiment: Experiment | None = None
        self._at_the_end = False
        self._places: dict[str, int] = {}
        self._known: dict[str, tuple[Lab, tuple[type, ...]]] = {}
        """Labs by the name of their experiment, with the kinds of data of their steps."""
        self._set_up: set[tuple[str, int]] = set()
        """The steps whose settings were made once."""
        self._without_guess: set[tuple[str, int]] = set()
        self._foreign = False
        self.fresh = False
        """Whether the present step's claim has come true in the present run."""

    # Where it is

    def begin(self, lab: Lab) -> None:
        """Walk through the steps of a lab that has a window of its own."""
        self._turn_to(lab)
        self.lab, self.number = lab, self._place_in(lab)
        self.changed.emit()

    def adopt(self, lab: Lab) -> None:
        """A teacher's lab was opened: its steps go with its experiment, as long as that has its name and its data."""
        if lab.experiment is not None:
            self._known[lab.experiment.name] = lab, kinds_of_data(lab)

    def _lab_of(self, experiment: Experiment) -> Lab | None:
        """The lab whose steps go with an experiment: with the data of one of them, at least."""
        name = experiment.name
        if name not in self._known and name in labs():
            self._known[name] = labs()[name], kinds_of_data(labs()[name])
        lab, kinds = self._known.get(name, (None, ()))
        own = None if lab is None or lab.experiment is None else type(lab.experiment.data.source)
        return lab if type(experiment.data.source) in (*kinds, own) else None

    def follow(self, experiment: Experiment) -> None:
        """Another experiment is open, or this one was changed."""
        before, self.experiment, lab = self.experiment, experiment, self._lab_of(experiment)
        kind = type(experiment.data.source)
        if lab is not self.lab:
            self.lab, self.number = lab, self._place_in(lab)
            before = None
        if lab is not None and (before is None or type(before.data.source) is not kind):
            self._turn_to_data(lab, kind)
        self._compare()
        self.changed.emit()

    def _turn_to_data(self, lab: Lab, kind: type) -> None:
        """Other data were chosen: a step that is about others gives way to the first that is about these."""
        kinds = self._known[lab.experiment.name if lab.experiment is not None else ""][1]
        own = {kinds[self.number], type(lab.experiment.data.source) if lab.experiment is not None else kind}
        if kind not in own:
            self.number = self._places[lab.slug] = kinds.index(kind)

    def _place_in(self, lab: Lab | None) -> int:
        """The step at which the person was last, or else the first that has something left to show."""
        if lab is None:
            return 0
        answers = [self.book.answer(lab.slug, number) for number in range(len(lab.steps))]
        left = (
            number
            for number, (step, answer) in enumerate(zip(lab.steps, answers, strict=True))
            if not (answer.told if step.claim is not None else step.predict is None or answer.predicted is not None)
        )
        return self._places.get(lab.slug, next(left, 0))

    def go(self, number: int) -> None:
        """Go to a step."""
        if self.lab is not None and 0 <= number < len(self.lab.steps):
            self.number = self._places[self.lab.slug] = number
            self.fresh = False
            self._compare()
            self.moved.emit()
            self.changed.emit()

    def take_up(self, answers: Mapping[str, object]) -> None:
        """Go on with the answers that a session kept."""
        self.book.take_up(answers)
        self.refresh_from_book()

    def refresh_from_book(self) -> None:
        """The book holds other answers by now."""
        self._without_guess.clear()
        self._places.clear()
        self.number = self._place_in(self.lab)
        self._compare()
        self.witness, self._watched = Witness(None), None
        self._turn_to(self.lab)
        self.changed.emit()

    @property
    def step(self) -> Step | None:
        """The present step."""
        return None if self.lab is None else self.lab.steps[self.number]

    @property
    def answer(self) -> StepAnswer:
        """Tell what was answered and seen in the present step."""
        return StepAnswer() if self.lab is None else self.book.answer(self.lab.slug, self.number)

    @property
    def phase(self) -> Phase:
        """Tell whether the step asks, waits for what it claims, or has shown it."""
        step, lab = self.step, self.lab
        if step is None or lab is None:
            return "do"
        unasked = step.predict is None or (lab.slug, self.number) in self._without_guess
        if not unasked and self.answer.predicted is None:
            return "ask"
        return "seen" if step.claim is None or self.is_seen(self.number) else "do"

    @property
    def covered(self) -> frozenset[str]:
        """The parts whose results the lab keeps covered until they are asked for."""
        return self._covered_by(self.lab)

    def covered_of(self, experiment: Experiment) -> frozenset[str]:
        """The parts that an experiment's lab keeps covered, whichever lab is open."""
        return self._covered_by(self._lab_of(experiment))

    def _covered_by(self, lab: Lab | None) -> frozenset[str]:
        for number, step in enumerate(() if lab is None else lab.steps):
            asks = step.claim is not None and step.claim.action == "test_opened"
            if asks and lab is not None and not self.book.answer(lab.slug, number).told:
                return frozenset({"test"})
        return frozenset()

    def is_seen(self, number: int) -> bool:
        """Tell whether the claim of a step has come true."""
        return self.lab is not None and bool(self.book.answer(self.lab.slug, number).told)

    @property
    def spent(self) -> bool:
        """Tell whether the run has to begin again before it can show what the step claims."""
        return self._at_the_end or self.witness.spent(self.number)

    # What is done

    def predict(self, value: float | None) -> None:
        """Keep a prediction for the present step; None takes it back."""
        if self.lab is not None:
            self.book.predict(self.lab.slug, self.number, value)
            self.changed.emit()

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        snapshot = report.snapshot
        self._turn_to(self._lab_of(snapshot.experiment))
        self.fresh &= not report.restarted
        self._at_the_end = snapshot.epoch >= snapshot.experiment.training.epochs
        own = not (snapshot.muted or (report.restarted and self._foreign))
        self._foreign &= not report.restarted
        self._note(
            self.witness.see(
                report.rows,
                snapshot.experiment,
                base_loss=snapshot.base_rate_loss,
                run=0 if report.standing is None else report.standing.current,
                restarted=report.restarted,
                own=own,
            )
        )

    def run_ended(self, outcome: Outcome) -> None:
        """A run has ended, which may be what its lab claims."""
        if self.experiment is not None:
            self._note(self.witness.end(outcome, self.experiment))

    def study_ended(self, study: StudySeen) -> None:
        """A study has come to its end."""
        lab = self._lab_of(study.experiment)
        if lab is self._watched:
            self._note(self.witness.study(study))
        elif lab is not None:
            # Of another lab than the run under way, which goes on being watched.
            witness = Witness(lab)
            for step in witness.study(study):
                self.book.note(lab.slug, witness.shown[step])

    def act(self, action: str, told: Message | None = None) -> None:
        """A person did something that a lab may ask for; `told` is what came of it."""
        self._note(self.witness.act(action, self.experiment, told))

    def touched(self) -> None:
        """The network was changed by hand: what the run shows from now on is not its own."""
        self.witness.touch()

    def weights_loaded(self) -> None:
        """The network was given weights of a file, with which the run begins again."""
        self._foreign = True
        self.witness.touch()

    # Inside

    def _turn_to(self, lab: Lab | None) -> None:
        """Watch for the claims of this lab; those that have come true before stay so."""
        if lab is not self._watched:
            self._watched, self.witness = lab, Witness(lab)
            if lab is not None:
                self.witness.shown |= self.book.evidence(lab.slug)

    def _compare(self) -> None:
        """Find out what the step would have to set."""
        experiment, lab = self.experiment, self.lab
        self.wanted = None
        if experiment is None or lab is None:
            return
        here, claim = (lab.slug, self.number), lab.steps[self.number].claim
        wanted = prepared(lab, self.number, experiment)
        if wanted == experiment:
            self._set_up.add(here)
            return
        witness = Witness(lab)
        if claim is not None and claim.action is None:
            if not witness.missing(self.number, experiment):
                return
            if here in self._set_up and witness.missing(self.number, wanted):
                # What the claim names is for the person to find; the step has set the rest.
                paths = (each.path for each in changed_settings(experiment, wanted))
                if all(any(lies_in(path, named) for named in claim.where) for path in paths):
                    return
        self.wanted = wanted

    def _note(self, steps: Sequence[int]) -> None:
        lab = self._watched
        if lab is None or not steps:
            return
        for step in steps:
            self.book.note(lab.slug, self.witness.shown[step])
            if lab is self.lab and step == self.number:
                self.fresh = True
                if self.answer.predicted is None:
                    self._without_guess.add((lab.slug, step))
        if lab is self.lab:
            self.changed.emit()
