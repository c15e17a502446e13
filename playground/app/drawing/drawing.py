"""A drawing of one's own, shown to the network as it is and as it learns."""

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.app.drawing.digit_pad import DigitPad, usual_margin
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, TextButton, styled_label
from playground.app.worker.worker import TrainingThread
from playground.data import Dataset
from playground.experiment import UserError
from playground.training import Snapshot

_FEWEST_PIXELS = 8
"""Along a side: with fewer, no drawing is recognised."""
_DIGITS = tuple("0123456789")


def can_be_drawn(dataset: Dataset) -> bool:
    """Whether the samples are images large enough to draw another."""
    return dataset.image_shape is not None and min(dataset.image_shape) >= _FEWEST_PIXELS


def of_digits(dataset: Dataset) -> bool:
    """Whether the classes are the ten digits."""
    return tuple(dataset.classes) == _DIGITS


_TASK = "look at a drawing"
_MILLISECONDS = 100
_MEASURED = 1000


class PadDialog(QDialog):
    """The pad in a small window beside the training, which goes on."""

    def __init__(self, theme: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.pad = DigitPad(theme)
        self.note = styled_label("", "quiet")
        self.note.setWordWrap(True)
        card = Card(self.windowTitle())
        card.body.setSpacing(10)
        card.body.addWidget(self.note)
        card.body.addWidget(self.pad)
        close = TextButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        self.pad.foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        QShortcut(Qt.Key.Key_Delete, self, self.pad.square.clear)
        self.setFixedWidth(460)
        # Else the first button would have it, and look chosen.
        self.setFocus()

    def show_dataset(self, dataset: Dataset) -> None:
        """Draw for these classes; without images there is nothing to draw."""
        shape = dataset.image_shape
        self.setWindowTitle(self.tr("Draw a digit") if of_digits(dataset) else self.tr("Draw an image"))
        self.pad.setEnabled(shape is not None)
        if shape is None:
            self.note.setText(self.tr("These data are no images: choose the digits to go on."))
            self.pad.show_shares(None)
            return
        text = self.tr(
            "The drawing is shrunk to {columns} × {rows} pixels, as the samples are, and shown to the network."
        )
        self.note.setText(text.format(rows=shape[0], columns=shape[1]))
        margin = usual_margin(dataset.train.points[:_MEASURED], shape)
        self.pad.show_classes(dataset.classes, shape, margin)
        self.adjustSize()


class Drawing(QObject):
    """Opens the pad, and asks the worker what the network takes the drawing for, as one draws and as it learns."""

    def __init__(self, window: QWidget, worker: TrainingThread, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._worker, self._theme = window, worker, theme
        self._dataset: Dataset | None = None
        self._asked, self._again = False, False
        self._since = QElapsedTimer()
        self._since.start()
        self._late = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._late.timeout.connect(self._ask)
        self.dialog: PadDialog | None = None
        worker.done.connect(self._on_done)

    def open(self) -> None:
        """Show the pad."""
        if self.dialog is None:
            self.dialog = PadDialog(self._theme, self._window)
            self.dialog.pad.drawn.connect(self._ask)
            if self._dataset is not None:
                self.dialog.show_dataset(self._dataset)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data, and the network as it changes; nearly free while no pad is open."""
        changed, self._dataset = snapshot.dataset is not self._dataset, snapshot.dataset
        if self.dialog is None or self.dialog.isHidden():
            return
        if changed:
            self.dialog.show_dataset(snapshot.dataset)
        if self._since.hasExpired(_MILLISECONDS):
            self._ask()
        else:
            self._late.start()

    def _ask(self) -> None:
        dialog = self.dialog
        image = dialog.pad.image() if dialog is not None and dialog.pad.isEnabled() else None
        if image is None:
            return
        if self._asked:
            self._again = True
            return
        self._asked, self._again = True, False
        self._since.start()
        self._worker.perform(_TASK, lambda run: run.predict(image) if run.dataset.inputs == image.size else None)

    def _on_done(self, name: str, result: object) -> None:
        if name != _TASK or self.dialog is None:
            return
        self._asked = False
        shares = None if isinstance(result, UserError) or result is None else np.asarray(result, np.float64)[0]
        self.dialog.pad.show_shares(None if shares is None else _both(shares))
        if self._again:
            self._ask()


def _both(shares: np.ndarray) -> np.ndarray:
    """Of one output, which tells two classes, the share of each."""
    return np.array([1 - shares[0], shares[0]]) if len(shares) == 1 else shares
