"""The map as it is drawn: colours, the decision line, and the hatching of doubt, wherever the canvas looks."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.theme import Theme
from playground.app.views.output.contours import Segments, class_lines, level_lines
from playground.app.views.output.doubt import DoubtPicture
from playground.app.views.output.map_picture import MapPicture
from playground.app.views.output.output_range import VALUE_STEPS, output_range
from playground.training import Region, Snapshot

_LINE_WIDTH = 1.4


@dataclass
class MapStyle:
    """How a map is drawn. sharp : the decided class alone. lines : where the decision changes. doubt : hatched."""

    sharp: bool = False
    lines: bool = False
    doubt: bool = False


class MapLayer:
    """Draws the newest map where it lies; about a map of a part of the plane, the last one of the whole."""

    def __init__(self) -> None:
        self.style = MapStyle()
        self._home, self._near = MapPicture(), MapPicture()
        self._doubt = DoubtPicture()
        self._segments: Segments = np.empty((0, 4))

    def take(self, snapshot: Snapshot, home: Region, theme: Theme) -> None:
        """A moment of a run, with maps or without."""
        if snapshot.maps is None:
            self.clear()
            return
        picture = self._home if snapshot.maps.region == home else self._near
        if picture is self._home:
            self._near.clear()
        picture.paint(snapshot, theme, sharp=self.style.sharp)
        if self.style.lines:
            self._segments = decision_lines(snapshot)
        if self.style.doubt and snapshot.dataset.classifies:
            self._doubt.take(shares_of(snapshot))

    def clear(self) -> None:
        self._home.clear()
        self._near.clear()

    def covers(self, view: Region) -> bool:
        """Whether the newest map is that of all that is looked at."""
        newest = self._home if self._near.image.isNull() else self._near
        return not newest.image.isNull() and newest.region == view

    def paint(self, painter: QPainter, square: QRectF, view: Region, ratio: float, snapshot: Snapshot) -> None:
        """Draw what `view` shows of it into the square."""
        newest = self._home if self._near.image.isNull() else self._near
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.style.sharp)
        for picture in (self._home, self._near):
            if not picture.image.isNull() and (picture is newest or newest.region != view):
                painter.drawImage(_room(picture.region, view, square), picture.image)
        if newest.image.isNull() or newest.theme is None:
            return
        room = _room(newest.region, view, square)
        if self.style.doubt and snapshot.dataset.classifies:
            self._doubt.paint(painter, square, room, ratio, newest.theme)
        if self.style.lines:
            self._paint_lines(painter, room, newest.theme)

    def _paint_lines(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        size, corner = (room.width(), room.height()), (room.x(), room.y())
        pieces = self._segments * (size * 2) + corner * 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text), _LINE_WIDTH))
        painter.drawLines([QLineF(*piece) for piece in pieces.tolist()])


def decision_lines(snapshot: Snapshot) -> Segments:
    """Where the decision changes from one class to another; for values, where each step of the sharp map begins."""
    assert snapshot.maps is not None
    outputs = snapshot.maps.output
    if outputs.shape[-1] > 1:
        return class_lines(outputs)
    low, high = output_range(snapshot)
    steps = 2 if snapshot.dataset.classifies else VALUE_STEPS
    return level_lines(outputs[..., 0], np.linspace(low, high, steps + 1)[1:-1].tolist())


def shares_of(snapshot: Snapshot) -> npt.NDArray[np.float32]:
    """The outputs of the map, from 0 for "surely not" to 1 for "surely"."""
    assert snapshot.maps is not None
    low, high = output_range(snapshot)
    return np.asarray(np.clip((snapshot.maps.output - np.float32(low)) / np.float32(high - low), 0, 1))


def _room(region: Region, view: Region, square: QRectF) -> QRectF:
    """Where a part of the plane lies on the canvas."""
    if region == view:
        return square
    across, down = square.width() / (view.right - view.left), square.height() / (view.top - view.bottom)
    left, top = square.x() + (region.left - view.left) * across, square.y() + (view.top - region.top) * down
    return QRectF(left, top, (region.right - region.left) * across, (region.top - region.bottom) * down)
