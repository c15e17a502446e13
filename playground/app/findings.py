"""The doctor's place in the window: a chip that is there only while something is wrong, and the remedies."""

from PySide6.QtCore import QObject, Signal

from playground.app.controller import Controller
from playground.app.notices import Notices
from playground.app.panels.findings_popover import FindingsPopover
from playground.app.widgets import TextButton
from playground.experiment import changed_settings
from playground.training.doctor import Finding
from playground.training.examination import Examination


class Findings(QObject):
    """Shows how many findings there are, opens them, and applies their remedies, which the undo stack takes back."""

    treated = Signal()
    """A remedy was applied; what was found before is not known to hold any more."""

    def __init__(self, controller: Controller, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._notices = controller, notices
        self.current: tuple[Finding, ...] = ()
        self.button = TextButton("", "warning", variant="chip")
        self.button.setToolTip(self.tr("Something is wrong with this run: what it is, and what to try"))
        self.button.clicked.connect(self.open)
        self.button.hide()
        self.popover = FindingsPopover(self.button)
        self.popover.remedy_wanted.connect(self.apply)

    def show_examination(self, examination: Examination) -> None:
        """Show what an examination found; nothing where nothing is wrong."""
        self.current = examination.findings
        count = len(self.current)
        text = self.tr("1 finding") if count == 1 else self.tr("{n} findings").format(n=count)
        if count and text != self.button.text():
            self.button.setText(text)
            self.button.setAccessibleName(text)
            self.button.updateGeometry()
        self.button.setVisible(bool(count))
        if self.popover.isVisible():
            self.popover.show_findings(self.current)

    def open(self) -> None:
        """Say what was found."""
        self.popover.open(self.current)

    def apply(self, finding: Finding) -> None:
        """Try a remedy."""
        controller, remedy = self._controller, finding.remedy
        before = controller.experiment
        if not controller.propose(remedy.assignments, remedy.name) or controller.experiment == before:
            return
        # What takes effect on a running network does not begin it anew by itself.
        if remedy.restarts and all(each.live for each in changed_settings(before, controller.experiment)):
            controller.worker.reset()
        self.current = ()
        self.button.hide()
        self.treated.emit()
        stack = controller.undo_stack
        done = stack.index()
        said = self.tr("{remedy}: the run starts again.") if remedy.restarts else self.tr("{remedy}: the run goes on.")

        def take_back() -> None:
            if stack.index() == done:  # what else was changed meanwhile is not this button's to take back
                stack.undo()

        self._notices.applied(said.format(remedy=remedy.name), take_back)
