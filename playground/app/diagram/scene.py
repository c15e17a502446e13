"""All that stays the same from frame to frame, and the pictures that a new snapshot changes."""

import math
from collections.abc import Collection, Iterator, Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QStaticText

from playground.app.diagram.atlas import Atlas, mean_image, sides_of
from playground.app.diagram.card_text import CardWriter
from playground.app.diagram.layout import (
    Bias,
    ColumnLayout,
    Hit,
    HitTest,
    Layout,
    Link,
    Neuron,
    Rect,
    Room,
    hit_of,
    left_margin,
    place,
)
from playground.app.diagram.links import Flow, LinkPicture
from playground.app.diagram.names import Names
from playground.app.diagram.structure import Structure, bias_of, weight_of
from playground.app.theme import Theme, mix, small_font
from playground.app.words.numbers import short_text
from playground.data import Dataset
from playground.training.snapshot import Maps, Snapshot

_SQUARE, _GAP = 7.0, 1.5
_SECONDS_BETWEEN_READINGS = 0.1
"""Figures that change faster than this cannot be read, and laying text out is dear."""


class BiasLabels:
    """Keeps a square and a laid-out text for every bias shown, in the order of the columns."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        self._columns = layout.columns[1:]
        self._brushes = {sign: QColor(mix(theme.card, colour, 0.9)) for sign, colour in _colours(theme).items()}
        self._ground, self._ink = QColor(theme.card), QColor(theme.quiet)
        self._signed: dict[bool, list[QRectF]] = {}
        self._gaps: list[QRectF] = []
        self._font = small_font()
        boxes = [(box, column.labelled) for column in self._columns for box in column.biases]
        self._squares = [_square(box, labelled) for box, labelled in boxes]
        self._low, self._way = _course(self._squares)
        self._texts = [(QPointF(box.x + 13, box.y), QStaticText()) for box, _ in boxes]
        self._labelled = [labelled for _, labelled in boxes]
        self._written = [text for text, labelled in zip(self._texts, self._labelled, strict=True) if labelled]
        self._signs: list[bool | None] = []
        self._values: list[float] = []
        self._read_at = 0.0

    def show(self, biases: Sequence[NDArray[np.floating] | None]) -> None:
        """The biases of each computed column; NaN stands for one that does not exist."""
        self._values = []
        for bias, column in zip(biases, self._columns, strict=True):
            count = len(column.biases)
            self._values += [math.nan] * count if bias is None else bias[:count].tolist()
        signs = [None if math.isnan(value) else value >= 0 for value in self._values]
        if signs != self._signs:
            self._signs = signs
            pairs = list(zip(self._squares, signs, strict=True))
            self._signed = {sign: [square for square, of in pairs if of is sign] for sign in self._brushes}

    def refresh(self, *, at_once: bool = False) -> None:
        """Write the numbers anew, if that has not just been done."""
        now = monotonic()
        if not at_once and now - self._read_at < _SECONDS_BETWEEN_READINGS:
            return
        self._read_at = now
        for (_, written), value, labelled in zip(self._texts, self._values, self._labelled, strict=True):
            number = short_text(value) if labelled and not math.isnan(value) else ""
            if written.text() != number:
                written.setText(number)

    def rise(self, share: float | None) -> None:
        """A gap in every square, `share` of the way up to its neuron; it runs along a flat mark. None takes it away."""
        self._gaps = [] if share is None else [QRectF(*gap) for gap in (self._low + share * self._way).tolist()]

    def paint(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        # One call a colour: many small ones are what a frame cannot afford.
        for sign, squares in self._signed.items():
            painter.setBrush(self._brushes[sign])
            painter.drawRects(squares)
        if self._gaps:
            painter.setBrush(self._ground)
            painter.drawRects(self._gaps)
        painter.setFont(self._font)
        painter.setPen(self._ink)
        for at, written in self._written:
            painter.drawStaticText(at, written)


def _colours(theme: Theme) -> dict[bool, str]:
    """By whether a bias is at least 0."""
    return {True: theme.positive, False: theme.negative}


def _course(squares: Sequence[QRectF]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each square's gap: where it begins, and how far it goes, both (n, 4) as x, y, width and height."""
    low, way = np.empty((len(squares), 4)), np.zeros((len(squares), 4))
    for number, square in enumerate(squares):
        if square.height() < _SQUARE:
            low[number] = square.x(), square.y(), _GAP, square.height()
            way[number, 0] = square.width() - _GAP
        else:
            low[number] = square.x(), square.bottom() - _GAP, square.width(), _GAP
            way[number, 1] = _GAP - square.height()
    return low, way


def _square(box: Rect, labelled: bool) -> QRectF:
    """Before the number, or all there is."""
    if labelled:
        return QRectF(box.x + 2, round(box.y + (box.height - _SQUARE) / 2), _SQUARE, _SQUARE)
    return QRectF(box.x, box.y, box.width, box.height)


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


class Scene:
    """The diagram of one structure at one size in one theme; made anew when any of them changes."""

    def __init__(self, structure: Structure, size: QSize, theme: Theme, ratio: float) -> None:
        self.structure, self.theme, self.ratio = structure, theme, ratio
        self.layout: Layout = place(
            [(c.kind, c.units) for c in structure.columns],
            Room(size.width(), size.height(), left_margin(structure), theme.type_scale),
            structure.image_shape,
        )
        self.hits = HitTest(self.layout)
        self.names = Names(structure)
        self.cards = CardWriter(structure, self.layout, self.names)
        self.atlas: Atlas | None = None
        """The small maps; None without any."""
        self.links = LinkPicture(self.layout, self.hits.gaps, theme, ratio)
        self.biases = BiasLabels(self.layout, theme)
        self.marks = MuteMarks(self.layout, self.links, theme, ratio)
        self.tiles = [[rect_of(tile) for tile in column.tiles] for column in self.layout.columns]
        self._flow: Flow | None = None
        self.mean_image: QImage | None = None
        self._pictured: Dataset | None = None
        self.weights: list[NDArray[np.floating]] = []

    @property
    def flow(self) -> Flow:
        """The beads on the links."""
        if self._flow is None:
            self._flow = Flow(self.links.image, self.hits.gaps, self.theme, self.ratio)
        return self._flow

    def still(self) -> None:
        """Take the beads off the links, before these are drawn, and off the biases."""
        if self._flow is not None:
            self._flow.lift()
        self.biases.rise(None)

    def take(self, snapshot: Snapshot) -> None:
        """Tell what a new snapshot shows at once: the maps, and what is muted."""
        if snapshot.dataset is not self._pictured:
            self._pictured = snapshot.dataset
            self.mean_image = mean_image(snapshot.dataset, self.theme)
        muted = (hit_of(self.structure, target) for target in snapshot.muted)
        self.marks.show([hit for hit in muted if hit is not None])
        self._take_maps(snapshot.maps)

    def take_weights(self, snapshot: Snapshot) -> None:
        """Tell what is drawn less often: links and biases."""
        computed = self.structure.columns[1:]
        self.weights = [weight_of(snapshot, column) for column in computed]
        self.links.show(self.weights)
        self.biases.show([bias_of(snapshot, column) for column in computed])

    def _take_maps(self, maps: Maps | None) -> None:
        if maps is None:
            self.atlas = None
            return
        sides = sides_of(maps, self.layout, self.ratio)
        if self.atlas is None or self.atlas.sides != sides:
            self.atlas = Atlas(self.structure, self.layout, self.theme, self.ratio, sides)
        self.atlas.update(maps)


def rect_of(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
