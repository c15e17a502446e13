"""The command "compare sizes": opens the window of studies, and makes one of its trials the current run."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QObject, QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.settings import AppSettings
from playground.app.studies.words import UNITS
from playground.app.theme import ThemeManager
from playground.app.window.notices import Notices
from playground.data import build_dataset
from playground.experiment import Experiment, Lab, UserError
from playground.experiment.claims import StudyClaim
from playground.session import KeptStudy
from playground.training import Run

if TYPE_CHECKING:
    from playground.app.studies.show import Show
    from playground.app.studies.window import StudyWindow
    from playground.studies import StudyRun

_BESIDE = QPoint(24, 24)
"""So far from the corner of the main window, which stays to be seen."""
_MOST_KEPT = 20
FRAME = QMargins(4, 32, 4, 4)
"""What a desktop puts around a window, about: how much it is cannot be known before the window is shown."""


class Studies(QObject):
    """Keeps one window of studies beside the main window.

    Attributes
    ----------
    kept : the finished studies of this sitting, as its session keeps them, the newest last.
    """

    kept_changed = Signal()
    report_wanted = Signal(object, object)
    """See `StudyWindow`."""
    made = Signal(object)
    """The StudyWindow, when it is first opened."""

    ended = Signal(object)
    """What came of a study, as a StudySeen."""

    def __init__(
        self, window: QWidget, controller: Controller, notices: Notices, theme: ThemeManager, settings: AppSettings
    ) -> None:
        super().__init__(window)
        self._main, self._controller, self._notices = window, controller, notices
        self._theme, self._settings = theme, settings
        self._opened: set[Experiment] = set()
        self._name = ""
        self._covered_of: Callable[[Experiment], frozenset[str]] = lambda _: frozenset()
        self.window: StudyWindow | None = None
        self.kept: tuple[KeptStudy, ...] = ()
        controller.experiment_changed.connect(self._follow)

    def show(self) -> None:
        """Open the window, or bring it to the front with all that is in it."""
        if self.window is None:
            self.window = self._make()
            self._tell_kept()
            self.show_kept(len(self.kept) - 1)
        self._follow()
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def cover(self, covered_of: Callable[[Experiment], frozenset[str]]) -> None:
        """Leave out the parts that an experiment's lab keeps covered, as it tells by now."""
        self._covered_of = covered_of
        if self.window is not None:
            self.window.cover(covered_of)

    def take_kept(self, kept: tuple[KeptStudy, ...]) -> None:
        """Have the finished studies of a session from now on; the newest is shown when the window is opened."""
        if kept == self.kept:
            return
        self.kept = kept
        self._tell_kept()
        if kept:
            self.show_kept(len(kept) - 1)

    def _tell_kept(self) -> None:
        if self.window is not None:
            self.window.header.show_earlier([each.title for each in self.kept])

    def show_kept(self, place: int) -> None:
        """Show one of the finished studies again, where the window is there and nothing runs in it."""
        from playground.app.studies.keeping import shown_again

        if self.window is None or self.window.running or not 0 <= place < len(self.kept):
            return
        try:
            self.window.show_again(shown_again(self.kept[place], self._theme))
        except UserError as error:
            self._notices.refuse(str(error))

    def _keep(self, show: "Show") -> None:
        """A study has come to its end: it is part of the sitting from now on."""
        from playground.app.studies.keeping import kept

        study = kept(show)
        others = [each for each in self.kept if each.about != study.about]
        self.kept = (*others[1 - _MOST_KEPT :], study)
        self._tell_kept()
        self.kept_changed.emit()

    def compare(self, lab: Lab) -> None:
        """Open on the fair comparison of a lab."""
        self.show()
        if self.window is not None and not self.window.running:
            self.window.take_experiment(self._controller.experiment)
            self.window.setup.compare(lab)

    def ask(self, lab: Lab, study: StudyClaim | None) -> None:
        """Open on the study that a lab's step asks for; one that is under way is left alone."""
        if lab.compare:
            self.compare(lab)
            return
        self.show()
        window = self.window
        if window is None or window.running or study is None:
            return
        if not window.has_results or window.setup.experiment != self._controller.experiment:
            window.take_experiment(self._controller.experiment)
        searches = study.kind == "search"
        window.setup.seeds.set_value(max(study.seeds, lab.study_seeds))
        if lab.study_epochs is not None:
            window.setup.epochs.set_value(lab.study_epochs)
        window.setup.set_mode("search" if searches else "sizes" if UNITS.fullmatch(study.paths[0]) else "setting")

    def close(self) -> None:
        """End a study under way and let its processes go."""
        if self.window is not None:
            self.window.end()
            self.window.deleteLater()
            self.window = None

    def _make(self) -> "StudyWindow":
        # Imported here and not at the top: its charts need a library that takes longer to import than the rest.
        from playground.app.studies.window import StudyWindow

        window = StudyWindow(self._controller.experiment, self._theme, self._settings)
        window.cover(self._covered_of)
        wanted = QRect(self._main.pos() + _BESIDE, self._main.size())
        window.setGeometry(within_screen(wanted, window.minimumSize(), self._main.screen().availableGeometry()))
        window.trial_opened.connect(self._open)
        window.current_wanted.connect(self._take_current)
        window.study_ended.connect(self.ended)
        window.quit_requested.connect(self._main.close)
        window.came_to_end.connect(self._keep)
        window.report_wanted.connect(self.report_wanted)
        window.header.earlier_wanted.connect(self.show_kept)
        self.made.emit(window)
        return window

    def _take_current(self) -> None:
        if self.window is not None:
            self.window.take_experiment(self._controller.experiment)

    def _follow(self) -> None:
        """Another experiment is offered to the form; taken at once where nothing has been compared yet."""
        window, current = self.window, self._controller.experiment
        if window is None:
            return
        other = current != window.setup.experiment and current not in self._opened
        if other and not window.running and not window.has_results:
            window.take_experiment(current)
        else:
            window.setup.offer_current(other)

    def _open(self, study: "StudyRun", number: int, name: str) -> None:
        """Make a trial the current run, at the state it has come to. Its data are read first, or nothing changes."""
        trial = study.study.trials()[number]
        answer = self._controller.worker.ask(
            lambda _: study.check_data(number, build_dataset(trial.experiment)), only_looks=True
        )
        answer.done.connect(lambda _: self._go_to(trial.experiment, study, number, name))
        answer.refused.connect(self._refuse)

    def _go_to(self, experiment: Experiment, study: "StudyRun", number: int, name: str) -> None:
        self._opened.add(experiment)
        self._name = name
        # Opened and not changed to: where hardly a setting differs, the run would go on, and the trial end it for good.
        self._controller.open_beside(experiment, self.tr("Open a trial of a study"))
        # In the worker's thread: reading the state of a large network takes a while.
        worker = self._controller.worker
        answer = worker.ask(lambda run: _restore(run, study, number, worker.give_way))
        answer.done.connect(self._tell_opened)
        answer.refused.connect(self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._notices.refuse(str(error))

    def _tell_opened(self, has_past: object) -> None:
        self._main.raise_()
        self._main.activateWindow()
        told = self.tr("The trial is open: {name}. Undo brings back what was here.").format(name=self._name)
        if not has_past:
            told += " " + self.tr("Its past takes too long to be gone over again: the time machine begins here.")
        self._notices.succeed(told)


_PAST_SECONDS = 4.0
"""So long the moments of a trial's past may be waited for, which a study does not keep."""


def _restore(run: Run, study: "StudyRun", number: int, give_way: Callable[[], bool]) -> bool:
    """Bring a run to where a trial has come to; whether it has its past, too."""
    study.check_data(number, run.dataset)
    run.restore(study.open(number).state())
    return run.retrace(give_way, seconds=_PAST_SECONDS)


def within_screen(wanted: QRect, smallest: QSize, available: QRect) -> QRect:
    """Make `wanted` no larger than the room that a screen leaves, though not below `smallest`, and move it there."""
    room = available.marginsRemoved(FRAME)
    size = wanted.size().boundedTo(room.size()).expandedTo(smallest)
    left = max(room.left(), min(wanted.left(), room.left() + room.width() - size.width()))
    top = max(room.top(), min(wanted.top(), room.top() + room.height() - size.height()))
    return QRect(left, top, size.width(), size.height())
