"""The window of the gradient check. It stays open beside the training, which goes on."""

from threading import Event

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.gradient_check.table import CheckTable, Finding, explanation, find, scope, verdict
from playground.app.theme import ThemeManager
from playground.app.widgets import Banner, Card, TextButton, resize_within_screen, scaled_size, styled_label
from playground.app.widgets.cards import Kind
from playground.app.worker.worker import TrainingThread
from playground.experiment import UserError
from playground.training import Run

_WIDTH, _HEIGHT = 840, 480


class GradientCheckDialog(QDialog):
    """Shows findings; asks for another check, and for the end of one that is no longer wanted."""

    again_requested = Signal()
    left = Signal()
    """It is out of sight: nobody waits for the result."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Gradient check"))
        self.setModal(False)
        resize_within_screen(self, scaled_size(_WIDTH, _HEIGHT))
        self._finding: Finding | None = None
        card = Card(self.tr("Gradient check"))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        text = styled_label(explanation(), "quiet")
        text.setWordWrap(True)
        self.banner = Banner()
        self.table = CheckTable(theme)
        self.scope = styled_label("", "small")
        card.body.setSpacing(10)
        for widget in (text, self.banner):
            card.body.addWidget(widget)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.scope)
        card.body.addLayout(self._buttons())

    def show_waiting(self, share: float = 0.0) -> None:
        """A check is under way."""
        self.again_button.setEnabled(False)
        self.banner.show_message("info", self.tr("Checking… {n} %").format(n=f"{100 * share:.0f}"), closable=False)

    def show_finding(self, finding: Finding) -> None:
        """A check is done."""
        self._finding = finding
        kind: Kind = "error" if not finding.check.passed else "success" if finding.check.checked else "warning"
        self._done()
        self.banner.show_message(kind, verdict(finding), closable=False)
        self.table.show_finding(finding)
        self.scope.setText(scope(finding))
        self.copy_button.setEnabled(True)

    def show_refusal(self, text: str) -> None:
        """A check could not be made."""
        self._done()
        self.banner.show_message("error", text[:1].upper() + text[1:], closable=False)

    def copy(self) -> None:
        """Put the whole result on the clipboard."""
        if self._finding is not None:
            lines = (scope(self._finding), verdict(self._finding), self.table.text())
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copy_button.setText(self.tr("Copied"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # as minimizing is
            self.left.emit()

    def _done(self) -> None:
        self.again_button.setEnabled(True)
        self.copy_button.setText(self.tr("Copy"))

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = TextButton(self.tr("Copy"))
        self.copy_button.setToolTip(self.tr("Copy the result as text, ready for a spreadsheet"))
        self.copy_button.setEnabled(False)
        self.close_button = TextButton(self.tr("Close"))
        self.again_button = TextButton(self.tr("Check again"), variant="primary")
        self.again_button.setToolTip(self.tr("Check the network as it is now"))
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.close)
        self.again_button.clicked.connect(self.again_requested)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.copy_button)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.again_button)
        for button in (self.copy_button, self.close_button, self.again_button):
            button.setAutoDefault(False)
        self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return line


class GradientChecks(QObject):
    """Asks the worker for gradient checks, one at a time, and shows what they find.

    Parameters
    ----------
    window : over which the result is shown.
    """

    progressed = Signal(int)
    """Percent done, told from the worker's thread."""
    passed = Signal(str)
    """A check has found every slope right."""

    def __init__(self, window: QWidget, worker: TrainingThread, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._worker, self._theme = window, worker, theme
        self._cancelled = Event()
        self._under_way = False
        self._wanted = False
        self._percent = -1
        self.dialog: GradientCheckDialog | None = None
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
        answer = self._worker.ask(self._find)
        answer.done.connect(self._on_found)
        answer.refused.connect(self._on_refused)

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
            raise UserError("the check was left before its end")
        percent = int(100 * share)
        if percent != self._percent:
            self._percent = percent
            self.progressed.emit(percent)

    def _on_progress(self, percent: int) -> None:
        if self.dialog is not None and self._under_way:
            self.dialog.show_waiting(percent / 100)

    def _on_found(self, finding: Finding) -> None:
        self._under_way = False
        if self._wanted:
            self.check()
        elif self.dialog is not None:
            self.dialog.show_finding(finding)
        if finding.check.passed and finding.check.checked:
            self.passed.emit(verdict(finding))

    def _on_refused(self, error: UserError) -> None:
        self._under_way = False
        if self._wanted:
            self.check()
        elif self.dialog is not None:
            self.dialog.show_refusal(str(error))

    def _leave(self) -> None:
        self._cancelled.set()
