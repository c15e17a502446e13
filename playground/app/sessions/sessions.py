"""The sitting in the window: saved to a session, opened from one, kept while it goes on, recovered after a crash."""

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QEventLoop, QLocale, QObject, QThread, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.controller import Controller
from playground.app.sessions.layout import WindowLayout
from playground.app.sessions.mark import Mark
from playground.app.settings import AppSettings
from playground.app.studies import Studies
from playground.app.window.notices import Notices
from playground.experiment import Experiment, UserError
from playground.experiment.files import clear_left_behind
from playground.experiment.message import Message
from playground.session import (
    Autosave,
    Desk,
    Recovery,
    Session,
    Sitting,
    check_session_path,
    gather,
    open_session,
    recoverable,
    save_session,
)
from playground.training import Report, Timeline

_LOOK_MILLISECONDS = 500
"""Between two looks at what lies beside the runs."""


class Sessions(QObject):
    """Between the window and the session of its run.

    Parameters
    ----------
    folder : where sittings are kept in case of a crash; None to keep none, as for a picture of the window.

    Attributes
    ----------
    autosave : of this window.
    missing : why the run that was opened cannot be trained on, where its data are not here.
    """

    written = Signal()
    """A session was written, or could not be; the rest is told."""

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        notices: Notices,
        settings: AppSettings,
        *,
        studies: Studies,
        layout: WindowLayout,
        folder: Path | None,
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._notices, self._settings = window, controller, notices, settings
        self._studies, self._layout, self._folder = studies, layout, folder
        self._marks: dict[Path, tuple[Mark, Desk]] = {}
        """How runs, and what lay beside them, were when they were saved or opened, by their files."""
        self._report: Report | None = None
        self._due: tuple[Experiment, Desk] | None = None
        self._warned = False
        self.missing: Message | None = None
        self._writing: _Writing | None = None
        self._waiting: _Writing | None = None
        self.autosave = self._begun()
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self.look)
        if self.autosave is not None:
            controller.worker.keep(self.autosave)
            self._look.start()
        controller.worker.playing.connect(self._begin_keeping)
        controller.experiment_changed.connect(self.look)
        controller.desk_changed.connect(self._desk_changed)
        studies.kept_changed.connect(self._take_studies)

    # Saving

    @property
    def desk(self) -> Desk:
        """Tell what lies beside the runs now, the window's layout included."""
        return self._controller.desk.with_layout(self._layout.told())

    def save(self, path: Path) -> bool:
        """Save the sitting as it is now to a file, away from window and run; whether it can be written there."""
        try:
            check_session_path(path)
        except UserError as error:
            self._refuse(error)
            return False
        desk = self.desk
        answer = self._controller.worker.ask_all(partial(_taken, desk))
        answer.done.connect(partial(self._write, path))
        answer.refused.connect(self._not_taken)
        return True

    def save_now(self, path: Path) -> bool:
        """Save the sitting and wait until that is done, or has failed; whether it lies there."""
        waiting = QEventLoop()
        self.written.connect(waiting.quit)
        if self.save(path):
            waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.written.disconnect(waiting.quit)
        return self._controller.unchanged

    def _write(self, path: Path, taken: tuple[Sitting, Mark]) -> None:
        sitting, mark = taken
        writing = _Writing(path, sitting, mark, self)
        writing.finished.connect(self._on_written)
        # One after the other, so that the last one asked for is the one that stays; of those that wait, the newest.
        if self._writing is None:
            self._writing = writing
            writing.start()
        else:
            self._waiting = writing

    def _on_written(self) -> None:
        writing, self._writing, self._waiting = self._writing, self._waiting, None
        if self._writing is not None:
            self._writing.start()
        if writing is None:
            return
        if writing.error is not None:
            self._refuse(writing.error)
        else:
            path, mark = writing.path, writing.mark
            self._controller.path = path
            self._marks[path] = mark, writing.sitting.desk
            self._controller.mark_saved(mark.experiment)
            self._settings.add_recent(path)
            self._compare()
            self._notices.succeed(self.tr("The session is saved in {path}.").format(path=path))
        writing.deleteLater()
        self.written.emit()

    def _not_taken(self, error: UserError) -> None:
        self._refuse(error)
        self.written.emit()

    # Opening

    def open(self, path: Path, data_path: Path | None = None) -> None:
        """Open a session: its run as it stood goes on in the place of this one, which undo brings back.

        data_path : where the data file is now, of which only a sample is in the session.
        """
        # In the worker's thread: a session may be large.
        answer = self._controller.worker.ask(lambda _: open_session(path, data_path=data_path), only_looks=True)
        answer.done.connect(partial(self._enter, path))
        answer.refused.connect(self._refuse)

    def _enter(self, path: Path, session: Session, recovery: Recovery | None = None) -> None:
        timeline = session.timeline
        self.missing = session.missing
        if recovery is None:
            self._marks[path] = Mark.of(timeline), session.desk
        self._due = timeline.run.experiment, session.desk
        self._controller.enter(
            timeline,
            self.tr("Open a session") if recovery is None else self.tr("Recover"),
            None if recovery is not None else path,
            desk=session.desk.with_layout({}),
            run_unsaved=recovery is not None,
        )
        self._studies.take_kept(session.desk.studies)
        if recovery is None:
            self._settings.add_recent(path)
        if session.missing is None:
            self._notices.clear()
        else:
            self._ask_for_data(session.missing)

    def _ask_for_data(self, missing: Message) -> None:
        self._notices.offer(_sentence(str(missing)), (self.tr("Choose the table…"), self._choose_data))

    def _choose_data(self) -> None:
        source = self._controller.path if self._controller.in_session else None
        if source is None and self.autosave is not None:
            source = self.autosave.place
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("The session's table"), self._settings.folder, self.tr("All files (*)")
        )
        if chosen and source is not None:
            self.open(source, Path(chosen))

    def explain_failure(self, text: str) -> None:
        """Training failed: say so, and ask for the data where it is for want of these."""
        if self.missing is not None and str(self.missing) in text:
            self._ask_for_data(self.missing)
        else:
            self._notices.refuse(text)

    # Following

    def show_report(self, report: Report) -> None:
        """Take the news of the run; cheap enough for every frame."""
        self._report = report
        due = self._due
        if due is not None and report.restarted and report.snapshot.experiment == due[0]:
            self._due = None
            self._layout.take(due[1].layout)
        self._compare()

    def _compare(self) -> None:
        """Say whether the run and what lies beside it are as they lie in the file."""
        controller, report = self._controller, self._report
        path = controller.path if controller.in_session else None
        if path not in self._marks or report is None or self._due is not None:
            return
        mark, desk = self._marks[path]
        same_desk = controller.desk.with_layout({}) == desk.with_layout({})
        controller.run_unsaved = not (same_desk and mark.fits(report))

    def _desk_changed(self) -> None:
        self._studies.take_kept(self._controller.desk.studies)
        self._compare()
        self.look()

    def _take_studies(self) -> None:
        self._controller.desk = self._controller.desk.with_studies(self._studies.kept)

    # In case of a crash

    def _begun(self) -> Autosave | None:
        if self._folder is None:
            return None
        try:
            autosave = Autosave(self._folder)
        except UserError as error:
            self._notices.refuse(str(error))
            return None
        autosave.needed = False
        return autosave

    @property
    def unsaved(self) -> bool:
        """Tell whether there is anything that a crash would cost."""
        controller, report = self._controller, self._report
        if controller.in_session:
            return not controller.unchanged
        trained = report is not None and (report.snapshot.epoch > 0 or report.snapshot.step > 0)
        return trained or not controller.unchanged or controller.desk != Desk()

    def look(self) -> None:
        """Tell the autosave what lies beside the runs, and a person when it cannot write."""
        autosave = self.autosave
        if autosave is None:
            return
        autosave.needed = autosave.needed or self.unsaved
        if autosave.needed:
            desk = self.desk
            if desk != autosave.desk:
                autosave.desk = desk
        if autosave.broken is not None and not self._warned:
            self._warned = True
            self._notices.refuse(_sentence(str(autosave.broken)))

    def _begin_keeping(self) -> None:
        """A run is being trained: there will be something to lose before anybody looks again."""
        if self.autosave is not None:
            self.autosave.needed = True
        self.look()

    def offer_recovery(self) -> None:
        """Offer what a crash left behind, the newest first; clear away what a dead program was writing."""
        if self._folder is None:
            return
        for folder in {self._settings.folder, *(str(path.parent) for path in self._settings.recent)} - {""}:
            clear_left_behind(folder)
        found = recoverable(self._folder)
        if not found:
            return
        newest = found[0]
        when = QDateTime.fromSecsSinceEpoch(round(newest.saved))
        text = self.tr("The playground ended without being closed. {name} at epoch {epoch} was kept {when}.").format(
            name=newest.name or self.tr("An experiment"), epoch=f"{newest.epoch:,}", when=_when(when)
        )
        if len(found) > 1:
            text = f"{text} {self.tr('More that were kept: {n}.').format(n=len(found) - 1)}"
        self._notices.offer(
            text,
            (self.tr("Recover"), partial(self._recover, newest)),
            (self.tr("Discard"), partial(self._discard, newest)),
        )

    def _recover(self, recovery: Recovery) -> None:
        answer = self._controller.worker.ask(lambda _: open_session(recovery.path), only_looks=True)
        answer.done.connect(partial(self._on_recovered, recovery))
        answer.refused.connect(self._refuse)

    def _on_recovered(self, recovery: Recovery, session: Session) -> None:
        if self.autosave is not None:
            self.autosave.needed = True
            self.autosave.supersede(recovery)
        self._enter(recovery.path, session, recovery)
        self.offer_next(recovery)

    def offer_next(self, done: Recovery) -> None:
        """Offer what else a crash left behind."""
        if self._folder is not None and any(each.path != done.path for each in recoverable(self._folder)):
            QTimer.singleShot(0, self, self.offer_recovery)

    def _discard(self, recovery: Recovery) -> None:
        recovery.discard()
        self.offer_next(recovery)

    def end(self, *, keep: bool) -> None:
        """End the autosave, once the worker has ended; nothing is left of it but what is to be kept."""
        self._look.stop()
        while self._writing is not None:
            self._writing.wait()
            self._on_written()
        autosave, timeline = self.autosave, self._controller.worker.left
        if autosave is None:
            return
        self.autosave = None
        if keep and timeline is not None:
            autosave.desk = self.desk
            autosave.take(timeline)
            autosave.flush()
        autosave.close(keep=keep)

    def _refuse(self, error: UserError) -> None:
        self._notices.refuse(str(error))


def _taken(desk: Desk, timeline: Timeline) -> tuple[Sitting, Mark]:
    """In the worker's thread: a few copies."""
    return gather(timeline, desk), Mark.of(timeline)


class _Writing(QThread):
    """Writes a sitting to a file. error : why that failed, once it is over; None where it did not."""

    def __init__(self, path: Path, sitting: Sitting, mark: Mark, parent: QObject) -> None:
        super().__init__(parent)
        self.path, self.sitting, self.mark = path, sitting, mark
        self.error: UserError | None = None

    def run(self) -> None:
        """The thread's work; not to be called."""
        try:
            save_session(self.sitting, self.path)
        except UserError as error:
            self.error = error
        except Exception as error:
            text = "{path}: cannot be written ({reason}); choose another place"
            self.error = UserError(text, path=self.path, reason=str(error) or type(error).__name__)


def _when(moment: QDateTime) -> str:
    """Tell when something was, as people say it: today by the time alone."""
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    clock = locale.toString(moment.time(), short)
    today = moment.date() == QDateTime.fromSecsSinceEpoch(round(time.time())).date()
    return clock if today else f"{locale.toString(moment.date(), short)} {clock}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
