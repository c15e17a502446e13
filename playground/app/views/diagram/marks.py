"""What is muted looks it: links greyed and struck, tiles under a veil with a stroke across."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.app.theme import Theme
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron
from playground.app.views.diagram.layout import ColumnLayout, Layout, Rect
from playground.app.views.diagram.links import LinkPicture

_VEIL = 0.72
_STROKE = 1.6
_CROSS = 4.0


class MuteMarks:
    """A picture laid over the diagram, drawn anew only when other things are muted."""

    def __init__(self, layout: Layout, links: LinkPicture, theme: Theme, ratio: float) -> None:
        self._layout, self._links, self._theme, self._ratio = layout, links, theme, ratio
        self._shown: frozenset[Hit] = frozenset()
        self._picture: QPixmap | None = None

    def show(self, muted: Collection[Hit]) -> None:
        """Everything that is muted."""
        shown = frozenset(muted)
        if shown != self._shown:
            self._shown = shown
            self._picture = self._draw() if shown else None

    def paint(self, painter: QPainter) -> None:
        if self._picture is not None:
            painter.drawPixmap(QPointF(0, 0), self._picture)

    def _draw(self) -> QPixmap:
        size = QSize(int(self._layout.width), int(self._layout.height))
        picture = QPixmap(size * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link in self._links_to_strike():
            self._strike_link(painter, link)
        for hit in self._shown:
            if isinstance(hit, Neuron) and hit.unit < len(self._column(hit).tiles):
                strike_tile(painter, self._theme, self._column(hit).tiles[hit.unit])
            elif isinstance(hit, Bias) and hit.unit < len(self._column(hit).biases):
                self._strike_bias(painter, self._column(hit).biases[hit.unit])
        painter.end()
        return picture

    def _column(self, hit: Neuron | Bias) -> ColumnLayout:
        return self._layout.columns[hit.column]

    def _links_to_strike(self) -> Iterator[Link]:
        """The links that are muted, and those that a muted neuron has taken with it."""
        columns = self._layout.columns
        for hit in self._shown:
            if isinstance(hit, Link):
                if hit.source < len(columns[hit.column - 1].tiles) and hit.unit < len(columns[hit.column].tiles):
                    yield hit
            elif isinstance(hit, Neuron) and hit.unit < len(columns[hit.column].tiles):
                yield from self._links_of(hit)

    def _links_of(self, neuron: Neuron) -> Iterator[Link]:
        columns = self._layout.columns
        if neuron.column + 1 < len(columns):
            for unit in range(len(columns[neuron.column + 1].tiles)):
                yield Link(neuron.column + 1, neuron.unit, unit)
        else:
            for source in range(len(columns[neuron.column - 1].tiles)):
                yield Link(neuron.column, source, neuron.unit)

    def _strike_link(self, painter: QPainter, link: Link) -> None:
        path = self._links.path(link.column - 1, link.source, link.unit)
        pen = QPen(QColor(self._theme.faint), 1.2)
        pen.setDashPattern([3.0, 4.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(QPen(QColor(self._theme.quiet), _STROKE))
        middle, arm = path.pointAtPercent(0.5), QPointF(_CROSS, _CROSS)
        painter.drawLine(middle - arm, middle + arm)
        painter.drawLine(middle + QPointF(-_CROSS, _CROSS), middle + QPointF(_CROSS, -_CROSS))

    def _strike_bias(self, painter: QPainter, box: Rect) -> None:
        painter.setPen(QPen(QColor(self._theme.text), _STROKE))
        painter.drawLine(QPointF(box.x, box.middle), QPointF(box.right - 2, box.middle))


def strike_tile(painter: QPainter, theme: Theme, tile: Rect) -> None:
    """A veil over a tile, and a stroke from corner to corner."""
    veil = QColor(theme.card)
    veil.setAlphaF(_VEIL)
    box = QRectF(tile.x, tile.y, tile.width, tile.height)
    painter.fillRect(box, veil)
    painter.setPen(QPen(QColor(theme.quiet), _STROKE))
    painter.drawLine(box.bottomLeft() + QPointF(3, -3), box.topRight() + QPointF(-3, 3))
