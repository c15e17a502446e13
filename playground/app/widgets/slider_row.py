"""A setting with a slider and its value, which can be typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.scale import Scale
from playground.app.widgets.setting_row import LABEL_COLUMN, VALUE_COLUMN, SettingRow
from playground.app.widgets.slider import Slider
from playground.app.widgets.value_edit import ValueEdit


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
        self.label.setMinimumWidth(LABEL_COLUMN)
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

    def _fit(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, self._scale.last)
        self.slider.setPageStep(max(1, self._scale.last // 10))
        self.slider.blockSignals(False)
        self.set_value(self._value)
        ends = (self._scale.value(0), self._scale.value(self._scale.last), self._value)
        widest = max(self.edit.width_for(self._numbers.text(value)) for value in ends)
        self.edit.setFixedWidth(max(VALUE_COLUMN, widest))

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
