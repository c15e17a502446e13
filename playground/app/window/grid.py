"""How the parts of the window lie, and how large each is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.output import OutputView
from playground.app.panels.data_panel import DataPanel
from playground.app.panels.setting_rows import Density, fitting
from playground.app.panels.training_panel import TrainingPanel
from playground.app.theme import ThemeManager

_GAP = 10
GUTTER = 8
"""Beside the cards, where the scroll bar appears when it must, so that it moves nothing."""
_INSET = 28
"""Of a card's width, what its frame and margins take."""


class LeftColumn(QScrollArea):
    """Scrolls only when even the compact cards do not fit, and never sideways."""

    def __init__(self, controller: Controller, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data = DataPanel(controller, theme)
        self.training = TrainingPanel(controller)
        self._density: Density | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content = QWidget()
        content.setObjectName("column")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.data)
        column.addWidget(self.training, 1)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cards = self.width() - GUTTER
        self._content.setFixedWidth(cards)
        density = fitting(cards - _INSET, self.height(), len(self.data.sets.buttons))
        if density != self._density:
            self._density = density
            self.data.fit(density)
            self.training.fit(density)


_WINDOW_GRID_GAP = 10
_NARROW = 1400
"""Below this width of the window the columns at the sides are narrower."""


class WindowGrid(QGridLayout):
    """The settings at the left, the network beside the output, and the curves below these two."""

    def __init__(self, left: QWidget, network: QWidget, output: OutputView, curves: QWidget) -> None:
        super().__init__()
        self._left, self._output, self._curves = left, output, curves
        self.setContentsMargins(_WINDOW_GRID_GAP, _WINDOW_GRID_GAP, _WINDOW_GRID_GAP, _WINDOW_GRID_GAP)
        self.setVerticalSpacing(_WINDOW_GRID_GAP)
        self.setHorizontalSpacing(0)
        self.setColumnMinimumWidth(1, _WINDOW_GRID_GAP - GUTTER)
        self.setColumnMinimumWidth(3, _WINDOW_GRID_GAP)
        self.addWidget(left, 0, 0, 2, 1)
        self.addWidget(network, 0, 2)
        self.addWidget(output, 0, 4)
        self.addWidget(curves, 1, 2, 1, 3)
        self.setColumnStretch(2, 1)
        self.setRowStretch(0, 1)

    def fit(self, window: QSize, above: int) -> None:
        """Size the parts for a window, of whose height so much is taken above; the network takes what is left."""
        narrow = window.width() < _NARROW
        self._left.setFixedWidth((248 if narrow else 268) + GUTTER)
        curves = _curves_height(window.height())
        self._curves.setFixedHeight(curves)
        widest = 372 if narrow else min(560, max(420, window.width() * 420 // 1440))
        self._output.card_width.set_room(window.height() - above - 3 * _WINDOW_GRID_GAP - curves, widest)


def _curves_height(height: int) -> int:
    """Of a window's height. A low one leaves its network and map the height that curves can do without."""
    return height * 236 // 900 + 20 if height >= 900 else max(194, 194 + (height - 740) * 62 // 160)
