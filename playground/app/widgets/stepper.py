"""The group of minus, number and plus on top of a layer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from playground.app.widgets.button import Button
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.value_edit import ValueEdit

_HEIGHT = 27


class Stepper(QFrame):
    """A whole number, changed by one, by the arrow keys, or typed."""

    # The user changed the value.
    value_changed = Signal(object)

    def __init__(self, name: str, minimum: int, maximum: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = NumberFormat("integer", minimum, maximum)
        self._value = value
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = self._button("minus", self.tr("{name}: one less").format(name=name))
        self.more = self._button("plus", self.tr("{name}: one more").format(name=name))
        self.edit = ValueEdit(self._numbers, value)
        self.edit.setAccessibleName(name)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.setFixedSize(32, _HEIGHT - 2)
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

    def set_value(self, value: int) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self.edit.set_value(value)
        self.edit.setFixedWidth(max(32, self.edit.width_for(self.edit.text()) + 12))
        minimum, maximum = self._numbers.minimum, self._numbers.maximum
        self._enable(self.less, value != minimum, self.tr("It is the smallest possible."))
        self._enable(self.more, value != maximum, self.tr("It is the largest possible."))

    def _button(self, icon_name: str, text: str) -> Button:
        button = Button(icon_name, text, 12)
        button.setFixedSize(25, _HEIGHT - 2)
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
