"""The command "check the gradient": the worker does it between two steps, the training goes on, a window shows it."""

from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.gradient_check import Finding, GradientCheckDialog, find
from playground.app.widgets import TextButton
from playground.app.worker import TrainingThread
from playground.experiment import UserError
from playground.training import Run

_TASK = "check the gradient"


class GradientChecks(QObject):
    """Asks the worker for gradient checks, one at a time, and shows what they find.

    Parameters
    ----------
    window : over which the result is shown.
    """

    progressed = Signal(int)
    """Percent done, told from the worker's thread."""

    def __init__(self, window: QWidget, worker: TrainingThread, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._worker, self._theme = window, worker, theme
        self._cancelled = Event()
        self._under_way = False
        self._wanted = False
        self._percent = -1
        self.dialog: GradientCheckDialog | None = None
        worker.done.connect(self._on_done)
        self.progressed.connect(self._on_progress)

    def button(self, action: QAction) -> TextButton:
        """A small button that triggers the action."""
        button = TextButton(self.tr("Check gradient"), variant="chip")
        button.follow(action)
        return button

    def check(self) -> None:
        """Check the network as it is now, and show the result beside the window."""
        if self.dialog is None:
            self.dialog = GradientCheckDialog(self._theme, self._window)
            self.dialog.again_requested.connect(self.check)
            self.dialog.left.connect(self._leave)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        if self._under_way:
            self._wanted = self._wanted or self._cancelled.is_set()
            return
        self._under_way, self._wanted, self._percent = True, False, -1
        self._cancelled.clear()
        self.dialog.show_waiting()
        self._worker.perform(_TASK, self._find)

    def close(self) -> None:
        """Leave the check under way, and close its window."""
        if self.dialog is not None:
            self.dialog.close()

    def _find(self, run: Run) -> Finding:
        """In the worker's thread."""
        return find(run, self._between)

    def _between(self, share: float) -> None:
        """In the worker's thread, before each entry: lets the window draw, and gives up when told to."""
        if self._worker.give_way() or self._cancelled.is_set():
            raise UserError(_TASK)
        percent = int(100 * share)
        if percent != self._percent:
            self._percent = percent
            self.progressed.emit(percent)

    def _on_progress(self, percent: int) -> None:
        if self.dialog is not None and self._under_way:
            self.dialog.show_waiting(percent / 100)

    def _on_done(self, name: str, result: object) -> None:
        if name != _TASK:
            return
        self._under_way = False
        if self._wanted:
            self.check()
        elif self.dialog is not None and isinstance(result, Finding):
            self.dialog.show_finding(result)
        elif self.dialog is not None and isinstance(result, UserError):
            self.dialog.show_refusal(str(result))

    def _leave(self) -> None:
        self._cancelled.set()
