"""What the window knows of the experiment, and the one door through which anything changes it.

Panels and views propose changes; a change that fits becomes the new experiment, can be undone, and goes to the worker.
One that does not fit is refused in words, and the panels show the old values again.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.app.worker.worker import TrainingThread
from playground.experiment import Experiment, UserError, change, changed_settings
from playground.experiment.declare import SEED_LIMIT
from playground.session import ENDING, Desk
from playground.training import Timeline

_MERGE_SECONDS = 1.0


@dataclass(frozen=True)
class Place:
    """An experiment with the file it lies in, if any, and as it lies there or was opened.

    run_unsaved : see `Controller.run_unsaved`. desk : what lies beside the runs; None for what lies there already.
    """

    experiment: Experiment
    path: Path | None
    saved: Experiment
    run_unsaved: bool = False
    desk: Desk | None = None


class Controller(QObject):
    """Holds the experiment, its undo history and the worker's commands."""

    experiment_changed = Signal(object)
    """The experiment is another one now, or a refused change has to be taken back in the panels."""
    saved = Signal()
    """What there is lies in its file as it is, or does so no longer."""
    desk_changed = Signal()
    """What lies beside the runs is another."""
    refused = Signal(str)
    """A proposed change does not fit, in one line."""

    def __init__(self, experiment: Experiment, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.path: Path | None = None
        self._keys = count(1)
        self.worker = worker
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self._saved = experiment
        self._run_unsaved = False
        self._desk = Desk()
        self.by_hand: dict[str, Any] = {}
        """What a person has set since the experiment was opened, by path; remedies and undone changes count for
        nothing, see `choices_for_other_data`."""
        worker.unapplied.connect(self._take_back)

    @property
    def unchanged(self) -> bool:
        """Tell whether all is as it was opened or saved; going about in time changes nothing of an experiment."""
        return self.experiment == self._saved and not self._run_unsaved

    @property
    def in_session(self) -> bool:
        """Tell whether what is shown lies in the file of a session, which its run belongs to."""
        return self.path is not None and self.path.suffix.lower() == ENDING

    @property
    def run_unsaved(self) -> bool:
        """Whether the run, or what lies beside it, is not as its session has it; only where it came from a session."""
        return self._run_unsaved

    @run_unsaved.setter
    def run_unsaved(self, unsaved: bool) -> None:
        if unsaved != self._run_unsaved:
            self._run_unsaved = unsaved
            self.saved.emit()

    @property
    def desk(self) -> Desk:
        """Tell what lies beside the runs, as a session keeps it: who sits there, what was written, finished studies.

        The layout of the window is not in it; it is looked at when a session is saved.
        """
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        if desk != self._desk:
            self._desk = desk
            self.desk_changed.emit()

    @property
    def only_drawn_anew(self) -> bool:
        """Whether it is as it was opened or saved but for its seeds: other weights and points cost nobody any work."""
        source = self._saved.data.source
        if self._run_unsaved or type(source) is not type(self.experiment.data.source):
            return False
        seeds = {"seed": self._saved.seed, "data.source.seed": source.seed}
        return change(self.experiment, seeds) == self._saved

    def mark_saved(self, as_it_was: Experiment | None = None) -> None:
        """The experiment was written to its file, as it is or as it was."""
        self._saved = self.experiment if as_it_was is None else as_it_was
        self._run_unsaved = False
        self.saved.emit()

    def propose(self, assignments: Mapping[str, Any], name: str, *, merge: bool = False, by_hand: bool = True) -> bool:
        """Change settings by their paths; `name` says in the menu what undo would take back.

        With `merge`, as while a slider is dragged, quick changes of the same settings are one to undo. Not `by_hand` is
        what the program proposed, as a remedy: other data do not inherit it.
        """
        try:
            changed = change(self.experiment, assignments)
        except UserError as error:
            self.refused.emit(str(error))
            self.experiment_changed.emit(self.experiment)
            return False
        if by_hand:
            self.by_hand |= assignments
        self.replace(changed, name, merge_key=",".join(sorted(assignments)) if merge else "")
        return True

    def replace(
        self, experiment: Experiment, name: str, merge_key: str = "", *, within: float = _MERGE_SECONDS
    ) -> None:
        """Another experiment as a whole, as one change to undo; changes of the same key `within` seconds are one."""
        if experiment != self.experiment:
            self.undo_stack.push(_Change(self, experiment, name, merge_key, within))

    def open(self, experiment: Experiment, name: str, path: Path | None = None) -> None:
        """Begin with another experiment; undo brings back what was there, its run included."""
        self.by_hand.clear()
        self.undo_stack.push(_Opened(self, Place(experiment, path, experiment), name))

    def enter(
        self,
        timeline: Timeline,
        name: str,
        path: Path | None = None,
        *,
        desk: Desk | None = None,
        run_unsaved: bool = False,
    ) -> None:
        """Go on with a run that was opened, with its past and what lay beside it; undo brings back what was there.

        path : of the session that it comes from, to which it is saved again. run_unsaved : whether it lies in no file.
        """
        experiment = timeline.run.experiment
        self.by_hand.clear()
        there = Place(experiment, path, experiment, run_unsaved, desk)
        self.undo_stack.push(_Opened(self, there, name, timeline))

    def open_beside(self, experiment: Experiment, name: str) -> None:
        """The same for a variation of this experiment: it would be saved to the same file, but for a session's."""
        if self.in_session:
            self.open(experiment, name)
        else:
            self.undo_stack.push(_Opened(self, Place(experiment, self.path, self._saved), name))

    @property
    def place(self) -> Place:
        """Tell what `go_to` comes back to."""
        return Place(self.experiment, self.path, self._saved, self._run_unsaved, self._desk)

    def go_to(self, place: Place) -> None:
        """Show what was opened before; the worker was told already."""
        self.experiment, self.path, self._saved = place.experiment, place.path, place.saved
        self._run_unsaved = place.run_unsaved
        if place.desk is not None:
            self.desk = place.desk
        self.experiment_changed.emit(self.experiment)

    def new_key(self) -> int:
        """A key under which the worker may keep a run."""
        return next(self._keys)

    def new_weights(self) -> None:
        """Start from the next seed's weights."""
        seed = (self.experiment.seed + 1) % (SEED_LIMIT + 1)
        self.propose({"seed": seed}, _tr("New weights"))

    def regenerate(self) -> None:
        """Draw the next seed's data, and keep the network."""
        seed = (self.experiment.data.source.seed + 1) % (SEED_LIMIT + 1)
        self.propose({"data.source.seed": seed}, _tr("Regenerate the data"))

    def show(self, experiment: Experiment) -> None:
        """Make an experiment the current one; undo and redo come this way."""
        self.experiment = experiment
        self.worker.apply(experiment)
        self.experiment_changed.emit(experiment)

    def _take_back(self, refused: Experiment) -> None:
        """Leave an experiment that the run could not take, so that the window shows the one that is trained."""
        if self.experiment != refused:
            return  # Another was asked for after, and is answered for itself.
        stack = self.undo_stack
        done, undone = stack.command(stack.index() - 1), stack.command(stack.index())
        # Qt drops an obsolete command where it would undo or redo it.
        if isinstance(done, _Change) and done.new == refused:
            stays = done.old
            done.setObsolete(True)
            stack.undo()
        elif isinstance(undone, _Change) and undone.old == refused:
            stays = undone.new
            undone.setObsolete(True)
            stack.redo()
        else:
            return
        self.show(stays)


class Undoable(QUndoCommand):
    """A command that can say in a sentence what undoing it, or doing it again, brings back."""

    def brings_back(self) -> str:
        """Tell what is there after it was undone."""
        raise NotImplementedError

    def brings_again(self) -> str:
        """Tell what is there after it was done again."""
        raise NotImplementedError


class _Opened(Undoable):
    """From one experiment, its file and its run, to another that was opened."""

    def __init__(self, controller: Controller, there: Place, name: str, timeline: Timeline | None = None) -> None:
        super().__init__(name)
        self._controller, self._here, self._there = controller, controller.place, there
        self._timeline = timeline
        self._brings_desk = there.desk is not None
        self._key_here, self._key_there = controller.new_key(), controller.new_key()
        self._been = False

    def redo(self) -> None:
        controller, worker = self._controller, self._controller.worker
        # Each end as it is left, which is how it should be found again: saved meanwhile, for one.
        self._here = self._left()
        if self._been:
            worker.come_back(self._key_there, self._key_here, self._there.experiment)
        else:
            worker.leave(self._key_here, self._timeline or self._there.experiment)
        self._been, self._timeline = True, None
        controller.go_to(self._there)

    def brings_back(self) -> str:
        return _tr("Back to {name}, with its run as it was left").format(name=self._here.experiment.name)

    def brings_again(self) -> str:
        return _tr("On to {name} again, with its run as it was left").format(name=self._there.experiment.name)

    def undo(self) -> None:
        self._there = self._left()
        self._controller.worker.come_back(self._key_here, self._key_there, self._here.experiment)
        self._controller.go_to(self._here)

    def _left(self) -> Place:
        """The end that is left; what lies beside the runs only where the other end brings its own."""
        place = self._controller.place
        return place if self._brings_desk else replace(place, desk=None)


class _Change(Undoable):
    """From one experiment to another. Quick changes of the same setting, as in dragging a slider, are one."""

    def __init__(self, controller: Controller, new: Experiment, name: str, merge_key: str, within: float) -> None:
        super().__init__(name)
        self._controller = controller
        self.old, self.new = controller.experiment, new
        self._merge_key, self._within = merge_key, within
        self._made_at = time.monotonic()

    def redo(self) -> None:
        self._controller.show(self.new)

    def undo(self) -> None:
        self._controller.show(self.old)

    def brings_back(self) -> str:
        return self._brought(self.new, self.old, _tr("The settings before “{change}”"))

    def brings_again(self) -> str:
        return self._brought(self.old, self.new, _tr("The settings after “{change}”"))

    def _brought(self, here: Experiment, there: Experiment, text: str) -> str:
        """Tell whether the run goes on with it or begins again is no matter of taste: that depends on the setting."""
        live = all(each.live for each in changed_settings(here, there))
        run = _tr("the run goes on") if live else _tr("the run begins again")
        return f"{text.format(change=self.text())}; {run}"

    def id(self) -> int:
        return 1 if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Change) or other._merge_key != self._merge_key:
            return False
        if other._made_at - self._made_at > other._within:
            return False
        self.new, self._made_at = other.new, other._made_at
        self.setText(other.text())
        self.setObsolete(self.new == self.old)
        return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("Controller", text)
