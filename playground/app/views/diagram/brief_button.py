"""A layer's settings in two short lines, for a column too narrow for controls: pressed, it opens them."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import ThemeManager, small_font
from playground.app.views.diagram.head_mode import LINE, ROWS, Mode
from playground.app.widgets import TextButton

HEIGHT, TOP = 38, 2
_PADDING = 6


class BriefButton(TextButton):
    """Shows, say, "4" over "tanh"."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", variant="chip", parent=parent)
        self._theme = theme
        self._lines = ("", "")
        self.setFixedHeight(HEIGHT)
        self._strong = QFont(small_font())
        self._strong.setPixelSize(12)
        self._strong.setWeight(QFont.Weight.DemiBold)

    def show_lines(self, first: str, second: str, name: str) -> None:
        self._lines = (first, second)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self.fontMetrics().horizontalAdvance(line) for line in self._lines]
        return QSize(max(widths) + 2 * _PADDING, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        theme, rows = self._theme.theme, ROWS[Mode.BRIEF]
        upper, lower = (QRect(0, rows.top(LINE, lower=low) - TOP, self.width(), LINE) for low in (False, True))
        self._line(painter, upper, self._lines[0], self._strong, theme.text)
        self._line(painter, lower, self._lines[1], small_font(), theme.quiet)
        painter.end()

    def _line(self, painter: QPainter, box: QRect, line: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width() - 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
