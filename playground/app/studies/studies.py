"""The command "compare sizes": opens the window of studies, and makes one of its trials the current run."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.settings import AppSettings
from playground.app.studies.on_screen import within
from playground.app.theme import ThemeManager
from playground.app.window.notices import Notices
from playground.experiment import Experiment, Lab, UserError
from playground.session import KeptStudy
from playground.training import Run

if TYPE_CHECKING:
    from playground.app.studies.show import Show
    from playground.app.studies.window import StudyWindow
    from playground.studies import StudyRun

_BESIDE = QPoint(24, 24)
"""So far from the corner of the main window, which stays to be seen."""
_MOST_KEPT = 20


class Studies(QObject):
    """Keeps one window of studies beside the main window.

    Attributes
    ----------
    kept : the finished studies of this sitting, as its session keeps them, the newest last.
    """

    kept_changed = Signal()
    made = Signal(object)
    """The StudyWindow, when it is first opened."""

    def __init__(
        self, window: QWidget, controller: Controller, notices: Notices, theme: ThemeManager, settings: AppSettings
    ) -> None:
        super().__init__(window)
        self._main, self._controller, self._notices = window, controller, notices
        self._theme, self._settings = theme, settings
        self._opened: set[Experiment] = set()
        self._name = ""
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
        wanted = QRect(self._main.pos() + _BESIDE, self._main.size())
        window.setGeometry(within(wanted, window.minimumSize(), self._main.screen().availableGeometry()))
        window.trial_opened.connect(self._open)
        window.current_wanted.connect(self._take_current)
        window.quit_requested.connect(self._main.close)
        window.came_to_end.connect(self._keep)
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
        """Make a trial the current run, at the state it has come to."""
        trial = study.study.trials()[number]
        self._opened.add(trial.experiment)
        self._name = name
        # Opened and not changed to: where hardly a setting differs, the run would go on, and the trial end it for good.
        self._controller.open_beside(trial.experiment, self.tr("Open a trial of a study"))
        # In the worker's thread: reading the state of a large network takes a while.
        answer = self._controller.worker.ask(lambda run: _restore(run, study, number))
        answer.done.connect(self._tell_opened)
        answer.refused.connect(self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._notices.refuse(str(error))

    def _tell_opened(self) -> None:
        self._main.raise_()
        self._main.activateWindow()
        self._notices.succeed(
            self.tr("The trial is open: {name}. Undo brings back what was here.").format(name=self._name)
        )


def _restore(run: Run, study: "StudyRun", number: int) -> None:
    study.check_data(number, run.dataset)
    run.restore(study.open(number).state())
