"""The window "Inside the layers". It stays open beside the training, and follows it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.app.theme import ThemeManager
from playground.app.views.inside.layers import LayersInside
from playground.app.widgets import Card, TextButton, styled_label
from playground.engine import ALL_ACTIVATIONS
from playground.training.examination import Examination

_WIDTH, _HIGHEST = 880, 720


class InsideDialog(QDialog):
    """Shows examinations; tells when it is looked at, since nothing needs to be computed when it is not."""

    watched = Signal(bool)
    """It is in sight now, or not."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Inside the layers"))
        self.setModal(False)
        self.resize(_WIDTH, 420)
        self.setMinimumSize(660, 300)
        self._fitted = False
        card = Card(self.tr("Inside the layers"))
        self._scope = styled_label("", "small")
        card.add_header_widget(self._scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        card.body.setSpacing(10)
        text = styled_label(self._explanation(), "quiet")
        text.setWordWrap(True)
        card.body.addWidget(text)
        self.layers = LayersInside(theme)
        self._scroll = scroll = QScrollArea()
        scroll.setProperty("plain", True)
        self.layers.setObjectName("column")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.layers)
        card.body.addWidget(scroll, 1)
        card.body.addLayout(self._foot())
        # Else the button would have it, and look chosen.
        self.setFocus()

    def show_examination(self, examination: Examination) -> None:
        """Show another look inside."""
        inside = examination.inside
        self.layers.show_inside(inside)
        if not self._fitted:
            self._fitted = True
            self.resize(_WIDTH, min(_HIGHEST, self._around() + self.layers.sizeHint().height()))
        scope = self.tr("epoch {epoch} · {n} of {all} training samples")
        self._scope.setText(scope.format(epoch=f"{examination.epoch:,}", n=f"{inside.samples:,}", all=f"{inside.of:,}"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watched.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watched.emit(False)

    def _around(self) -> int:
        """The height of all but the layers."""
        column = self.layout()
        assert column is not None
        return column.totalHeightForWidth(_WIDTH) - self._scroll.sizeHint().height()

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        close = TextButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        line.addStretch(1)
        line.addWidget(close)
        return line

    def _explanation(self) -> str:
        (_, tanh), (low, high) = (ALL_ACTIVATIONS[name].saturation or (0.0, 0.0) for name in ("tanh", "sigmoid"))
        return self.tr(
            "What every neuron of a layer answers to every sample, and how strongly each sample's loss pulls at it. "
            "A ReLU is dead when it answers 0 to all samples; a tanh is saturated beyond ±{tanh} and a sigmoid below "
            "{low} or above {high}, where almost no gradient comes through. Bars are as high as the square "
            "root of their count."
        ).format(tanh=tanh, low=low, high=high)
