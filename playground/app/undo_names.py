"""Undo and Redo are called after the change that they would take back or make again."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QUndoStack


class UndoNames(QObject):
    """Keeps the two actions to what the stack holds."""

    def __init__(self, stack: QUndoStack, undo: QAction, redo: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._redo = undo, redo
        stack.canUndoChanged.connect(undo.setEnabled)
        stack.canRedoChanged.connect(redo.setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        undo.setEnabled(False)
        redo.setEnabled(False)

    def _name_undo(self, name: str) -> None:
        self._undo.setText(self.tr("Undo: {change}").format(change=name) if name else self.tr("Undo"))

    def _name_redo(self, name: str) -> None:
        self._redo.setText(self.tr("Redo: {change}").format(change=name) if name else self.tr("Redo"))
