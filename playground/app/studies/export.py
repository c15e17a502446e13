"""The ways out of the table: a CSV file with a row for each trial, or the clipboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.settings import AppSettings
from playground.app.studies.show import Show
from playground.app.widgets.cards import Menu
from playground.experiment import UserError
from playground.studies.table import cells, columns, save_results

Said = Literal["error", "success"]


class ExportMenu(Menu):
    """Asks for a path, writes, and says how it went.

    Parameters
    ----------
    window : that it belongs to. shown : tells the study with its results.
    tell : is given a kind of message and its text.
    """

    def __init__(
        self,
        window: QWidget,
        settings: AppSettings,
        shown: Callable[[], Show | None],
        tell: Callable[[Said, str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._shown, self._tell = window, settings, shown, tell
        save = self.addAction(self.tr("Save as CSV…"), self.save_dialog)
        save.setShortcut("Ctrl+S")
        save.setToolTip(self.tr("A row for each trial, with full figures"))
        copy = self.addAction(self.tr("Copy every trial"), self.copy)
        copy.setShortcut("Ctrl+Shift+C")
        copy.setToolTip(self.tr("The same on the clipboard, ready for a spreadsheet"))
        self.report = self.addAction(self.tr("Lab report…"))
        self.report.setToolTip(self.tr("The study as a page with its verdict, chart and table"))
        window.addActions([save, copy])

    def save_dialog(self) -> None:
        """Ask for a file and write the trials to it."""
        show = self._shown()
        if show is None or not show.results:
            return
        start = str(Path(self._settings.folder) / f"{show.study.experiment.name}-study.csv")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export table"), start, self.tr("Tables (*.csv)"))
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            self.save(path if path.suffix.lower() == ".csv" else path.with_name(path.name + ".csv"))

    def save(self, path: Path) -> None:
        """Write the trials to a file."""
        show = self._shown()
        if show is None:
            return
        try:
            save_results(show.study, show.results, path)
        except UserError as error:
            self._tell("error", str(error))
            return
        self._tell("success", self.tr("Every trial is saved in {path}.").format(path=path))

    def copy(self) -> None:
        """Put the trials on the clipboard."""
        show = self._shown()
        if show is None or not show.results:
            return
        names = columns(show.study, show.results)
        rows = [names, *(cells(show.study, result, names) for result in show.results)]
        lines = ("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
