"""What the window sees in a run beyond its figures: what is wrong with it, and what goes on inside."""

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.doctor.popover import FindingsPopover
from playground.app.inside import InsideDialog
from playground.app.labs.card import LabCard
from playground.app.theme import ThemeManager
from playground.app.widgets import TextButton
from playground.app.window.notices import Notices
from playground.app.worker.worker import TrainingThread
from playground.experiment import changed_settings
from playground.training import Report, Snapshot
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
        """Tell whether somebody looks inside the layers, who wants to see them move."""
        self._closely = closely
        if closely:
            self._due = 0.0
            self.look_again()

    def look_again(self) -> None:
        """Tell what was seen last counts no more, whether or not the run looks the same."""
        self._seen = None
        self._timer.start()

    def stop(self) -> None:
        """Ask for nothing any more: the worker is about to end."""
        self._stopped = True
        self._timer.stop()

    @property
    def settled(self) -> bool:
        """Tell whether the newest snapshot has been examined."""
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
    """Tell whether a snapshot shows another state of the run, not only other maps of it."""
    if snapshot is None or snapshot is seen:
        return False
    return seen is None or _state(snapshot) != _state(seen)


def _state(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.epoch, snapshot.step, snapshot.experiment, snapshot.scores


class Findings(QObject):
    """Shows how many findings there are, opens them, and applies their remedies, which the undo stack takes back."""

    treated = Signal()
    """A remedy was applied; what was found before is not known to hold any more."""

    def __init__(self, controller: Controller, notices: Notices, card: LabCard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._notices, self._card = controller, notices, card
        self.current: tuple[Finding, ...] = ()
        self._told: Finding | None = None
        self._put_away: set[str] = set()
        """Kinds of findings that were read and closed in this run."""
        self.button = TextButton("", "warning", variant="chip")
        self.button.setToolTip(self.tr("Something is wrong with this run: what it is, and what to try"))
        self.button.clicked.connect(self.open)
        self.button.hide()
        self.popover = FindingsPopover(self.button)
        self.popover.remedy_wanted.connect(self.apply)
        card.finding.action_triggered.connect(self._apply_told)
        card.finding.closed.connect(self._close_told)
        card.finding.why_wanted.connect(self.open)

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
        self._tell()

    def forget(self) -> None:
        """Another run has begun: what was read of the last one may be told again."""
        self._put_away.clear()

    def _tell(self) -> None:
        """The first finding that was not closed, in the strip under the network."""
        told = next((each for each in self.current if each.kind not in self._put_away), None)
        if told != self._told:
            self._told = told
            self._card.show_finding(told)

    def _apply_told(self) -> None:
        if self._told is not None:
            self.apply(self._told)

    def _close_told(self) -> None:
        if self._told is not None:
            self._put_away.add(self._told.kind)
            self._told = None
            self._tell()

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
        self._tell()
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
        self, controller: Controller, notices: Notices, card: LabCard, theme: ThemeManager, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self.examinations = Examinations(controller.worker, self)
        self.findings = Findings(controller, notices, card, self)
        self.inside: InsideDialog | None = None
        self._newest: Examination | None = None
        self.examinations.examined.connect(self._on_examined)
        self.findings.treated.connect(self.examinations.look_again)

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        self.examinations.at_snapshot(report.snapshot)
        if report.restarted:
            self.examinations.look_again()
            self.findings.forget()

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
