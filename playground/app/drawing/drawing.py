"""A drawing of one's own, shown to the network as it is and as it learns."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.app.drawing.digit_pad import DigitPad
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, TextButton, styled_label
from playground.data import Dataset
from playground.data.images import usual_margin
from playground.training import Run, Snapshot

_FEWEST_PIXELS = 8
"""Along a side: with fewer, no drawing is recognised."""
_DIGITS = tuple("0123456789")


def can_be_drawn(dataset: Dataset) -> bool:
    """Tell whether the samples are images large enough to draw another."""
    return dataset.image_shape is not None and min(dataset.image_shape) >= _FEWEST_PIXELS


def of_digits(dataset: Dataset) -> bool:
    """Tell whether the classes are the ten digits."""
    return tuple(dataset.classes) == _DIGITS


_WATCH = "drawing"
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
    """Opens the pad, and has the worker watch what the network takes the drawing for, as one draws and as it learns."""

    # What the worker is to look at: a name, and a Watch or None.
    watch_wanted = Signal(str, object)
    drawn = Signal()
    """Something was drawn."""

    def __init__(self, window: QWidget, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._dataset: Dataset | None = None
        self.dialog: PadDialog | None = None

    def open(self) -> None:
        """Show the pad."""
        if self.dialog is None:
            self.dialog = PadDialog(self._theme, self._window)
            self.dialog.pad.drawn.connect(self._watch)
            self.dialog.pad.drawn.connect(self.drawn)
            self.dialog.finished.connect(self._leave)
            if self._dataset is not None:
                self.dialog.show_dataset(self._dataset)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._watch()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data, and the network as it changes; nearly free while no pad is open."""
        changed, self._dataset = snapshot.dataset is not self._dataset, snapshot.dataset
        if self.dialog is None or self.dialog.isHidden():
            return
        if changed:
            self.dialog.show_dataset(snapshot.dataset)
        if _WATCH in snapshot.watched and self.dialog.pad.image() is not None:
            shares = snapshot.watched[_WATCH]
            self.dialog.pad.show_shares(_both(shares) if isinstance(shares, np.ndarray) else None)

    def _watch(self) -> None:
        dialog = self.dialog
        image = dialog.pad.image() if dialog is not None and dialog.pad.isEnabled() else None
        self.watch_wanted.emit(_WATCH, None if image is None else partial(_taken_for, image))

    def _leave(self) -> None:
        self.watch_wanted.emit(_WATCH, None)


def _taken_for(image: np.ndarray, run: Run) -> np.ndarray | None:
    """The shares of the classes; None where the network sees no images of this size."""
    return np.asarray(run.predict(image), np.float64)[0] if run.dataset.inputs == image.size else None


def _both(shares: np.ndarray) -> np.ndarray:
    """Of one output, which tells two classes, the share of each."""
    return np.array([1 - shares[0], shares[0]]) if len(shares) == 1 else shares
