"""A button with a text and, if wanted, an icon before it."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.widgets.button import Button

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
        self.setFixedHeight(_HEIGHTS[variant])
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
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.icon().paint(painter, left, (self.height() - side) // 2, side, side, mode=mode)

    def _icon_width(self) -> int:
        return self._icon_size + (6 if self._small else 8) if self._icon_name else 0

    def _text_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text())
