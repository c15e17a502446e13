"""A combo that is as wide as what it shows, and looks like a button with a chevron."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from playground.app.theme import fix_size, scaled
from playground.app.widgets.buttons import Button, ToggleButton
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.value_edit import ValueEdit

_HEIGHT = 25
_LEFT = 8
_RIGHT = 20
_CHEVRON = QSize(8, 5)


class CompactCombo(QComboBox):
    """Leaves the wheel to the scrolled column unless it has the focus; a long text is shortened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix_size(self, height=_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        # The default delegate imitates a menu and ignores the style sheet's rules for items.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.currentTextChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text = self.fontMetrics().horizontalAdvance(self._shown_text())
        return QSize(_LEFT + text + _RIGHT + 1, scaled(_HEIGHT))

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
        text = self.fontMetrics().elidedText(self._shown_text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
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


_STEPPER_HEIGHT = 27


class Stepper(QFrame):
    """A whole number, changed by one, by the arrow keys, or typed."""

    # The user changed the value.
    value_changed = Signal(object)

    def __init__(self, name: str, minimum: int, maximum: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = NumberFormat("integer", minimum, maximum)
        self._value = value
        self.setAccessibleName(name)
        fix_size(self, height=_STEPPER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = self._button("minus", self.tr("{name}: one less").format(name=name))
        self.more = self._button("plus", self.tr("{name}: one more").format(name=name))
        self.edit = ValueEdit(self._numbers, value)
        self.edit.setAccessibleName(name)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fix_size(self.edit, height=_STEPPER_HEIGHT - 2)
        line = QHBoxLayout(self)
        line.setContentsMargins(1, 1, 1, 1)
        line.setSpacing(0)
        for part in (self.less, self.edit, self.more):
            line.addWidget(part)
        self.less.clicked.connect(self._one_less)
        self.more.clicked.connect(self._one_more)
        self.edit.committed.connect(self._change)
        self.edit.stepped.connect(self._step)
        self.set_value(value)

    def value(self) -> int:
        return self._value

    def follow_type(self) -> None:
        """The number is written larger or smaller from now on."""
        self.set_value(self._value)

    def set_value(self, value: int) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self.edit.set_value(value)
        self.edit.setFixedWidth(max(scaled(32), self.edit.width_for(self.edit.text()) + 12))
        minimum, maximum = self._numbers.minimum, self._numbers.maximum
        self._enable(self.less, value != minimum, self.tr("It is the smallest possible."))
        self._enable(self.more, value != maximum, self.tr("It is the largest possible."))

    def _button(self, icon_name: str, text: str) -> Button:
        button = Button(icon_name, text, 12)
        fix_size(button, width=25, height=_STEPPER_HEIGHT - 2)
        button.setAutoRepeat(True)
        # The number between them takes the keyboard; two more stops a layer would make the way long.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

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
