"""The square canvas: what the network says everywhere, with the data over it."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.output.map_layer import MapLayer
from playground.app.output.overlays import paint_chosen, paint_cross, paint_focus
from playground.app.output.plane import PlaneView, PlaneWidget, values_at
from playground.app.output.points import CORNER_RADIUS, PointLayer, RingLayer, Sheet, point_radius
from playground.app.output.samples import (
    MOST_SHOWN,
    NOTHING_HIDDEN,
    Mistakes,
    ShownPart,
    nearest_sample,
    place_of,
    shown_parts,
)
from playground.app.output.unit_picture import UnitPicture
from playground.app.output.words import axis_names, hover_rows, place_text
from playground.app.theme import Theme, ThemeManager, write_small
from playground.app.widgets.readout import Readout
from playground.app.widgets.style import pixel_ratio
from playground.data import Dataset
from playground.experiment import Painted
from playground.training import Region, SampleKey, Snapshot, Unit, request_region

_SMALLEST_SIDE = 160
_NEAR = 7.0
"""Pixels within which the mouse is on a sample."""


class BoundaryCanvas(PlaneWidget):
    """Draws snapshots; smooth or sharp, with or without points; tells the values under the mouse."""

    # Another sample is the chosen one: a SampleKey, or None.
    chosen_changed = Signal(object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._follows_look = False
        self._map, self._layer, self._rings = MapLayer(), PointLayer(), RingLayer()
        self.unit = UnitPicture()
        self._mistakes: Mistakes | None = None
        self._ringed_mistakes: Mistakes | None = None
        self._points = self._ringed = True
        self.hidden_parts = NOTHING_HIDDEN
        self._few_mistakes = False
        self._chosen: SampleKey | None = None
        self._mouse: QPointF | None = None
        self._tabbed = False
        self.readout = Readout(theme, self)
        write_small(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot; drawn with the next paint event."""
        same_data = self._snapshot is not None and snapshot.dataset is self._snapshot.dataset
        self._snapshot = snapshot
        if not same_data:
            self.choose(None)
        if not self._follows_look and (snapshot.maps is not None or not same_data):
            region = snapshot.maps.region if snapshot.maps is not None else request_region(snapshot.dataset)
            super().set_home(region)
        mistakes = snapshot.watched.get("mistakes")
        if isinstance(mistakes, Mistakes):
            self._mistakes = mistakes
            self._few_mistakes = mistakes.without(self.hidden_parts).few(self._few_mistakes)
            self._ringed_mistakes = None
        self._paint_picture()

    def set_home(self, home: Region) -> None:
        """From now on what fits the data is told, and no longer taken from the maps."""
        self._follows_look = True
        super().set_home(home)

    def view_changed(self) -> None:
        self._show_readout()
        self.update()

    # What is drawn

    def show_unit(self, unit: Unit | None, name: str) -> None:
        """Show the map of a unit, which `name` calls by its name, in place of the network's; None for that again."""
        self.unit.show(unit, name)
        self._show_readout()
        self.update()

    def set_sharp(self, sharp: bool) -> None:
        """Show the decided class alone."""
        self._map.style.sharp = sharp
        self._paint_picture()

    def set_lines_visible(self, visible: bool) -> None:
        """The line between the classes, or the lines of equal values."""
        self._map.style.lines = visible
        self._paint_picture()

    def set_doubt_visible(self, visible: bool) -> None:
        """Hatch where the network is undecided."""
        self._map.style.doubt = visible
        self._paint_picture()

    def set_mistakes_ringed(self, ringed: bool) -> None:
        self._ringed = ringed
        self.update()

    def hide_parts(self, hidden: frozenset[str]) -> None:
        """Leave out the samples of these parts, and their mistakes."""
        self.hidden_parts, self._ringed_mistakes = hidden, None
        if self._mistakes is not None:
            self._few_mistakes = self._mistakes.without(hidden).few(self._few_mistakes)
        if self._chosen is not None and self._chosen.part in hidden:
            self.choose(None)
        self._show_readout()
        self.update()

    def set_points_visible(self, visible: bool) -> None:
        self._points = visible
        self.update()

    @property
    def mistakes(self) -> Mistakes | None:
        """The mistakes among the samples now shown, as far as they are known."""
        if self._mistakes is None or self._snapshot is None or self._mistakes.dataset is not self._snapshot.dataset:
            return None
        if self._ringed_mistakes is None:
            # Made once for each report, so that their picture is recognised as drawn.
            self._ringed_mistakes = self._mistakes.without(self.hidden_parts)
        return self._ringed_mistakes

    @property
    def shows_rings(self) -> bool:
        """Whether the mistakes are ringed now: not before the first epoch, while most are wrong, or over a neuron."""
        wanted = self._points and self._ringed and self.unit.unit is None and self.mistakes is not None
        return wanted and self._few_mistakes and self._snapshot is not None and self._snapshot.epoch > 0

    # Samples

    @property
    def dataset(self) -> Dataset | None:
        """The data whose samples are shown; None where none are."""
        return self._snapshot.dataset if self._snapshot is not None and self._points else None

    @property
    def shown(self) -> dict[str, ShownPart]:
        """The samples that are shown, by part."""
        return {} if self.dataset is None else shown_parts(self.dataset, self.hidden_parts)

    @property
    def chosen(self) -> SampleKey | None:
        """The sample that is marked."""
        return self._chosen

    def choose(self, sample: SampleKey | None) -> None:
        """Mark a sample, and look where it is."""
        if sample == self._chosen:
            return
        self._chosen = sample
        if sample is not None and self._plane_view is not None and self._snapshot is not None:
            self.move_to(self._plane_view.showing(*place_of(self._snapshot.dataset, sample)))
        self.chosen_changed.emit(sample)
        self.view_changed()

    def sample_at(self, position: QPointF) -> SampleKey | None:
        """The shown sample at a position of the canvas."""
        place = self.place_at(position)
        if place is None or self.dataset is None:
            return None
        return nearest_sample(self.shown, *place, self.lengths_of(_NEAR))

    @property
    def point_radius(self) -> float:
        """Of the points as they are drawn now, in pixels."""
        parts = {} if self._snapshot is None else self._snapshot.dataset.parts
        count = sum(len(part) for name, part in parts.items() if name not in self.hidden_parts)
        zoom = 1.0 if self._plane_view is None else self._plane_view.zoom
        return point_radius(min(count, MOST_SHOWN), self.side, zoom)

    # For painting: which place of the plane is where on the canvas

    @property
    def paintable(self) -> bool:
        """Tell whether painted points are shown."""
        snapshot = self._snapshot
        painted = snapshot is not None and isinstance(snapshot.experiment.data.source, Painted)
        return painted and self._plane_view is not None and self._points

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A frame tells where keys go; a mouse over the map tells it too.
        self._tabbed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tabbed = False
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme.theme
        for margin in _margins(self.rect(), self.square()):
            painter.fillRect(margin, QColor(theme.card))
        if self._plane_view is None or self._snapshot is None:
            painter.fillRect(self.square(), QColor(theme.card))
            self._paint_message(painter, theme)
        else:
            self._paint_scene(painter, self._snapshot, self._plane_view, theme)
        painter.end()

    def _paint_scene(self, painter: QPainter, snapshot: Snapshot, plane_view: PlaneView, theme: Theme) -> None:
        square, ratio = self.square(), pixel_ratio(self)
        painter.setClipRect(square)
        if not self._map.covers(plane_view.region):
            painter.fillRect(square, QColor(theme.undecided))
        self._map.paint(painter, self.pane, ratio, snapshot)
        self.unit.paint(painter, self.pane, snapshot, theme)
        sheet = Sheet(plane_view.region, square.width(), ratio, theme, plane_view.zoom)
        names = axis_names(snapshot.dataset)
        painter.drawPixmap(square.topLeft(), self._layer.pixmap(self.dataset, self.hidden_parts, names, sheet))
        if self.shows_rings and self.mistakes is not None:
            painter.drawPixmap(square.topLeft(), self._rings.pixmap(self.mistakes, sheet))
        self.unit.paint_caption(painter, QRectF(square), snapshot, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter, snapshot, theme)

    def _paint_marks(self, painter: QPainter, snapshot: Snapshot, theme: Theme) -> None:
        if self._chosen is not None and self._points:
            paint_chosen(painter, self.position_of(*place_of(snapshot.dataset, self._chosen)), self.point_radius, theme)
        if self._mouse is not None and self.readout.isVisible():
            paint_cross(painter, self._mouse, theme)
        if self._tabbed:
            paint_focus(painter, QRectF(self.square()), theme)

    def _paint_message(self, painter: QPainter, theme: Theme) -> None:
        square = self.square()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(square, CORNER_RADIUS, CORNER_RADIUS)
        painter.setPen(QColor(theme.quiet))
        room = square.adjusted(square.width() // 8, 0, -square.width() // 8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message())

    def message(self) -> str:
        """Tell what stands in place of a map, where there can be none."""
        return self.tr("No data yet") if self._snapshot is None else ""

    def _paint_picture(self) -> None:
        if self._snapshot is None or self._plane_view is None:
            self._map.clear()
        else:
            self._map.take(self._snapshot, self._plane_view.home, self._theme.theme)
        self._show_readout()
        self.update()

    def _show_readout(self) -> None:
        at, maps = self._read_at(), self._snapshot.maps if self._snapshot else None
        place = None if at is None else self.place_at(at)
        if at is None or place is None or maps is None:
            self.readout.hide()
            return
        assert self._snapshot is not None
        rows = self.unit.rows(self._snapshot, *place)
        if rows is None:
            rows = hover_rows(self._snapshot, values_at(maps, *place), self._theme.theme, self.sample_at(at))
        title = place_text(self._snapshot.dataset, *place)
        self.readout.show_rows(title, rows, at)

    def _read_at(self) -> QPointF | None:
        """Tell where the mouse is, or without it the sample that was chosen by keys."""
        if self._mouse is not None or self._chosen is None or self._snapshot is None or not self.hasFocus():
            return self._mouse
        return self.position_of(*place_of(self._snapshot.dataset, self._chosen))

    def _restyle(self) -> None:
        self._map.clear()
        self._paint_picture()


def _margins(whole: QRect, square: QRect) -> list[QRect]:
    """Tell what of a rectangle lies above, below, left and right of a square in it."""
    return [
        QRect(whole.left(), whole.top(), whole.width(), square.top() - whole.top()),
        QRect(whole.left(), square.bottom() + 1, whole.width(), whole.bottom() - square.bottom()),
        QRect(whole.left(), square.top(), square.left() - whole.left(), square.height()),
        QRect(square.right() + 1, square.top(), whole.right() - square.right(), square.height()),
    ]
