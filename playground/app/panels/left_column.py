"""The column at the left of the window: the data and the training."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.panels.data_panel import DataPanel
from playground.app.panels.density import Density, fitting
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
        density = fitting(cards - _INSET, self.height())
        if density != self._density:
            self._density = density
            self.data.fit(density)
            self.training.fit(density)
