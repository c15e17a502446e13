"""A message in its place, not in a dialog: what happened and what to try."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from playground.app.icons import pixmap
from playground.app.widgets.icon_button import IconButton
from playground.app.widgets.style import colour_property, set_style_property
from playground.app.widgets.text_button import TextButton

Kind = Literal["info", "success", "warning", "error"]
_ICONS: dict[Kind, str] = {"info": "info", "success": "check", "warning": "warning", "error": "warning"}
_ICON = 18
_LINE = 24
_WIDE = 420


class Banner(QFrame):
    """Hidden until `show_message`. The action stands at the right, in a narrow column below the text."""

    # The user pressed the action's button.
    action_triggered = Signal()
    # The user closed the banner.
    closed = Signal()

    tone = colour_property("_icon_tone")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = QColor()
        self._kind: Kind = "info"
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON, _LINE)
        self.text = QLabel()
        self.text.setWordWrap(True)
        # The first of several lines then stands level with icon and buttons.
        self.text.setContentsMargins(0, 4, 0, 4)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.action = TextButton("", variant="link")
        self.close_button = IconButton("close", self.tr("Close this message"), flat=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 7, 7, 7)
        self._grid.setHorizontalSpacing(9)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._icon, 0, 0, top)
        self._grid.addWidget(self.text, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self.close_button, 0, 3, top)
        self._wide: bool | None = None
        self.action.clicked.connect(self.action_triggered)
        self.close_button.clicked.connect(self._close)
        self.hide()

    def show_message(self, kind: Kind, text: str, action: str = "", *, closable: bool = True) -> None:
        """Show `text`; `action` is the text of the button that offers the remedy."""
        self._kind = kind
        self.text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(closable)
        set_style_property(self, "kind", kind)
        self._place_action()
        self._draw_icon()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_action()

    @property
    def _icon_tone(self) -> QColor:
        return self._tone

    @_icon_tone.setter
    def _icon_tone(self, colour: QColor) -> None:
        self._tone = colour
        self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap(_ICONS[self._kind], self._tone.name(), _ICON, self.devicePixelRatioF()))

    def _place_action(self) -> None:
        wide = self.width() >= _WIDE
        if wide == self._wide:
            return
        self._wide = wide
        self._grid.removeWidget(self.action)
        if wide:
            self._grid.addWidget(self.action, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._grid.addWidget(self.action, 1, 1, Qt.AlignmentFlag.AlignLeft)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
