"""What is drawn over map and points: the mouse's cross, the chosen sample, and where the keys go."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.output.plane import PlaneView, PlaneWidget
from playground.app.output.points import CORNER_RADIUS
from playground.app.theme import Theme
from playground.app.widgets import TextButton

_CROSS, _CROSS_GAP = 9.0, 3.0
_CHOSEN_GAP = 4.0


def paint_cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """Four short strokes that leave the place itself free."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.text), 1))
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(at + QPointF(x, y) * _CROSS_GAP, at + QPointF(x, y) * _CROSS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_chosen(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    """A ring in the accent, edged so that it is seen on every colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.card, 4.0), (theme.accent, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(at, radius + _CHOSEN_GAP, radius + _CHOSEN_GAP)


def paint_focus(painter: QPainter, square: QRectF, theme: Theme) -> None:
    """A frame around the square."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), CORNER_RADIUS, CORNER_RADIUS)


_FROM_THE_EDGE = 8


class HomeChip(TextButton):
    """Only there while another part of the plane is shown than the one that fits the data."""

    def __init__(self, canvas: PlaneWidget) -> None:
        super().__init__("", variant="chip", parent=canvas)
        self._canvas = canvas
        self.setToolTip(self.tr("Show all of the data again (0, or Home)"))
        self.clicked.connect(self._go_home)
        canvas.view_moved.connect(self._follow)
        canvas.home_changed.connect(self._follow)
        canvas.installEventFilter(self)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    def _go_home(self) -> None:
        if self._canvas.plane_view is not None:
            self._canvas.move_to(PlaneView.at_home(self._canvas.plane_view.home))
            self._canvas.setFocus()

    def _follow(self) -> None:
        plane_view = self._canvas.plane_view
        away = plane_view is not None and not plane_view.is_home
        self.setVisible(away)
        if plane_view is not None and away:
            self.setText(self.tr("{zoom}× · all").format(zoom=f"{plane_view.zoom:.1f}"))
            self.setAccessibleName(self.tr("Zoomed {zoom} times; show all").format(zoom=f"{plane_view.zoom:.1f}"))
            self.adjustSize()
            square = self._canvas.square()
            self.move(square.right() - self.width() - _FROM_THE_EDGE, square.top() + _FROM_THE_EDGE)
