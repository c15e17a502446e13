"""A number that looks like a label until it is clicked, and can then be typed."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.style import set_style_property

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
_WINDOW_SHORTCUTS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
# QLineEdit keeps 2 px on either side of its text, and 1 for the cursor;
# taken back, so that figures end where the combos end.
_OWN_MARGIN = 2


class ValueEdit(QLineEdit):
    """Enter or leaving commits, Escape takes the typing back; a wrong number is explained and not taken."""

    # The user typed a value; it is the value now.
    committed = Signal(object)
    # What was typed cannot be taken; the sentence shown to the user.
    rejected = Signal(str)
    # The user asked for that many steps up, by key or wheel.
    stepped = Signal(int)

    def __init__(self, numbers: NumberFormat, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = numbers
        self._value = value
        self._just_focused = False
        self._clicked = False
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(-_OWN_MARGIN, 0, -_OWN_MARGIN - 1, 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(self._forget_error)
        self._show()

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; what the user is typing at this moment is left alone."""
        self._value = value
        if not self.isModified():
            self._show()

    def set_numbers(self, numbers: NumberFormat) -> None:
        self._numbers = numbers
        self.set_value(self._value)

    def is_valid(self) -> bool:
        return not self.property("invalid")

    def width_for(self, text: str) -> int:
        """The width at which `text` is shown whole."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(text) + 4

    def commit(self) -> bool:
        """Take what was typed; False, with the reason shown, when it cannot be taken."""
        if not self.isModified():
            return True
        try:
            value = self._numbers.value(self.text())
        except ValueError as problem:
            self._reject(str(problem))
            return False
        changed = value != self._value
        self._value = value
        self._show()
        if changed:
            self.committed.emit(value)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.commit():
                self._done()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self._show()
            self._done()
        elif key in _STEPS:
            if self.commit():
                self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # A number has no spaces: the key is left to the window, where it plays and pauses. So is undo, while
        # there is no typing to undo.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = any(event.matches(key) for key in _WINDOW_SHORTCUTS)
            if event.key() == Qt.Key.Key_Space or (undo and not self.isModified()):
                event.ignore()
                return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
        elif event.angleDelta().y() and self.commit():
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        self._just_focused = True
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.commit():
            self._show()
        self.deselect()
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        # The press that gave the focus put the cursor somewhere; most people want to type a new number.
        if self._just_focused and not self.hasSelectedText():
            self.selectAll()
        self._just_focused = False

    def _done(self) -> None:
        """Leave a field that was entered by a click, so that the window's one-letter shortcuts work again.

        Entered by Tab it keeps the focus, since whoever goes by keyboard goes on from here.
        """
        if self._clicked:
            self.clearFocus()
        else:
            self.selectAll()

    def _show(self) -> None:
        self.setText(self._numbers.text(self._value))
        self.setModified(False)
        self.setCursorPosition(0)
        self._forget_error()

    def _reject(self, sentence: str) -> None:
        set_style_property(self, "invalid", True)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), sentence, self)
        self.rejected.emit(sentence)

    def _forget_error(self) -> None:
        set_style_property(self, "invalid", False)
