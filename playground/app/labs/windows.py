"""The windows of the labs that have no experiment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.app.labs.card import LabCard
from playground.app.labs.walk import Walk
from playground.app.theme import ThemeManager
from playground.experiment import Lab
from playground.training.claims import Witness
from playground.training.steps import StepBook

if TYPE_CHECKING:
    from playground.app.labs.gradient_descent import GradientDescentDialog
    from playground.app.labs.initialization import InitializationDialog


class LabWindows(QObject):
    """Opens each once; a window that was closed comes back as it was left.

    Parameters
    ----------
    look_inside : shows the layers of the network under training.
    book : where the answers are kept.
    """

    made = Signal(object)
    """A lab's window, when it is first opened."""
    answered = Signal()
    """Something was answered or seen in one of the labs."""
    lab_wanted = Signal(object)
    """Another Lab should be opened."""

    def __init__(self, window: QWidget, theme: ThemeManager, look_inside: Callable[[], None], book: StepBook) -> None:
        super().__init__(window)
        self._window, self._theme, self._look_inside, self._book = window, theme, look_inside, book
        self.opened: dict[str, InitializationDialog | GradientDescentDialog] = {}
        self.walks: dict[str, Walk] = {}

    @property
    def witnesses(self) -> dict[str, Witness]:
        """Tell what of each lab's steps has been seen."""
        return {slug: walk.witness for slug, walk in self.walks.items()}

    def open(self, lab: Lab) -> None:
        """Show a lab's window."""
        if lab.slug not in self.opened:
            walk = self.walks[lab.slug] = Walk(self, self._book)
            card = LabCard(walk, self._theme)
            made = self.opened[lab.slug] = self._make(lab, card)
            walk.begin(lab)
            made.acted.connect(walk.act)
            card.page.offer(made.deeds)
            card.page.lab_wanted.connect(self.lab_wanted)
            walk.changed.connect(self.answered)
            self.made.emit(made)
        dialog = self.opened[lab.slug]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def close(self) -> None:
        """Close them all."""
        for dialog in self.opened.values():
            dialog.close()

    def take_up(self) -> None:
        """The book holds the answers of another session by now."""
        for walk in self.walks.values():
            walk.refresh_from_book()

    def _make(self, lab: Lab, card: LabCard) -> InitializationDialog | GradientDescentDialog:
        # Imported when they are wanted, since the window has to be there quickly.
        if lab.slug == "initialization":
            from playground.app.labs.initialization import InitializationDialog

            dialog = InitializationDialog(lab, card, self._theme, self._window)
            dialog.inside_wanted.connect(self._look_inside)
            return dialog
        from playground.app.labs.gradient_descent import GradientDescentDialog

        return GradientDescentDialog(lab, card, self._theme, self._window)
