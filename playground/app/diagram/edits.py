"""Changes of a network's numbers by hand: each can be undone, and the worker carries it out between two steps."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from playground.app.controller import Controller
from playground.experiment import UserError
from playground.training import Edit, MuteEdit, Place, Run, Target, ValueEdit


class Edits(QObject):
    """Puts edits on the window's undo stack."""

    refused = Signal(str)
    """An edit could not be made or taken back, in one line."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack, self._worker = controller.undo_stack, controller.worker
        self._drag = 1
        self._dragged: _EditCommand | None = None

    def set_value(self, place: Place, value: float, name: str) -> None:
        """Give a parameter another value; `name` says in the menu what undo would take back."""
        self._stack.push(_EditCommand(self, ValueEdit(place, value), name))

    def drag_value(self, place: Place, value: float, name: str) -> None:
        """The same while the mouse drags it; until `end_drag` all of it is one to undo."""
        command = _EditCommand(self, ValueEdit(place, value), name, self._drag)
        if self._dragged is None:
            self._dragged = command
        self._stack.push(command)

    def end_drag(self, cancel: bool = False) -> None:
        """The mouse was let go, or what it did is not wanted."""
        dragged, self._dragged = self._dragged, None
        self._drag += 1
        if cancel and dragged is not None and self._stack.command(self._stack.index() - 1) is dragged:
            dragged.undo()
            # An obsolete command is not undone by the stack: it only leaves it, and cannot be made again.
            dragged.setObsolete(True)
            self._stack.undo()

    def mute(self, target: Target, muted: bool, name: str) -> None:
        """Take away what a parameter or unit contributes, or give it back."""
        self._stack.push(_EditCommand(self, MuteEdit(target, muted), name))

    def carry_out(self, task: Callable[[Run], object]) -> None:
        """Let the worker change the run; tell why, where it is refused."""
        self._worker.ask(task, departs=True).refused.connect(self._refuse)

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(str(error))


class _EditCommand(QUndoCommand):
    """An edit; those of the same `drag`, where there is one, are one to undo."""

    def __init__(self, edits: Edits, edit: Edit, name: str, drag: int = 0) -> None:
        super().__init__(name)
        self._edits, self._edit, self._drag = edits, edit, drag

    def redo(self) -> None:
        edit = self._edit
        self._edits.carry_out(lambda run: edit.make(run.edits, run.beginnings))

    def undo(self) -> None:
        edit = self._edit
        self._edits.carry_out(lambda run: edit.take_back(run.edits, run.beginnings))

    def id(self) -> int:
        return 2 if self._drag else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _EditCommand) or other._drag != self._drag:
            return False
        mine, newer = self._edit, other._edit
        if not (isinstance(mine, ValueEdit) and isinstance(newer, ValueEdit)):
            return False
        # What the first of them found is what undo goes back to; what the last of them wants, redo makes again.
        mine.value = newer.value
        self.setText(other.text())
        return True
