"""A hidden space as a picture: the warped grid in the colours of the answers, the decision line, and the samples."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.app.output.maps import MapColours, Outputs, paint_map
from playground.app.output.points import Sheet, draw_parts
from playground.app.output.samples import shown_parts
from playground.app.theme import Theme, class_colours
from playground.app.theme.colours import two_class_table
from playground.training import HiddenSpace, Region

_SHADE_BITS = 4
"""Colours are told apart by so many bits a channel, so that few pens draw thousands of lines."""
_STRENGTH = 0.85
_MARGIN = 0.07
_SHORTEST = 0.03
"""Pixels."""
_SHRINK = 0.6
_BOUNDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "step": (0.0, 1.0), "sine": (-1.0, 1.0)}


@dataclass(frozen=True)
class Frame:
    """What a space is drawn on, and the outputs that stand for "surely not" and "surely"."""

    sheet: Sheet
    between: tuple[float, float]


def drawn(space: HiddenSpace, frame: Frame) -> QPixmap:
    """The space as a picture."""
    sheet = frame.sheet
    pixmap = sheet.blank()
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_grid(painter, space, frame)
    shown = shown_parts(space.dataset)
    draw_parts(painter, {name: replace(part, places=space.places[name]) for name, part in shown.items()}, sheet)
    if space.decision is not None:
        line = decision_segment(space.decision, sheet.region)
        if line is not None:
            painter.setPen(QPen(QColor(sheet.theme.text), 1.6, Qt.PenStyle.DashLine))
            first, second = sheet.pane.positions(line)
            painter.drawLine(QPointF(*first), QPointF(*second))
    painter.end()
    return pixmap


def region_of(space: HiddenSpace, activation: str, held: Region | None) -> Region:
    """What the picture shows: all that an activation can give, or what there is; held while that changes little."""
    points = np.concatenate([space.lines.reshape(-1, 2), *space.places.values()])
    if space.axes is not None and activation in _BOUNDS:
        low, high = (np.full(2, end) for end in _BOUNDS[activation])
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


def decision_segment(decision: tuple[float, float, float], region: Region) -> NDArray[np.float64] | None:
    """Where the line crosses the picture: (2, 2), or None where it does not."""
    first, second, bias = decision
    met = []
    for x in (region.left, region.right):
        if second:
            met.append((x, -(first * x + bias) / second))
    for y in (region.bottom, region.top):
        if first:
            met.append((-(second * y + bias) / first, y))
    slack = 1e-9 * region.width, 1e-9 * region.height
    inside = [
        (x, y)
        for x, y in met
        if region.left - slack[0] <= x <= region.right + slack[0]
        and region.bottom - slack[1] <= y <= region.top + slack[1]
    ]
    if len(inside) < 2:
        return None
    ends = np.array(inside)
    # A line through a corner meets two edges in one place.
    far = int(np.abs(ends - ends[0]).sum(axis=1).argmax())
    return ends[[0, far]]


def _draw_grid(painter: QPainter, space: HiddenSpace, frame: Frame) -> None:
    if not len(space.lines):
        return
    sheet = frame.sheet
    ends = sheet.pane.positions(space.lines)
    pieces = np.concatenate([ends[:, :-1], ends[:, 1:]], axis=2).reshape(-1, 4)
    middles: Outputs = ((space.outputs[:, :-1] + space.outputs[:, 1:]) / 2).astype(np.float32)
    colours = _colours(sheet.theme, space.outputs.shape[2])
    pixels = paint_map(middles, frame.between, colours, sharp=False).ravel()
    # Far beyond the picture, and where a layer is saturated, lines cost time and show nothing.
    seen = (np.abs(pieces - sheet.side / 2) < 2 * sheet.side).all(axis=1)
    seen &= np.abs(pieces[:, 2:] - pieces[:, :2]).max(axis=1) > _SHORTEST
    pieces, pixels = pieces[seen], pixels[seen]
    codes = _coarse(pixels)
    for code in np.unique(codes).tolist():
        chosen = codes == code
        painter.setPen(QPen(QColor(int(pixels[np.flatnonzero(chosen)[0]])), 1.1))
        painter.drawLines([QLineF(*piece) for piece in pieces[chosen].tolist()])


def _coarse(pixels: NDArray[np.uint32]) -> NDArray[np.uint32]:
    keep = (0xFF << (8 - _SHADE_BITS)) & 0xFF
    return pixels & np.uint32(keep << 16 | keep << 8 | keep)


def _colours(theme: Theme, outputs: int) -> MapColours:
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
