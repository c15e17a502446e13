"""The one round button in the accent colour: play and pause."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.app.widgets.button import Button
from playground.app.widgets.style import colour_property

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
