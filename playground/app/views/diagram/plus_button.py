"""The dashed circle with a plus, between columns: a layer can be added there."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.app.theme import ThemeManager

SIDE, SMALL_SIDE = 24, 16


class PlusButton(QAbstractButton):
    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(SIDE, SIDE)
        theme.changed.connect(self.update)

    def offer(self, name: str) -> None:
        """What it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_small(self, small: bool) -> None:
        side = SMALL_SIDE if small else SIDE
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._manager.theme
        lively = self.underMouse() or self.hasFocus()
        colour = QColor(theme.accent if lively else theme.quiet)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        pen = QPen(colour, 1)
        if not lively:
            pen.setDashPattern([2.4, 2.0])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.accent_soft) if lively else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        painter.setPen(QPen(colour, 1.2))
        centre, arm = circle.center(), circle.width() * 0.17
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))
        painter.end()
