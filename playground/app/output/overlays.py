"""What is drawn over map and points: the mouse's cross, the chosen sample, and where the keys go."""

import math

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.app.output.plane import Pane, PlaneView, PlaneWidget
from playground.app.output.points import CORNER_RADIUS
from playground.app.theme import Theme, pen
from playground.app.widgets import TextButton
from playground.app.words.numbers import round_step, signed

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


_MARK, _GAP, _LINE = 4.0, 5.0, 13.0
_FROM_CORNER = 14.0
_TICKS = 5


def paint_ticks(painter: QPainter, pane: Pane, theme: Theme) -> None:
    """Round numbers within the square, below with ticks for x, and at the left for y."""
    square, region = pane.box, pane.region
    for value, text in tick_values(region.left, region.right):
        x = pane.position(value, region.bottom).x()
        if square.left() + _FROM_CORNER < x < square.right() - _FROM_CORNER:
            foot = QPointF(x, square.bottom())
            _mark(painter, foot, foot - QPointF(0, _MARK), theme)
            room = QRectF(x - 30, square.bottom() - _MARK - _LINE, 60, _LINE)
            _number(painter, room, Qt.AlignmentFlag.AlignCenter, text, theme)
    for value, text in tick_values(region.bottom, region.top):
        y = pane.position(region.left, value).y()
        if square.top() + _FROM_CORNER < y < square.bottom() - 2 * _FROM_CORNER:
            # No mark here: a dash before a number is its sign.
            room = QRectF(square.left() + _GAP, y - _LINE / 2, 60, _LINE)
            _number(painter, room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text, theme)


def tick_values(low: float, high: float) -> list[tuple[float, str]]:
    """A few round values from `low` to `high`, all with as many places as they need."""
    step = round_step(high - low, _TICKS)
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [(n * step, signed(f"{n * step:.{places}f}") if n else "0") for n in numbers]


def _mark(painter: QPainter, start: QPointF, end: QPointF, theme: Theme) -> None:
    painter.setPen(pen(theme.text))
    painter.drawLine(start, end)


def _number(painter: QPainter, room: QRectF, flags: Qt.AlignmentFlag, text: str, theme: Theme) -> None:
    """On a soft ground, since colours and points lie below."""
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 4
    left = room.left() - 2 if flags & Qt.AlignmentFlag.AlignLeft else room.center().x() - width / 2
    ground = QColor(theme.card)
    ground.setAlpha(190)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(left, room.top(), width, room.height()), 3, 3)
    painter.setPen(QColor(theme.text))
    painter.drawText(room, flags, text)


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
