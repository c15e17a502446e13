"""What the program tells of itself: the sheet of keys and gestures, and what it is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from playground import __version__
from playground.app.actions import Actions
from playground.app.keyboard_sheet import KeyboardSheet


class Help(QObject):
    """Opens them over the window."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._sheet: KeyboardSheet | None = None

    def show_keyboard(self) -> None:
        """Show what keys and the mouse can do, to lie beside the window."""
        if self._sheet is None:
            self._sheet = KeyboardSheet(self._actions, self._window)
        self._sheet.show()
        self._sheet.raise_()
        self._sheet.activateWindow()

    def about(self) -> None:
        """Say what this program is."""
        text = self.tr("Neural playground {version}\n\nBuild a small network, train it, and watch it think.")
        QMessageBox.about(self._window, self.tr("About the playground"), text.format(version=__version__))

    def close(self) -> None:
        """Close what lies beside the window."""
        if self._sheet is not None:
            self._sheet.close()
