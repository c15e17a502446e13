"""One unit's map in place of the network's: the picture, its caption, and what its colours mean."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.app.output.plane import Pane, value_at
from playground.app.theme import Theme, neuron_table, small_font
from playground.app.widgets.readout import ReadoutRow
from playground.app.words.numbers import end_text, value_text
from playground.engine import ALL_ACTIVATIONS
from playground.training import Maps, Snapshot, Unit

_SIGNED_RANGE = (-1.0, 1.0)
_PAD, _EDGE, _LINE, _RADIUS = 8.0, 8.0, 16.0, 6.0
_BAND, _BAND_HEIGHT, _GAP = 60.0, 8.0, 6.0


class UnitPicture:
    """Paints a unit's map over that of the network, for as long as there is a unit to show."""

    def __init__(self) -> None:
        self.unit: Unit | None = None
        self.drawn: Unit | None = None
        """The unit last drawn in full sharpness."""
        self.name = ""
        self._made_for: tuple[object, object] = (None, None)
        self._pixels = np.empty((0, 0), np.uint32)
        self._image, self._band = QImage(), QImage()

    def show(self, unit: Unit | None, name: str) -> None:
        """Show this unit from the next paint on, or the network again."""
        self.unit, self.name = unit, name

    def paint(self, painter: QPainter, pane: Pane, snapshot: Snapshot | None, theme: Theme) -> None:
        """Draw the unit's map where it lies."""
        values = self.values(snapshot)
        if values is None or snapshot is None or snapshot.maps is None:
            return
        if self._made_for != (values.ctypes.data, theme):
            self._take(values, value_range(snapshot, self.unit), theme)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(pane.box_of(snapshot.maps.region), self._image)
        self.drawn = snapshot.maps.unit

    def ends(self, snapshot: Snapshot | None) -> tuple[str, str] | None:
        """The values at the two ends of the colours, as they are written; None where no unit is drawn."""
        if snapshot is None or self.values(snapshot) is None:
            return None
        low, high = value_range(snapshot, self.unit)
        return end_text(low), end_text(high)

    def paint_caption(self, painter: QPainter, square: QRectF, snapshot: Snapshot, theme: Theme) -> None:
        """The unit's name and the scale of its colours in a corner of the map, over all else."""
        if self.unit is None:
            return
        ends, metrics = self.ends(snapshot), QFontMetricsF(small_font())
        painter.setFont(small_font())
        scale = 0.0 if ends is None else sum(map(metrics.horizontalAdvance, ends)) + _BAND + 2 * _GAP
        width = max(metrics.horizontalAdvance(self.name), scale) + 2 * _PAD
        height = _LINE + 6 if ends is None else 2 * _LINE + 6
        box = QRectF(square.left() + _EDGE, square.top() + _EDGE, min(width, square.width() - 2 * _EDGE), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box.translated(0.5, 0.5), _RADIUS, _RADIUS)
        painter.setPen(QColor(theme.text))
        line = QRectF(box.left() + _PAD, box.top() + 3, box.width() - 2 * _PAD, _LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.name)
        if ends is not None:
            painter.setPen(QColor(theme.quiet))
            self._paint_scale(painter, line.translated(0, _LINE), ends)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_scale(self, painter: QPainter, line: QRectF, ends: tuple[str, str]) -> None:
        low, high = ends
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, low)
        left = line.left() + QFontMetricsF(small_font()).horizontalAdvance(low) + _GAP
        painter.drawImage(QRectF(left, line.center().y() - _BAND_HEIGHT / 2, _BAND, _BAND_HEIGHT), self._band)
        line.setLeft(left + _BAND + _GAP)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, high)

    def values(self, snapshot: Snapshot | None) -> NDArray[np.float32] | None:
        """The unit's map: as sharp as the canvas where that has come, else the diagram's small one."""
        unit, maps = self.unit, None if snapshot is None else snapshot.maps
        if unit is None or maps is None:
            return None
        return maps.unit_map if maps.unit == unit else _small_map(maps, unit)

    def rows(self, snapshot: Snapshot, x1: float, x2: float) -> list[ReadoutRow] | None:
        """Tell what the canvas tells of a place instead of the network's outputs; None while no unit is shown."""
        values = self.values(snapshot)
        if values is None or snapshot.maps is None:
            return None
        value = float(value_at(values[..., None], snapshot.maps.region, x1, x2)[0])
        word = QCoreApplication.translate("OutputView", "output")
        return [ReadoutRow(word, value_text(value), strong=True)]

    def _take(self, values: NDArray[np.float32], between: tuple[float, float], theme: Theme) -> None:
        low, high = between
        levels = np.clip((values - low) * (255 / (high - low)) + 0.5, 0, 255).astype(np.uint8)
        table = neuron_table(theme)
        self._band = QImage(table.data, len(table), 1, 4 * len(table), QImage.Format.Format_RGB32).copy()
        self._pixels = np.take(table, levels)
        height, width = self._pixels.shape
        self._image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._made_for = (values.ctypes.data, theme)
        self._kept = values  # Its place in memory is what tells it from the next.


def value_range(snapshot: Snapshot, unit: Unit | None) -> tuple[float, float]:
    """Between which values the colours of a unit's map lie, as they do in its tile in the diagram."""
    network, maps = snapshot.experiment.network, snapshot.maps
    if unit is None or maps is None:
        return _SIGNED_RANGE
    is_output = unit.column == len(network.layers) + 1
    layer = None if unit.column == 0 else network.output if is_output else network.layers[unit.column - 1]
    activation = None if layer is None else ALL_ACTIVATIONS[layer.activation]
    if is_output and not snapshot.dataset.classifies:
        return snapshot.dataset.value_range
    if activation is not None and activation.is_bounded:
        return activation.bounds
    values = maps.unit_map if maps.unit == unit else _small_map(maps, unit)
    largest = 1.0 if values is None else max(float(np.abs(values).max()), 1e-6)
    return -largest, largest


def _small_map(maps: Maps, unit: Unit) -> NDArray[np.float32] | None:
    columns = (maps.features, *maps.layers)
    if unit.column >= len(columns) or unit.unit >= len(columns[unit.column]):
        return None
    small: NDArray[np.float32] = columns[unit.column][unit.unit]
    return small
