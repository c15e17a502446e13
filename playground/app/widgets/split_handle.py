"""A boundary of the split bar that can be taken hold of."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

HANDLE_WIDTH = 9
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_Home: -100,
    Qt.Key.Key_End: 100,
}


class SplitHandle(QWidget):
    """Shows its grip under the mouse and with the focus, and is otherwise only the edge of two colours."""

    # Moved by key: which boundary, how many percent.
    moved = Signal(int, int)
    # Dragged: which boundary, where to in the bar's coordinates, and whether in steps of one percent.
    dragged = Signal(int, float, bool)
    # Let go after a drag.
    released = Signal()
    # Enter or a double click asks for the fields.
    opened = Signal()

    def __init__(self, boundary: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._boundary = boundary
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.dragged.emit(self._boundary, self.mapToParent(event.position()).x(), fine)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.released.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.moved.emit(self._boundary, _KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not (self.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 90))
        painter.setBrush(QColor(Qt.GlobalColor.white))
        width = 5.0 if self.hasFocus() else 3.0
        grip = QRectF((self.width() - width) / 2, 2.5, width, self.height() - 5)
        painter.drawRoundedRect(grip, 1.5, 1.5)
        painter.end()
