"""What the buttons share: an icon in the colour the style sheet gives the text, and following an action."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from playground.app.icons import icon

_PRESSED_BY = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RECOLOURED_BY = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)


class Button(QPushButton):
    """Named for screen readers by `text` also where only the icon is shown."""

    def __init__(self, icon_name: str, text: str, icon_size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon_size = icon_size
        self._icon_drawn = ("", "")
        self._action: QAction | None = None
        self.setIconSize(QSize(icon_size, icon_size))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        # A click must not take the focus: the space key plays and pauses, wherever one has clicked before.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._draw_icon()

    def icon_name(self) -> str:
        return self._icon_name

    def set_icon(self, name: str, text: str = "") -> None:
        """Another icon and, with `text`, another name, as when play becomes pause."""
        self._icon_name = name
        if text:
            self.setAccessibleName(text)
            self.setToolTip(text)
        self._draw_icon()

    def follow(self, action: QAction) -> None:
        """Trigger `action`, and take over its tooltip, its shortcut's name, and whether it is enabled and on."""
        self._action = action
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._copy_action)
        self._copy_action()

    def event(self, event: QEvent) -> bool:
        # Reached by Tab, a button is pressed by the space key, even where the window has a use for it.
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _PRESSED_BY:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSED_BY[1:]:
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RECOLOURED_BY:
            self._draw_icon()

    def _copy_action(self) -> None:
        action = self._action
        if action is None:
            return
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setEnabled(action.isEnabled())
        self.setVisible(action.isVisible())
        self.setChecked(action.isChecked())
        self.setAccessibleName(action.text().replace("&", ""))
        self.setToolTip(f"{action.toolTip()} ({keys})" if keys else action.toolTip())

    def _draw_icon(self) -> None:
        colour = self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText).name()
        if self._icon_name and self._icon_drawn != (self._icon_name, colour):
            self._icon_drawn = (self._icon_name, colour)
            self.setIcon(icon(self._icon_name, colour, size=self._icon_size))
