"""The command "lab report": keeps what is written with the session, has the page made, and opens it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.controller import Controller
from playground.app.lab_report.form import ReportForm
from playground.app.settings import AppSettings
from playground.app.words.names import experiment_titles
from playground.experiment import Experiment, UserError, lab_of
from playground.export.report import StudyTold, Written, language_of_system, report_file_name, save_report
from playground.studies import StudyRun
from playground.training import Run
from playground.training.steps import StepBook, StepSeen


@dataclass(frozen=True)
class _Told:
    """What a report tells of: a study that has come to its end, and what opens its trials."""

    seen: StudyTold
    running: StudyRun


class LabReport(QObject):
    """Between the form, the desk of the session and the worker, in whose thread the page is made."""

    exported = Signal()
    """A report was written."""

    def __init__(self, window: QWidget, controller: Controller, settings: AppSettings) -> None:
        super().__init__(window)
        self._window, self._controller, self._settings = window, controller, settings
        self._study: _Told | None = None
        self.form: ReportForm | None = None
        controller.desk_changed.connect(self._show_desk)
        controller.experiment_changed.connect(self._show_about)

    def open(self) -> None:
        """Show the form for the run."""
        self._open(None)

    def open_for_study(self, seen: StudyTold, running: StudyRun) -> None:
        """Show the form for a study."""
        self._open(_Told(seen, running))

    def close(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.form.close()

    def save(self, path: Path) -> None:
        """Have the report written, and open it in the browser; the form says how it went."""
        form = self._formed()
        form.write_button.setEnabled(False)
        form.banner.show_message("info", self.tr("Writing {name} …").format(name=path.name), closable=False)
        task = partial(
            _write,
            path,
            self._written,
            self._language,
            self._study,
            _steps(self._controller.desk.answers, self._controller.experiment),
        )
        answer = self._controller.worker.ask(task)
        answer.done.connect(self._on_written)
        answer.refused.connect(self._on_refused)

    @property
    def _written(self) -> Written:
        desk = self._controller.desk
        return Written.of(desk.report, class_name=desk.class_name, number=desk.number, name=desk.name)

    @property
    def _language(self) -> str:
        return self._settings.report_language or language_of_system()

    def _open(self, study: _Told | None) -> None:
        self._study = study
        form = self._formed()
        desk = self._controller.desk
        if not (desk.class_name or desk.number or desk.name):  # Whoever sat here last.
            who = self._settings.report_person
            self._controller.desk = msgspec.structs.replace(desk, **who)
        form.language.set_value(self._language)
        form.banner.hide()
        self._show_desk()
        self._show_about()
        form.show()
        form.raise_()
        form.activateWindow()

    def _formed(self) -> ReportForm:
        if self.form is None:
            self.form = ReportForm(self._window)
            self.form.changed.connect(self._keep)
            self.form.page_wanted.connect(self._ask_where)
        return self.form

    def _show_desk(self) -> None:
        if self.form is not None:
            self.form.show_written(self._written)

    def _show_about(self) -> None:
        if self.form is None:
            return
        if self._study is not None:
            told = self.tr("It tells of the study of {name}, and of its best network.")
            self.form.about.setText(told.format(name=experiment_titles(self._study.seen.study.experiment)[0]))
        else:
            told = self.tr("It tells of the run of {name} as it is when it is written.")
            self.form.about.setText(told.format(name=experiment_titles(self._controller.experiment)[0]))

    def _keep(self) -> None:
        """Lay on the desk what was written, and remember who writes."""
        form = self._formed()
        written = form.written
        who = {"class_name": written.class_name, "number": written.number, "name": written.name}
        self._controller.desk = msgspec.structs.replace(self._controller.desk, report=written.texts, **who)
        self._settings.report_person = who
        self._settings.report_language = str(form.language.value())

    def _ask_where(self) -> None:
        experiment = self._controller.experiment if self._study is None else self._study.seen.study.experiment
        start = str(Path(self._settings.folder) / report_file_name(experiment, self._written))
        kinds = self.tr("Pages (*.html)")
        chosen, _ = QFileDialog.getSaveFileName(self.form, self.tr("Write the report"), start, kinds)
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            self.save(path if path.suffix.lower() in (".html", ".htm") else path.with_name(path.name + ".html"))

    def _on_written(self, path: Path) -> None:
        form = self._formed()
        form.write_button.setEnabled(True)
        form.banner.show_message("success", self.tr("The report is saved in {path}.").format(path=path), closable=False)
        self.exported.emit()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute())))

    def _on_refused(self, error: UserError) -> None:
        form = self._formed()
        form.write_button.setEnabled(True)
        text = str(error)
        form.banner.show_message("error", text[:1].upper() + text[1:], closable=False)


def _steps(answers: dict[str, object], experiment: Experiment) -> list[StepSeen]:
    """Tell what was answered and seen in the steps of the experiment's lab."""
    lab, book = lab_of(experiment), StepBook()
    book.take_up(answers)
    return [] if lab is None else book.steps(lab)


def _write(  # noqa: PLR0917 - called with what was bound to it
    path: Path, written: Written, language: str, study: _Told | None, steps: list[StepSeen], run: Run
) -> Path:
    if study is None:
        save_report(run, path, written, language=language, steps=steps)
        return path
    seen = study.seen
    first = seen.study.trials()[0].experiment
    shown = Run(first) if seen.shown is None else study.running.trained(seen.shown)
    save_report(shown, path, written, language=language, study=seen)
    return path
