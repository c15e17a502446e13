"""A plot with nothing but quiet numbers at two sides, a few horizontal lines, and the names of lines at the right."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QVBoxLayout, QWidget

from playground.app.theme import Theme, pen, scaled, small_font, write_small
from playground.training.scales import Axis

# pyqtgraph is told which Qt to use before it looks for one itself.
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import pyqtgraph as pg

__all__ = ["TOP_SHARE", "BarePlot", "LineLabel", "pg", "stacked"]

_LEFT, _BOTTOM, _RIGHT = 44, 20, 16
_STANDING_OUT = 40
_BETWEEN_TICKS = 12
_BELOW, _ABOVE = 0.03, 0.07
"""Air under and over the range of an axis, as shares of it; the cursor's dot lies in the upper one."""
_BESIDE = 6.5
"""Pixels left and right of the range, so that the cursor's handle is whole at its ends."""
_DOT_AT = 0.4
"""How far up that air the dot lies."""
TOP_SHARE = (_BELOW + 1 + _DOT_AT * _ABOVE) / (_BELOW + 1 + _ABOVE)
"""How far up the whole plot it lies."""


@dataclass(frozen=True)
class LineLabel:
    """The words beside a line: its name, and a figure below that where there is one.

    at : the height of the line on the axis; minus infinity for the foot of the plot, infinity for its top.
    """

    name: str
    figure: str
    at: float
    colour: str

    def __iter__(self) -> Iterator[str]:
        """The lines of words."""
        return (text for text in (self.name, self.figure) if text)


def stacked(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Tops of things that are so high, as near as may be to those `wanted`, apart and within `room`."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    tops, free = list(wanted), 0.0
    for number in order:
        tops[number] = max(free, tops[number])
        free = tops[number] + heights[number]
    free = room
    for number in reversed(order):
        tops[number] = max(0.0, min(free - heights[number], tops[number]))
        free = tops[number]
    return tops


_LINE = 13
_BEFORE, _AFTER = 5, 1


class _Gutter(QWidget):
    """The labels of a plot's lines, beside it, where they cover nothing."""

    def __init__(self, plot: "BarePlot") -> None:
        super().__init__(plot)
        self._plot = plot
        self.labels: dict[object, LineLabel] = {}
        write_small(self)

    @property
    def wanted_width(self) -> int:
        """Pixels that the widest label takes; 0 without any."""
        lines = [line for label in self.labels.values() for line in label]
        return max(map(self.fontMetrics().horizontalAdvance, lines)) + _BEFORE + _AFTER if lines else 0

    def places(self) -> dict[object, QRectF]:
        """The room of each label by its owner, in the gutter's own pixels."""
        labels = self.labels.values()
        line = scaled(_LINE)
        wanted = [self._plot.height_at(label.at) - line / 2 for label in labels]
        tops = stacked(wanted, [line * len(list(label)) for label in labels], self.height())
        width = self.width() - _BEFORE
        return {
            owner: QRectF(_BEFORE, top, width, line * len(list(label)))
            for (owner, label), top in zip(self.labels.items(), tops, strict=True)
        }

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        flags, high = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, scaled(_LINE)
        for owner, room in self.places().items():
            painter.setPen(QColor(self.labels[owner].colour))
            for number, text in enumerate(self.labels[owner]):
                line = QRectF(room.left(), room.top() + number * high, room.width(), high)
                painter.drawText(line, flags, text)
        painter.end()


class BarePlot(QWidget):
    """Items are added once; ranges and ticks change only when they are really others."""

    # The mouse is over this epoch, not rounded.
    hovered = Signal(float)
    # The mouse has gone.
    left = Signal()
    # Other labels want another room.
    labels_changed = Signal()
    # The plot is wider or narrower.
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = pg.PlotWidget(enableMenu=False)
        self._item = self.plot.getPlotItem()
        self._lines: list[pg.InfiniteLine] = []
        self._x: Axis | None = None
        self._y: Axis | None = None
        self._theme: Theme | None = None
        self._right = self._shared_room = 0
        self.gutter = _Gutter(self)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.plot)
        self._make_bare()
        self._make_room()
        self.gutter.raise_()
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)

    @property
    def top(self) -> float:
        """The height at which the cursor's dot stands."""
        return 1.0 if self._y is None else self._y.high + _DOT_AT * _ABOVE * (self._y.high - self._y.low)

    @property
    def label_room(self) -> int:
        """Pixels at the right that the labels of lines take."""
        return self.gutter.wanted_width

    def share_label_room(self, pixels: int) -> None:
        """Leave at least so much for labels, as the plots beside this one do, so that all are of one width."""
        self._shared_room = pixels
        self._make_room()

    def set_label(self, owner: object, label: LineLabel | None) -> None:
        """Write the words of a line, which `owner` draws, in the gutter; None takes them away."""
        if label == self.gutter.labels.get(owner):
            return
        before = self.label_room
        if label is None:
            del self.gutter.labels[owner]
        else:
            self.gutter.labels[owner] = label
        self.gutter.update()
        if self.label_room != before:
            self._make_room()
            self.labels_changed.emit()

    def height_at(self, place: float) -> float:
        """Pixels from the top of the plot to a height of its axis, which may lie beyond the ends."""
        low, high = self.heights
        share = (min(max(place, low), high) - low) / (high - low)
        return float(self._item.vb.height()) * (1 - (_BELOW + share) / (_BELOW + 1 + _ABOVE))

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
            self.gutter.update()
        self._x, self._y = x, y
        return True

    def _show_width(self, x: Axis) -> None:
        wide = self._item.vb.width()
        air = (x.high - x.low) * _BESIDE / max(1.0, wide - 2 * _BESIDE)
        self._item.setXRange(x.low - air, x.high + air, padding=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the range and the labels right after the plot has become wider or narrower."""
        if self._x is not None:
            self._show_width(self._x)
        box = self._item.vb.sceneBoundingRect()
        self.gutter.setGeometry(round(box.right()), round(box.top()), self._right, round(box.height()))
        self.resized.emit()

    def _make_room(self) -> None:
        right = max(_RIGHT, self.label_room, self._shared_room)
        if right != self._right:
            self._right = right
            self._item.layout.setContentsMargins(0, 0, right, 0)

    def restyle(self, theme: Theme) -> None:
        """Take a theme's colours; pyqtgraph's own parts do not follow palettes."""
        self._theme = theme
        self.plot.setBackground(QColor(theme.card))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setTextPen(QColor(theme.quiet))
            axis.setStyle(tickFont=small_font())
            axis.setWidth(scaled(_LEFT)) if side == "left" else axis.setHeight(scaled(_BOTTOM))
            self._cache(axis)
        for line in self._lines:
            line.setPen(pen(theme.line))
        self._make_room()
        self.labels_changed.emit()

    def update_plot(self) -> None:
        """Paint with the window's next update: painting at once would paint whatever else is due as well."""
        self.plot.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._tell_hover(event.position())
        elif event.type() == QEvent.Type.Leave:
            self.left.emit()
        return super().eventFilter(watched, event)

    def most_across(self, text: str) -> int:
        """Ticks with words no wider than this that have room beside each other, less one: the pieces between them."""
        width = QFontMetrics(small_font()).horizontalAdvance(text) + _BETWEEN_TICKS
        return max(1, int(self._item.vb.width() / width))

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
        self._item.vb.sigResized.connect(self._fit)
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(None)
            self._cache(axis)
            axis.geometryChanged.connect(partial(self._cache, axis))
            # Ticks of no length are dots still; labels may stand out at the ends by their half.
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=6)
            axis.setStyle(hideOverlappingLabels=_STANDING_OUT)

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
