"""A surface in three dimensions, with everyone's path on it; a drag or the arrow keys turn it."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.app.labs.contours import band_colours, bands_of
from playground.app.labs.race_map import racer_colours, ticks
from playground.app.theme import Theme, ThemeManager, mix, pen, small_font
from playground.app.words.numbers import two_digits
from playground.training.labs.race import Mesh, Race, Surface, lifted, mesh

_TALL = 0.9
"""The height of the box, where its base is from -1 to 1 both ways."""
_DEGREES = 0.5
"""That a drag of a pixel turns it by."""
_KEY_DEGREES = 6.0
_LOWEST_TILT, _HIGHEST_TILT = 8.0, 82.0
_HEIGHTS = (0.0, 1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0)
_REACH = 1.35
"""How far the corners of the base are from the middle, as good as."""
_MARGIN, _LEFT = 20, 44
_MOST = 400
"""Points of a path that are drawn."""
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}

Floats = NDArray[np.float64]


class SurfaceView(QWidget):
    """Draws a race that somebody else advances, from the side."""

    turned = Signal()
    """A person turned it."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._race: Race | None = None
        self._mesh: Mesh | None = None
        self._picture = QPixmap()
        self._held: QPointF | None = None
        self.turn, self.tilt = -38.0, 34.0
        """Degrees: about the upright axis, and how far from above it is seen."""
        self.setMinimumSize(260, 240)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(self.tr("The surface in three dimensions; the arrow keys turn it"))
        theme.changed.connect(self._draw)

    def show_race(self, race: Race) -> None:
        """Draw this race; call again when it has advanced."""
        other = self._race is None or self._race.surface is not race.surface
        self._race = race
        if other:
            self._mesh = mesh(race.surface)
            self._draw()
        self.update()

    def turn_by(self, turn: float, tilt: float) -> None:
        """Turn it by so many degrees."""
        self.turn = (self.turn + turn) % 360.0
        self.tilt = min(max(self.tilt + tilt, _LOWEST_TILT), _HIGHEST_TILT)
        self._draw()
        self.turned.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved, self._held = event.position() - self._held, event.position()
            self.turn_by(_DEGREES * moved.x(), _DEGREES * moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _KEYS.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self.turn_by(_KEY_DEGREES * move[0], _KEY_DEGREES * move[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._race is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_paths(painter, self._race, self._theme.theme)
        painter.end()

    # Where things are

    def places(self, surface: Surface, x: Floats, y: Floats, heights: Floats) -> Floats:
        """Tell where points of the surface are drawn: (n, 2), and how far towards the eye they are: (n,), as (n, 3)."""
        region = surface.region
        across = 2 * (x - region.left) / (region.right - region.left) - 1
        along = 2 * (y - region.bottom) / (region.top - region.bottom) - 1
        up = _TALL * np.minimum(lifted(heights) / self._top, 1.0)
        turn, tilt = math.radians(self.turn), math.radians(self.tilt)
        right = across * math.cos(turn) - along * math.sin(turn)
        away = across * math.sin(turn) + along * math.cos(turn)
        raised = up * math.cos(tilt) + away * math.sin(tilt)
        tall = 2 * _REACH * math.sin(tilt) + _TALL * math.cos(tilt)
        scale = min((self.width() - 2 * _LEFT) / (2 * _REACH), (self.height() - 2 * _MARGIN) / tall)
        middle = self.height() / 2 + scale * _TALL * math.cos(tilt) / 2 - 0.3 * _MARGIN
        return np.column_stack([self.width() / 2 + scale * right, middle - scale * raised, away])

    @property
    def _top(self) -> float:
        assert self._mesh is not None
        return float(lifted(self._mesh.heights).max())

    # Painting

    def _draw(self) -> None:
        if self._race is None or self._mesh is None or self.width() <= 0 or self.height() <= 0:
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(ratio * self.width()), round(ratio * self.height()))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_mesh(painter, self._race.surface, self._mesh, self._theme.theme)
        self._paint_numbers(painter, self._race.surface, self._theme.theme)
        painter.end()
        self._picture = picture
        self.update()

    def _paint_mesh(self, painter: QPainter, surface: Surface, grid: Mesh, theme: Theme) -> None:
        """Field by field, the farthest first."""
        x, y = np.meshgrid(grid.x, grid.y)
        placed = self.places(surface, x.ravel(), y.ravel(), grid.heights.ravel()).reshape(*x.shape, 3)
        corners = (placed[:-1, :-1], placed[:-1, 1:], placed[1:, 1:], placed[1:, :-1])
        fields = np.stack(corners, axis=2).reshape(-1, 4, 3)
        middles = (grid.heights[:-1, :-1] + grid.heights[1:, 1:]) / 2
        bands = bands_of(middles).ravel()
        colours = [QColor(int(colour)) for colour in band_colours(theme).tolist()]
        painter.setPen(pen(mix(theme.line, theme.quiet, 0.35), 0.6))
        for number in np.argsort(-fields[:, :, 2].mean(axis=1)).tolist():
            painter.setBrush(colours[int(bands[number])])
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in fields[number, :, :2].tolist()]))

    def _paint_numbers(self, painter: QPainter, surface: Surface, theme: Theme) -> None:
        """Numbers at the two lower edges that are nearest to the eye, and at the upright one at the left."""
        region = surface.region
        painter.setFont(small_font())
        painter.setPen(QColor(theme.quiet))
        near_y = region.bottom if math.cos(math.radians(self.turn)) > 0 else region.top
        near_x = region.left if math.sin(math.radians(self.turn)) > 0 else region.right
        for x in ticks(region.left, region.right, 5):
            self._write(painter, surface, (x, near_y, 0.0), two_digits(x))
        for y in ticks(region.bottom, region.top, 5):
            self._write(painter, surface, (near_x, y, 0.0), two_digits(y))
        ends = [(x, y) for x in (region.left, region.right) for y in (region.bottom, region.top)]
        upright = min(ends, key=lambda end: self._place(surface, (*end, 0.0)).x())
        for height in _HEIGHTS:
            if 0.0 < lifted(np.array(height)) <= self._top:
                self._write(painter, surface, (*upright, height), f"{height:g}", left=True)

    def _place(self, surface: Surface, point: tuple[float, float, float]) -> QPointF:
        across, down, _ = self.places(surface, *(np.array([number]) for number in point))[0].tolist()
        return QPointF(across, down)

    def _write(
        self, painter: QPainter, surface: Surface, point: tuple[float, float, float], text: str, *, left: bool = False
    ) -> None:
        place = self._place(surface, point)
        if left:
            room = QRectF(place.x() - 60, place.y() - 7, 54, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            painter.drawText(QRectF(place.x() - 20, place.y() + 3, 40, 14), Qt.AlignmentFlag.AlignHCenter, text)

    def _paint_paths(self, painter: QPainter, race: Race, theme: Theme) -> None:
        colours = racer_colours(theme)
        for racer in race.racers:
            every = max(1, len(racer.path) // _MOST)
            points = np.array([*racer.path[::every], racer.path[-1]])
            heights = np.asarray(race.surface.value(points[:, 0], points[:, 1]))
            places = self.places(race.surface, points[:, 0], points[:, 1], heights)[:, :2]
            line = QPolygonF([QPointF(*place) for place in places.tolist()])
            painter.setPen(pen(colours[racer.kind], 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(line)
            painter.setPen(pen(theme.card, 1.0))
            painter.setBrush(QColor(colours[racer.kind]))
            painter.drawEllipse(line.last(), 3.5, 3.5)
