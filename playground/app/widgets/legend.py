"""What the colours and shapes mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import scaled

Shape = Literal[
    "dot", "square", "triangle", "diamond", "line", "dashes", "ring", "hatching", "wedge", "squares", "bars", "band"
]
"""The last three show several colours, one beside the other or fading into each other."""
_MARK, _WIDE_MARK = 9, 16
_WIDE = ("wedge", "squares", "bars", "band")
_GAP = 6
_BETWEEN, _CLOSEST = 14, 8
"""Between entries, and where that spares a line."""
_LINE = 18
_OFF = 0.55
"""How strongly an entry is drawn that is off."""


@dataclass(frozen=True)
class LegendEntry:
    """A mark and its text; without a colour the mark is in the colour of the text. `others` are further colours."""

    text: str
    colour: str | None = None
    shape: Shape = "dot"
    others: tuple[str, ...] = ()
    off: bool = False
    """Whether what it stands for is hidden at present."""

    @property
    def mark(self) -> int:
        """The width of the mark."""
        return _WIDE_MARK if self.shape in _WIDE else _MARK


class Legend(QWidget):
    """Entries from the left or the right, on as many lines as they need; one may be the chosen one."""

    # A click on an entry, by its number, while one is chosen or they can be switched.
    entry_clicked = Signal(int)

    def __init__(
        self,
        entries: Sequence[LegendEntry] = (),
        *,
        right: bool = False,
        centred: bool = False,
        line: int = _LINE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._centred, self._line = centred, line
        self._entries: tuple[LegendEntry, ...] = ()
        self._most: tuple[LegendEntry, ...] = ()
        self._right = right
        self._chosen: int | None = None
        self._switched = 0
        # Not fixed: that would hold a legend of two lines to the height of one.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_entries(entries)

    def set_right(self, right: bool) -> None:
        """Begin lines at the right or the left."""
        if right != self._right:
            self._right = right
            self.update()

    def set_entries(self, entries: Sequence[LegendEntry], most: Sequence[LegendEntry] = ()) -> None:
        """Show these; with `most`, which they are some of, there is room for those all the time."""
        if tuple(most or entries) != self._most:
            self._most = tuple(most or entries)
            self.updateGeometry()
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._name()
            self.update()

    def set_chosen(self, chosen: int | None, help: str = "") -> None:
        """Mark an entry, and let a click choose another; with None the legend only explains."""
        if chosen == self._chosen:
            return
        self._chosen = chosen
        self.setToolTip("" if chosen is None else help)
        if chosen is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()
        self.update()

    def set_switched(self, count: int, help: str = "") -> None:
        """Let a click on one of so many first entries be heard, which shows or hides what it stands for."""
        self._switched = count
        self.setToolTip(help if count else "")
        self.setMouseTracking(count > 0)

    def place_of(self, number: int) -> QRectF:
        """Tell where an entry is drawn."""
        return dict(self._places())[number]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._entry_at(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        else:
            self.entry_clicked.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._switched:
            over = self._entry_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _entry_at(self, position: QPointF) -> int | None:
        """The entry under the mouse, if a click on it means anything."""
        found = next((number for number, place in self._places() if place.contains(position)), None)
        heard = self._chosen is not None or (found is not None and found < self._switched)
        return found if heard else None

    def _name(self) -> None:
        hidden = self.tr("{entry} (hidden)")
        texts = [hidden.format(entry=entry.text) if entry.off else entry.text for entry in self._entries]
        name = self.tr("Legend: {entries}").format(entries=", ".join(texts))
        if self._chosen is not None and self._chosen < len(self._entries):
            name += self.tr("; chosen: {entry}").format(entry=self._entries[self._chosen].text)
        self.setAccessibleName(name)

    def width_of(self, entries: Sequence[LegendEntry]) -> int:
        """The width of these on a single line."""
        return self._used(entries, _BETWEEN)

    @property
    def least_width(self) -> int:
        """Of a single line with its entries as close as may be."""
        return self._used(self._most, _CLOSEST)

    def sizeHint(self) -> QSize:
        return QSize(self._used(self._most, _BETWEEN), scaled(self._line))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((self._width(entry) for entry in self._most), default=0), scaled(self._line))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return scaled(self._line) * max(1, len(list(self._lines(self._most, width))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, place in self._places():
            self._paint(painter, self._entries[number], place, chosen=number == self._chosen)
        painter.end()

    def _places(self) -> Iterator[tuple[int, QRectF]]:
        """Every entry's number and the room that it takes."""
        number, gap, high = 0, self._gap(self._entries, self.width()), scaled(self._line)
        for row, line in enumerate(self._lines(self._entries, self.width())):
            spare = self.width() - self._used(line, gap)
            x = float(spare if self._right else spare // 2 if self._centred else 0)
            for entry in line:
                yield number, QRectF(x, row * high, self._width(entry), high)
                x += self._width(entry) + gap
                number += 1

    def _paint(self, painter: QPainter, entry: LegendEntry, place: QRectF, *, chosen: bool) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        colour = QColor(entry.colour) if entry.colour else quiet
        painter.setOpacity(_OFF if entry.off else 1.0)
        at = QPointF(place.x() + entry.mark / 2, place.center().y())
        if entry.shape in _WIDE:
            _paint_wide_mark(painter, entry.shape, [colour, *map(QColor, entry.others)], at)
        else:
            _paint_mark(painter, entry.shape, colour, at)
        room = place.adjusted(entry.mark + _GAP, 0, _BETWEEN, 0)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText) if chosen else quiet)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
        if entry.off:
            start = QPointF(room.left(), room.center().y() + 0.5)
            painter.drawLine(start, start + QPointF(self.fontMetrics().horizontalAdvance(entry.text), 0))
        painter.setOpacity(1.0)
        if chosen:
            painter.setPen(QPen(colour, 2))
            painter.drawLine(place.bottomLeft() - QPointF(0, 1), place.bottomRight() - QPointF(0, 1))

    def _width(self, entry: LegendEntry) -> int:
        self.ensurePolished()
        return entry.mark + _GAP + self.fontMetrics().horizontalAdvance(entry.text)

    def _used(self, entries: Sequence[LegendEntry], gap: int) -> int:
        return sum(map(self._width, entries)) + gap * max(0, len(entries) - 1)

    def _gap(self, entries: Sequence[LegendEntry], width: int) -> int:
        """The usual one, or a closer one that lets all stand on one line."""
        spare = width - self._used(entries, 0)
        fitting = spare // max(1, len(entries) - 1)
        return fitting if _CLOSEST <= fitting < _BETWEEN else _BETWEEN

    def _lines(self, entries: Sequence[LegendEntry], width: int) -> Iterator[list[LegendEntry]]:
        line: list[LegendEntry] = []
        gap = self._gap(entries, width)
        for entry in entries:
            if line and self._used([*line, entry], gap) > width:
                yield line
                line = []
            line.append(entry)
        if line:
            yield line


def _paint_mark(painter: QPainter, shape: Shape, colour: QColor, at: QPointF) -> None:
    half = _MARK / 2
    if shape in ("ring", "hatching"):
        _paint_open_mark(painter, shape, colour, at)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if shape == "dot":
        painter.drawEllipse(at, half, half)
    elif shape == "square":
        painter.drawRect(QRectF(at.x() - half + 0.5, at.y() - half + 0.5, _MARK - 1, _MARK - 1))
    elif shape in ("triangle", "diamond"):
        corners = [(0, -half), (half, 0 if shape == "diamond" else half)]
        corners += [(0, half), (-half, 0)] if shape == "diamond" else [(-half, half)]
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
    else:
        style = Qt.PenStyle.SolidLine if shape == "line" else Qt.PenStyle.DotLine
        painter.setPen(QPen(colour, 2, style))
        painter.drawLine(at - QPointF(half + 1, 0), at + QPointF(half + 1, 0))


def _paint_open_mark(painter: QPainter, shape: Shape, colour: QColor, at: QPointF) -> None:
    half = _MARK / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.3))
    if shape == "ring":
        painter.drawEllipse(at, half, half)
        return
    for shift in (-half, 0.0, half):
        reach = half - abs(shift) / 2
        middle = at + QPointF(shift / 2, shift / 2)
        painter.drawLine(middle + QPointF(-reach, reach), middle + QPointF(reach, -reach))


def _paint_wide_mark(painter: QPainter, shape: Shape, colours: Sequence[QColor], at: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours[0])
    half, low = _WIDE_MARK / 2, 3.0
    if shape == "wedge":
        painter.drawPolygon(QPolygonF([at + QPointF(-half, 0), at + QPointF(half, -low), at + QPointF(half, low)]))
        return
    if shape == "band":
        room = QRectF(at.x() - half, at.y() - low - 1, 2 * half, 2 * low + 2)
        gradient = QLinearGradient(room.topLeft(), room.topRight())
        for number, colour in enumerate(colours):
            gradient.setColorAt(number / (len(colours) - 1), colour)
        painter.setBrush(gradient)
        painter.drawRoundedRect(room, 2, 2)
        return
    size = QSizeF(7, 7) if shape == "squares" else QSizeF(7.5, 3)
    for left, colour in zip((-half, half - size.width()), colours, strict=True):
        painter.setBrush(colour)
        painter.drawRect(QRectF(at + QPointF(left, -size.height() / 2), size))


_VALUE_SCALE_LINE = 20
_BAND, _BAND_HEIGHT, _RADIUS = 96, 9, 2.5
_LEAST_BAND = 32
_VALUE_SCALE_GAP = 6


class ValueScale(QWidget):
    """A name, the least value, a band of colours, the largest value."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._texts = (name, "")
        self._colours: tuple[str, ...] = ("#000000",)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_ends(self, low: str, high: str) -> None:
        """The least value that colours tell from others, and the largest."""
        if self._texts != (f"{self._name}  {low}".strip(), high):
            self._texts = (f"{self._name}  {low}".strip(), high)
            self.setAccessibleName(self.tr("Colours of values from {low} to {high}").format(low=low, high=high))
            self.updateGeometry()
            self.update()

    def set_colours(self, colours: Sequence[str]) -> None:
        """Colours at equal distances, from the least value to the largest."""
        self._colours = tuple(colours)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _BAND + 2 * _VALUE_SCALE_GAP, scaled(_VALUE_SCALE_LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _LEAST_BAND + 2 * _VALUE_SCALE_GAP, scaled(_VALUE_SCALE_LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self._widths()
        wide = max(_LEAST_BAND, min(_BAND, self.width() - left - right - 2 * _VALUE_SCALE_GAP))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        middle, line = Qt.AlignmentFlag.AlignVCenter, self.height()
        painter.drawText(QRectF(0, 0, left, line), middle, self._texts[0])
        painter.drawText(QRectF(left + wide + 2 * _VALUE_SCALE_GAP, 0, right, line), middle, self._texts[1])
        band = QRectF(left + _VALUE_SCALE_GAP, (line - _BAND_HEIGHT) / 2, wide, _BAND_HEIGHT)
        gradient = QLinearGradient(band.topLeft(), band.topRight())
        for number, colour in enumerate(self._colours):
            gradient.setColorAt(number / max(1, len(self._colours) - 1), QColor(colour))
        painter.setBrush(gradient)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(band, _RADIUS, _RADIUS)
        painter.end()

    def _widths(self) -> tuple[int, int]:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return metrics.horizontalAdvance(self._texts[0]) + 1, metrics.horizontalAdvance(self._texts[1]) + 1
