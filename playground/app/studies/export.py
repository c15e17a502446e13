"""The ways out of the table: a CSV file with a row for each trial, or the clipboard."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from playground.app.settings import AppSettings
from playground.app.studies.csv_text import csv_text
from playground.app.studies.show import Show
from playground.app.widgets import Banner
from playground.experiment import UserError
from playground.experiment.files import write_bytes


class _Owner(Protocol):
    show_: Show | None
    banner: Banner


class ExportMenu(QMenu):
    """Asks for a path, writes, and says how it went."""

    def __init__(self, window: QWidget, owner: _Owner, settings: AppSettings) -> None:
        super().__init__(window)
        self._window, self._owner, self._settings = window, owner, settings
        self.setToolTipsVisible(True)
        save = self.addAction(self.tr("Save as CSV…"), self.save_dialog)
        save.setShortcut("Ctrl+S")
        save.setToolTip(self.tr("A row for each trial, with full figures"))
        copy = self.addAction(self.tr("Copy every trial"), self.copy)
        copy.setShortcut("Ctrl+Shift+C")
        copy.setToolTip(self.tr("The same on the clipboard, ready for a spreadsheet"))
        window.addActions([save, copy])

    def save_dialog(self) -> None:
        """Ask for a file and write the trials to it."""
        show = self._owner.show_
        if show is None or not show.board.done:
            return
        start = str(Path(self._settings.folder) / f"{show.study.experiment.name}-study.csv")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export table"), start, self.tr("Tables (*.csv)")
        )
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            self.save(path if path.suffix.lower() == ".csv" else path.with_name(path.name + ".csv"))

    def save(self, path: Path) -> None:
        """Write the trials to a file."""
        show = self._owner.show_
        if show is None:
            return
        try:
            write_bytes(path, csv_text(show.board, show.subject.paths).encode())
        except UserError as error:
            self._owner.banner.show_message("error", str(error))
            return
        self._owner.banner.show_message("success", self.tr("Every trial is saved in {path}.").format(path=path))

    def copy(self) -> None:
        """Put the trials on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        show = self._owner.show_
        if show is not None and show.board.done:
            QGuiApplication.clipboard().setText(csv_text(show.board, show.subject.paths, separator="\t"))
