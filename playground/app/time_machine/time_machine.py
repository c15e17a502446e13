"""The time machine: dragging along a curve looks back, playing there begins a branch, and every run can be returned to.

It turns what a person does on the curves into commands to the worker, and what the reports say of the run's branches
into steps that can be undone.
"""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QWidget

from playground.app.actions import Actions
from playground.app.controller import Controller, Undoable
from playground.app.curves.card import CurvesCard
from playground.app.output.look import Look
from playground.app.time_machine.runs_popover import RunsPopover
from playground.app.worker.worker import GONE
from playground.experiment import Experiment, UserError
from playground.training import Report, RunInfo, Standing, Timeline


class TimeMachine(QObject):
    """Between the curves, the worker and the undo stack."""

    def __init__(
        self, window: QWidget, controller: Controller, curves: CurvesCard, look: Look, actions: Actions
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._curves, self._look = window, controller, curves, look
        self._worker = controller.worker
        self._now = actions["now"]
        self._now.setEnabled(False)
        self.standing: Standing | None = None
        """Where the run is in time, as last reported."""
        self._known: set[int] = set()
        self.popover: RunsPopover | None = None
        curves.ready.connect(self._connect)

    # Looking

    def look_at(self, epoch: float) -> None:
        """Show the moment at an epoch, as far as it is kept; training pauses."""
        self._worker.travel(lambda timeline: timeline.look_at(epoch))

    def look_beside(self, by: int) -> None:
        """Show the kept moment before (-1) or after (+1)."""
        self._worker.travel(lambda timeline: timeline.look_beside(by))

    def look_at_now(self) -> None:
        """Show the newest state."""
        self._worker.travel(_look_at_now)

    def show_report(self, report: Report) -> None:
        """Follow where the run is."""
        standing, before = report.standing, self.standing
        if standing is None:
            return
        self.standing = standing
        if self._now.isEnabled() != standing.looking_back:
            self._now.setEnabled(standing.looking_back)
        if before is not None and standing.current not in self._known:
            self._note_departure(before, standing)
        self._known.add(standing.current)
        if self.popover is not None and (before is None or before.runs is not standing.runs):
            self.popover.show_runs(standing)

    # Going

    def return_to(self, key: int) -> None:
        """Go back to a run that was left, as a step that can be undone."""
        standing = self.standing
        here, there = (None, None) if standing is None else (standing.info(standing.current), standing.info(key))
        if here is not None and there is not None:
            self._controller.undo_stack.push(_Went(self, here, there, self.tr("Return to another run")))

    def go(self, run: RunInfo) -> None:
        """Return to a run that was left, and to the experiment it is of; where it is gone, to the experiment alone."""
        self._controller.experiment = run.experiment
        self._worker.travel(partial(_return_to, run.key, run.experiment))
        self._controller.experiment_changed.emit(run.experiment)

    def rename(self, key: int, name: str) -> None:
        """Call a run by another name."""
        self._worker.travel(lambda timeline: timeline.rename(key, name))

    def forget(self, key: int) -> None:
        """Let a run go that was left."""
        self._worker.travel(lambda timeline: timeline.forget(key))

    def show_runs(self) -> None:
        """Open the list of runs above its button."""
        if self.standing is None or self._curves.view is None:
            return
        self.popover = RunsPopover(self._window)
        self.popover.return_wanted.connect(self.return_to)
        self.popover.renamed.connect(self.rename)
        self.popover.forget_wanted.connect(self.forget)
        self.popover.closed.connect(self._popover_gone)
        self.popover.show_runs(self.standing)
        button = self._curves.view.past_bar.runs
        self.popover.open_above(button.mapToGlobal(QPoint(button.width(), 0)))

    # Inside

    def _connect(self) -> None:
        view = self._curves.view
        assert view is not None
        view.scrubbed.connect(self._scrub)
        view.released.connect(self._release)
        view.stepped.connect(self.look_beside)
        view.past_bar.now_clicked.connect(self.look_at_now)
        view.past_bar.runs_clicked.connect(self.show_runs)

    def _scrub(self, epoch: float) -> None:
        # Maps of the resolution that keeps up with training keep up with the mouse as well.
        self._look.travelling(True)
        self.look_at(epoch)

    def _release(self) -> None:
        self._look.travelling(False)

    def _note_departure(self, before: Standing, standing: Standing) -> None:
        """The run under way is another: a step to undo, unless it is one already."""
        left, here = standing.info(before.current), standing.info(standing.current)
        # After an undo there is something to redo, which another step would wipe out; the list of runs has it anyway.
        if left is None or here is None or self._controller.undo_stack.canRedo():
            return
        if here.fork is not None:
            name = self.tr("Branch at epoch {n}").format(n=f"{here.fork:,}")
        elif left.experiment == here.experiment:
            name = self.tr("Start again")
        else:
            return
        self._controller.undo_stack.push(_Went(self, left, here, name, done=True))

    def _popover_gone(self) -> None:
        self.popover = None


class _Went(Undoable):
    """From one run to another; undone, the first is returned to as it was left."""

    def __init__(self, machine: TimeMachine, left: RunInfo, entered: RunInfo, name: str, *, done: bool = False) -> None:
        super().__init__(name)
        self._machine, self._left, self._entered, self._done = machine, left, entered, done

    def redo(self) -> None:
        if self._done:
            self._done = False
        else:
            self._machine.go(self._entered)

    def brings_back(self) -> str:
        return QCoreApplication.translate("TimeMachine", "Back to the run before, as it was left")

    def brings_again(self) -> str:
        return QCoreApplication.translate("TimeMachine", "On to the later run again, as it was left")

    def undo(self) -> None:
        self._machine.go(self._left)


def _look_at_now(timeline: Timeline) -> None:
    timeline.viewed = None


def _return_to(key: int, experiment: Experiment, timeline: Timeline) -> None:
    found = timeline.return_to(key)
    # Steps undone and made again since may have left the run with other settings than those that are told of.
    timeline.apply(experiment)
    if not found:
        raise UserError(GONE)
