"""A hidden space as a picture, and the way there: the plane of the inputs is bent into what the layer sees.

The inputs' grid is a sheet of small fields in the colours of the network's answers. It lies straight at first, and each
of its corners and each sample moves to where the layer puts it. What the output cuts apart lies behind it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from playground.app.output.map_layer import Segments, class_lines
from playground.app.output.maps import MapColours, Outputs, colours_of, output_range, paint_map
from playground.app.output.plane import Pane
from playground.app.output.points import Sheet, draw_parts, round_corners
from playground.app.output.samples import ShownPart, shown_parts
from playground.app.theme import Theme, class_colours
from playground.app.theme.colours import two_class_table
from playground.engine import ALL_ACTIVATIONS
from playground.engine.activations import output_activation
from playground.training import HiddenSpace, Region, Snapshot
from playground.training.hidden_space import LINES, STEPS, Scores

_SHADE_BITS = 4
"""Colours are told apart by so many bits a channel, so that few pens draw thousands of lines."""
_STRENGTH = 0.85
_MARGIN = 0.07
_SHORTEST = 0.03
"""Pixels."""
_SHRINK = 0.6
_EVERY = (STEPS - 1) // (LINES - 1)
"""Of the points along a line, those where it meets another."""
_GROUND = 96
"""Points along a side that the output's answers are computed for."""
_SHEET, _SHEET_THERE = 0.62, 0.16
"""How strongly the fields are drawn where they lie straight, and where they have arrived and the cut lies behind."""
_CUT_FROM = 0.55
"""Of the way, from where on the cut appears."""
_CUT_WIDTH = 1.8
_FARTHEST = 3.0
"""Of the side: what lies farther beyond the picture is drawn no farther."""


def region_of(space: HiddenSpace, activation: str, held: Region | None) -> Region:
    """What the picture shows: all that an activation can give, or what there is; held while that changes little."""
    points = np.concatenate([space.lines.reshape(-1, 2), *space.places.values()])
    kind = ALL_ACTIVATIONS[activation]
    if isinstance(space.axes, tuple) and kind.is_bounded:
        low, high = (np.full(2, end) for end in kind.bounds)
    else:
        low, high = points.min(axis=0), points.max(axis=0)
    wide = np.maximum(high - low, 1e-6)
    low, high = low - _MARGIN * wide, high + _MARGIN * wide
    if held is not None:
        old_low, old_high = np.array([held.left, held.bottom]), np.array([held.right, held.top])
        inside = (points >= old_low).all() and (points <= old_high).all()
        if inside and ((high - low) >= _SHRINK * (old_high - old_low)).all():
            return held
    return Region(float(low[0]), float(high[0]), float(low[1]), float(high[1]))


@dataclass(frozen=True)
class Course:
    """Pixels (..., 2) at the beginning of the way and at its end."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]

    def at(self, share: float) -> NDArray[np.float64]:
        """After that share of the way."""
        return self.start + share * (self.end - self.start)


class SpacePicture:
    """One space, drawn at any share of the way from the plane of the inputs, 0, to the layer's own, 1.

    Parameters
    ----------
    space : what is drawn.
    snapshot : the run at about that moment.
    home : of the inputs' plane, what fits the data.
    sheet : what it is drawn on; its region is that of the space.
    """

    def __init__(self, space: HiddenSpace, snapshot: Snapshot, home: Region, sheet: Sheet) -> None:
        self._sheet, self.space = sheet, space
        between, colours = output_range(snapshot), _line_colours(sheet.theme, space.outputs.shape[2])
        self._lines, self._line_pixels = self._course(home, space.grid, space.lines), _middles(space, between, colours)
        nodes = slice(None, None, _EVERY)
        self._nodes = self._course(home, space.grid[:LINES, nodes], space.lines[:LINES, nodes])
        fields = colours_of(sheet.theme, space.outputs.shape[2])
        self._field_pixels = _fields(space.outputs[:LINES, nodes].astype(np.float32), between, fields)
        parts = shown_parts(space.dataset)
        self._places = {name: self._course(home, part.places, space.places[name]) for name, part in parts.items()}
        self._ground, self._cut = self._behind(snapshot, between, fields)

    def places(self, share: float) -> Mapping[str, NDArray[np.float64]]:
        """Tell where the samples are, by part, in pixels."""
        return {name: course.at(share) for name, course in self._places.items()}

    def draw(self, share: float, hidden: Collection[str]) -> QPixmap:
        """The picture at a share of the way, without the samples of `hidden` parts."""
        pixmap = self._sheet.blank()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        there = max(0.0, (share - _CUT_FROM) / (1 - _CUT_FROM))
        if self._ground is not None and there:
            painter.setOpacity(there)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._sheet.pane.box, self._ground)
        painter.setOpacity(_SHEET + (there if self._ground is not None else 0.5 * there) * (_SHEET_THERE - _SHEET))
        self._draw_fields(painter, share)
        painter.setOpacity(1.0)
        self._draw_lines(painter, share)
        if there:
            painter.setOpacity(there)
            self._draw_cut(painter)
            painter.setOpacity(1.0)
        self._draw_points(painter, share, hidden)
        round_corners(painter, self._sheet)
        painter.end()
        return pixmap

    def _course(self, home: Region, start: NDArray[np.float64], end: NDArray[np.float64]) -> Course:
        farthest = _FARTHEST * self._sheet.side
        begins = replace(self._sheet, region=home).pane.positions(start)
        return Course(begins, np.clip(self._sheet.pane.positions(end), -farthest, farthest))

    def _behind(
        self, snapshot: Snapshot, between: tuple[float, float], colours: MapColours
    ) -> tuple[QImage | None, Segments]:
        """The output's answers all over the picture, and the lines between them; none where the cut is not straight."""
        scores, region = self.space.scores, self._sheet.region
        if scores is None:
            return None, np.empty((0, 4))
        added = scores(region.grid(_GROUND))
        activation = output_activation(snapshot.experiment.network.output.activation)
        answers = self.space.dataset.target_scale.raw(activation.value(np.clip(added, -1e6, 1e6)))
        outputs: Outputs = answers.reshape(_GROUND, _GROUND, -1).astype(np.float32)
        self._pixels = paint_map(outputs, between, colours, sharp=False)
        image = QImage(self._pixels.data, _GROUND, _GROUND, 4 * _GROUND, QImage.Format.Format_RGB32)
        if not self.space.dataset.classifies:
            return image, np.empty((0, 4))
        if outputs.shape[2] > 2:
            return image, class_lines(outputs)
        middle = sum(between) / 2 if snapshot.experiment.network.output.activation == "linear" else 0.0
        return image, _cut_of(scores, middle, region)

    def _draw_fields(self, painter: QPainter, share: float) -> None:
        if not len(self._nodes.start):
            return
        nodes = self._nodes.at(share)
        corners = np.stack([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=2).reshape(-1, 4, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for (a, b, c, d), pixel in zip(corners.tolist(), self._field_pixels, strict=True):
            painter.setBrush(QColor(pixel))
            painter.drawPolygon(QPolygonF([QPointF(*a), QPointF(*b), QPointF(*c), QPointF(*d)]))

    def _draw_lines(self, painter: QPainter, share: float) -> None:
        if not len(self._lines.start):
            return
        ends = self._lines.at(share)
        pieces, pixels = np.concatenate([ends[:, :-1], ends[:, 1:]], axis=2).reshape(-1, 4), self._line_pixels
        # Beyond the picture, and where a layer is saturated, lines cost time and show nothing.
        side = self._sheet.side
        seen = (np.abs(pieces - side / 2) < 2 * side).all(axis=1)
        seen &= np.abs(pieces[:, 2:] - pieces[:, :2]).max(axis=1) > _SHORTEST
        pieces, pixels = pieces[seen], pixels[seen]
        codes = _coarse(pixels)
        for code in np.unique(codes).tolist():
            chosen = codes == code
            painter.setPen(QPen(QColor(int(pixels[np.flatnonzero(chosen)[0]])), 1.1))
            painter.drawLines([QLineF(*piece) for piece in pieces[chosen].tolist()])

    def _draw_cut(self, painter: QPainter) -> None:
        exact = self.space.scores is not None and self.space.scores.exact
        theme = self._sheet.theme
        painter.setPen(QPen(QColor(theme.text if exact else theme.quiet), _CUT_WIDTH if exact else _CUT_WIDTH / 2))
        pieces = (self._cut * self._sheet.side).tolist()
        painter.drawLines([QLineF(*piece) for piece in pieces])

    def _draw_points(self, painter: QPainter, share: float, hidden: Collection[str]) -> None:
        side, places = self._sheet.side, self.places(share)
        # Pixels are the places of a plane that counts upwards.
        pixels = replace(self._sheet, region=Region(0.0, side, -side, 0.0))
        shown: dict[str, ShownPart] = {
            name: replace(part, places=places[name] * (1, -1))
            for name, part in shown_parts(self.space.dataset, hidden).items()
        }
        draw_parts(painter, shown, pixels)


def _cut_of(scores: Scores, middle: float, region: Region) -> Segments:
    """Where the sum that decides is `middle`, or two sums are equal: (1, 4), or none where it is beyond the region."""
    weights, bias = scores.weights[:, -1], scores.bias[-1] - middle
    if scores.weights.shape[1] == 2:
        weights, bias = weights - scores.weights[:, 0], scores.bias[-1] - scores.bias[0]
    first, second = weights.tolist()
    met = [(x, -(first * x + bias) / second) for x in (region.left, region.right) if second]
    met += [(-(second * y + bias) / first, y) for y in (region.bottom, region.top) if first]
    slack = 1e-9 * region.width, 1e-9 * region.height
    inside = [
        (x, y)
        for x, y in met
        if region.left - slack[0] <= x <= region.right + slack[0]
        and region.bottom - slack[1] <= y <= region.top + slack[1]
    ]
    if len(inside) < 2:
        return np.empty((0, 4))
    ends = Pane(region, QRectF(0, 0, 1, 1)).positions(np.array(inside))
    # A line through a corner meets two edges in one place.
    far = int(np.abs(ends - ends[0]).sum(axis=1).argmax())
    return ends[[0, far]].reshape(1, 4)


def _middles(space: HiddenSpace, between: tuple[float, float], colours: MapColours) -> NDArray[np.uint32]:
    """The colour of every piece of a line, by the answer in its middle."""
    middles: Outputs = ((space.outputs[:, :-1] + space.outputs[:, 1:]) / 2).astype(np.float32)
    return paint_map(middles, between, colours, sharp=False).ravel() if middles.size else np.empty(0, np.uint32)


def _fields(nodes: Outputs, between: tuple[float, float], colours: MapColours) -> list[int]:
    """The colour of every field, by the mean of the answers at its corners."""
    if not nodes.size:
        return []
    means: Outputs = (nodes[:-1, :-1] + nodes[1:, :-1] + nodes[1:, 1:] + nodes[:-1, 1:]) / np.float32(4)
    found: list[int] = paint_map(means, between, colours, sharp=False).ravel().tolist()
    return found


def _coarse(pixels: NDArray[np.uint32]) -> NDArray[np.uint32]:
    keep = (0xFF << (8 - _SHADE_BITS)) & 0xFF
    return pixels & np.uint32(keep << 16 | keep << 8 | keep)


def _line_colours(theme: Theme, outputs: int) -> MapColours:
    """Those of the map, but undecided lines are grey: they would else be lost on the ground."""
    grey = QColor(theme.faint)
    undecided = np.array([grey.red(), grey.green(), grey.blue()], np.float64)
    table = two_class_table(theme.classes[0], theme.faint, theme.classes[1], _STRENGTH)
    return MapColours(table, class_colours(theme, outputs), undecided)


def ground(painter: QPainter, square: QRectF, radius: float, theme: Theme) -> None:
    """The quiet field that the picture lies on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.undecided))
    painter.drawRoundedRect(square, radius, radius)
