"""The place of the curves, which come a moment after the window: importing their library takes longer than all else."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.theme import ThemeManager
from playground.app.widgets import Card
from playground.training import Outcome, Report

if TYPE_CHECKING:
    from playground.app.curves.view import CurvesView


class CurvesCard(QWidget):
    """An empty card until the window has been shown, then the curves; reports that come before are kept."""

    ready = Signal()
    """The curves are there."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._early: list[Report] = []
        self.view: CurvesView | None = None
        self._loading = self._training = False
        self._covered: frozenset[str] = frozenset()
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._empty = Card()
        self._place.addWidget(self._empty)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # By the time this fires the whole window has been painted; a timer set on showing would come before that.
        if not self._loading:
            self._loading = True
            QTimer.singleShot(0, self, self._load)

    def add_report(self, report: Report) -> None:
        """Draw what has come since the last report."""
        if self.view is None:
            self._early.append(report)
        else:
            self.view.add_report(report)

    def show_training(self, training: bool) -> None:
        """Tell whether the run goes."""
        self._training = training
        if self.view is not None:
            self.view.show_training(training)

    def cover(self, parts: frozenset[str]) -> None:
        """Leave out the curves of these parts."""
        self._covered = parts
        if self.view is not None:
            self.view.cover(parts)

    def show_outcome(self, outcome: Outcome) -> None:
        """The run has stopped by itself."""
        if self.view is not None:
            self.view.show_outcome(outcome)

    def _load(self) -> None:
        # pyqtgraph is imported here and not at the top, so that the window is painted before.
        from playground.app.curves.view import CurvesView

        view = CurvesView(self._theme)
        view.cover(self._covered)
        self._empty.hide()
        self._place.addWidget(view)
        for report in self._early:
            view.add_report(report)
        self._early.clear()
        view.show_training(self._training)
        view.flush()
        self.view = view
        self.ready.emit()
