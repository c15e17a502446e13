"""A bar a class, as long as it is likely."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import ThemeManager, body_font, small_font
from playground.app.views.numbers import percent_text

_LINE = 18
_NAME, _FIGURE = 48, 60
_THICK = 8


class DigitBars(QWidget):
    """The likeliest class stands out; without a drawing the bars are empty."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._shares: NDArray[np.float64] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities"))
        theme.changed.connect(self.update)

    def show_names(self, names: Sequence[str]) -> None:
        self._names, self._shares = tuple(names), None
        self.setFixedHeight(_LINE * max(1, len(self._names)))
        self.update()

    def show_shares(self, shares: NDArray[np.float64] | None) -> None:
        """The probability of each class, (classes,); None empties the bars."""
        if shares is not None and len(shares) != len(self._names):
            shares = None
        self._shares = None if shares is None else np.clip(np.nan_to_num(shares), 0.0, 1.0)
        self.setAccessibleDescription(self._told())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        best = -1 if self._shares is None else int(self._shares.argmax())
        for index, name in enumerate(self._names):
            share = 0.0 if self._shares is None else float(self._shares[index])
            self._paint_line(painter, index, name, share, strong=index == best)
        painter.end()

    def _paint_line(self, painter: QPainter, index: int, name: str, share: float, *, strong: bool) -> None:
        theme, top = self._theme.theme, index * _LINE
        colour = theme.classes[index % len(theme.classes)]
        track = QRectF(_NAME, top + (_LINE - _THICK) / 2, max(0, self.width() - _NAME - _FIGURE), _THICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        if share * track.width() >= 1:
            painter.setBrush(QColor(colour))
            filled = QRectF(track.x(), track.y(), track.width() * share, _THICK)
            painter.drawRoundedRect(filled, _THICK / 2, _THICK / 2)
        font = body_font() if strong else small_font()
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if strong else theme.quiet))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, _NAME - 8, _LINE), Qt.AlignmentFlag.AlignRight | middle, shown)
        if self._shares is not None:
            figure = QRectF(track.right(), top, _FIGURE, _LINE)
            painter.drawText(figure, Qt.AlignmentFlag.AlignRight | middle, percent_text(share))

    def _told(self) -> str:
        if self._shares is None:
            return ""
        best = int(self._shares.argmax())
        return f"{self._names[best]} {percent_text(float(self._shares[best]))}"
