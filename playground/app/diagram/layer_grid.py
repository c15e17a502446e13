"""A large layer opened: all its neurons' maps as a grid to scroll through, over the diagram."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.app.diagram.atlas import as_bytes
from playground.app.diagram.layout import Neuron, Rect
from playground.app.diagram.scene import strike_tile
from playground.app.diagram.structure import Structure
from playground.app.theme import ThemeManager, fix_size, neuron_table, scaled, small_font
from playground.app.widgets import IconButton, styled_label
from playground.training import Snapshot, Unit

_TILE, _PITCH = 32, 38
_LABEL, _NOTE = 12, 30
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


def _row() -> int:
    """The height of a row of tiles with their numbers."""
    return _PITCH + scaled(_LABEL)


class GridCanvas(QWidget):
    """Paints the tiles that are in sight, each with its number below."""

    # A Neuron or None.
    hovered = Signal(object)
    chosen = Signal(object)
    left = Signal()
    # The keys went to a place that is to be in sight.
    moved = Signal(QRect)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column, self._units, self._activation = 0, 0, ""
        self._snapshot: Snapshot | None = None
        self.hit: Neuron | None = None
        self._row = float(_row())
        self.held = False
        """Whether what is pointed at stays, whatever the mouse is over."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return max(1, self.width() // _PITCH)

    @property
    def _pitch(self) -> float:
        """From one tile to the next: the room is shared out to the last pixel."""
        return max(_PITCH, self.width() / self.columns)

    def fit(self, height: int) -> None:
        """Let whole rows be in sight in a room that high, if there is more than fits."""
        rows = max(1, height // _row())
        self._row = height / rows if -(-self._units // self.columns) >= rows else float(_row())
        self._fit()
        self.update()

    def open(self, column: int, structure: Structure) -> None:
        shown = structure.columns[column]
        self._column, self._units, self._activation = column, shown.units, shown.activation
        self.hit = None
        self._fit()
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.update()

    def tile(self, unit: int) -> QRect:
        """Tell where a unit's tile is."""
        row, place = divmod(unit, self.columns)
        return QRect(round((place + 0.5) * self._pitch - _TILE / 2), round(row * self._row) + 3, _TILE, _TILE)

    def point_at(self, hit: Neuron | None) -> None:
        if hit != self.hit:
            self.hit = hit
            self.hovered.emit(hit)
            self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.held:
            self.point_at(self._at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._at(event.position()))
        if self.hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {**_ARROWS, Qt.Key.Key_Up: -self.columns, Qt.Key.Key_Down: self.columns}
        key = Qt.Key(event.key())
        if key in steps:
            unit = 0 if self.hit is None else self.hit.unit + steps[key]
            if 0 <= unit < self._units:
                self.point_at(Neuron(self._column, unit))
                self.moved.emit(self.tile(unit))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hit is not None:
            self.chosen.emit(self.hit)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme.theme
        painter.fillRect(event.rect(), QColor(theme.card))
        first = max(0, int(event.rect().top() / self._row)) * self.columns
        last = min(self._units, (int(event.rect().bottom() / self._row) + 1) * self.columns)
        if first < last:
            self._paint_tiles(painter, first, last)
        painter.end()

    def _paint_tiles(self, painter: QPainter, first: int, last: int) -> None:
        theme, image = self._theme.theme, self._picture(first, last)
        muted = {} if self._snapshot is None else self._snapshot.muted
        painter.setFont(small_font())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for unit in range(first, last):
            tile = self.tile(unit)
            if image is None:
                painter.fillRect(tile, QColor(theme.field))
            else:
                side = image.width()
                painter.drawImage(tile, image.copy(0, (unit - first) * side, side, side))
            painter.setPen(QColor(theme.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(tile.adjusted(0, 0, -1, -1))
            if Unit(self._column, unit) in muted:
                strike_tile(painter, theme, Rect(tile.x(), tile.y(), _TILE, _TILE))
            painter.setPen(QColor(theme.quiet))
            below = QRectF(tile.x() - 3, tile.bottom() + 1, _PITCH, scaled(_LABEL))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(unit + 1))
        if self.hit is not None:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.tile(self.hit.unit).adjusted(-1, -1, 1, 1))

    def _picture(self, first: int, last: int) -> QImage | None:
        """The maps of these units, one below the other."""
        maps = None if self._snapshot is None else self._snapshot.maps
        if maps is None or maps.opened != self._column or maps.opened_maps is None or len(maps.opened_maps) < last:
            return None
        levels = as_bytes(maps.opened_maps[first:last], self._activation)
        self._pixels = np.take(neuron_table(self._theme.theme), levels)
        side = levels.shape[-1]
        return QImage(self._pixels.data, side, len(levels) * side, 4 * side, QImage.Format.Format_RGB32)

    def _at(self, position: QPointF) -> Neuron | None:
        place, row = int(position.x() / self._pitch), int(position.y() / self._row)
        unit = row * self.columns + place
        return Neuron(self._column, unit) if place < self.columns and 0 <= unit < self._units else None

    def _fit(self) -> None:
        self.setMinimumHeight(round(-(-self._units // self.columns) * self._row))


class LayerGrid(QFrame):
    """The grid with its title, a line that tells of what is pointed at, and a button that closes it."""

    closed = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.column: int | None = None
        self.setProperty("popup", True)
        self.canvas = GridCanvas(theme)
        self.title, self.note = styled_label("", "strong"), styled_label("", "small")
        self.close_button = IconButton("close", self.tr("Close the layer"), flat=True)
        self.close_button.clicked.connect(self.close_grid)
        self.canvas.left.connect(self.close_grid)
        self.canvas.moved.connect(self._show_place)
        self.area = QScrollArea()
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().installEventFilter(self)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column.setContentsMargins(12, 6, 8, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        self.note.setWordWrap(True)
        fix_size(self.note, height=_NOTE)
        column.addWidget(self.note)
        self.hide()

    def open(self, column: int, structure: Structure, title: str) -> None:
        """Show a column's units."""
        self.column = column
        self.title.setText(title)
        self.canvas.setAccessibleName(title)
        self.canvas.open(column, structure)
        self.canvas.fit(self.area.viewport().height())
        self.tell("")
        self.show()
        self.raise_()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self.column is not None:
            self.canvas.show_snapshot(snapshot)

    def tell(self, text: str) -> None:
        """Tell what is pointed at, in words."""
        self.note.setText(
            text or self.tr("Point at a neuron to see its map on the canvas; click it, or press M to mute it.")
        )
        self.canvas.setAccessibleDescription(text)

    def close_grid(self) -> None:
        """Back to the diagram."""
        if self.column is not None:
            self.column = None
            self.hide()
            self.canvas.point_at(None)
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The rows in sight follow the room there is."""
        if event.type() == QEvent.Type.Resize:
            self.canvas.fit(self.area.viewport().height())
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def _show_place(self, place: QRect) -> None:
        self.area.ensureVisible(place.center().x(), place.center().y(), _PITCH, _row())
