"""Which part of the input plane is shown."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.data import Dataset
from playground.training import Maps, Region

_MARGIN = 1.05
"""At least this much about the points; rounding outward makes it a tenth or so."""
_NEARLY_CENTRED = 0.25
"""A centre this close to the origin, as a share of half the spread, is taken to be the origin."""
_UNLIKE = 3.0
"""A column that spreads more than so many times as far as the other is of another scale."""


def is_plane(dataset: Dataset) -> bool:
    """Whether the samples are points of a plane themselves; others are seen in projection."""
    return dataset.preparation.columns == 2


def request_region(dataset: Dataset) -> Region:
    """A part of the plane about all samples, as they lie in it; symmetric where the data nearly is.

    It is a square, so that lengths are true, but for a table's two columns of unlike scale: area and age have no common
    measure, and each is given the whole side. The edges are rounded outward to round numbers, so that drawing the data
    anew rarely moves them.
    """
    points = np.concatenate(list(dataset.coordinates.values()))
    if dataset.plane_names and _unlike(*(float(span) for span in np.ptp(points, axis=0))):
        across, up = _square(points[:, [0, 0]]), _square(points[:, [1, 1]])
        return Region(across.left, across.right, up.bottom, up.top)
    return _square(points)


def _unlike(one: float, other: float) -> bool:
    return max(one, other) > _UNLIKE * min(one, other)


def _square(points: NDArray[np.float64]) -> Region:
    low, high = points.min(axis=0), points.max(axis=0)
    spread = float((high - low).max()) / 2 or 1.0
    centre = (low + high) / 2
    if np.all(np.abs(centre) <= _NEARLY_CENTRED * spread):
        half = _MARGIN * max(float(np.abs(points).max()), spread)
        half = _outward(half, _step(half))
        return Region(-half, half, -half, half)
    step = _step(_MARGIN * spread)
    x, y = (round(float(value) / step) * step for value in centre)
    reach = float(np.abs(points - (x, y)).max()) * _MARGIN
    half = _outward(reach or spread, step)
    return Region(x - half, x + half, y - half, y + half)


def _step(half: float) -> float:
    """About a tenth of `half`, from 1, 2, 5 times a power of ten: 0.5 for a reach of up to 5, then 1."""
    power = 10.0 ** math.floor(math.log10(half / 10))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= half / 10 * (1 - 1e-9))


def _outward(value: float, step: float) -> float:
    return math.ceil(value / step - 1e-9) * step


CLOSEST, FARTHEST = 64.0, 0.25


@dataclass(frozen=True)
class PlaneView:
    """A part of the plane, and `home`, the part that fits the data; both of the same shape."""

    home: Region
    region: Region

    @classmethod
    def at_home(cls, home: Region) -> "PlaneView":
        return cls(home, home)

    @property
    def zoom(self) -> float:
        """How much larger things are than at home."""
        return _size(self.home)[0] / _size(self.region)[0]

    @property
    def is_home(self) -> bool:
        return self.region == self.home

    @property
    def stretched(self) -> bool:
        """Whether the two directions have scales of their own."""
        width, height = _size(self.home)
        return abs(width - height) > 1e-6 * max(width, height)

    def zoomed(self, factor: float, across: float, down: float) -> "PlaneView":
        """Nearer by `factor`; the place at these shares of the picture's width and height stays where it is."""
        factor = min(max(self.zoom * factor, FARTHEST), CLOSEST) / self.zoom
        old, (old_width, old_height) = self.region, _size(self.region)
        width, height = old_width / factor, old_height / factor
        left = old.left + across * (old_width - width)
        top = old.top - down * (old_height - height)
        return self._within(Region(left, left + width, top - height, top))

    def panned(self, across: float, down: float) -> "PlaneView":
        """Moved by shares of the picture's width and height: what was at the left comes nearer to the middle."""
        old, (width, height) = self.region, _size(self.region)
        x, y = -across * width, down * height
        return self._within(Region(old.left + x, old.right + x, old.bottom + y, old.top + y))

    def showing(self, x1: float, x2: float) -> "PlaneView":
        """Moved so that a place is in sight, if it is not."""
        region = self.region
        if region.left <= x1 <= region.right and region.bottom <= x2 <= region.top:
            return self
        return self._within(_about(x1, x2, *_size(region)))

    def _within(self, region: Region) -> "PlaneView":
        """Home itself where it is a rounding away; else with its middle no farther off than one home beside home."""
        home, (width, height), (reach, rise) = self.home, _size(region), _size(self.home)
        off_across = max(abs(region.left - home.left), abs(width - reach))
        if off_across < 1e-6 * reach and abs(region.top - home.top) < 1e-6 * rise:
            return PlaneView.at_home(home)
        x = min(max((region.left + region.right) / 2, home.left - reach), home.right + reach)
        y = min(max((region.bottom + region.top) / 2, home.bottom - rise), home.top + rise)
        return PlaneView(home, _about(x, y, width, height))


def _size(region: Region) -> tuple[float, float]:
    return region.right - region.left, region.top - region.bottom


def _about(x: float, y: float, width: float, height: float) -> Region:
    return Region(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def values_at(maps: Maps, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The outputs (k,) at a point of the plane, between the four nearest points of the map's grid."""
    return value_at(maps.output, maps.region, x1, x2)


def value_at(picture: npt.NDArray[np.float32], region: Region, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The same of any picture (rows, columns, k) of a region."""
    rows, columns = picture.shape[:2]
    u = (x1 - region.left) / (region.right - region.left) * columns - 0.5
    v = (region.top - x2) / (region.top - region.bottom) * rows - 0.5
    left, across = _cell(u, columns)
    top, down = _cell(v, rows)
    square = picture[top : top + 2, left : left + 2].astype(np.float64)
    upper, lower = square[:, 0] * (1 - across) + square[:, 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


def point_at(region: Region, across: float, down: float) -> tuple[float, float]:
    """The point of the plane at a share of the picture's width and height."""
    x1 = region.left + across * (region.right - region.left)
    return x1, region.top - down * (region.top - region.bottom)


def _cell(position: float, count: int) -> tuple[int, float]:
    """The lower of the two nearest grid points, and the share of the way to the next."""
    lower = min(max(int(np.floor(position)), 0), count - 2)
    return lower, min(max(position - lower, 0.0), 1.0)


_REST_MILLISECONDS = 160


class PlaneWidget(QWidget):
    """Holds the part that is shown, and tells when it moves and when it has come to rest."""

    # The part of the plane to send maps of (None for all), and whether it moves still.
    view_moved = Signal(object, bool)
    # It looks at other data, all of them.
    home_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plane_view: PlaneView | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._tell_rest)

    @property
    def plane_view(self) -> PlaneView | None:
        """The part of the plane that is shown; None without data."""
        return self._plane_view

    def set_home(self, home: Region) -> None:
        """The part of the plane that fits the data; where it is another one, look there."""
        if self._plane_view is None or self._plane_view.home != home:
            self._rest.stop()
            self._plane_view = PlaneView.at_home(home)
            self.home_changed.emit()
            self.view_changed()

    def move_to(self, plane_view: PlaneView) -> None:
        """Look elsewhere; a sharp map is asked for when the view has come to rest."""
        if plane_view != self._plane_view:
            self._plane_view = plane_view
            self.view_moved.emit(None if plane_view.is_home else plane_view.region, True)
            self._rest.start()
            self.view_changed()

    def view_changed(self) -> None:
        """Called after it looks elsewhere."""
        self.update()

    @property
    def side(self) -> int:
        """Of the square, in pixels."""
        return self.square().width()

    def square(self) -> QRect:
        """Where on the widget the plane is shown."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, 0, side, side)

    def shares_at(self, position: QPointF) -> tuple[float, float]:
        """A position as shares of the square's width and height; beyond it, of its edge."""
        square = self.square()
        across = (position.x() - square.x()) / square.width()
        down = (position.y() - square.y()) / square.height()
        return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)

    def place_at(self, position: QPointF) -> tuple[float, float] | None:
        """The place of the plane at a position of the widget; None outside the square."""
        inside = self._plane_view is not None and QRectF(self.square()).contains(position)
        return self.nearest_place(position) if inside else None

    def nearest_place(self, position: QPointF) -> tuple[float, float]:
        """The place of the plane at a position of the widget, or at the square's edge where it lies beyond."""
        assert self._plane_view is not None
        return point_at(self._plane_view.region, *self.shares_at(position))

    def lengths_of(self, pixels: float) -> tuple[float, float]:
        """How far apart places of the plane are, across and up, that lie so many pixels from each other."""
        assert self._plane_view is not None
        region = self._plane_view.region
        return pixels * (region.right - region.left) / self.side, pixels * (region.top - region.bottom) / self.side

    def length_of(self, pixels: float) -> float:
        """The same where both directions have one scale, as painted points do."""
        return self.lengths_of(pixels)[0]

    def position_of(self, x1: float, x2: float) -> QPointF:
        """Where a place of the plane is on the widget."""
        assert self._plane_view is not None
        region, square = self._plane_view.region, self.square()
        across = (x1 - region.left) / (region.right - region.left)
        down = (region.top - x2) / (region.top - region.bottom)
        return QPointF(square.x() + across * square.width(), square.y() + down * square.height())

    def _tell_rest(self) -> None:
        if self._plane_view is not None:
            self.view_moved.emit(None if self._plane_view.is_home else self._plane_view.region, False)
