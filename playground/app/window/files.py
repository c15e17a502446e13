"""What the window reads and writes: experiments, weights, histories, by dialog or by drop."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.app.controller import Controller
from playground.app.own_data import Pasted
from playground.app.own_data.own_data import OwnData
from playground.app.sessions import Sessions
from playground.app.settings import AppSettings
from playground.app.taking_home.weights_back import WeightsBack
from playground.app.window.notices import Notices
from playground.app.worker.worker import Answer
from playground.data import build_dataset, classify_drop
from playground.experiment import Experiment, FromFile, Lab, UserError, read, write
from playground.experiment.files import read_bytes
from playground.experiment.labs import is_lab, read_lab
from playground.export import export, save_history
from playground.session import ENDING
from playground.training import Run


@dataclass(frozen=True)
class _Found:
    """What a file holds: an experiment, and the lab that it is of, if any."""

    experiment: Experiment
    lab: Lab | None


class Files(QObject):
    """Asks for a path, does the work, says how it went. The run is touched by the worker alone."""

    exported = Signal()
    """Weights were exported, and checked."""
    weights_loaded = Signal()
    """The weights of a file are in the network."""
    lab_opened = Signal(object)
    """A teacher's Lab was read from a file, and its experiment is about to be opened."""

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        notices: Notices,
        settings: AppSettings,
        *,
        own_data: OwnData,
        sessions: Sessions,
    ) -> None:
        super().__init__(window)
        self._own_data, self._sessions = own_data, sessions
        self._window, self._controller, self._notices, self._settings = window, controller, notices, settings
        self.weights_back = WeightsBack(window, controller, notices)
        self.weights_back.loaded.connect(self.weights_loaded)
        self._awaited: Answer | None = None

    def may_leave(self) -> bool:
        """Tell whether the experiment may be left for another; asks where a file lacks the changes made to it."""
        controller = self._controller
        nowhere = controller.path is None and not controller.run_unsaved
        return nowhere or controller.unchanged or self._may_lose()

    def may_close(self) -> bool:
        """Tell whether the window may be closed; asks where that would lose changes, undo being lost as well."""
        settled = self._controller.unchanged or (self._controller.path is None and self._controller.only_drawn_anew)
        return settled or self._may_lose()

    def _may_lose(self) -> bool:
        """Ask what to do about the changes, and do it."""
        path = self._controller.path
        name = self._controller.experiment.name if path is None else path.name
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name} first?").format(name=name),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            self.save(wait=True)
            return self._controller.unchanged
        return answer == buttons.Discard

    def open_dialog(self) -> None:
        """Ask for an experiment or a session and open it."""
        if not self.may_leave():
            return
        kinds = (
            self.tr("Experiments, labs and sessions (*.json *.playground-lab *.playground)"),
            self.tr("All files (*)"),
        )
        path = self._ask_open(self.tr("Open"), ";;".join(kinds))
        if path and classify_drop(path) == "session":
            self._sessions.open(path)
        elif path:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open an experiment file. Data that lie in files are read first: where they are gone, nothing changes."""
        try:
            found = self._found_in(path)
        except UserError as error:
            self._notices.refuse(str(error))
            return
        self._awaited = None
        experiment = found.experiment
        if not isinstance(experiment.data.source, FromFile):
            self._opened(found, path)
            return
        self._notices.inform(self.tr("Reading {name} …").format(name=path.name))
        answer = self._awaited = self._controller.worker.ask(lambda _: build_dataset(experiment), only_looks=True)
        answer.done.connect(lambda _: self._opened(found, path) if answer is self._awaited else None)
        answer.refused.connect(lambda error: self._refuse(error) if answer is self._awaited else None)

    def _opened(self, found: _Found, path: Path) -> None:
        if found.lab is not None:
            self.lab_opened.emit(found.lab)
        # A lab's file is not saved over.
        saved_to = path if found.lab is None else None
        self._controller.open(found.experiment, self.tr("Open {name}").format(name=path.name), saved_to)
        self._settings.add_recent(path)
        self._notices.clear()

    def _found_in(self, path: Path) -> _Found:
        lab = self._lab_in(path)
        return _Found(read(path), None) if lab is None or lab.experiment is None else _Found(lab.experiment, lab)

    def _lab_in(self, path: Path) -> Lab | None:
        """Read the lab in a file; None where it holds an experiment alone."""
        if not is_lab(read_bytes(path, "an experiment file")):
            return None
        lab = read_lab(path)
        if lab.experiment is None:
            raise UserError("{path}: this lab has no experiment to open; add one", path=path)
        return lab

    def save(self, *, wait: bool = False) -> None:
        """Save to the file that all came from, be it an experiment's or a session's; ask where it came from none.

        wait : until a session, which the worker writes, is written.
        """
        path = self._controller.path
        if path is None and self._controller.run_unsaved:  # As after a crash: the run is what there is to lose.
            path = self._ask_for_session()
        elif path is None:
            path = self._ask_for_experiment()
        if path is not None:
            self.save_to(path, wait=wait)

    def save_dialog(self) -> None:
        """Ask for a file and save the experiment to it."""
        path = self._ask_for_experiment()
        if path is not None:
            self.save_to(path)

    def save_session_dialog(self) -> None:
        """Ask for a file and save everything to it, the run and its past included."""
        path = self._ask_for_session()
        if path is not None:
            self.save_to(path)

    def _ask_for_experiment(self) -> Path | None:
        name = f"{self._controller.experiment.name}.json"
        return self._ask_save(self.tr("Save experiment"), name, self.tr("Experiments (*.json)"))

    def _ask_for_session(self) -> Path | None:
        name = f"{self._controller.experiment.name}{ENDING}"
        return self._ask_save(self.tr("Save session"), name, self.tr("Sessions (*.playground)"))

    def save_to(self, path: Path, *, wait: bool = False) -> None:
        """Save the experiment to a file, or everything where that is named as a session."""
        if path.suffix.lower() == ENDING:
            if wait:
                self._sessions.save_now(path)
            else:
                self._sessions.save(path)
            return
        try:
            write(self._controller.experiment, path)
        except UserError as error:
            self._notices.refuse(str(error))
            return
        self._controller.path = path
        self._controller.mark_saved()
        self._settings.add_recent(path)
        self._notices.succeed(self.tr("The experiment is saved in {path}.").format(path=path))

    def export_weights(self, path: Path) -> None:
        """Export the weights as they are now."""
        said = self.tr("The weights are saved in {path}, and checked to be the network's own.").format(path=path)
        self._perform(lambda run: export(run, path), said).done.connect(self.exported)

    def export_history_dialog(self) -> None:
        """Ask for a file and write the history to it."""
        name = f"{self._controller.experiment.name}.csv"
        path = self._ask_save(self.tr("Export history"), name, self.tr("Tables (*.csv)"))
        if path:
            self._perform(
                lambda run: save_history(run.history, path),
                self.tr("Every epoch's figures are saved in {path}.").format(path=path),
            )

    def load_weights_dialog(self) -> None:
        """Ask for a file of weights and put them into the network."""
        path = self._ask_open(self.tr("Load weights"), self.tr("Weights (*.npz *.json *.safetensors)"))
        if path:
            self.load_weights(path)

    def load_weights(self, path: Path) -> None:
        """Put the weights of a file into the network; where they mean something else, a person is asked."""
        self.weights_back.load(path)

    def take(self, content: QMimeData) -> None:
        """Open what was dropped on the window, be it a file, images and labels, or cells of a table; or say why not."""
        paths = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
        if len(paths) == 1:
            self.drop(paths[0])
        elif paths:
            self._own_data.open_image_files(paths)
        elif content.hasUrls():
            self._notices.refuse(self.tr("A link cannot be opened: save what it leads to, and drop that file."))
        elif content.text().strip():
            self._own_data.open_table(Pasted(content.text()))
        else:
            self._notices.refuse(self.tr("This is nothing to open: {known}.").format(known=self._known()))

    def drop(self, path: Path) -> None:
        """Open whatever was dropped on the window, as what its content says it is."""
        kind = classify_drop(path)
        if kind == "weights":
            self.load_weights(path)
        elif kind == "table":
            self._own_data.open_table(path)
        elif kind == "images":
            self._own_data.open_images(path)
        elif kind == "experiment" and self.may_leave():
            self.open(path)
        elif kind == "session" and self.may_leave():
            self._sessions.open(path)
        elif kind is None:
            text = self.tr("{name} is nothing to open: {known}.")
            self._notices.refuse(text.format(name=path.name, known=self._known()))

    def _known(self) -> str:
        return self.tr("drop an experiment, a session, weights, a table or labelled images")

    def begin_with(self, path: Path) -> None:
        """The program was started with this file; if it is an experiment, it is there already."""
        kind = classify_drop(path)
        if kind in (None, "experiment"):
            # A stream, which is no file of any kind, cannot be read twice.
            lab = None if kind is None else self._lab_in(path)
            if lab is None:
                self._controller.path = path
            else:
                self.lab_opened.emit(lab)
            self._controller.mark_saved()
            self._controller.experiment_changed.emit(self._controller.experiment)
            self._settings.add_recent(path)
        elif classify_drop(path) == "weights":
            self.weights_back.load(path, with_experiment=True)
        else:
            self.drop(path)

    def _perform(self, task: Callable[[Run], object], success: str) -> Answer:
        """Let the worker do it, and say how it went."""

        def work(run: Run) -> str:
            task(run)
            return success

        answer = self._controller.worker.ask(work)
        answer.done.connect(self._notices.succeed)
        answer.refused.connect(self._refuse)
        return answer

    def _refuse(self, error: UserError) -> None:
        self._notices.refuse(str(error))

    def _ask_open(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, self._settings.folder, kinds)
        return self._remember(chosen)

    def _ask_save(self, title: str, name: str, kinds: str) -> Path | None:
        start = str(Path(self._settings.folder) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, kinds)
        path = self._remember(chosen)
        wanted = Path(name).suffix
        return path.with_name(path.name + wanted) if path and path.suffix.lower() != wanted else path

    def _remember(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self._settings.folder = str(Path(chosen).parent)
        return Path(chosen)
