"""The data sets as a grid of pictures, of which one is chosen."""

from collections.abc import Sequence
from functools import cache, partial

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from playground.app.panels.setting_rows import PICTURE_GAP, restart_sentence
from playground.app.theme import Theme, ThemeManager, mix, value_colours
from playground.app.widgets import Button
from playground.app.words.names import translated
from playground.data import draw
from playground.data.images import read_digits
from playground.experiment import DRAWN_SOURCES, SOURCES, Digits, Drawn, Painted, Source

_POINTS = 140
_NOISE = {"petals": 0.06, "quadrants": 0.36, "moons": 0.15, "rings": 0.1, "blobs": 0.4}
"""Less than the sets themselves have: at this size, a pattern is hardly seen through its noise."""
_SAMPLES = {"checkerboard": 420, "plane": 200, "bumps": 260, "waves": 320}
"""More than the others need, where the points fill the square."""
_STRETCHED = ("waves",)
"""So flat that their pattern would not be seen."""
_FIELDS = {"checkerboard": 4}
"""So many fields a side, of which the points at the edges are left out, as they would blur them."""
_VALUE_STEPS = 17
_EXTENT = 1.04
_RADIUS = 0.032
_DOTS = ((0.24, 0.32), (0.3, 0.72))
_DOT_RADIUS = 0.085
_PEN = ((0.47, 0.62), (0.51, 0.45), (0.8, 0.16), (0.93, 0.29), (0.64, 0.58))
"""The outline of a pen from its tip round, as shares of the side."""
_DIGIT = 32
"""A five, which no one takes for anything else."""


def thumbnail(kind: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    """A square picture of the set `kind`, `side` px wide, from Qt's own cache."""
    key = f"thumbnail/{kind}/{theme.name}/{side}/{ratio}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = _drawn(kind, theme, side, ratio)
        QPixmapCache.insert(key, found)
    return found


def source_type(kind: str) -> type[Source]:
    """The data source of that name."""
    return next(source for source in SOURCES if source.__struct_config__.tag == kind)


def _drawn(kind: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if source_type(kind) is Painted:
        _draw_pen(painter, theme, side)
    elif source_type(kind) is Digits:
        _draw_digit(painter, theme, side)
    else:
        _draw_sample(painter, kind, theme, side)
    painter.end()
    return picture


def _draw_pen(painter: QPainter, theme: Theme, side: int) -> None:
    """Two points, and the pen that paints them."""
    for (x, y), colour in zip(_DOTS, theme.classes, strict=False):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(x, y) * side, _DOT_RADIUS * side, _DOT_RADIUS * side)
    painter.setPen(QPen(QColor(theme.quiet), 1.3, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tip, first, _, _, last = corners = [QPointF(x, y) * side for x, y in _PEN]
    painter.drawPolygon(QPolygonF(corners))
    painter.drawLine(first, last)
    painter.setBrush(QColor(theme.quiet))
    painter.drawEllipse(tip, 0.6, 0.6)


def _draw_digit(painter: QPainter, theme: Theme, side: int) -> None:
    """One of the digits in the box, pixel by pixel."""
    pixels, cell = _digit(), side / 8
    for (row, column), ink in np.ndenumerate(pixels):
        if ink:
            painter.setBrush(QColor(mix(theme.field, theme.text, float(ink))))
            painter.drawRect(QRectF(column * cell, row * cell, cell, cell))


@cache
def _digit() -> NDArray[np.floating]:
    pixels: NDArray[np.floating] = read_digits().pixels(slice(_DIGIT, _DIGIT + 1)).reshape(8, 8)
    return pixels


def _draw_sample(painter: QPainter, kind: str, theme: Theme, side: int) -> None:
    points, shades = _sample(kind)
    colours = [QColor(colour) for colour in _colours(kind, theme)]
    radius = max(1.1, _RADIUS * side)
    room = side / 2 - radius
    for (x, y), shade in zip(points.tolist(), shades.tolist(), strict=True):
        painter.setBrush(colours[shade])
        painter.drawEllipse(QPointF(side / 2 + room * x, side / 2 - room * y), radius, radius)


def _drawn_type(kind: str) -> type[Drawn]:
    return next(source for source in DRAWN_SOURCES if source.__struct_config__.tag == kind)


def _colours(kind: str, theme: Theme) -> Sequence[str]:
    """The colours that the numbers of `_sample` stand for."""
    return theme.classes if _drawn_type(kind).fixed_task == "classification" else value_colours(theme, _VALUE_STEPS)


@cache
def _sample(kind: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points of the set within -1 to 1, in random order so that no class covers another, and each one's shade."""
    random = RandomState(5)
    source = _drawn_type(kind)
    points, answers = draw(source(noise=_NOISE.get(kind, 0.0)), _SAMPLES.get(kind, _POINTS), random)
    if source.fixed_task == "regression":
        answers = np.rint((np.clip(answers, -1, 1) + 1) / 2 * (_VALUE_STEPS - 1))
    points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    order = random.permutation(len(points))
    reach = np.abs(points).max(axis=0) if kind in _STRETCHED else np.abs(points).max()
    points = points[order] / (_EXTENT * reach)
    kept = _within_fields(points, _FIELDS[kind]) if kind in _FIELDS else slice(None)
    return points[kept], answers[order][kept].astype(np.int64)


def _within_fields(points: NDArray[np.float64], fields: int) -> NDArray[np.bool_]:
    """Tell which points between -1 and 1 are far enough from the edges of their fields to be drawn whole."""
    place = (points * _EXTENT + 1) / 2 * fields
    return np.asarray((np.abs(place - np.rint(place)) > _RADIUS * fields / 2).all(axis=1))


_HEIGHT = 42
_INSET = 3
_SET_CHOOSER_RADIUS = 7.0


class SetButton(Button):
    """One set: its picture on a soft field, framed in the accent while it is the chosen one."""

    def __init__(self, kind: str, theme: ThemeManager, parent: QWidget | None = None) -> None:
        source = source_type(kind)
        name, help = translated(source.title), translated(source.__doc__ or "")
        super().__init__("", name, 0, parent)
        self.kind = kind
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleDescription(help)
        self.setToolTip(f"{name}: {help}\n{restart_sentence()}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(_HEIGHT, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(32, self.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.field_hover if self.underMouse() or self.isDown() else theme.field))
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.line), 1))
        painter.drawRoundedRect(_inset(self.rect(), 0.5), _SET_CHOOSER_RADIUS, _SET_CHOOSER_RADIUS)
        if self.isChecked() or self.hasFocus():
            # A soft edge inside the frame, stronger with the focus.
            halo = QColor(theme.accent)
            halo.setAlpha(150 if self.hasFocus() else 55)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(halo, 2))
            painter.drawRoundedRect(_inset(self.rect(), 2), _SET_CHOOSER_RADIUS - 1.5, _SET_CHOOSER_RADIUS - 1.5)
        side = min(self.width(), self.height()) - 2 * _INSET
        corner = QPoint((self.width() - side) // 2, (self.height() - side) // 2)
        painter.drawPixmap(corner, thumbnail(self.kind, theme, side, self.devicePixelRatioF()))
        painter.end()


def _inset(rect: QRect, by: float) -> QRectF:
    return QRectF(rect).adjusted(by, by, -by, -by)


class SetChooser(QWidget):
    """The arrow keys move between the sets; a set that is not among them leaves all of them off."""

    # The user chose another set, by its declared name.
    chosen = Signal(str)

    def __init__(self, kinds: tuple[str, ...], theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._shown = ""
        self.buttons = {kind: SetButton(kind, theme) for kind in kinds}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(PICTURE_GAP)
        for kind, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(partial(self._clicked, kind))
        self.arrange(5, _HEIGHT)
        theme.changed.connect(self.update)

    def show_kind(self, kind: str) -> None:
        """Frame the picture of `kind`; nothing is emitted."""
        if kind == self._shown:
            return
        self._shown = kind
        button = self.buttons.get(kind)
        if button is not None:
            button.setChecked(True)
        elif (old := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            old.setChecked(False)
            self._group.setExclusive(True)

    def arrange(self, columns: int, height: int) -> None:
        """So many pictures a line, each so high."""
        for place, button in enumerate(self.buttons.values()):
            button.setFixedHeight(height)
            self._grid.addWidget(button, place // columns, place % columns)

    def _clicked(self, kind: str) -> None:
        if kind != self._shown:
            self._shown = kind
            self.chosen.emit(kind)
