"""The command "predictions": opens the dialog, and has its rows answered away from the window's thread."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.controller import Controller
from playground.app.predictions.answering import AnsweringThread, Finished, RunRows
from playground.app.predictions.dialog import CLIPBOARD, RUN, TABLE, TYPED, PredictionsDialog
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.experiment import UserError
from playground.experiment.files import write_blocks
from playground.export import Description, describe, rows_as_csv
from playground.export.inputs import decoded_rows
from playground.training import Run, Snapshot


class PredictionsGlue(QObject):
    """Between the dialog, the worker that has the network, and the thread that asks it."""

    exported = Signal()
    """Answers were saved."""

    def __init__(self, window: QWidget, controller: Controller, settings: AppSettings, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._controller, self._settings, self._theme = window, controller, settings, theme
        self.dialog: PredictionsDialog | None = None
        self._thread: AnsweringThread | None = None
        self._rows: RunRows | None = None
        self._snapshot: Snapshot | None = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A moment of the run; while values are typed, they are answered by the network as it is."""
        last, self._snapshot = self._snapshot, snapshot
        dialog = self.dialog
        if dialog is None or not dialog.isVisible():
            return
        same = last is not None and last.epoch == snapshot.epoch and last.dataset is snapshot.dataset
        if dialog.source == TYPED and not same and not self._refresh.isActive():
            self._refresh.start()

    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self.dialog is None:
            dialog = self.dialog = PredictionsDialog(self._theme, self._window)
            dialog.wanted.connect(self._begin)
            dialog.cancelled.connect(self._cancel)
            dialog.save_wanted.connect(self._save)
            # Not with every frame: a description is a copy of the network.
            self._refresh = QTimer(dialog, singleShot=True, interval=300)
            self._refresh.timeout.connect(partial(self._begin, TYPED))
        self.dialog.open_for(self._about())

    def close(self) -> None:
        """End what is under way."""
        self._stop()
        if self.dialog is not None:
            self.dialog.close()

    def answer(self, source: Path | bytes) -> None:
        """Answer the rows of a file, or of what was pasted."""
        if self.dialog is None:
            return
        self._stop()
        self.dialog.begin()
        asked = self._controller.worker.ask(describe)
        asked.done.connect(partial(self._answer_with, source))
        asked.refused.connect(self._refuse)

    def _begin(self, source: str) -> None:
        if self.dialog is None:
            return
        if source == TYPED:
            asked = self._controller.worker.ask(_network)
            asked.done.connect(self._take_network)
            asked.refused.connect(self._refuse)
        elif source == TABLE:
            kinds = self.tr("Tables and pictures (*.csv *.tsv *.tab *.txt *.dat *.data *.psv *ubyte *.gz *.npz)")
            chosen, _ = QFileDialog.getOpenFileName(
                self.dialog, self.tr("Rows to answer"), self._settings.folder, f"{kinds};;{self.tr('All files (*)')}"
            )
            if chosen:
                self._settings.folder = str(Path(chosen).parent)
                self.answer(Path(chosen))
        elif source == CLIPBOARD:
            text = QGuiApplication.clipboard().text()
            if text.strip():
                self.answer(text.encode("utf-8", "replace"))
            else:
                self.dialog.show_refusal(self.tr("the clipboard holds no table: copy the cells in a spreadsheet first"))
        elif source == RUN:
            self._answer_run()

    def _take_network(self, made: tuple[Description, dict[str, Any]]) -> None:
        if self.dialog is not None and self.dialog.source == TYPED:
            self.dialog.about.setText(self._about(made[0].facts.epochs))
            self.dialog.take_network(*made)

    def _answer_with(self, source: Path | bytes, description: Description) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        dialog.about.setText(self._about(description.facts.epochs))
        thread = self._thread = AnsweringThread(description, source, self)
        thread.came.connect(dialog.add)
        thread.progressed.connect(dialog.show_progress)
        thread.over.connect(self._on_over)
        thread.finished.connect(thread.deleteLater)
        thread.start()

    def _answer_run(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        self._stop()
        dialog.begin()
        dialog.about.setText(self._about())
        rows = self._rows = RunRows(self._controller.worker.give_way, self)
        rows.came.connect(dialog.add)
        rows.progressed.connect(dialog.show_progress)
        asked = self._controller.worker.ask(rows.answer)
        asked.done.connect(self._on_over)
        asked.refused.connect(self._refuse)

    def _on_over(self, what: Finished | UserError | None) -> None:
        sender = self.sender()
        if self.dialog is None or (isinstance(sender, AnsweringThread) and sender is not self._thread):
            return  # Others were asked for after.
        self._thread = self._rows = None
        if isinstance(what, UserError):
            self._refuse(what)
        elif what is not None:
            self.dialog.show_finished(what)

    def _refuse(self, error: UserError) -> None:
        if self.dialog is not None:
            self.dialog.show_refusal(str(error))

    def _cancel(self) -> None:
        if self._stop() and self.dialog is not None:
            self.dialog.show_cancelled()

    def _stop(self) -> bool:
        """Let nothing more come; whether something would have."""
        thread, rows = self._thread, self._rows
        self._thread = self._rows = None
        if thread is not None:
            for signal in (thread.came, thread.progressed, thread.over):
                signal.disconnect()
            thread.cancel()
            thread.wait()
        if rows is not None:
            for signal in (rows.came, rows.progressed):
                signal.disconnect()
            rows.cancel()
        return thread is not None or rows is not None

    def _save(self) -> None:
        if self.dialog is None:
            return
        start = str(Path(self._settings.folder) / f"{self._controller.experiment.name}-predictions.csv")
        chosen, _ = QFileDialog.getSaveFileName(
            self.dialog, self.tr("Save the answers"), start, self.tr("Tables (*.csv)")
        )
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            self.save(path if path.suffix.lower() == ".csv" else path.with_name(path.name + ".csv"))

    def save(self, path: Path) -> None:
        """Write the table to a file, away from the window's thread."""
        if self.dialog is None:
            return
        answers = self.dialog.table.answers
        blocks = [[answers.headings], list(answers.rows)]
        self.dialog.save_button.setEnabled(False)
        said = self.tr("{n} rows are saved in {path}.").format(n=f"{len(answers.rows):,}", path=path)
        asked = self._controller.worker.ask(lambda _: write_blocks(path, rows_as_csv(blocks)), only_looks=True)
        asked.done.connect(partial(self._on_saved, said))
        asked.refused.connect(self._refuse)

    def _on_saved(self, said: str, _: object) -> None:
        self.exported.emit()
        if self.dialog is not None:
            self.dialog.show_saved(said)

    def _about(self, epochs: int | None = None) -> str:
        """Whose answers these are: those of the network as it was then, or as it is shown."""
        snapshot = self._snapshot
        if snapshot is None:
            return ""
        epoch = snapshot.epoch if epochs is None else epochs
        return self.tr("{name} · answers of epoch {epoch}").format(name=snapshot.experiment.name, epoch=f"{epoch:,}")


def _network(run: Run) -> tuple[Description, dict[str, Any]]:
    """The network as it is, and a sample to begin with."""
    description = describe(run)
    rows = decoded_rows(description.facts.columns, run.dataset.train.points[:1])
    return description, {name: values[0] for name, values in rows.columns.items()}
