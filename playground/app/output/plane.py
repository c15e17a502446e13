"""The plane that is looked at: which part of it is shown, and which place of it is where on the screen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.data import Dataset
from playground.training import Maps, Region


def is_plane(dataset: Dataset) -> bool:
    """Tell whether the samples are points of a plane themselves; others are seen in projection."""
    return dataset.preparation.columns == 2


@dataclass(frozen=True)
class Pane:
    """A region as it is shown in a box of a widget or picture, in pixels; up in the plane is up in the box."""

    region: Region
    box: QRectF

    def positions(self, places: npt.NDArray[np.floating]) -> NDArray[np.float64]:
        """Tell where places of the plane (..., 2) are in the picture."""
        region, box = self.region, self.box
        scale = np.array([box.width() / region.width, -box.height() / region.height])
        return np.asarray((places - (region.left, region.top)) * scale + (box.x(), box.y()), np.float64)

    def position(self, x: float, y: float) -> QPointF:
        """The same of one place."""
        across, down = (x - self.region.left) / self.region.width, (self.region.top - y) / self.region.height
        return self.box.topLeft() + QPointF(across * self.box.width(), down * self.box.height())

    def place(self, position: QPointF) -> tuple[float, float]:
        """The place of the plane at a position, also beside the box."""
        at = position - self.box.topLeft()
        x = self.region.left + at.x() / self.box.width() * self.region.width
        return x, self.region.top - at.y() / self.box.height() * self.region.height

    def box_of(self, region: Region) -> QRectF:
        """Tell where another region of the plane lies."""
        if region == self.region:
            return self.box
        return QRectF(self.position(region.left, region.top), self.position(region.right, region.bottom))

    def lengths(self, pixels: float) -> tuple[float, float]:
        """Tell how far apart places are, across and up, that lie so many pixels from each other."""
        return pixels * self.region.width / self.box.width(), pixels * self.region.height / self.box.height()


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
        """Tell how much larger things are than at home."""
        return self.home.width / self.region.width

    @property
    def is_home(self) -> bool:
        return self.region == self.home

    @property
    def stretched(self) -> bool:
        """Tell whether the two directions have scales of their own."""
        width, height = self.home.width, self.home.height
        return abs(width - height) > 1e-6 * max(width, height)

    def zoomed(self, factor: float, across: float, down: float) -> "PlaneView":
        """Nearer by `factor`; the place at these shares of the picture's width and height stays where it is."""
        factor = min(max(self.zoom * factor, FARTHEST), CLOSEST) / self.zoom
        old = self.region
        width, height = old.width / factor, old.height / factor
        left = old.left + across * (old.width - width)
        top = old.top - down * (old.height - height)
        return self._within(Region(left, left + width, top - height, top))

    def panned(self, across: float, down: float) -> "PlaneView":
        """Moved by shares of the picture's width and height: what was at the left comes nearer to the middle."""
        old = self.region
        x, y = -across * old.width, down * old.height
        return self._within(Region(old.left + x, old.right + x, old.bottom + y, old.top + y))

    def showing(self, x1: float, x2: float) -> "PlaneView":
        """Moved so that a place is in sight, if it is not."""
        region = self.region
        if region.left <= x1 <= region.right and region.bottom <= x2 <= region.top:
            return self
        return self._within(_about(x1, x2, region.width, region.height))

    def _within(self, region: Region) -> "PlaneView":
        """Home itself where it is a rounding away; else with its middle no farther off than one home beside home."""
        home = self.home
        off_across = max(abs(region.left - home.left), abs(region.width - home.width))
        if off_across < 1e-6 * home.width and abs(region.top - home.top) < 1e-6 * home.height:
            return PlaneView.at_home(home)
        x = min(max((region.left + region.right) / 2, home.left - home.width), home.right + home.width)
        y = min(max((region.bottom + region.top) / 2, home.bottom - home.height), home.top + home.height)
        return PlaneView(home, _about(x, y, region.width, region.height))


def _about(x: float, y: float, width: float, height: float) -> Region:
    return Region(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def values_at(maps: Maps, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The outputs (k,) at a point of the plane, between the four nearest points of the map's grid."""
    return value_at(maps.output, maps.region, x1, x2)


def value_at(picture: npt.NDArray[np.float32], region: Region, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """The same of any picture (rows, columns, k) of a region."""
    rows, columns = picture.shape[:2]
    at = Pane(region, QRectF(0, 0, columns, rows)).position(x1, x2)
    u, v = at.x() - 0.5, at.y() - 0.5
    left, across = _cell(u, columns)
    top, down = _cell(v, rows)
    square = picture[top : top + 2, left : left + 2].astype(np.float64)
    upper, lower = square[:, 0] * (1 - across) + square[:, 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


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

    def rest_at(self, plane_view: PlaneView) -> None:
        """Look elsewhere and stay there."""
        self.move_to(plane_view)
        self._rest.stop()
        self._tell_rest()

    def view_changed(self) -> None:
        """Called after it looks elsewhere."""
        self.update()

    @property
    def pane(self) -> Pane:
        """Tell which place of the plane is where on the widget; only with data."""
        assert self._plane_view is not None
        return Pane(self._plane_view.region, QRectF(self.square()))

    @property
    def side(self) -> int:
        """Of the square, in pixels."""
        return self.square().width()

    def square(self) -> QRect:
        """Tell where on the widget the plane is shown."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, 0, side, side)

    def shares_at(self, position: QPointF) -> tuple[float, float]:
        """A position as shares of the square's width and height; beyond it, of its edge."""
        x, y = Pane(Region(0.0, 1.0, 0.0, 1.0), QRectF(self.square())).place(position)
        return min(max(x, 0.0), 1.0), min(max(1 - y, 0.0), 1.0)

    def place_at(self, position: QPointF) -> tuple[float, float] | None:
        """The place of the plane at a position of the widget; None outside the square."""
        inside = self._plane_view is not None and QRectF(self.square()).contains(position)
        return self.nearest_place(position) if inside else None

    def nearest_place(self, position: QPointF) -> tuple[float, float]:
        """The place of the plane at a position of the widget, or at the square's edge where it lies beyond."""
        (x, y), region = self.pane.place(position), self.pane.region
        return min(max(x, region.left), region.right), min(max(y, region.bottom), region.top)

    def lengths_of(self, pixels: float) -> tuple[float, float]:
        """Tell how far apart places of the plane are, across and up, that lie so many pixels from each other."""
        return self.pane.lengths(pixels)

    def length_of(self, pixels: float) -> float:
        """The same where both directions have one scale, as painted points do."""
        return self.lengths_of(pixels)[0]

    def position_of(self, x1: float, x2: float) -> QPointF:
        """Tell where a place of the plane is on the widget."""
        return self.pane.position(x1, x2)

    def _tell_rest(self) -> None:
        if self._plane_view is not None:
            self.view_moved.emit(None if self._plane_view.is_home else self._plane_view.region, False)
