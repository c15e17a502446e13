"""What the window sees in a run beyond its figures: what is wrong, what goes on inside, what its lab claimed."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.doctor.popover import FindingsPopover
from playground.app.inside import InsideDialog
from playground.app.theme import ThemeManager
from playground.app.widgets import TextButton
from playground.app.window.notices import Notices
from playground.app.worker.worker import TrainingThread
from playground.experiment import Lab, changed_settings, lab_of
from playground.experiment.claims import claim_words
from playground.training import Outcome, Report, Snapshot
from playground.training.claims import Witness
from playground.training.doctor import Finding
from playground.training.examination import Examination, Examiner

_TICK = 50
_SELDOM, _CLOSELY = 0.5, 0.25
"""Seconds between two examinations: for the doctor alone, and while somebody looks inside the layers."""
_SHARE_SELDOM, _SHARE_CLOSELY = 0.05, 0.1
"""Of the worker's time, what examining a large network may take in either case."""


class Examinations(QObject):
    """Asks for an examination after every change that a snapshot shows, but not more often than it is worth."""

    examined = Signal(object)
    """An Examination."""

    def __init__(self, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._examiner = worker, Examiner()
        self._snapshot: Snapshot | None = None
        self._seen: Snapshot | None = None
        self._under_way = False
        self._closely = False
        self._stopped = False
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)

    def at_snapshot(self, snapshot: Snapshot) -> None:
        """The run has come to this; cheap enough for every frame."""
        self._snapshot = snapshot
        if not self._timer.isActive():
            self._timer.start()

    def look_closely(self, closely: bool) -> None:
        """Whether somebody looks inside the layers, who wants to see them move."""
        self._closely = closely
        if closely:
            self._due = 0.0
            self.look_again()

    def look_again(self) -> None:
        """What was seen last counts no more, whether or not the run looks the same."""
        self._seen = None
        self._timer.start()

    def stop(self) -> None:
        """Ask for nothing any more: the worker is about to end."""
        self._stopped = True
        self._timer.stop()

    @property
    def settled(self) -> bool:
        """Whether the newest snapshot has been examined."""
        return not self._under_way and not _differ(self._snapshot, self._seen)

    def _tick(self) -> None:
        if self._stopped or self._under_way or time.perf_counter() < self._due:
            return
        if _differ(self._snapshot, self._seen):
            self._seen, self._under_way = self._snapshot, True
            answer = self._worker.ask(self._examiner.examine, only_looks=True)
            answer.done.connect(self._on_examined)
            answer.refused.connect(self._on_refused)
        else:
            self._timer.stop()  # until the next snapshot

    def _on_examined(self, result: Examination) -> None:
        self._under_way = False
        if self._stopped:
            return
        wait, share = (_CLOSELY, _SHARE_CLOSELY) if self._closely else (_SELDOM, _SHARE_SELDOM)
        self._due = time.perf_counter() + max(wait, result.seconds / share)
        self.examined.emit(result)
        if result.suspects:  # A run at rest brings no snapshot to look at it by.
            self.look_again()

    def _on_refused(self) -> None:
        """There is no run, or it could not be looked into; the next snapshot is examined again."""
        self._under_way = False


def _differ(snapshot: Snapshot | None, seen: Snapshot | None) -> bool:
    """Whether a snapshot shows another state of the run, not only other maps of it."""
    if snapshot is None or snapshot is seen:
        return False
    return seen is None or _state(snapshot) != _state(seen)


def _state(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.epoch, snapshot.step, snapshot.experiment, snapshot.scores


class Findings(QObject):
    """Shows how many findings there are, opens them, and applies their remedies, which the undo stack takes back."""

    treated = Signal()
    """A remedy was applied; what was found before is not known to hold any more."""

    def __init__(self, controller: Controller, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._notices = controller, notices
        self.current: tuple[Finding, ...] = ()
        self.button = TextButton("", "warning", variant="chip")
        self.button.setToolTip(self.tr("Something is wrong with this run: what it is, and what to try"))
        self.button.clicked.connect(self.open)
        self.button.hide()
        self.popover = FindingsPopover(self.button)
        self.popover.remedy_wanted.connect(self.apply)

    def show_examination(self, examination: Examination) -> None:
        """Show what an examination found; nothing where nothing is wrong."""
        self.current = examination.findings
        count = len(self.current)
        text = self.tr("1 finding") if count == 1 else self.tr("{n} findings").format(n=count)
        if count and text != self.button.text():
            self.button.setText(text)
            self.button.setAccessibleName(text)
            self.button.updateGeometry()
        self.button.setVisible(bool(count))
        if self.popover.isVisible():
            self.popover.show_findings(self.current)

    def open(self) -> None:
        """Say what was found."""
        self.popover.open(self.current)

    def apply(self, finding: Finding) -> None:
        """Try a remedy."""
        controller, remedy = self._controller, finding.remedy
        before = controller.experiment
        proposed = controller.propose(remedy.assignments, str(remedy.name), by_hand=False)
        if not proposed or controller.experiment == before:
            return
        # What takes effect on a running network does not begin it anew by itself.
        if remedy.restarts and all(each.live for each in changed_settings(before, controller.experiment)):
            controller.worker.reset()
        self.current = ()
        self.button.hide()
        self.treated.emit()
        stack = controller.undo_stack
        done = stack.index()

        def take_back() -> None:
            if stack.index() == done:  # what else was changed meanwhile is not this button's to take back
                stack.undo()

        self._notices.applied(str(remedy.told), take_back)


class Insights(QObject):
    """Has every report examined, and hands on what is found."""

    made = Signal(object)
    """The InsideDialog, when it is first opened."""

    def __init__(
        self, worker: TrainingThread, controller: Controller, notices: Notices, theme: ThemeManager, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._notices = window, theme, notices
        self._controller = controller
        self.examinations = Examinations(worker, self)
        self.findings = Findings(controller, notices, self)
        self.inside: InsideDialog | None = None
        self._lab: Lab | None = None
        self._witness = Witness(None)
        self._foreign = False
        self._newest: Examination | None = None
        self.examinations.examined.connect(self._on_examined)
        self.findings.treated.connect(self.examinations.look_again)

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        snapshot = report.snapshot
        self.examinations.at_snapshot(snapshot)
        lesson = self._notices.lesson
        if report.restarted:
            self.examinations.look_again()
            if lesson is not None and self._witness.shown:
                self._notices.show_lesson(lesson)
        lab = lab_of(snapshot.experiment)
        if lab is not self._lab:
            self._lab, self._witness = lab, Witness(lab)
        own = not (snapshot.muted or (report.restarted and self._foreign))
        self._foreign &= not report.restarted
        seen = self._witness.see(
            report.rows,
            snapshot.experiment,
            base_loss=snapshot.base_rate_loss,
            run=0 if report.standing is None else report.standing.current,
            restarted=report.restarted,
            own=own,
        )
        self._tell(seen)

    def run_ended(self, outcome: Outcome) -> None:
        """A run has ended, which may be what its lab claims."""
        self._tell(self._witness.end(outcome, self._controller.experiment))

    def act(self, action: str) -> None:
        """A person did something that a lab may ask for."""
        self._tell(self._witness.act(action, self._controller.experiment))

    def touched(self) -> None:
        """The network was changed by hand: what the run shows from now on is not its own."""
        self._witness.touch()

    def weights_loaded(self) -> None:
        """The network was given weights of a file, with which the run begins again."""
        self._foreign = True
        self._witness.touch()

    def open_inside(self) -> None:
        """Show what goes on inside the layers, beside the training."""
        if self.inside is None:
            self.inside = InsideDialog(self._theme, self._window)
            self.made.emit(self.inside)
            self.inside.watched.connect(self.examinations.look_closely)
        if self._newest is not None:
            self.inside.show_examination(self._newest)
        self.inside.show()
        self.inside.raise_()
        self.inside.activateWindow()

    def close(self) -> None:
        """Close what is open over the window, and look no more."""
        if self.inside is not None:
            self.inside.close()
        self.examinations.stop()

    def _on_examined(self, examination: Examination) -> None:
        self._newest = examination
        self.findings.show_examination(examination)
        if self.inside is not None and self.inside.isVisible():
            self.inside.show_examination(examination)

    def _tell(self, steps: Sequence[int]) -> None:
        """Say what a lab's steps have shown, where its lesson is in sight."""
        lesson = self._notices.lesson
        if steps and lesson is not None:
            self._notices.show_lesson(lesson, self._seen())

    def _seen(self) -> list[str]:
        witness, said = self._witness, []
        for step, evidence in sorted(witness.shown.items()):
            claim = claim_words(witness.claims[step])
            if evidence.epoch is None:
                said.append(self.tr("Seen: {claim}.").format(claim=claim))
            else:
                text = self.tr("Seen at epoch {n}: {claim}. {told}.")
                said.append(text.format(n=f"{evidence.epoch:,}", claim=claim, told=evidence.told))
        return said
