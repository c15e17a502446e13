"""A square widget that shows a part of the plane: which part, and which place is where on it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.app.views.output.map_reader import point_at
from playground.app.views.output.plane_view import PlaneView
from playground.training import Region

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
