"""A combo that is as wide as what it shows, and looks like a button with a chevron."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from playground.app.theme import body_font, fix_size, scaled, small_font
from playground.app.widgets.buttons import Button, ToggleButton
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.value_edit import ValueEdit

_HEIGHT, _CLOSE_HEIGHT = 25, 19
_LEFT, _CLOSE_LEFT = 8, 2
_RIGHT = 20
_CHEVRON = QSize(8, 5)


class CompactCombo(QComboBox):
    """Leaves the wheel to the scrolled column unless it has the focus; a long text is shortened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._close = False
        fix_size(self, height=_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        # The default delegate imitates a menu and ignores the style sheet's rules for items.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.currentTextChanged.connect(self._fit)

    def set_close(self, close: bool) -> None:
        """Write small and leave the chevron out, where there is hardly room for a word."""
        if close != self._close:
            self._close = close
            fix_size(self, height=_CLOSE_HEIGHT if close else _HEIGHT)

    def size_for(self, *, close: bool) -> QSize:
        """The size that it wants, close or not."""
        self.ensurePolished()
        text = self._metrics(close=close).horizontalAdvance(self._shown_text())
        around = 2 * _CLOSE_LEFT if close else _LEFT + _RIGHT
        return QSize(text + around + 1, scaled(_CLOSE_HEIGHT if close else _HEIGHT))

    def sizeHint(self) -> QSize:
        return self.size_for(close=self._close)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(64, self.sizeHint().width()), scaled(_HEIGHT))

    def showPopup(self) -> None:  # noqa: N802
        # The list is as wide as its longest entry, not as the short one now chosen.
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + 28))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = QRect(_LEFT, 0, self.width() - _LEFT - _RIGHT + 2, self.height())
        side = Qt.AlignmentFlag.AlignLeft
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        if self._close:
            room, side = self.rect().adjusted(_CLOSE_LEFT, 0, -_CLOSE_LEFT, 0), Qt.AlignmentFlag.AlignHCenter
            painter.setFont(small_font())
        text = self._metrics(close=self._close).elidedText(
            self._shown_text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, text)
        if self._close:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawPolygon(self._chevron())
        painter.end()

    def _chevron(self) -> QPolygonF:
        left = self.width() - _RIGHT / 2 - _CHEVRON.width() / 2
        top = (self.height() - _CHEVRON.height()) / 2 + 0.5
        corners = ((0, 0), (_CHEVRON.width(), 0), (_CHEVRON.width() / 2, _CHEVRON.height()))
        return QPolygonF([QPointF(left + x, top + y) for x, y in corners])

    def _metrics(self, *, close: bool) -> QFontMetrics:
        return QFontMetrics(small_font()) if close else self.fontMetrics()

    def _shown_text(self) -> str:
        return self.currentText() or self.placeholderText()

    def _fit(self) -> None:
        self.updateGeometry()


class SegmentedChoice(QWidget):
    """The arrow keys move between the pills."""

    # The user chose another value.
    value_changed = Signal(object)

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[object, str]],
        value: object,
        *,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value = value
        self._group = QButtonGroup(self)
        self._pills: dict[object, ToggleButton] = {}
        self.setAccessibleName(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for option, text in options:
            pill = ToggleButton(text, checked=option == value, quiet=quiet)
            pill.setAccessibleName(f"{name}: {text}")
            self._pills[option] = pill
            self._group.addButton(pill)
            line.addWidget(pill)
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self._pills[value].setChecked(True)

    def pill(self, value: object) -> ToggleButton:
        return self._pills[value]

    def _toggled(self, button: QAbstractButton, on: bool) -> None:
        value = next(option for option, pill in self._pills.items() if pill is button)
        if on and value != self._value:
            self._value = value
            self.value_changed.emit(value)


_STEPPER_HEIGHT, _NUMBER, _STEP = 27, 32, 25
_STACKED_NUMBER, _STACKED_STEP = 18, 17
_FEW_DIGITS = 3
_LOW_HEIGHT, _LOW_NUMBER, _LOW_STEP = 22, 22, 18
StepperForm = Literal["usual", "narrow", "stacked"]
"""Side by side; closer; or the number over its two buttons, as wide as it is made."""


class Stepper(QFrame):
    """A whole number, changed by one, by the arrow keys, or typed."""

    # The user changed the value.
    value_changed = Signal(object)

    def __init__(self, name: str, minimum: int, maximum: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = NumberFormat("integer", minimum, maximum, grouped=False)
        self._value = value
        self.setAccessibleName(name)
        self._form: StepperForm = "usual"
        self._width = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = self._button("minus", self.tr("{name}: one less").format(name=name))
        self.more = self._button("plus", self.tr("{name}: one more").format(name=name))
        self.edit = ValueEdit(self._numbers, value)
        self.edit.setAccessibleName(name)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self._arrange()
        self.less.clicked.connect(self._one_less)
        self.more.clicked.connect(self._one_more)
        self.edit.committed.connect(self._change)
        self.edit.stepped.connect(self._step)
        self.set_value(value)

    def value(self) -> int:
        return self._value

    def follow_type(self) -> None:
        """The number is written larger or smaller from now on."""
        self._arrange()

    def set_form(self, form: StepperForm, width: int = 0) -> None:
        """Tell how its parts stand; stacked it is as wide as it is told."""
        if (form, width) != (self._form, self._width):
            self._form, self._width = form, width
            self._arrange()

    def width_in(self, form: StepperForm) -> int:
        """The width that it needs for its number, side by side or narrow."""
        step, number = (_STEP, _NUMBER) if form == "usual" else (_LOW_STEP, _LOW_NUMBER)
        slack = 12 if form == "usual" else 6
        return max(scaled(number), self.edit.width_for(self.edit.text()) + slack) + 2 * scaled(step) + 2

    def set_value(self, value: int) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self.edit.set_value(value)
        self._fit_number()
        minimum, maximum = self._numbers.minimum, self._numbers.maximum
        self._enable(self.less, value != minimum, self.tr("It is the smallest possible."))
        self._enable(self.more, value != maximum, self.tr("It is the largest possible."))

    def _button(self, icon_name: str, text: str) -> Button:
        button = Button(icon_name, text, 12)
        button.setAutoRepeat(True)
        # The number between them takes the keyboard; two more stops a layer would make the way long.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _arrange(self) -> None:
        stacked = self._form == "stacked"
        high = scaled(_STEPPER_HEIGHT if self._form == "usual" else _LOW_HEIGHT) - 2
        places = ((1, 0, 1), (0, 0, 2), (1, 1, 1)) if stacked else ((0, 0, 1), (0, 1, 1), (0, 2, 1))
        for part, (row, column, span) in zip((self.less, self.edit, self.more), places, strict=True):
            self._grid.addWidget(part, row, column, 1, span)
        step = (self._width - 2) // 2 if stacked else scaled(_STEP if self._form == "usual" else _LOW_STEP)
        for button in (self.less, self.more):
            button.setFixedSize(step, high if not stacked else scaled(_STACKED_STEP))
        self.edit.setFixedHeight(high if not stacked else scaled(_STACKED_NUMBER))
        self.setFixedHeight((high if not stacked else scaled(_STACKED_STEP) + scaled(_STACKED_NUMBER)) + 2)
        self._fit_number()

    def _fit_number(self) -> None:
        """Side by side the number has the width that it needs; stacked it is written smaller where it is long."""
        small = self._form == "stacked" and len(self.edit.text()) > _FEW_DIGITS
        font = small_font() if small else body_font()
        font.setWeight(QFont.Weight.Bold)
        self.edit.setFont(font)
        width = self._width if self._form == "stacked" else self.width_in(self._form)
        steps = 0 if self._form == "stacked" else self.less.width() + self.more.width()
        self.edit.setFixedWidth(width - 2 - steps)
        self.setFixedWidth(width)

    def _enable(self, button: Button, possible: bool, reason: str) -> None:
        button.setEnabled(possible)
        button.setToolTip(button.accessibleName() if possible else reason)

    def _one_less(self) -> None:
        self._step(-1)

    def _one_more(self) -> None:
        self._step(1)

    def _step(self, steps: int) -> None:
        self._change(round(self._numbers.clamped(self._value + steps)))

    def _change(self, value: object) -> None:
        if isinstance(value, int) and value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)
