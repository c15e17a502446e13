"""A plot with nothing but quiet numbers at two sides and a few horizontal lines."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QVBoxLayout, QWidget

from playground.app.curves.graph import pg
from playground.app.curves.scales import Axis
from playground.app.theme import Theme, pen, small_font

_LEFT, _BOTTOM, _RIGHT = 44, 20, 16
_STANDING_OUT = 40
_BELOW, _ABOVE = 0.03, 0.07
"""Air under and over the range of an axis, as shares of it; the cursor's dot lies in the upper one."""


_BESIDE = 6.5
"""Pixels left and right of the range, so that the cursor's handle is whole at its ends."""
_DOT_AT = 0.4
"""How far up that air the dot lies."""
TOP_SHARE = (_BELOW + 1 + _DOT_AT * _ABOVE) / (_BELOW + 1 + _ABOVE)
"""How far up the whole plot it lies."""


class BarePlot(QWidget):
    """Items are added once; ranges and ticks change only when they are really others."""

    # The mouse is over this epoch, not rounded.
    hovered = Signal(float)
    # The mouse has gone.
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = pg.PlotWidget(enableMenu=False)
        self._item = self.plot.getPlotItem()
        self._lines: list[pg.InfiniteLine] = []
        self._x: Axis | None = None
        self._y: Axis | None = None
        self._theme: Theme | None = None
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.plot)
        self._make_bare()
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)

    @property
    def top(self) -> float:
        """The height at which the cursor's dot stands."""
        return 1.0 if self._y is None else self._y.high + _DOT_AT * _ABOVE * (self._y.high - self._y.low)

    def share_of_height(self, place: float) -> float:
        """How far up a height lies: 0 at the foot of the axis, 1 at its top."""
        return 0.5 if self._y is None else (place - self._y.low) / (self._y.high - self._y.low)

    @property
    def heights(self) -> tuple[float, float]:
        """The foot and the top of the axis."""
        return (0.0, 1.0) if self._y is None else (self._y.low, self._y.high)

    @property
    def end(self) -> float:
        """The last epoch shown."""
        return 1.0 if self._x is None else self._x.high

    def add(self, item: object) -> None:
        """Put an item into the plot's coordinates."""
        self._item.addItem(item)

    def remove(self, item: object) -> None:
        self._item.removeItem(item)

    def set_axes(self, x: Axis, y: Axis) -> bool:
        """Show these ranges and ticks; whether they are others than before."""
        if (x, y) == (self._x, self._y):
            return False
        if x != self._x:
            self._show_width(x)
            self._item.getAxis("bottom").setTicks([list(x.ticks)])
        if y != self._y:
            air = y.high - y.low
            self._item.setYRange(y.low - _BELOW * air, y.high + _ABOVE * air, padding=0)
            self._item.getAxis("left").setTicks([list(y.ticks)])
            self._place_lines([place for place, _ in y.ticks])
        self._x, self._y = x, y
        return True

    def _show_width(self, x: Axis) -> None:
        wide = self._item.vb.width()
        air = (x.high - x.low) * _BESIDE / max(1.0, wide - 2 * _BESIDE)
        self._item.setXRange(x.low - air, x.high + air, padding=0)

    def _fit_width(self) -> None:
        if self._x is not None:
            self._show_width(self._x)

    def restyle(self, theme: Theme) -> None:
        """Take a theme's colours; pyqtgraph's own parts do not follow palettes."""
        self._theme = theme
        self.plot.setBackground(QColor(theme.card))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setTextPen(QColor(theme.quiet))
            self._cache(axis)
        for line in self._lines:
            line.setPen(pen(theme.line))

    def update_plot(self) -> None:
        """Paint with the window's next update: painting at once would paint whatever else is due as well."""
        self.plot.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._tell_hover(event.position())
        elif event.type() == QEvent.Type.Leave:
            self.left.emit()
        return super().eventFilter(watched, event)

    def epoch_at(self, position: QPointF) -> float:
        """The epoch at a point of the plot's viewport, not rounded."""
        return float(self._item.vb.mapSceneToView(self.plot.mapToScene(position.toPoint())).x())

    def position_of(self, epoch: float) -> float:
        """Pixels from the left edge of this widget."""
        return float(self.plot.mapFromScene(self._item.vb.mapViewToScene(QPointF(epoch, 0))).x())

    def _tell_hover(self, position: QPointF) -> None:
        scene = self.plot.mapToScene(position.toPoint())
        if self._item.vb.sceneBoundingRect().contains(scene):
            self.hovered.emit(float(self._item.vb.mapSceneToView(scene).x()))
        else:
            self.left.emit()

    def _make_bare(self) -> None:
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self._item.hideButtons()
        self._item.disableAutoRange()
        self._item.vb.sigResized.connect(self._fit_width)
        self._item.layout.setContentsMargins(0, 0, _RIGHT, 0)
        for side, size in (("left", _LEFT), ("bottom", _BOTTOM)):
            axis = self._item.getAxis(side)
            axis.setPen(None)
            self._cache(axis)
            axis.geometryChanged.connect(partial(self._cache, axis))
            # Ticks of no length are dots still; labels may stand out at the ends by their half.
            axis.setStyle(tickLength=0, tickAlpha=0, tickFont=small_font(), tickTextOffset=6)
            axis.setStyle(hideOverlappingLabels=_STANDING_OUT)
            axis.setWidth(size) if side == "left" else axis.setHeight(size)

    def _cache(self, axis: QGraphicsItem) -> None:
        """Paint an axis anew, and keep it: a third of a plot's time would go to numbers that hardly ever change.

        A cache that is only told to update keeps, where it has grown, the old numbers at their old places.
        """
        axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def _place_lines(self, heights: list[float]) -> None:
        while len(self._lines) < len(heights):
            line = pg.InfiniteLine(angle=0, pen=pen(self._theme.line) if self._theme else None)
            line.setZValue(-10)
            self._lines.append(line)
            self.add(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(heights))
            if number < len(heights):
                line.setPos(heights[number])
