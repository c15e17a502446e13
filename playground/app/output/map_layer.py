"""The map as it is drawn: colours, the decision line, and the hatching of doubt, wherever the canvas looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from playground.app.output.maps import VALUE_STEPS, MapPicture, output_range
from playground.app.output.plane import Pane
from playground.app.theme import Theme
from playground.training import Region, Snapshot

Segments = npt.NDArray[np.float64]
"""(n, 4): x and y of both ends, as shares of the picture's width and height from its upper left corner."""
Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.intp]
_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))
"""Of a cell, in rows and columns: upper left, upper right, lower right, lower left. Edge e begins at corner e."""
_CASES = ("", "30", "01", "31", "12", "3012", "02", "32", "23", "02", "0123", "12", "13", "01", "30", "")
"""By which corners are above, the first counting 1, the second 2, 4 and 8: the edges that pieces begin and end at."""
_SADDLES = {5: "0123", 10: "3012"}
"""The same where the middle of the cell is above, too: it decides which corners belong together."""


def _table() -> npt.NDArray[np.intp]:
    """(32, 2 pieces, 2 ends): an edge each, or -1; the second half where the middle is above."""
    cases = [*_CASES, *(_SADDLES.get(number, case) for number, case in enumerate(_CASES))]
    edges = [[int(edge) for edge in case] + [-1] * (4 - len(case)) for case in cases]
    return np.array(edges, np.intp).reshape(32, 2, 2)


_EDGES_OF = _table()


def level_lines(values: npt.NDArray[np.floating], levels: Sequence[float]) -> Segments:
    """Tell where `values` (rows, columns) cross any of the levels."""
    cells = []
    for level in levels:
        rows, columns = np.nonzero(_differ(values > level))
        cells.append((rows, columns, _corners(values, rows, columns) - level))
    return _pieces(cells, values.shape)


def class_lines(shares: npt.NDArray[np.floating]) -> Segments:
    """Tell where of `shares` (rows, columns, classes) another class becomes the largest."""
    decided = shares.argmax(axis=-1)
    rows, columns = np.nonzero(_differ(decided))
    classes, corners = _corners(decided, rows, columns), _corners(shares, rows, columns)
    last, cells = classes.max(axis=1), []
    for k in np.unique(classes).astype(int).tolist():
        # Around every class of a cell but one: a line between two would else be drawn twice.
        here = (classes == k).any(axis=1) & (last != k)
        others = np.delete(corners[here], k, axis=2).max(axis=2)
        cells.append((rows[here], columns[here], corners[here][:, :, k] - others))
    return _pieces(cells, shares.shape)


def _differ(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Cells whose four corners are not all the same."""
    first = values[:-1, :-1]
    return np.asarray((values[:-1, 1:] != first) | (values[1:, :-1] != first) | (values[1:, 1:] != first))


def _corners(values: npt.NDArray[Any], rows: Cells, columns: Cells) -> Floats:
    """The values at the corners of some cells: (n, 4, ...)."""
    return np.stack([values[rows + down, columns + right] for down, right in _CORNERS], axis=1).astype(np.float64)


def _pieces(cells: Sequence[tuple[Cells, Cells, Floats]], shape: tuple[int, ...]) -> Segments:
    """The pieces of line within cells: rows, columns, and corners (n, 4) that are above 0 on one side of the line."""
    if not cells:
        return np.empty((0, 4))
    rows, columns, corners = (np.concatenate(each) for each in zip(*cells, strict=True))
    above = corners > 0
    edges = _EDGES_OF[above @ (1, 2, 4, 8) + 16 * (corners.mean(axis=1) > 0)]
    after = np.roll(corners, -1, axis=1)
    share = corners / np.where(above == (after > 0), 1.0, corners - after)
    places = np.array(_CORNERS, np.float64)[:, ::-1]
    # x and y of the place on every edge where the line would meet it: (n, 4, 2).
    met = places + share[:, :, None] * (np.roll(places, -1, axis=0) - places)
    cell, piece = np.nonzero(edges[:, :, 0] >= 0)
    ends = met[cell[:, None], edges[cell, piece]] + np.column_stack([columns[cell], rows[cell]])[:, None, :]
    # Values stand at the centres of the picture's pixels.
    return np.asarray((ends + 0.5) / (shape[1], shape[0])).reshape(-1, 4)


Shares = npt.NDArray[np.floating]
_TILE = 6
_STRENGTH = 0.5
_CERTAIN = 0.25
"""Up to this doubt nothing is hatched: 96 % sure, of two classes."""


def doubt(shares: Shares) -> Shares:
    """Entropy of shares (..., k) in bits, at most 1; a single share is that of the second of two classes."""
    if shares.shape[-1] == 1:
        shares = np.concatenate([1 - shares, shares], axis=-1)
    else:
        shares = shares / np.maximum(shares.sum(axis=-1, keepdims=True), 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, shares * np.log(shares), 0)
    return np.asarray(np.minimum(-terms.sum(axis=-1) / np.log(np.float32(2)), 1))


def _strength(doubts: Shares) -> npt.NDArray[np.uint32]:
    """Tell how opaque the hatching is, in the highest byte."""
    shown = np.clip((doubts - _CERTAIN) / (1 - _CERTAIN), 0, 1)
    return np.asarray((255 * shown).astype(np.uint32) << 24)


_OF_ONE = _strength(doubt(np.linspace(0, 1, 256, dtype=np.float32)[:, None]))
"""For a single output logarithms are looked up."""


class DoubtPicture:
    """The hatching of the newest map, its density kept as an image that scales with the map."""

    def __init__(self) -> None:
        self._pixels = np.empty((0, 0), np.uint32)
        self._image = QImage()
        self._sheet = QImage()

    def take(self, shares: Shares) -> None:
        """Shares (rows, columns, k) of a map."""
        if shares.shape[-1] == 1:
            self._pixels = _OF_ONE[(shares[..., 0] * 255 + 0.5).astype(np.uint8)]
        else:
            self._pixels = _strength(doubt(shares))
        rows, columns = self._pixels.shape
        # Black of that opacity: the format that Qt scales fastest.
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._pixels.data, columns, rows, 4 * columns, form)

    def paint(self, painter: QPainter, square: QRectF, room: QRectF, ratio: float, theme: Theme) -> None:
        """Hatch within `square`; `room` is where the map's own rectangle lies."""
        size = QSize(round(square.width() * ratio), round(square.height() * ratio))
        if self._sheet.size() != size:
            self._sheet = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._sheet.setDevicePixelRatio(ratio)
        self._sheet.fill(Qt.GlobalColor.transparent)
        sheet = QPainter(self._sheet)
        sheet.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet.drawImage(room.translated(-square.topLeft()), self._image)
        sheet.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        sheet.fillRect(QRectF(QPointF(), square.size()), hatching(theme, ratio))
        sheet.end()
        painter.drawImage(square.topLeft(), self._sheet)


def hatching(theme: Theme, ratio: float = 1.0, tile: int = _TILE) -> QBrush:
    """Diagonal strokes, transparent between."""
    side = round(tile * ratio)
    drawn = QPixmap(side, side)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(theme.text)
    colour.setAlphaF(_STRENGTH)
    painter.setPen(QPen(colour, 1.1))
    for shift in (-tile, 0, tile):
        painter.drawLine(QPointF(shift - 1, tile + 1), QPointF(shift + tile + 1, -1))
    painter.end()
    return QBrush(drawn)


_LINE_WIDTH = 1.4


@dataclass
class MapStyle:
    """How a map is drawn. sharp : the decided class alone. lines : where the decision changes. doubt : hatched."""

    sharp: bool = False
    lines: bool = False
    doubt: bool = False


class MapLayer:
    """Draws the newest map where it lies; about a map of a part of the plane, the last one of the whole."""

    def __init__(self) -> None:
        self.style = MapStyle()
        self._home, self._near = MapPicture(), MapPicture()
        self._doubt = DoubtPicture()
        self._segments: Segments = np.empty((0, 4))

    def take(self, snapshot: Snapshot, home: Region, theme: Theme) -> None:
        """A moment of a run, with maps or without."""
        if snapshot.maps is None:
            self.clear()
            return
        picture = self._home if snapshot.maps.region == home else self._near
        if picture is self._home:
            self._near.clear()
        picture.paint(snapshot, theme, sharp=self.style.sharp)
        if self.style.lines:
            self._segments = decision_lines(snapshot)
        if self.style.doubt and snapshot.dataset.classifies:
            self._doubt.take(shares_of(snapshot))

    def clear(self) -> None:
        self._home.clear()
        self._near.clear()

    def covers(self, view: Region) -> bool:
        """Tell whether the newest map is that of all that is looked at."""
        newest = self._home if self._near.image.isNull() else self._near
        return not newest.image.isNull() and newest.region == view

    def paint(self, painter: QPainter, pane: Pane, ratio: float, snapshot: Snapshot) -> None:
        """Draw what the pane shows of it."""
        newest = self._home if self._near.image.isNull() else self._near
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.style.sharp)
        for picture in (self._home, self._near):
            if not picture.image.isNull() and (picture is newest or newest.region != pane.region):
                painter.drawImage(pane.box_of(picture.region), picture.image)
        if newest.image.isNull() or newest.theme is None:
            return
        room = pane.box_of(newest.region)
        if self.style.doubt and snapshot.dataset.classifies:
            self._doubt.paint(painter, pane.box, room, ratio, newest.theme)
        if self.style.lines:
            self._paint_lines(painter, room, newest.theme)

    def _paint_lines(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        size, corner = (room.width(), room.height()), (room.x(), room.y())
        pieces = self._segments * (size * 2) + corner * 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text), _LINE_WIDTH))
        painter.drawLines([QLineF(*piece) for piece in pieces.tolist()])


def decision_lines(snapshot: Snapshot) -> Segments:
    """Where the decision changes from one class to another; for values, where each step of the sharp map begins."""
    assert snapshot.maps is not None
    outputs = snapshot.maps.output
    if outputs.shape[-1] > 1:
        return class_lines(outputs)
    low, high = output_range(snapshot)
    steps = 2 if snapshot.dataset.classifies else VALUE_STEPS
    return level_lines(outputs[..., 0], np.linspace(low, high, steps + 1)[1:-1].tolist())


def shares_of(snapshot: Snapshot) -> npt.NDArray[np.float32]:
    """The outputs of the map, from 0 for "surely not" to 1 for "surely"."""
    assert snapshot.maps is not None
    low, high = output_range(snapshot)
    return np.asarray(np.clip((snapshot.maps.output - np.float32(low)) / np.float32(high - low), 0, 1))
