"""A person's own data on its way into the window: by menu, by drop, from the clipboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.controller import Controller
from playground.app.own_data import Pasted, TableChoice, ask_where_to_save, saved
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.app.window.notices import Notices
from playground.app.worker.worker import Answer
from playground.data import Dataset, build_dataset, keep_table, name_of, parts_lacking
from playground.data.images import choose_images
from playground.experiment import Experiment, File, FromFile, ImageFiles, UserError, for_own_data, load
from playground.experiment.choices import choices_for_other_data, with_choices

if TYPE_CHECKING:
    from playground.app.own_data.table_dialog import TableDialog

_BASE = "petals"
"""What an experiment for own data begins with, wherever the person comes from."""


@dataclass(frozen=True)
class _Awaited:
    """What takes the data's place in the window once the data are there."""

    experiment: Experiment
    path: Path


class OwnData(QObject):
    """Asks what a table's columns are for, lets the worker read, and makes the data the experiment's, to be undone."""

    def __init__(
        self, window: QWidget, controller: Controller, notices: Notices, settings: AppSettings, theme: ThemeManager
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._notices = window, controller, notices
        self._settings, self._theme = settings, theme
        self._awaited: _Awaited | None = None
        self._answer: Answer | None = None
        self.dialog: TableDialog | None = None

    def open_table_dialog(self) -> None:
        """Ask for a table and what its columns are for."""
        kinds = self.tr("Tables (*.csv *.tsv *.tab *.txt *.dat *.data *.psv);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open table"), self._settings.folder, kinds)
        if chosen:
            self._settings.folder = str(Path(chosen).parent)
            self.open_table(Path(chosen))

    def open_images_dialog(self) -> None:
        """Ask for a file of labelled images, or for two, of images and of labels."""
        kinds = self.tr("Labelled images (*ubyte *ubyte.gz *.idx *.gz *.npz);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open images"), self._settings.folder, kinds)
        if chosen:
            self._settings.folder = str(Path(chosen[0]).parent)
            self.open_image_files([Path(name) for name in chosen])

    def paste(self) -> None:
        """Take a table, copied in a spreadsheet, from the clipboard; or a file that was copied."""
        content: QMimeData | None = QGuiApplication.clipboard().mimeData()
        # A clipboard that was never filled, or that another program lost, has no content at all.
        urls, text = (content.urls(), content.text()) if content is not None else ([], "")
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if len(paths) == 1:
            self.open_table(paths[0])
        elif paths:
            self.open_image_files(paths)
        elif text.strip():
            self.open_table(Pasted(text))
        else:
            self._notices.refuse(self.tr("The clipboard holds no table: copy the cells in a spreadsheet first."))

    def open_table(self, source: Path | Pasted) -> None:
        """Show the table, and ask what its columns are for."""
        # Here and not at the top: the window is there sooner for what it imports only when it is asked for.
        from playground.app.own_data.table_dialog import TableDialog

        dialog = self.dialog = TableDialog(source, self._theme, self._window)
        dialog.accepted.connect(lambda: self._take_table(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_image_files(self, paths: Sequence[Path]) -> None:
        """Read labelled images from files given together, in any order."""
        found = choose_images(paths)
        if found is None:
            several = self.tr("These {n} files do not belong together: open one, or images together with their labels.")
            self._notices.refuse(several.format(n=len(paths)))
        else:
            self.open_images(*found)

    def open_images(self, path: Path, labels: Path | None = None) -> None:
        """Read labelled images; the labels are found by their name where they are not told."""
        seed = self._controller.experiment.data.source.seed
        source = ImageFiles(path=str(path), labels="" if labels is None else str(labels), seed=seed)
        self._begin(source, path, classes=None)

    def _take_table(self, dialog: "TableDialog") -> None:
        choice, plan = dialog.choice, dialog.plan
        if choice is None or plan is None or plan.target is None:
            return
        if choice.text:
            path = ask_where_to_save(self._window, self._settings.folder)
            if path is None:
                return
            try:
                choice = saved(choice, path)
            except UserError as error:
                self._notices.refuse(str(error))
                return
            self._settings.folder = str(path.parent)
        keep_table(choice.path, choice.dialect, plan.table)
        classes = 0 if choice.task == "regression" else len(plan.target.classes)
        self._begin(file_of(choice, self._controller.experiment.data.source.seed), Path(choice.path), classes)

    def _begin(self, source: FromFile, path: Path, classes: int | None) -> None:
        """Let the worker read the data before anything changes: what cannot be read changes nothing."""
        try:
            fresh = for_own_data(load(_BASE), source, name=name_of(path), classes=classes)
            chosen = choices_for_other_data(self._controller.experiment, self._controller.by_hand)
            experiment = with_choices(fresh, chosen)
        except UserError as error:
            self._notices.refuse(str(error))
            return
        self._awaited = _Awaited(experiment, path)
        self._notices.inform(self.tr("Reading {name} …").format(name=path.name))
        answer = self._answer = self._controller.worker.ask(lambda _run: build_dataset(experiment))
        answer.done.connect(self._on_read)
        answer.refused.connect(self._on_refused)

    def _on_read(self, dataset: Dataset) -> None:
        awaited = self._awaited
        if awaited is None or self.sender() is not self._answer:
            return  # Others were asked for after.
        self._awaited = None
        self._controller.replace(awaited.experiment, self.tr("Open {name}").format(name=awaited.path.name))
        self._notices.succeed(self._welcome(awaited.path, dataset))

    def _on_refused(self, error: UserError) -> None:
        if self.sender() is self._answer:
            self._awaited = None
            self._notices.refuse(str(error))

    def _welcome(self, path: Path, dataset: Dataset) -> str:
        samples = sum(len(part) for part in dataset.parts.values())
        counted = self.tr("{n} of {all}").format(n=f"{samples:,}", all=f"{dataset.available:,}")
        used = counted if dataset.available > samples else f"{samples:,}"
        inputs = self.tr("1 input") if dataset.inputs == 1 else self.tr("{n} inputs").format(n=f"{dataset.inputs:,}")
        numbers = {"name": path.name, "samples": used, "inputs": inputs}
        if dataset.classifies:
            numbers["classes"] = f"{len(dataset.classes):,}"
            text = self.tr("{name}: {samples} samples, {inputs}, {classes} classes. Press play.")
        else:
            text = self.tr("{name}: {samples} samples, {inputs}, a value to tell. Press play.")
        lacking = parts_lacking(dataset)
        return text.format(**numbers) + ("" if lacking is None else self.tr(" But {lacking}.").format(lacking=lacking))


def file_of(choice: TableChoice, seed: int) -> File:
    dialect = choice.dialect
    return File(
        path=choice.path,
        inputs=choice.inputs,
        target=choice.target,
        task=choice.task,
        drop_rows=choice.drop_missing,
        header=dialect.header,
        delimiter=dialect.delimiter,  # type: ignore[arg-type]
        decimal=dialect.decimal,  # type: ignore[arg-type]
        encoding=dialect.encoding,
        missing=dialect.missing,
        fill=choice.fill,
        categories=choice.as_names,
        dates="days" if choice.dates else "out",
        seed=seed,
    )
