"""The command "take it home": opens the sheet, lets the worker make previews and files, and asks where to put them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.controller import Controller
from playground.app.javascript import javascript
from playground.app.settings import AppSettings
from playground.app.taking_home.items import Item, Preview, ReportItem
from playground.app.taking_home.sheet import Sheet
from playground.app.theme import ThemeManager
from playground.app.words.names import choice_name
from playground.experiment import Experiment, UserError
from playground.experiment.message import Message
from playground.export import check_pages_by
from playground.training import Run


class TakingHome(QObject):
    """Between the sheet and the worker, in whose thread files are made, checked and written."""

    exported = Signal()
    """Something was taken home."""
    report_wanted = Signal()
    """A report is to be written, which asks for more than a place."""

    def __init__(self, window: QWidget, controller: Controller, settings: AppSettings, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._controller, self._settings, self._theme = window, controller, settings, theme
        self.sheet: Sheet | None = None
        check_pages_by(javascript)

    def open(self) -> None:
        """Show what of the run can be taken home, as it is now."""
        if self.sheet is None:
            self.sheet = Sheet(self._theme, self._window)
            self.sheet.preview_wanted.connect(self._preview)
            self.sheet.save_wanted.connect(self._ask_where)
        experiment = self._controller.experiment
        self.sheet.open_for(experiment.name, _shape(experiment))

    def save(self, item: Item, path: Path) -> None:
        """Write a file; the sheet says how it went."""
        if self.sheet is not None:
            self.sheet.show_waiting(self.tr("Writing {name} …").format(name=path.name))
        answer = self._controller.worker.ask(partial(_save, item, path))
        answer.done.connect(self._on_saved)
        answer.refused.connect(self._on_refused)

    def close(self) -> None:
        if self.sheet is not None:
            self.sheet.close()

    def _preview(self, item: Item, name: str) -> None:
        answer = self._controller.worker.ask(partial(_previewed, item, name))
        answer.done.connect(self._on_preview)
        answer.refused.connect(self._on_refused)

    def _ask_where(self, item: Item, name: str) -> None:
        if isinstance(item, ReportItem):
            self.close()
            self.report_wanted.emit()
            return
        start = str(Path(self._settings.folder) / name)
        kinds = f"{self.tr(item.title)} (*{item.suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save"), start, kinds)
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            self.save(item, path if path.suffix.lower() == item.suffix else path.with_name(path.name + item.suffix))

    def _on_preview(self, made: tuple[Item, Preview]) -> None:
        if self.sheet is not None:
            self.sheet.show_preview(*made)

    def _on_saved(self, saved: tuple[Path, Message]) -> None:
        path, result = saved
        self.exported.emit()
        if self.sheet is not None:
            self.sheet.show_result(self.tr("Saved in {path}. {result}.").format(path=path, result=result))

    def _on_refused(self, error: UserError) -> None:
        if self.sheet is not None:
            self.sheet.show_refusal(str(error))


def _previewed(item: Item, name: str, run: Run) -> tuple[Item, Preview]:
    return item, item.preview(run, name)


def _save(item: Item, path: Path, run: Run) -> tuple[Path, Message]:
    return path, item.save(run, path)


def _shape(experiment: Experiment) -> str:
    """Tell what the network is, in a line: petals · 4 tanh."""
    layers = [f"{layer.units} {choice_name('activation', layer.activation)}" for layer in experiment.network.layers]
    return " · ".join([experiment.name, *layers])
