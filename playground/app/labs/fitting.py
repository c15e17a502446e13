"""Texts and buttons that fit into a card of fixed height: words are written smaller before they are cut."""

from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import body_font, scaled
from playground.app.widgets import Menu, TextButton, colour_property

_SIZES = (13, 12, 11)
"""Pixels of letters, the usual ones first."""
Wording = tuple[str, str]
"""What is written in bold, and what follows it."""


class FittingText(QWidget):
    """The fullest of several wordings for which there is room, in letters as large as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: tuple[Wording, ...] = (("", ""),)
        self._layout: QTextLayout | None = None
        self.whole = True
        """Whether nothing of the last wording had to be cut off."""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def set_wordings(self, *wordings: Wording) -> None:
        """Write one of these, the fullest first; the last is cut off where nothing else helps."""
        if wordings != self._wordings:
            self._wordings = wordings
            self.setAccessibleName(self.text())
            self._fit()

    def set_text(self, text: str, lead: str = "") -> None:
        """Write this."""
        self.set_wordings((lead, text))

    def text(self) -> str:
        """The fullest wording, whole."""
        return _joined(self._wordings[0])

    def shown_text(self) -> str:
        """Tell what is written."""
        return "" if self._layout is None else self._layout.text()

    def sizeHint(self) -> QSize:
        return QSize(scaled(200), scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(80), scaled(20))

    def follow_type(self) -> None:
        """Everything is written larger or smaller from now on."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._layout is None:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        self._layout.draw(painter, QPointF(0, 0))
        painter.end()

    def _fit(self) -> None:
        width, height = self.width(), self.height()
        fitting = (
            (wording, size)
            for sizes in (_SIZES[:-1], _SIZES[-1:])
            for wording, size in product(self._wordings, sizes)
            if text_height(wording, size, width) <= height
        )
        wording, size = next(fitting, (self._wordings[-1], 0))
        self.whole = size > 0
        if not self.whole:
            size = _SIZES[-1]
            wording = _cut(wording, size, width, height)
        self.setToolTip("" if self.whole and wording == self._wordings[0] else self.text())
        self._layout = _laid_out(wording, size, width)
        self.update()


def text_height(wording: Wording, size: int, width: int) -> float:
    """Tell how high a wording stands in letters of so many pixels, broken into lines of a width."""
    layout = _laid_out(wording, size, width)
    last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
    return 0.0 if last is None else last.y() + last.height()


def _laid_out(wording: Wording, size: int, width: int) -> QTextLayout:
    layout = QTextLayout(_joined(wording), body_font(scaled(size)))
    option = QTextOption()
    # A path or a formula may have no blank to break at.
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lead = QTextLayout.FormatRange()
    lead.start, lead.length, bold = 0, len(wording[0]), QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    lead.format = bold
    layout.setFormats([lead] if wording[0] else [])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _cut(wording: Wording, size: int, width: int, height: int) -> Wording:
    lead, rest = wording
    low, high = 0, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        if text_height((lead, rest[:middle].rstrip() + "…"), size, width) <= height:
            low = middle
        else:
            high = middle - 1
    return lead, rest[:low].rstrip() + "…"


def _joined(wording: Wording) -> str:
    return " ".join(part for part in wording if part)


def lead_of(text: str) -> Wording:
    """The first sentence of a text, to be written in bold, and the rest."""
    for number, letter in enumerate(text):
        ends = letter in "。？！" or (letter in ".?!:" and text[number + 1 : number + 2] == " ")
        if ends and number:
            return text[: number + 1], text[number + 1 :].strip()
    return text, ""


_PADDING = 8
_BUTTON = 30


class WrapButton(TextButton):
    """A button that breaks its text into lines where it is narrow."""

    def __init__(self, text: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, variant="chip", parent=parent)
        self.letters: int | None = None
        """Pixels of its letters, as those beside it have them; None for as large as fit."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(0)
        self.setMaximumHeight(1000)
        self.setProperty("fixedAtNormalType", None)

    def say(self, text: str) -> None:
        """Another text."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    @property
    def whole(self) -> bool:
        """Tell whether the text is whole as the button is now."""
        return any(self.fits(self.size(), letters) for letters in _SIZES[1:])

    def fits(self, size: QSize, letters: int) -> bool:
        """Tell whether the text is whole in a button of this size."""
        return bool(self._lines(size, letters))

    def sizeHint(self) -> QSize:
        text = QFontMetrics(self._font(_SIZES[1])).horizontalAdvance(self.text())
        return QSize(text + self._icon_width() + 2 * _PADDING + 4, scaled(_BUTTON))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(40), scaled(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        sizes = _SIZES[1:] if self.letters is None else (self.letters,)
        letters = next((size for size in sizes if self.fits(self.size(), size)), _SIZES[-1])
        font = self._font(letters)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        inner = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        lines = self._lines(self.size(), letters)
        if self._icon_name:
            used = max((painter.fontMetrics().horizontalAdvance(line) for line in lines), default=inner.width())
            left = inner.left() + max(0, (inner.width() - used - self._icon_width()) // 2)
            self._paint_icon(painter, left)
            inner.setLeft(left + self._icon_width())
            inner.setWidth(min(inner.width(), used + 1))
        if lines:
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
        else:
            cut = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, cut)
        painter.end()

    def _lines(self, size: QSize, letters: int) -> list[str]:
        """The lines that the text is broken into; none where it does not fit."""
        width = size.width() - 2 * _PADDING - self._icon_width()
        metrics = QFontMetrics(self._font(letters))
        layout = QTextLayout(self.text(), self._font(letters))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines = []
        layout.beginLayout()
        while width > 0 and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(self.text()[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        words = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        broken = words > width and self.text().isascii()
        return lines if lines and not broken and len(lines) * metrics.height() <= size.height() - 1 else []

    def _font(self, pixels: int) -> QFont:
        font = body_font(scaled(pixels))
        font.setWeight(self.font().weight())
        return font


_CLOSE = 5
_MOST_COLUMNS = 3


class ChoiceGrid(QWidget):
    """Answers to choose from, as buttons side by side; where they do not fit, one button opens them as a list."""

    chosen = Signal(int)
    """The number of an answer, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[WrapButton] = []
        self.list_button = WrapButton(self.tr("Choose an answer…"))
        self.list_button.setParent(self)
        self.list_button.clicked.connect(self._open_list)
        self._columns = 1
        self._listed = False
        self.setAccessibleName(self.tr("Answers to choose from"))

    def offer(self, texts: Sequence[str]) -> None:
        """Offer other answers."""
        if [button.text() for button in self.buttons] != list(texts):
            for button in self.buttons:
                button.hide()
                button.deleteLater()
            self.buttons = []
            for number, text in enumerate(texts):
                button = WrapButton(text, parent=self)
                button.clicked.connect(lambda _=False, each=number: self.chosen.emit(each))
                self.buttons.append(button)
        self._place()

    def width_for(self, height: int, least: int, most: int) -> int:
        """The least width between these bounds in which all answers are whole; 0 where there is none."""
        widths = range(least, max(least, most) + 1, 8)
        fitting = (
            width for letters in _SIZES[1:] for width in widths if self._columns_in(QSize(width, height), letters)
        )
        return next(fitting, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def follow_type(self) -> None:
        """Everything is written larger or smaller from now on."""
        self._place()

    def _columns_in(self, size: QSize, letters: int) -> int:
        """In how many columns the answers fit, in letters of so many pixels; 0 where they do not."""
        for columns in range(1, _MOST_COLUMNS + 1):
            cell = self._cell(size, columns)
            if cell.height() >= scaled(18) and all(button.fits(cell, letters) for button in self.buttons):
                return columns
        return 0

    def _cell(self, size: QSize, columns: int) -> QSize:
        rows = -(-len(self.buttons) // columns)
        height = (size.height() - _CLOSE * (rows - 1)) // max(1, rows)
        return QSize((size.width() - _CLOSE * (columns - 1)) // columns, min(height, scaled(_BUTTON) + 2))

    def _place(self) -> None:
        found = ((letters, self._columns_in(self.size(), letters)) for letters in _SIZES[1:])
        letters, columns = next((each for each in found if each[1] and self.buttons), (_SIZES[-1], 0))
        self._listed = not columns
        self.list_button.setVisible(self._listed and bool(self.buttons))
        self.list_button.setGeometry(0, (self.height() - scaled(_BUTTON)) // 2, self.width(), scaled(_BUTTON))
        cell = self._cell(self.size(), max(1, columns))
        rows = -(-len(self.buttons) // max(1, columns))
        top = (self.height() - rows * cell.height() - (rows - 1) * _CLOSE) // 2
        for number, button in enumerate(self.buttons):
            button.letters = letters
            button.setVisible(not self._listed)
            row, column = divmod(number, max(1, columns))
            place = QRect(column * (cell.width() + _CLOSE), top + row * (cell.height() + _CLOSE), 0, 0)
            place.setSize(cell)
            button.setGeometry(place)

    def _open_list(self) -> None:
        menu = Menu(self)
        for number, button in enumerate(self.buttons):
            menu.addAction(button.text()).triggered.connect(lambda _=False, each=number: self.chosen.emit(each))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list_button.mapToGlobal(self.list_button.rect().bottomLeft()))


_DOT, _BETWEEN = 14, 6


class Dots(QWidget):
    """A dot for every step: ticked where its claim was seen, filled where the walk is."""

    chosen = Signal(int)

    accent = colour_property("_accent")
    onAccent = colour_property("_on_accent")  # noqa: N815
    empty = colour_property("_empty")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grey = QColor(Qt.GlobalColor.gray)
        self._accent = self._on_accent = self._empty = grey
        self._ticked: tuple[bool, ...] = ()
        self._at = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_steps(self, ticked: Sequence[bool], at: int) -> None:
        """Tell how many steps there are, which are done, and which is the present one."""
        if (tuple(ticked), at) != (self._ticked, self._at):
            self._ticked, self._at = tuple(ticked), at
            done = self.tr("{n} of {all} steps seen").format(n=sum(self._ticked), all=len(self._ticked))
            self.setAccessibleName(done)
            self.updateGeometry()
            self.update()

    def follow_type(self) -> None:
        """Everything is larger or smaller from now on."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        count = max(1, len(self._ticked))
        return QSize(count * scaled(_DOT) + (count - 1) * scaled(_BETWEEN) + 2, scaled(_DOT) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int((event.position().x() - 1 + scaled(_BETWEEN) / 2) // (scaled(_DOT) + scaled(_BETWEEN)))
        if 0 <= number < len(self._ticked):
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._at + step < len(self._ticked):
            self.chosen.emit(self._at + step)
        else:
            super().keyPressEvent(event)

    def place_of(self, number: int) -> QPointF:
        """The centre of a dot."""
        side = scaled(_DOT)
        return QPointF(1 + side / 2 + number * (side + scaled(_BETWEEN)), 1 + side / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = scaled(_DOT) / 2 - 0.5
        for number, ticked in enumerate(self._ticked):
            centre, here = self.place_of(number), number == self._at
            painter.setPen(QPen(self._accent if ticked or here else self._empty, 1.6 if here else 1.3))
            painter.setBrush(self._accent if ticked else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
            if ticked:
                self._paint_tick(painter, centre, radius)
            elif here:
                painter.setBrush(self._accent)
                painter.drawEllipse(centre, radius * 0.4, radius * 0.4)
            if here and ticked:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._accent, 1.2))
                painter.drawLine(centre + QPointF(-radius, radius + 1.4), centre + QPointF(radius, radius + 1.4))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._accent, 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_tick(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        painter.setPen(QPen(self._on_accent, 1.7, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corners = ((-0.45, 0.02), (-0.12, 0.36), (0.48, -0.34))
        painter.drawPolyline(QPolygonF([centre + QPointF(radius * x, radius * y) for x, y in corners]))
