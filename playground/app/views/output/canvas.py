"""The square canvas: what the network says everywhere, with the data over it."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import Theme, ThemeManager
from playground.app.views.readout import Readout
from playground.experiment import Painted
from playground.training import Region, Snapshot, Unit

from .hover_rows import hover_rows, place_text
from .map_picture import MapPicture
from .map_reader import point_at, values_at
from .nearest import nearest_value
from .point_layer import CORNER_RADIUS, PointLayer
from .region import is_plane, request_region
from .unit_picture import UnitPicture

_SMALLEST_SIDE = 160
_CROSS, _CROSS_GAP = 9.0, 3.0
_NEAR = 7.0
"""Pixels within which the mouse is on a sample."""


class BoundaryCanvas(QWidget):
    """Draws snapshots; smooth or sharp, with or without points; tells the values under the mouse."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._region: Region | None = None
        self._picture, self._layer = MapPicture(), PointLayer()
        self.unit = UnitPicture()
        self._sharp, self._points = False, True
        self._mouse: QPointF | None = None
        self.readout = Readout(theme, self)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot; drawn with the next paint event."""
        same_data = self._snapshot is not None and snapshot.dataset is self._snapshot.dataset
        self._snapshot = snapshot
        if snapshot.maps is not None:
            self._region = snapshot.maps.region
        elif not same_data:
            self._region = request_region(snapshot.dataset)
        self._paint_picture()

    def show_unit(self, unit: Unit | None, name: str) -> None:
        """Show the map of a unit, which `name` calls by its name, in place of the network's; None for that again."""
        self.unit.show(unit, name)
        self._show_readout()
        self.update()

    def set_sharp(self, sharp: bool) -> None:
        """Show the decided class alone."""
        self._sharp = sharp
        self._paint_picture()

    # For painting: which place of the plane is where on the canvas

    @property
    def paintable(self) -> bool:
        """Whether painted points are shown."""
        snapshot = self._snapshot
        painted = snapshot is not None and isinstance(snapshot.experiment.data.source, Painted)
        return painted and self._region is not None and self._points

    @property
    def side(self) -> int:
        """Of the square, in pixels."""
        return self._square().width()

    def place_at(self, position: QPointF) -> tuple[float, float] | None:
        """The place of the plane at a position of the canvas; None outside the map."""
        square = QRectF(self._square())
        return self.nearest_place(position) if self._region is not None and square.contains(position) else None

    def nearest_place(self, position: QPointF) -> tuple[float, float]:
        """The place of the plane at a position of the canvas, or at the map's edge where it lies beyond."""
        assert self._region is not None
        square = self._square()
        across = (position.x() - square.x()) / square.width()
        down = (position.y() - square.y()) / square.height()
        return point_at(self._region, min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))

    def length_of(self, pixels: float) -> float:
        """How far apart places of the plane are that lie so many pixels from each other."""
        assert self._region is not None
        return pixels * (self._region.right - self._region.left) / self.side

    def position_of(self, x1: float, x2: float) -> QPointF:
        """Where a place of the plane is on the canvas."""
        assert self._region is not None
        region, square = self._region, self._square()
        across = (x1 - region.left) / (region.right - region.left)
        down = (region.top - x2) / (region.top - region.bottom)
        return QPointF(square.x() + across * square.width(), square.y() + down * square.height())

    def set_points_visible(self, visible: bool) -> None:
        self._points = visible
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(390, 390)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SMALLEST_SIDE, _SMALLEST_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The card gives the room below a square to the legend, not to the canvas.
        self.setMaximumHeight(max(_SMALLEST_SIDE, self.width()))
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self._show_readout()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._show_readout()
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        painter.fillRect(self.rect(), QColor(theme.card))
        if self._region is None:
            self._paint_message(painter, theme)
        else:
            self._paint_scene(painter, self._region, theme)
        painter.end()

    def _paint_scene(self, painter: QPainter, region: Region, theme: Theme) -> None:
        square, image = self._square(), self._picture.image
        if image.isNull():
            painter.fillRect(square, QColor(theme.undecided))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._sharp)
            painter.drawImage(square, image)
        self.unit.paint(painter, QRectF(square), region, self._snapshot, theme)
        dataset = self._snapshot.dataset if self._points and self._snapshot is not None else None
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(square.topLeft(), self._layer.pixmap(dataset, region, square.width(), ratio, theme))
        self.unit.paint_caption(painter, QRectF(square), theme)
        if self._mouse is not None and self.readout.isVisible():
            _paint_cross(painter, self._mouse, QColor(theme.text))

    def _paint_message(self, painter: QPainter, theme: Theme) -> None:
        square = self._square()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
        painter.setPen(QColor(theme.quiet))
        room = square.adjusted(square.width() // 8, 0, -square.width() // 8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message())

    def message(self) -> str:
        """What stands in place of a map, where there can be none."""
        return self.tr("No data yet") if self._snapshot is None else ""

    def _paint_picture(self) -> None:
        if self._snapshot is None or self._snapshot.maps is None:
            self._picture.clear()
        else:
            self._picture.paint(self._snapshot, self._theme.theme, sharp=self._sharp)
        self._show_readout()
        self.update()

    def _show_readout(self) -> None:
        square, maps = self._square(), self._snapshot.maps if self._snapshot else None
        if self._mouse is None or maps is None or not QRectF(square).contains(self._mouse):
            self.readout.hide()
            return
        assert self._snapshot is not None
        across = (self._mouse.x() - square.x()) / square.width()
        down = (self._mouse.y() - square.y()) / square.height()
        place = point_at(maps.region, across, down)
        sample = self._sample_at(*place, maps.region)
        rows = self.unit.rows(self._snapshot, *place)
        if rows is None:
            rows = hover_rows(self._snapshot, values_at(maps, *place), self._theme.theme, sample)
        title = place_text(*place, projected=not is_plane(self._snapshot.dataset))
        self.readout.show_rows(title, rows, self._mouse)

    def _sample_at(self, x1: float, x2: float, region: Region) -> float | None:
        """The value of the sample under the mouse, where samples are shown and have values."""
        if self._snapshot is None or self._snapshot.dataset.classifies or not self._points:
            return None
        reach = _NEAR * (region.right - region.left) / self._square().width()
        return nearest_value(self._snapshot.dataset, x1, x2, reach)

    def _square(self) -> QRect:
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, 0, side, side)

    def _restyle(self) -> None:
        self._paint_picture()


def _paint_cross(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """Four short strokes that leave the place itself free."""
    painter.setPen(QPen(colour, 1))
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(at + QPointF(x, y) * _CROSS_GAP, at + QPointF(x, y) * _CROSS)
