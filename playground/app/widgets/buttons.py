"""What the buttons share: an icon in the colour the style sheet gives the text, and following an action."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import fix_size, scaled
from playground.app.theme.icons import icon
from playground.app.widgets.style import colour_property

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


class IconButton(Button):
    """Bordered, 36 px; `flat` without border and 24 px, for the headers of cards."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        *,
        flat: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon_name, text, 16 if flat else 18, parent)
        self.setToolTip(text)
        self.setCheckable(checkable)
        side = 24 if flat else 36
        self.setFixedSize(side, side)
        if flat:
            self.setProperty("variant", "flat")


_SIDE = 44
_ICON = 22


class RoundButton(Button):
    """44 px. Painted here, since a style sheet's circles have ragged edges."""

    fill = colour_property("_fill")
    hoverFill = colour_property("_hover_fill")  # noqa: N815
    pressedFill = colour_property("_pressed_fill")  # noqa: N815
    disabledFill = colour_property("_disabled_fill")  # noqa: N815

    def __init__(self, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        grey = QColor(Qt.GlobalColor.gray)
        self._fill = self._hover_fill = self._pressed_fill = self._disabled_fill = grey
        super().__init__(icon_name, text, _ICON, parent)
        self.setToolTip(text)
        self.setFixedSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour())
        painter.drawEllipse(circle)
        if self.hasFocus() and self.isEnabled():
            ring = self.palette().color(self.foregroundRole())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ring, 1.5))
            painter.drawEllipse(circle.adjusted(3, 3, -3, -3))
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        target = QRectF(0, 0, _ICON, _ICON)
        target.moveCenter(circle.center())
        self.icon().paint(painter, target.toRect(), mode=mode)
        painter.end()

    def _colour(self) -> QColor:
        if not self.isEnabled():
            return self._disabled_fill
        if self.isDown():
            return self._pressed_fill
        return self._hover_fill if self.underMouse() else self._fill


Variant = Literal["normal", "primary", "chip", "link"]
_HEIGHTS: dict[Variant, int] = {"normal": 36, "primary": 36, "chip": 25, "link": 20}
_PADDINGS: dict[Variant, int] = {"normal": 13, "primary": 13, "chip": 9, "link": 0}


class TextButton(Button):
    """`primary` in the accent, `chip` small and soft for a card's body, `link` without a frame."""

    def __init__(
        self, text: str, icon_name: str = "", *, variant: Variant = "normal", parent: QWidget | None = None
    ) -> None:
        self._small = variant in ("chip", "link")
        self._padding = _PADDINGS[variant]
        super().__init__(icon_name, text, 14 if self._small else 18, parent)
        self.setText(text)
        self.setProperty("variant", variant)
        fix_size(self, height=_HEIGHTS[variant])
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self._icon_width() + self._text_width() + 2 * self._padding, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 48), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        # The style's own label packs icon and text tighter than the look wants.
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inner = self.rect().adjusted(self._padding, 0, -self._padding, 0)
        spare = max(0, inner.width() - self._icon_width() - self._text_width())
        inner.adjust(spare // 2, 0, 0, 0)
        self._paint_icon(painter, inner.left())
        inner.adjust(self._icon_width(), 0, 0, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
        painter.drawText(inner, flags, text)
        painter.end()

    def _paint_icon(self, painter: QPainter, left: int) -> None:
        if self._icon_name:
            side = self._icon_size
            drawn = self.icon()
            if not self.isEnabled():
                # As pale as the text: paler white would be lost on the pale ground of a primary button.
                drawn = icon(self._icon_name, self.palette().color(QPalette.ColorRole.ButtonText), size=side)
            drawn.paint(painter, left, (self.height() - side) // 2, side, side)

    def _icon_width(self) -> int:
        return self._icon_size + (6 if self._small else 8) if self._icon_name else 0

    def _text_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text())


_HEIGHT = 25
_PADDING = 9


class ToggleButton(Button):
    """`quiet` draws the pills that are off in quiet text, for the header of a card."""

    def __init__(self, text: str, *, checked: bool = False, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", text, 0, parent)
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setProperty("variant", "quiet" if quiet else "normal")
        fix_size(self, height=_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        # Measured in the weight of a pill that is on, so that switching moves no neighbour.
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QSize(QFontMetrics(bold).horizontalAdvance(self.text()) + 2 * _PADDING, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


_TRACK = QSize(28, 16)


class Switch(Button):
    """A knob at the left of a grey track, or at the right of one in the accent."""

    track = colour_property("_track")
    knob = colour_property("_knob")

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", name, 0, parent)
        self._track = QColor(Qt.GlobalColor.lightGray)
        self._knob = QColor(Qt.GlobalColor.white)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        fix_size(self, width=_TRACK.width(), height=_TRACK.height())

    def sizeHint(self) -> QSize:
        return QSize(scaled(_TRACK.width()), scaled(_TRACK.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        box = QRectF(self.rect())
        radius = box.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent if self.isChecked() else self._track)
        painter.drawRoundedRect(box, radius, radius)
        middle = box.right() - radius if self.isChecked() else box.left() + radius
        painter.setBrush(self._knob)
        painter.drawEllipse(QPointF(middle, box.center().y()), radius - 2.5, radius - 2.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.5))
            painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius - 0.75, radius - 0.75)
        painter.end()
