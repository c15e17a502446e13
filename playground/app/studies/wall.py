"""The wall: a tile for each thing compared, as many as there are; only what is in sight is painted."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from playground.app.studies.tile import TileFace, TilePainter, framed
from playground.app.studies.wall_layout import LARGEST, SMALLEST, WallLayout, fit, fit_whole, side_by_height
from playground.app.theme import ThemeManager, mix
from playground.app.widgets.style import pixel_ratio

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_MOST_PICTURES = 200


class Faces(Protocol):
    """What a wall shows, asked for when it is painted."""

    def face(self, number: int) -> TileFace: ...

    def image(self, number: int) -> QImage: ...

    def can_open(self, number: int) -> bool: ...


class Wall(QAbstractScrollArea):
    """Arrow keys move between tiles, a click or Enter opens one."""

    current_changed = Signal(int)
    """Another tile is the current one, by the person's hand."""
    opened = Signal(int)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._faces: Faces | None = None
        self._count = 0
        self._columns: int | None = None
        self._largest, self._lines, self._whole = LARGEST, 1, False
        self._current = -1
        self._hovered = -1
        self._painter = TilePainter()
        self._pictures: dict[int, tuple[tuple[str, int, float], QPixmap]] = {}
        self.layout_: WallLayout = fit(0, 100)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Wall of decision boundaries"))
        theme.changed.connect(self.viewport().update)

    @property
    def current(self) -> int:
        """The current tile; -1 for none."""
        return self._current

    def show_tiles(self, faces: Faces, count: int, columns: int | None = None) -> None:
        """Show so many tiles, in rows of so many or as many as fit."""
        self._faces, self._count, self._columns = faces, count, columns
        self._lines = max(1, len(faces.face(0).settings)) if count else 1
        self._current = self._hovered = -1
        self.verticalScrollBar().setValue(0)
        self._measure()
        self.update_tiles()

    def set_current(self, number: int) -> None:
        """Make a tile the current one and bring it into sight; nothing is emitted."""
        if number == self._current or number >= self._count:
            return
        self._current = number
        if number >= 0:
            self._reveal(number)
        self._describe()
        self.viewport().update()

    def update_tiles(self, numbers: Iterable[int] | None = None) -> None:
        """Tell what these tiles show, or all of them, has changed."""
        self._describe()
        if numbers is None:
            self._pictures.clear()
            self.viewport().update()
            return
        in_sight, offset = self.visible(), self._offset()
        for number in numbers:
            self._pictures.pop(number, None)
            if number in in_sight:
                self.viewport().update(self.layout_.place(number).translated(-offset))

    def height_for(self, width: int, rows: int) -> int:
        """The height in which at most so many rows are in sight."""
        layout = fit(self._count, width, self._columns, self._largest, self._lines)
        return layout.height_of(min(rows, layout.rows))

    def rows_for(self, width: int) -> int:
        """Tell how many rows there are at a width."""
        return fit(self._count, width, self._columns, self._largest).rows

    def set_largest(self, side: int, *, whole: bool = False) -> None:
        """The largest side that pictures may take; `whole` makes them as small as it takes to see all."""
        if (side, whole) != (self._largest, self._whole):
            self._largest, self._whole = side, whole
            self._measure()

    def width_for(self, height: int) -> int | None:
        """The width in which rows of a given number fill a height; None where rows are as long as there is room."""
        if self._columns is None:
            return None
        side = min(self._largest, side_by_height(self._count, height, self._columns, self._lines))
        scrolled = self.verticalScrollBar().sizeHint().width() if side < SMALLEST else 0
        return WallLayout(self._count, self._columns, max(SMALLEST, side), self._lines).width + scrolled

    def visible(self) -> range:
        """The tiles in sight."""
        top = self.verticalScrollBar().value()
        return self.layout_.rows_between(top, top + self.viewport().height() - 1)

    def place_of(self, number: int) -> QPoint:
        """Tell where the middle of a tile's picture is, in the viewport."""
        place = self.layout_.place(number)
        return place.center() - self._offset()

    def sizeHint(self) -> QSize:
        return QSize(600, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._faces is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        theme, offset = self._theme.theme, self._offset()
        for number in self.visible():
            place = self.layout_.place(number).translated(-offset)
            if not event.region().intersects(place):
                continue
            face = self._faces.face(number)
            edge = self._edge(number) or (theme.text if face.badge else None)
            self._painter.paint(painter, place, face, self._picture(number), theme, edge=edge)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            down, across = _STEPS[key]
            self._step(down * self.layout_.columns + across)
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(self._count - 1)
        elif key in _OPENING:
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and self._count and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            number = self._at(event.position().toPoint())
            if number >= 0:
                self._go(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number == self._current:
            self._open(number)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        elif isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(self._at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def _picture(self, number: int) -> QPixmap:
        """The picture of a tile, kept for as long as it stays the same."""
        assert self._faces is not None
        theme, side, ratio = self._theme.theme, self.layout_.side, pixel_ratio(self)
        kept = self._pictures.get(number)
        if kept is None or kept[0] != (theme.name, side, ratio):
            drawn = framed(self._faces.image(number), side, ratio, theme)
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            kept = self._pictures[number] = ((theme.name, side, ratio), drawn)
        return kept[1]

    def _tip(self, number: int) -> str:
        if number < 0 or self._faces is None:
            return ""
        told = self._faces.face(number).sentence
        if self._faces.can_open(number):
            return self.tr("{tile}\nClick to open it in the main window").format(tile=told)
        return told

    def _edge(self, number: int) -> str | None:
        theme = self._theme.theme
        if number == self._current:
            return theme.accent
        return mix(theme.line, theme.accent, 0.6) if number == self._hovered else None

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _at(self, point: QPoint) -> int:
        found = self.layout_.at(point + self._offset())
        return -1 if found is None else found

    def _hover(self, number: int) -> None:
        if number == self._hovered:
            return
        self._hovered = number
        opens = number >= 0 and self._faces is not None and self._faces.can_open(number)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def _step(self, by: int) -> None:
        if 0 <= self._current + by < self._count:
            self._go(self._current + by)

    def _go(self, number: int) -> None:
        if number != self._current and 0 <= number < self._count:
            self.set_current(number)
            self.current_changed.emit(number)

    def _open(self, number: int) -> None:
        if number >= 0 and self._faces is not None and self._faces.can_open(number):
            self.opened.emit(number)

    def _reveal(self, number: int) -> None:
        place, bar = self.layout_.place(number), self.verticalScrollBar()
        if place.top() < bar.value():
            bar.setValue(place.top())
        elif place.bottom() > bar.value() + self.viewport().height():
            bar.setValue(place.bottom() - self.viewport().height() + 1)

    def _measure(self) -> None:
        area = self.viewport().size()
        asked = self._columns, self._largest, self._lines
        # With the room of the scroll bars, which are not there where all tiles are in sight.
        whole = fit_whole(self._count, self.maximumViewportSize(), *asked) if self._whole else None
        if whole is not None:
            area = self.maximumViewportSize()
        self.layout_ = whole or fit(self._count, area.width(), *asked)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, self.layout_.height - area.height()))
        down.setPageStep(area.height())
        down.setSingleStep(self.layout_.tile_height // 2)
        across.setRange(0, max(0, self.layout_.width - area.width()))
        across.setPageStep(area.width())
        across.setSingleStep(self.layout_.side // 2)

    def _describe(self) -> None:
        if self._faces is None:
            return
        told = self.tr("{n} tiles").format(n=self._count)
        if self._current >= 0:
            told = self.tr("{n} tiles; current: {tile}").format(
                n=self._count, tile=self._faces.face(self._current).sentence
            )
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
