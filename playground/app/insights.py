"""What the window sees in a run beyond its figures: what is wrong, what goes on inside, what its lab claimed."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.examinations import Examinations
from playground.app.findings import Findings
from playground.app.notices import Notices
from playground.app.theme import ThemeManager
from playground.app.views.inside import InsideDialog
from playground.app.worker import TrainingThread
from playground.experiment import lab_of
from playground.training import Report
from playground.training.claims import Witness
from playground.training.examination import Examination


class Insights(QObject):
    """Has every report examined, and hands on what is found."""

    def __init__(
        self, worker: TrainingThread, controller: Controller, notices: Notices, theme: ThemeManager, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._notices = window, theme, notices
        self.examinations = Examinations(worker, self)
        self.findings = Findings(controller, notices, self)
        self.inside: InsideDialog | None = None
        self._witness = Witness(())
        self._newest: Examination | None = None
        self.examinations.examined.connect(self._on_examined)
        self.findings.treated.connect(self.examinations.look_again)

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        self.examinations.at_snapshot(report.snapshot)
        lesson = self._notices.lesson
        if report.restarted:
            self.examinations.look_again()
            lab = lab_of(report.snapshot.experiment)
            if lesson is not None and self._witness.epochs:
                self._notices.show_lesson(lesson)
            self._witness = Witness(lab.claims if lab else ())
        if self._witness.see(report.rows) and lesson is not None:
            self._notices.show_lesson(lesson, self._seen())

    def open_inside(self) -> None:
        """Show what goes on inside the layers, beside the training."""
        if self.inside is None:
            self.inside = InsideDialog(self._theme, self._window)
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

    def _seen(self) -> list[str]:
        pairs = zip(self._witness.claims, self._witness.epochs, strict=False)
        return [
            self.tr("Seen at epoch {n}: {claim}.").format(n=f"{epoch:,}", claim=claim.text) for claim, epoch in pairs
        ]
