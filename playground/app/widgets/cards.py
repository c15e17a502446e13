"""The surface everything stands on."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import fix_size
from playground.app.theme.icons import pixmap
from playground.app.widgets.buttons import IconButton, TextButton
from playground.app.widgets.style import (
    allow_round_corners,
    colour_property,
    cut_corners,
    set_style_property,
    styled_label,
)


class Card(QFrame):
    """A title in small capitals with room for buttons at its right, and `body`, the layout below."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 11, 13, 12)
        column.setSpacing(7)
        self.title = styled_label(title, "heading")
        top = QWidget()
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.header = QHBoxLayout(top)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(6)
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        fix_size(self.title, height=18)
        column.addWidget(top)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column.addLayout(self.body, 1)
        # Takes the height that a body of fixed rows leaves over, which would else spread between them.
        column.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding))

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a button, a pill or a quiet label at the right of the title."""
        self.header.addWidget(widget)

    def add_heading(self, text: str) -> QLabel:
        """A further heading within the body, in the look of the title."""
        heading = styled_label(text, "heading")
        fix_size(heading, height=28)
        self.body.addWidget(heading)
        return heading


def scrolling(content: QWidget) -> QScrollArea:
    """A place in which something can be scrolled where there is less room than it needs."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setProperty("plain", True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for ground in (content, area.viewport()):
        ground.setAutoFillBackground(False)
    return area


_RADIUS = 8


class PopupCard(QFrame):
    """A window of its own, so that it may stand out of the one that opened it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        allow_round_corners(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A translucent window is given no ground: what the style sheet says of it has to be painted.
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut_corners(self, _RADIUS)


_MENU_RADIUS = 10


class Menu(QMenu):
    """Shows the tooltips of its actions. The style sheet paints it, corners and all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        allow_round_corners(self)
        self.setToolTipsVisible(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut_corners(self, _MENU_RADIUS)


Kind = Literal["info", "success", "warning", "error"]
_ICONS: dict[Kind, str] = {"info": "info", "success": "check", "warning": "warning", "error": "warning"}
_ICON = 18
_LINE = 24
_WIDE = 420


class Banner(QFrame):
    """Hidden until `show_message`. The action stands at the right, in a narrow column below the text."""

    # The user pressed the action's button.
    action_triggered = Signal()
    # The user pressed the button of the other action, where there are two.
    other_triggered = Signal()
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
        self.other = TextButton("", variant="link")
        self._actions = QWidget()
        buttons = QHBoxLayout(self._actions)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(9)
        buttons.addWidget(self.action)
        buttons.addWidget(self.other)
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
        self.other.clicked.connect(self.other_triggered)
        self.close_button.clicked.connect(self._close)
        self.hide()

    def show_message(self, kind: Kind, text: str, action: str = "", *, other: str = "", closable: bool = True) -> None:
        """Show `text`; `action` is the text of the button that offers the remedy, `other` that of another way."""
        self._kind = kind
        self.text.setText(text)
        self.setAccessibleName(text)
        for button, name in ((self.action, action), (self.other, other)):
            button.setText(name)
            button.setAccessibleName(name)
            button.setVisible(bool(name))
        self._actions.setVisible(bool(action or other))
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
        self._grid.removeWidget(self._actions)
        if wide:
            self._grid.addWidget(self._actions, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._grid.addWidget(self._actions, 1, 1, Qt.AlignmentFlag.AlignLeft)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
