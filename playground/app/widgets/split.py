"""The three parts of the data in whole percent, and how one is changed without losing the sum of 100."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.app.theme import fix_size, scaled, small_font
from playground.app.widgets.cards import PopupCard
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.rows import NumberRow, SettingRow
from playground.app.widgets.style import colour_property, styled_label

Split = tuple[int, int, int]
SMALLEST_TRAINING = 1


def with_boundary(split: Split, boundary: int, percent: int) -> Split:
    """Move one of the two boundaries (0 or 1) to `percent`; it pushes the other one before it."""
    percent = max(SMALLEST_TRAINING, min(100, percent))
    first, second = split[0], split[0] + split[1]
    if boundary == 0:
        first, second = percent, max(percent, second)
    else:
        first, second = min(first, percent), percent
    return first, second - first, 100 - second


def with_part(split: Split, part: int, percent: int) -> Split:
    """Give one part `percent`; what it gains or loses, the others lose or gain, test data first."""
    others = {0: (2, 1), 1: (2, 0), 2: (0, 1)}[part]
    lowest = [SMALLEST_TRAINING, 0, 0]
    room = 100 - sum(lowest[other] for other in others)
    parts = list(split)
    parts[part] = max(lowest[part], min(room, percent))
    missing = sum(parts) - 100
    for other in others:
        taken = min(missing, parts[other] - lowest[other])
        parts[other] -= taken
        missing -= taken
    return parts[0], parts[1], parts[2]


HANDLE_WIDTH = 9
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_Home: -100,
    Qt.Key.Key_End: 100,
}


class SplitHandle(QWidget):
    """Shows its grip under the mouse and with the focus, and is otherwise only the edge of two colours."""

    # Moved by key: which boundary, how many percent.
    moved = Signal(int, int)
    # Dragged: which boundary, where to in the bar's coordinates, and whether in steps of one percent.
    dragged = Signal(int, float, bool)
    # Let go after a drag.
    released = Signal()
    # Enter or a double click asks for the fields.
    opened = Signal()

    def __init__(self, boundary: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._boundary = boundary
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.dragged.emit(self._boundary, self.mapToParent(event.position()).x(), fine)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.released.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.moved.emit(self._boundary, _KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not (self.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 90))
        painter.setBrush(QColor(Qt.GlobalColor.white))
        width = 5.0 if self.hasFocus() else 3.0
        grip = QRectF((self.width() - width) / 2, 2.5, width, self.height() - 5)
        painter.drawRoundedRect(grip, 1.5, 1.5)
        painter.end()


class SplitPopup(PopupCard):
    """Changing one part takes from or gives to the others, so that the sum is always 100."""

    # The user typed or stepped; the whole split.
    split_changed = Signal(object)

    def __init__(self, split: Split, parent: QWidget) -> None:
        super().__init__(parent)
        self._split = split
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(scaled(228))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(0)
        names = (self.tr("Training, %"), self.tr("Validation, %"), self.tr("Test, %"))
        self.rows: list[NumberRow] = []
        for part, name in enumerate(names):
            lowest = 0 if part else SMALLEST_TRAINING
            highest = 100 - SMALLEST_TRAINING if part else 100
            row = NumberRow(name, NumberFormat("integer", lowest, highest), split[part])
            row.value_changed.connect(partial(self._typed, part))
            column.addWidget(row)
            self.rows.append(row)
        column.addWidget(styled_label(self.tr("The parts always add up to 100."), "small"))
        self.rows[0].edit.setFocus()

    def _typed(self, part: int, value: object) -> None:
        assert isinstance(value, int)
        self._split = with_part(self._split, part, value)
        for row, percent in zip(self.rows, self._split, strict=True):
            row.set_value(percent)
        self.split_changed.emit(self._split)


_HEIGHT = 17
_RADIUS = 5


class SplitBar(QWidget):
    """Two handles move the boundaries; Enter or a double click opens fields to type the parts into."""

    # The user changed the split; three whole percent: training, validation, test.
    split_changed = Signal(object)
    # A handle was let go or a value typed: one change for undo.
    editing_finished = Signal()

    trainColour = colour_property("_train_colour")  # noqa: N815
    validationColour = colour_property("_validation_colour")  # noqa: N815
    testColour = colour_property("_test_colour")  # noqa: N815
    trainText = colour_property("_train_text")  # noqa: N815
    restText = colour_property("_rest_text")  # noqa: N815

    def __init__(self, split: Split = (100, 0, 0), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._split = split
        grey, black = QColor(Qt.GlobalColor.lightGray), QColor(Qt.GlobalColor.black)
        self._train_colour = self._validation_colour = self._test_colour = grey
        self._train_text = self._rest_text = black
        fix_size(self, height=_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Split of the data"))
        names = (self.tr("End of the training part"), self.tr("End of the validation part"))
        self.handles = tuple(SplitHandle(number, name, self) for number, name in enumerate(names))
        for handle in self.handles:
            handle.moved.connect(self._move)
            handle.dragged.connect(self._drag)
            handle.released.connect(self.editing_finished)
            handle.opened.connect(self.open_fields)
        self._describe()

    def split(self) -> Split:
        return self._split

    def set_split(self, split: Split) -> None:
        """Show a split; nothing is emitted."""
        self._split = split
        self._describe()
        self._place_handles()
        self.update()

    def open_fields(self) -> SplitPopup:
        """Show the three parts as numbers to be typed."""
        popup = SplitPopup(self._split, self)
        popup.split_changed.connect(self._take)
        popup.split_changed.connect(self.editing_finished)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()
        return popup

    def sizeHint(self) -> QSize:
        return QSize(160, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, scaled(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_handles()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.open_fields()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_fields()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(outline)
        if not self.isEnabled():
            painter.setOpacity(0.4)
        font = small_font()
        painter.setFont(font)
        colours = (self._train_colour, self._validation_colour, self._test_colour)
        texts = self._texts(QFontMetrics(font))
        left = 0.0
        for part, (percent, colour) in enumerate(zip(self._split, colours, strict=True)):
            box = QRectF(left, 0, self.width() * percent / 100, self.height())
            painter.fillRect(box, colour)
            painter.setPen(self._rest_text if part else self._train_text)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts[part])
            left = box.right()
        painter.end()

    def _texts(self, metrics: QFontMetrics) -> list[str]:
        """Names and numbers where all fit; else that of the largest part alone; else what numbers fit."""
        names = (self.tr("{percent} train"), self.tr("{percent} validation"), self.tr("{percent} test"))
        named = [name.format(percent=n) if n else "" for name, n in zip(names, self._split, strict=True)]
        plain = [str(n) if n else "" for n in self._split]
        room = [self.width() * n / 100 - 6 for n in self._split]

        def fits(part: int, text: str) -> bool:
            return metrics.horizontalAdvance(text) <= room[part]

        if all(fits(part, text) for part, text in enumerate(named) if text):
            return named
        largest = self._split.index(max(self._split))
        if fits(largest, named[largest]):
            plain[largest] = named[largest]
        return [text if fits(part, text) else "" for part, text in enumerate(plain)]

    def _describe(self) -> None:
        train, validation, test = self._split
        text = self.tr("{train} % training, {validation} % validation, {test} % test").format(
            train=train, validation=validation, test=test
        )
        self.setAccessibleDescription(text)
        self.setToolTip(text + "\n" + self.tr("Drag a boundary, or double-click to type."))

    def _place_handles(self) -> None:
        # Side by side where both boundaries meet, and never outside the bar, so that each can be taken.
        first, second = (self.width() * sum(self._split[: n + 1]) / 100 for n in (0, 1))
        right = min(second - HANDLE_WIDTH / 2, self.width() - HANDLE_WIDTH)
        left = min(first - HANDLE_WIDTH / 2, right - HANDLE_WIDTH)
        left = max(left, 0)
        right = max(right, left + HANDLE_WIDTH)
        for handle, x in zip(self.handles, (left, right), strict=True):
            handle.setGeometry(round(x), 0, HANDLE_WIDTH, self.height())

    def _move(self, boundary: int, steps: int) -> None:
        place = self._split[0] if boundary == 0 else self._split[0] + self._split[1]
        self._take(with_boundary(self._split, boundary, place + steps))
        self.editing_finished.emit()

    def _drag(self, boundary: int, x: float, fine: bool) -> None:
        percent = 100 * x / max(1, self.width())
        snapped = round(percent) if fine else 5 * round(percent / 5)
        self._take(with_boundary(self._split, boundary, snapped))

    def _take(self, split: Split) -> None:
        if split != self._split:
            self.set_split(split)
            self.split_changed.emit(split)


class SplitRow(SettingRow):
    """The label left; `bar` takes the rest of the line."""

    def __init__(self, label: str, split: Split, *, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, help_text, parent)
        self.bar = SplitBar(split)
        self.label.setBuddy(self.bar.handles[0])
        self.line.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
