"""Weights back into the network: compared by their meaning, and a person is asked where it differs.

The person's data stay: on them other weights are tried as they are, with the preparation they were trained with. The
experiment that weights come from is opened where one asks for it, once its data are known to be there.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from playground.app.controller import Controller
from playground.app.window.notices import Notices
from playground.data import build_dataset
from playground.experiment import Experiment, UserError
from playground.experiment.message import Message
from playground.export import Comparison, Way, Weights, compare, load_weights, put_weights


class WeightsBack(QObject):
    """Reads a file of weights, lets the worker compare and take them, and asks in between."""

    loaded = Signal()
    """The weights of a file are in the network."""

    def __init__(self, window: QWidget, controller: Controller, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._controller, self._notices = window, controller, notices
        self.question: WeightsQuestion | None = None

    def load(self, path: Path, *, with_experiment: bool = False) -> None:
        """Put the weights of a file into the network; `with_experiment`, into that which they come from."""
        try:
            weights = load_weights(path)
        except UserError as error:
            self._notices.refuse(str(error))
            return
        self._controller.worker.pause()
        if with_experiment and weights.experiment is not None and weights.experiment != self._controller.experiment:
            self._open_experiment(weights, path)
            return
        answer = self._controller.worker.ask(lambda run: compare(weights, run), only_looks=True)
        answer.done.connect(partial(self._on_compared, weights, path))
        answer.refused.connect(self._refuse)

    def _on_compared(self, weights: Weights, path: Path, comparison: Comparison) -> None:
        if comparison.alike:
            self._put(weights, path)
            return
        question = self.question = WeightsQuestion(path, weights, comparison, self._window)
        question.take.clicked.connect(lambda: self._put(weights, path))
        question.fit.clicked.connect(lambda: self._fit(weights, path, comparison))
        question.open_own.clicked.connect(lambda: self._open_experiment(weights, path))
        question.finished.connect(question.deleteLater)
        question.open()

    def _fit(self, weights: Weights, path: Path, comparison: Comparison) -> None:
        if comparison.fitting is not None:
            self._controller.replace(comparison.fitting, self.tr("Load weights"))
            self._put(weights, path)

    def _open_experiment(self, weights: Weights, path: Path) -> None:
        """The data are read first: where they are gone, nothing changes."""
        own = weights.experiment
        if own is None:
            return
        answer = self._controller.worker.ask(lambda _: build_dataset(own), only_looks=True)
        answer.done.connect(partial(self._on_experiment_read, own, weights, path))
        answer.refused.connect(self._refuse)

    def _on_experiment_read(self, own: Experiment, weights: Weights, path: Path, _: object) -> None:
        self._controller.replace(own, self.tr("Load weights"))
        self._put(weights, path)

    def _put(self, weights: Weights, path: Path) -> None:
        answer = self._controller.worker.ask(lambda run: (put_weights(run, weights, path), run.experiment))
        answer.done.connect(partial(self._on_put, path))
        answer.refused.connect(self._refuse)

    def _on_put(self, path: Path, result: tuple[tuple[Message, ...], Experiment]) -> None:
        done, experiment = result
        # Taken with their own preparation: what the experiment says of that is what the run has.
        self._controller.replace(experiment, self.tr("Load weights"))
        said = self.tr("The weights of {path} are in the network.").format(path=path)
        self._notices.succeed(f"{said} {_sentences(done)}".strip())
        self.loaded.emit()

    def _refuse(self, error: UserError) -> None:
        self._notices.refuse(str(error))


class WeightsQuestion(QMessageBox):
    """Asks what to do about weights that mean something else than the network here."""

    def __init__(self, path: Path, weights: Weights, comparison: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(self.tr("Load weights"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(
            self.tr("These weights of {name} do not mean the same as the network here.").format(name=path.name)
        )
        self.setInformativeText(_sentences(tuple(each.text for each in comparison.differences)))
        self.take = self._button(self.tr("Try them on these data"), Way.TAKE in comparison.ways)
        self.fit = self._button(self.tr("Set the network to fit"), Way.FIT in comparison.ways)
        self.open_own = self._button(self.tr("Open their experiment"), weights.experiment is not None)
        cancel = self.addButton(QMessageBox.StandardButton.Cancel)
        self.setEscapeButton(cancel)
        likely = next((each for each in (self.take, self.fit, self.open_own) if each.isEnabled()), cancel)
        self.setDefaultButton(likely)

    def _button(self, text: str, possible: bool) -> QPushButton:
        button = self.addButton(text, QMessageBox.ButtonRole.AcceptRole)
        button.setEnabled(possible)
        button.setVisible(possible)
        return button


def _sentences(texts: tuple[Message, ...]) -> str:
    """Each text as a sentence of its own."""
    said = map(str, texts)
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in said)
