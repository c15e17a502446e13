"""Painted points, changed through the controller: each action is one change to undo, with a name."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.theme import ThemeManager, write_small
from playground.data import Dataset
from playground.experiment import Experiment, Painted, UserError, check
from playground.experiment.sources import moved, with_point, without
from playground.training import Region, request_region

Place = tuple[float, float]


class PointEdits:
    """Adds, moves and removes points of the experiment's source, as far as these are painted."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._gestures = 0
        self._name = ""
        self._placed: Painted | None = None
        self._places: NDArray[np.float64] = np.empty((0, 2))

    @property
    def source(self) -> Painted | None:
        """The painted points; None where the data come from elsewhere."""
        source = self._controller.experiment.data.source
        return source if isinstance(source, Painted) else None

    def add(self, place: Place, label: int) -> int | None:
        """A new point of class `label`: its number, or None where it was refused. A drag that follows belongs to it."""
        source = self._begin(_tr("Add a point"))
        if source is None or not self._make(lambda: with_point(source, *place, label)):
            return None
        return len(source.points)

    def begin_drag(self) -> None:
        """Tell what `drag` changes from now on is one change to undo."""
        self._begin(_tr("Move a point"))

    def drag(self, index: int, place: Place) -> None:
        """Another place for a point that is held."""
        source = self.source
        if source is not None and index < len(source.points):
            self._make(lambda: moved(source, index, *place))

    def nudge(self, index: int, place: Place) -> None:
        """Another place for a point by the keyboard; quick moves of the same point are one change."""
        source = self.source
        if source is None or not 0 <= index < len(source.points):
            return
        self._name = _tr("Move a point")
        self._make(lambda: moved(source, index, *place), merge_key=f"nudge {index}")

    def remove(self, index: int) -> bool:
        """Tell whether the point was removed: the last one stays."""
        source = self._begin(_tr("Remove a point"))
        return source is not None and self._make(lambda: without(source, index))

    def nearest(self, place: Place, reach: float) -> int | None:
        """The point nearest to a place, of several the one that was painted last; None where none is within reach."""
        source = self.source
        if source is None or not source.points:
            return None
        if source is not self._placed:
            # Kept until the points change: of thousands, gathering them would make the mouse stutter.
            self._placed, self._places = source, np.array([(point.x, point.y) for point in source.points])
        distances = np.hypot(*(self._places - place).T)[::-1]
        found = int(distances.argmin())
        return len(distances) - 1 - found if distances[found] <= reach else None

    def _begin(self, name: str) -> Painted | None:
        self._gestures += 1
        self._name = name
        return self.source

    def _make(self, edit: Callable[[], Painted], merge_key: str = "") -> bool:
        controller = self._controller
        try:
            changed = _with_source(controller.experiment, edit())
            check(changed)
        except UserError as error:
            controller.refused.emit(str(error))
            return False
        if merge_key:
            controller.replace(changed, self._name, merge_key)
        else:
            # However slowly a point is dragged, the drag is one change; another drag has another number.
            controller.replace(changed, self._name, f"gesture {self._gestures}", within=math.inf)
        return True


def _with_source(experiment: Experiment, source: Painted) -> Experiment:
    return msgspec.structs.replace(experiment, data=msgspec.structs.replace(experiment.data, source=source))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Painting", text)


_RING_GAP = 3.5
_CROSS = 8.0
_HINT_PAD, _HINT_HEIGHT, _HINT_AWAY = 10.0, 24.0, 8.0
HINT_ROOM = _HINT_HEIGHT + 2 * _HINT_AWAY
"""Pixels that the hint takes at the foot of the canvas."""
_GHOST_ALPHA = 170


@dataclass(frozen=True)
class Marks:
    """What is to be drawn, in pixels of the canvas.

    ghost : where a click would add a point. cross : where a key would add one. hint : a line for the first use.
    """

    radius: float = 3.0
    colour: str = ""
    ghost: QPointF | None = None
    cross: QPointF | None = None
    hovered: QPointF | None = None
    selected: QPointF | None = None
    hint: str = ""


class PaintingOverlay(QWidget):
    """Lies over the canvas and lets the mouse through; asks for its marks whenever it is drawn."""

    def __init__(self, theme: ThemeManager, over: QWidget, marks: Callable[[], Marks]) -> None:
        super().__init__(over)
        self._theme = theme
        self._marks = marks
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        write_small(self)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        marks, theme = self._marks(), self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marks.ghost is not None:
            _paint_ghost(painter, marks.ghost, marks, QColor(theme.card))
        if marks.cross is not None:
            _paint_cross(painter, marks.cross, QColor(theme.text), QColor(theme.card))
        if marks.hovered is not None:
            _paint_ring(painter, marks.hovered, marks.radius + _RING_GAP, QColor(theme.text), 1.2)
        if marks.selected is not None:
            _paint_ring(painter, marks.selected, marks.radius + _RING_GAP, QColor(theme.card), 4.0)
            _paint_ring(painter, marks.selected, marks.radius + _RING_GAP, QColor(theme.accent), 2.0)
        if marks.hint:
            self._paint_hint(painter, marks.hint)
        painter.end()

    def _paint_hint(self, painter: QPainter, text: str) -> None:
        theme = self._theme.theme
        side = min(self.width(), self.height())
        width = self.fontMetrics().horizontalAdvance(text) + 2 * _HINT_PAD
        room = QRectF((self.width() - width) / 2, side - _HINT_HEIGHT - _HINT_AWAY, width, _HINT_HEIGHT)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(room, _HINT_HEIGHT / 2, _HINT_HEIGHT / 2)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _paint_ghost(painter: QPainter, at: QPointF, marks: Marks, outline: QColor) -> None:
    fill = QColor(marks.colour)
    fill.setAlpha(_GHOST_ALPHA)
    painter.setPen(QPen(outline, 0.9))
    painter.setBrush(fill)
    painter.drawEllipse(at, marks.radius, marks.radius)


def _paint_ring(painter: QPainter, at: QPointF, radius: float, colour: QColor, width: float) -> None:
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)


def _paint_cross(painter: QPainter, at: QPointF, colour: QColor, edge: QColor) -> None:
    for pen in (QPen(edge, 4), QPen(colour, 1.6)):
        painter.setPen(pen)
        painter.drawLine(at - QPointF(_CROSS, 0), at + QPointF(_CROSS, 0))
        painter.drawLine(at - QPointF(0, _CROSS), at + QPointF(0, _CROSS))


_EASEL = Region(-5.0, 5.0, -5.0, 5.0)
"""Where the first points are painted; about as large as most of the sets are."""
_LEAST = 1.0
"""Points that all lie nearer to the origin than this were made in another scale."""


def painting_region(dataset: Dataset, held: Region | None = None) -> Region:
    """The region `held` for as long as all points lie in it; else the easel, or a region that has room for them."""
    points = np.concatenate([part.points for part in dataset.parts.values()])
    if held is not None and _contains(held, points):
        return held
    if _contains(_EASEL, points) and np.abs(points).max() >= _LEAST:
        return _EASEL
    return request_region(dataset)


def _contains(region: Region, points: NDArray[np.float64]) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    inside = (low >= (region.left, region.bottom)) & (high <= (region.right, region.top))
    return bool(inside.all())
