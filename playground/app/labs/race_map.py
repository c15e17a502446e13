"""The map of a race: contours, everyone's path, the minimum, and the start, which can be dragged."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.app.labs.contours import contour_image
from playground.app.theme import Theme, ThemeManager, pen, small_font
from playground.app.words.numbers import round_step, two_digits
from playground.training.labs.race import RACERS, Race

_KNOB, _DOT = 7.0, 4.0
_EDGE = 0.06
"""Of the region, what is too near to its corners for a number."""
_STEP = 0.02
"""Of the region, what an arrow key moves the start by."""
_MOST = 1500
"""Points of a path that are drawn: the newest, and of older ones as many as the eye can tell apart."""
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


def racer_colours(theme: Theme) -> dict[str, str]:
    """A colour for each optimizer, far from each other."""
    colours = (theme.quiet, theme.train, theme.hidden_layers[1], theme.output_layer, theme.test, theme.validation)
    return dict(zip(RACERS, colours, strict=True))


class RaceMap(QWidget):
    """Draws a race that somebody else advances."""

    # The start was dragged to here.
    start_moved = Signal(float, float)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._race: Race | None = None
        self._picture = QImage()
        self._dragging = False
        self.setMinimumSize(420, 300)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Map of the surface; the arrow keys move the start"))
        theme.changed.connect(self._draw_surface)

    def show_race(self, race: Race) -> None:
        """Draw this race; call again when it has advanced."""
        other = self._race is None or self._race.surface is not race.surface
        self._race = race
        if other:
            self._draw_surface()
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """Tell where a point of the surface is drawn."""
        assert self._race is not None
        region = self._race.surface.region
        across = (x - region.left) / (region.right - region.left)
        down = (region.top - y) / (region.top - region.bottom)
        return QPointF(across * self.width(), down * self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_surface()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._move_start(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._move_start(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _KEYS.get(Qt.Key(event.key()))
        if move is None or self._race is None:
            super().keyPressEvent(event)
            return
        (x, y), region = self._race.start, self._race.surface.region
        wide, high = region.right - region.left, region.top - region.bottom
        self._tell_start(x + move[0] * _STEP * wide, y + move[1] * _STEP * high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), 8.0, 8.0)
        painter.setClipPath(clip)
        painter.drawImage(self.rect(), self._picture)
        if self._race is not None:
            self._paint_race(painter, self._race, self._theme.theme)
        painter.end()

    def _paint_race(self, painter: QPainter, race: Race, theme: Theme) -> None:
        colours = racer_colours(theme)
        for racer in race.racers:
            path = racer.path
            thinned = [*path[: -_MOST : max(1, len(path) // _MOST)], *path[-_MOST:]]
            painter.setPen(pen(colours[racer.kind], 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([self.place_of(*point) for point in thinned]))
        for racer in race.racers:
            painter.setPen(pen(theme.card, 1.2))
            painter.setBrush(QColor(colours[racer.kind]))
            painter.drawEllipse(self.place_of(*racer.path[-1]), _DOT, _DOT)
        self._paint_numbers(painter, race, theme)
        self._paint_minimum(painter, self.place_of(*race.surface.minimum), theme)
        painter.setPen(pen(theme.accent, 2.5))
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(self.place_of(*race.start), _KNOB, _KNOB)

    def _paint_numbers(self, painter: QPainter, race: Race, theme: Theme) -> None:
        """The numbers of both axes, along the lower and the left edge."""
        region = race.surface.region
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        for x in _inner(region.left, region.right):
            room = QRectF(self.place_of(x, region.bottom).x() - 20, self.height() - 18, 40, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, two_digits(x))
        for y in _inner(region.bottom, region.top):
            room = QRectF(6, self.place_of(region.left, y).y() - 7, 40, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, two_digits(y))

    def _paint_minimum(self, painter: QPainter, place: QPointF, theme: Theme) -> None:
        painter.setPen(pen(theme.text, 1.6))
        for dx, dy in ((5, 5), (5, -5)):
            painter.drawLine(place - QPointF(dx, dy), place + QPointF(dx, dy))

    def _draw_surface(self) -> None:
        if self._race is not None and self.width() > 0 and self.height() > 0:
            self._picture = contour_image(self._race.surface, self.width(), self.height(), self._theme.theme)
            self.update()

    def _move_start(self, place: QPointF) -> None:
        if self._race is not None:
            region = self._race.surface.region
            x = region.left + place.x() / self.width() * (region.right - region.left)
            y = region.top - place.y() / self.height() * (region.top - region.bottom)
            self._tell_start(x, y)

    def _tell_start(self, x: float, y: float) -> None:
        """Within the region, whatever lies outside."""
        assert self._race is not None
        region = self._race.surface.region
        self.start_moved.emit(min(max(x, region.left), region.right), min(max(y, region.bottom), region.top))


def _inner(low: float, high: float) -> list[float]:
    """The numbers of an axis that have room to be written beside the edge."""
    margin = _EDGE * (high - low)
    return [number for number in ticks(low, high) if low + margin < number < high - margin]


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two ends, so many at most and one."""
    step = round_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]
