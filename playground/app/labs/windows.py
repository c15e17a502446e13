"""The windows of the labs that have no experiment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.experiment import Lab
from playground.training.claims import Witness

if TYPE_CHECKING:
    from playground.app.labs.gradient_descent import GradientDescentDialog
    from playground.app.labs.initialization import InitializationDialog


class LabWindows(QObject):
    """Opens each once; a window that was closed comes back as it was left.

    Parameters
    ----------
    look_inside : shows the layers of the network under training.
    """

    made = Signal(object)
    """A lab's window, when it is first opened."""

    def __init__(self, window: QWidget, theme: ThemeManager, look_inside: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._theme, self._look_inside = window, theme, look_inside
        self.opened: dict[str, InitializationDialog | GradientDescentDialog] = {}
        self.witnesses: dict[str, Witness] = {}
        """What of each lab's steps has been seen."""

    def open(self, lab: Lab) -> None:
        """Show a lab's window."""
        if lab.slug not in self.opened:
            made = self.opened[lab.slug] = self._make(lab)
            self.witnesses[lab.slug] = Witness(lab)
            made.acted.connect(self.witnesses[lab.slug].act)
            self.made.emit(made)
        dialog = self.opened[lab.slug]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def close(self) -> None:
        """Close them all."""
        for dialog in self.opened.values():
            dialog.close()

    def _make(self, lab: Lab) -> InitializationDialog | GradientDescentDialog:
        # Imported when they are wanted, since the window has to be there quickly.
        if lab.slug == "initialization":
            from playground.app.labs.initialization import InitializationDialog

            dialog = InitializationDialog(lab, self._theme, self._window)
            dialog.inside_wanted.connect(self._look_inside)
            return dialog
        from playground.app.labs.gradient_descent import GradientDescentDialog

        return GradientDescentDialog(lab, self._theme, self._window)
