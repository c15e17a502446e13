"""What all rows of a settings card share: one line of 29 px, or less, the label left, the control right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.app.theme import fix_size, least_width, scaled
from playground.app.widgets.buttons import Switch
from playground.app.widgets.choices import CompactCombo
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.slider import Scale, Slider
from playground.app.widgets.value_edit import ValueEdit

_NARROWEST = 32


class ElidedLabel(QLabel):
    """One line of text; where it does not fit, the tooltip has all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        full = super().minimumSizeHint()
        return QSize(min(_NARROWEST, full.width()), full.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._shown_text() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment(),
            self.palette(),
            self.isEnabled(),
            self._shown_text(),
            self.foregroundRole(),
        )
        painter.end()

    def _shown_text(self) -> str:
        width = self.contentsRect().width()
        if self.fontMetrics().horizontalAdvance(self.text()) <= width:
            return self.text()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)


class FittingLabel(QLabel):
    """Shows the fullest of several texts for which it has room, so that none is cut off; asks for no width itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_texts(self, texts: Iterable[str]) -> None:
        """Say one of these, the fullest first."""
        self._texts = tuple(texts)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        advance, room = self.fontMetrics().horizontalAdvance, self.contentsRect().width()
        fitting = (text for text in self._texts if max(map(advance, text.split("\n"))) <= room)
        self.setText(next(fitting, ""))


ROW_HEIGHT = 29
# Sliders of one card start and end in line, whatever their labels and values.
LABEL_COLUMN = 88
VALUE_COLUMN = 52


class SettingRow(QWidget):
    """A labelled control. Where it does not apply, it is disabled and its tooltip says why."""

    def __init__(self, label: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = help_text
        self._reason = ""
        fix_size(self, height=ROW_HEIGHT)
        self.label = ElidedLabel(label)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(6)
        self.line.addWidget(self.label)
        self._show_help()

    def set_help(self, text: str) -> None:
        """One sentence that explains the setting, shown on hover."""
        self._help = text
        self._show_help()

    def set_available(self, available: bool, reason: str = "") -> None:
        """Enable or disable; `reason` says why it does not apply and what would make it apply."""
        self._reason = "" if available else reason
        self.setEnabled(available)
        self._show_help()

    def set_heights(self, row: int, _control: int) -> None:
        """Lower in a low window: the line, and a control that has a frame."""
        self.setFixedHeight(row)

    def _show_help(self) -> None:
        text = "\n".join(part for part in (self._help, self._reason) if part)
        self.setToolTip(text)
        self.setAccessibleDescription(text)


@dataclass(frozen=True)
class Choice:
    """One entry. Where it is not available, `help_text` is the reason."""

    value: object
    text: str
    help_text: str = ""
    available: bool = True


class ChoiceRow(SettingRow):
    """The label left, a compact combo right."""

    # The user chose another value.
    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        value: object,
        *,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, help_text, parent)
        self._choices: tuple[Choice, ...] = ()
        self._value = value
        self.combo = CompactCombo()
        self.combo.setAccessibleName(label)
        self.label.setBuddy(self.combo)
        self.line.addWidget(self.combo, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.combo.activated.connect(self._chosen)
        self.set_choices(choices)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted. One that is not in the list leaves the combo empty."""
        self._value = value
        values = [choice.value for choice in self._choices]
        self.combo.setCurrentIndex(values.index(value) if value in values else -1)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Another list; the value stays, nothing is emitted."""
        new = tuple(choices)
        if new == self._choices:
            return
        self._choices = new
        self.combo.clear()
        self.combo.addItems([choice.text for choice in new])
        model = self.combo.model()
        assert isinstance(model, QStandardItemModel)
        for row, choice in enumerate(new):
            self.combo.setItemData(row, choice.help_text, Qt.ItemDataRole.ToolTipRole)
            model.item(row).setEnabled(choice.available)
        self.set_value(self._value)

    def set_heights(self, row: int, control: int) -> None:
        super().set_heights(row, control)
        self.combo.setFixedHeight(control)

    def _chosen(self, row: int) -> None:
        value = self._choices[row].value
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)


_NUMBER_ROW_NARROWEST = 72


class NumberRow(SettingRow):
    """Typed, or changed in steps by the arrow keys and the wheel while it has the focus."""

    # The user typed or stepped to another value.
    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        numbers: NumberFormat,
        value: object,
        *,
        step: float = 1,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, help_text, parent)
        self._numbers = numbers
        self._step = step
        self.edit = ValueEdit(numbers, value)
        self._widest = ""
        self.widen_for(numbers.text(value))
        self.edit.setAccessibleName(label)
        self.label.setBuddy(self.edit)
        self.line.addStretch(1)
        self.line.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignVCenter)
        self.edit.committed.connect(self.value_changed)
        self.edit.stepped.connect(self._stepped)

    def value(self) -> object:
        return self.edit.value()

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self.edit.set_value(value)

    def widen_for(self, text: str) -> None:
        """Make room for a text, if there is none yet."""
        if self.edit.width_for(text) > self.edit.width_for(self._widest):
            self._widest = text
        self.follow_type()

    def follow_type(self) -> None:
        """The value is written larger or smaller from now on."""
        self.edit.setFixedWidth(max(scaled(_NUMBER_ROW_NARROWEST), self.edit.width_for(self._widest)))

    def set_numbers(self, numbers: NumberFormat) -> None:
        """Other limits or another format."""
        self._numbers = numbers
        self.edit.set_numbers(numbers)

    def _stepped(self, steps: int) -> None:
        value = self.edit.value()
        if not isinstance(value, int | float):
            return
        moved = self._numbers.clamped(value + steps * self._step)
        moved = round(moved) if self._numbers.kind == "integer" else round(moved, 10)
        if moved != value and self._numbers.allows(moved):
            self.edit.set_value(moved)
            self.edit.selectAll()
            self.value_changed.emit(moved)


class OptionalRow(NumberRow):
    """A number row with a switch; while it is off there is no number to see, and the value is None.

    It is switched on with `suggested`, or else with what it was when it was switched off.
    """

    def __init__(
        self,
        label: str,
        numbers: NumberFormat,
        value: object,
        *,
        suggested: object,
        step: float = 1,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, _or_nothing(numbers), value, step=step, help_text=help_text, parent=parent)
        self._on = suggested
        self.switch = Switch(label)
        self.edit.setAccessibleName(self.tr("{setting}, value").format(setting=label))
        self.line.addWidget(self.switch)
        self.switch.clicked.connect(self._switched)
        self.value_changed.connect(self._follow)
        self.set_value(value)

    def set_numbers(self, numbers: NumberFormat) -> None:
        super().set_numbers(_or_nothing(numbers))

    def set_value(self, value: object) -> None:
        super().set_value(value)
        self._follow(value)

    def _follow(self, value: object) -> None:
        on = value is not None
        if on:
            self._on = value
        self.switch.setChecked(on)
        self.edit.setVisible(on)

    def _switched(self, on: bool) -> None:
        value = self._on if on else None
        self.set_value(value)
        self.value_changed.emit(value)


def _or_nothing(numbers: NumberFormat) -> NumberFormat:
    """The same format, in which an empty field means None."""
    return replace(numbers, words=((None, ""),))


class SliderRow(SettingRow):
    """The slider has the scale's values; any other within the limits of `numbers` can be typed."""

    # The user moved the slider or typed a value.
    value_changed = Signal(object)
    # The slider was let go, or a typed value taken: one change for undo.
    editing_finished = Signal()

    def __init__(
        self,
        label: str,
        scale: Scale,
        numbers: NumberFormat,
        value: object,
        *,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, help_text, parent)
        self._scale = scale
        self._numbers = numbers
        self._value = value
        self.slider = Slider()
        self.edit = ValueEdit(numbers, value)
        self._widest: str | None = None
        least_width(self.label, LABEL_COLUMN)
        self.label.setBuddy(self.slider)
        self.line.addWidget(self.slider, 1)
        self.line.addWidget(self.edit)
        self.slider.setAccessibleName(label)
        self.edit.setAccessibleName(self.tr("{setting}, value").format(setting=label))
        self._fit()
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self.editing_finished)
        self.edit.committed.connect(self._typed)
        self.edit.stepped.connect(self._stepped)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self._value = value
        self.slider.blockSignals(True)
        self.slider.setValue(self._scale.place(value))
        self.slider.blockSignals(False)
        self.slider.setAccessibleDescription(self._numbers.text(value))
        self.edit.set_value(value)

    def set_range(self, scale: Scale, numbers: NumberFormat) -> None:
        """Another scale and other limits, such as a batch size when the number of samples has changed."""
        self._scale = scale
        self._numbers = numbers
        self.edit.set_numbers(numbers)
        self._fit()

    def follow_type(self) -> None:
        """The value is written larger or smaller from now on."""
        self._fit()

    def widen_for(self, text: str) -> None:
        """Keep the value as wide as `text`, whatever it is, in every size of type."""
        self._widest = text
        self._fit()

    def _fit(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, self._scale.last)
        self.slider.setPageStep(max(1, self._scale.last // 10))
        self.slider.blockSignals(False)
        self.set_value(self._value)
        if self._widest is not None:
            self.edit.setFixedWidth(self.edit.width_for(self._widest))
            return
        ends = (self._scale.value(0), self._scale.value(self._scale.last), self._value)
        widest = max(self.edit.width_for(self._numbers.text(value)) for value in ends)
        self.edit.setFixedWidth(max(scaled(VALUE_COLUMN), widest))

    def _slid(self, place: int) -> None:
        self._change(self._scale.value(place))
        if not self.slider.isSliderDown():
            self.editing_finished.emit()

    def _typed(self, value: object) -> None:
        self._change(value)
        self.editing_finished.emit()

    def _stepped(self, steps: int) -> None:
        self.slider.setValue(self.slider.value() + steps)

    def _change(self, value: object) -> None:
        if self._numbers.kind == "integer" and isinstance(value, float):
            value = round(value)
        if value == self._value:
            return
        self.set_value(value)
        self.value_changed.emit(value)


class SwitchRow(SettingRow):
    """The label left, a switch right."""

    # The user switched it.
    value_changed = Signal(object)

    def __init__(self, label: str, value: bool, *, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, help_text, parent)
        self.switch = Switch(label)
        self.switch.setChecked(value)
        self.line.addStretch(1)
        self.line.addWidget(self.switch)
        self.switch.clicked.connect(self._switched)

    def value(self) -> object:
        return self.switch.isChecked()

    def set_value(self, value: object) -> None:
        """Show a value; nothing is emitted."""
        self.switch.setChecked(bool(value))

    def _switched(self, on: bool) -> None:
        self.value_changed.emit(on)
