"""What stands on top of a layer, in three sizes: side by side, stacked, or one button that opens the rest."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.app.names import choice_name
from playground.app.views.diagram.activation_combo import ActivationCombo
from playground.app.views.diagram.brief_button import HEIGHT as BRIEF_HEIGHT
from playground.app.views.diagram.brief_button import BriefButton
from playground.app.views.diagram.head_mode import HEIGHTS, Mode
from playground.app.views.diagram.requests import Requests
from playground.app.widgets import IconButton, Stepper, styled_label
from playground.experiment import Experiment, setting

_SPACE = 5
_NARROWEST_BRIEF = 30


class LayerHead(QWidget):
    """Units, activation and more of a hidden layer; without units, of the output."""

    def __init__(self, requests: Requests, experiment: Experiment, index: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._requests, self.index = requests, index
        self._place = "network.output" if index is None else f"network.layers.{index}"
        number = 0 if index is None else index + 1
        self.title: QWidget | None = None
        self.note: QLabel | None = None
        self.stepper: Stepper | None = None
        if index is None:
            self.title, self.note = self._titles()
        else:
            units = setting(experiment, f"{self._place}.units")
            name = self.tr("Neurons of layer {n}").format(n=number)
            self.stepper = Stepper(name, int(units.minimum or 1), int(units.maximum or 1), 1, self)
            self.stepper.value_changed.connect(self._set_units)
        name = self.tr("Activation of layer {n}").format(n=number) if number else self.tr("Activation of the output")
        self.combo = ActivationCombo(experiment, f"{self._place}.activation", name)
        self.combo.setParent(self)
        self.combo.activated.connect(self._set_activation)
        self.more = self._more_button(number)
        self.brief = BriefButton(self)
        self.brief.clicked.connect(self.open_settings)
        self._line: list[QWidget] = [part for part in (self.stepper, self.combo, self.more) if part is not None]

    def show_experiment(self, experiment: Experiment, note: str = "") -> None:
        """Show the layer's settings as they are now; `note` stands beside the output's title."""
        network = experiment.network
        layer = network.output if self.index is None else network.layers[self.index]
        self.combo.show_name(layer.activation)
        if self.index is None:
            self.combo.offer_fitting(experiment)
        activation = choice_name(f"{self._place}.activation", layer.activation)
        if self.stepper is not None and self.index is not None:
            units = network.layers[self.index].units
            self.stepper.set_value(units)
            name = self.tr("Layer {n}: {units} {activation}")
            self.brief.show_lines(
                str(units), activation, name.format(n=self.index + 1, units=units, activation=activation)
            )
        elif self.note is not None:
            self.note.setText(note)
            name = self.tr("Output: {name}, {note}").format(name=activation, note=note)
            self.brief.show_lines(self.tr("Output"), activation, name)

    def wanted(self, mode: Mode) -> int:
        """The width this head needs in a mode."""
        combo, more = self.combo.sizeHint().width(), self.more.width()
        if mode.is_brief:
            return self.brief.sizeHint().width()
        if self.stepper is None:
            assert self.title is not None
            return max(self.title.sizeHint().width(), combo + more + 2)
        stepper = self.stepper.sizeHint().width()
        if mode is Mode.STACKED:
            return max(stepper, combo + more + 2)
        return stepper + _SPACE + combo + 2 + more

    def set_mode(self, mode: Mode, room: int) -> None:
        """Arrange the parts for a mode; a brief head takes no more than `room`."""
        brief = mode.is_brief
        self.brief.setVisible(brief)
        for part in (*self._line, self.title):
            if part is not None:
                part.setVisible(not brief)
        width = max(min(self.wanted(mode), room), _NARROWEST_BRIEF) if brief else self.wanted(mode)
        self.setFixedSize(width, HEIGHTS[mode])
        if brief:
            self.brief.setGeometry(0, 2, width, BRIEF_HEIGHT)
        elif mode is Mode.WIDE and self.stepper is not None:
            self._arrange_line(self._line, (HEIGHTS[mode] - 27) // 2)
        else:
            self._arrange_stack(width, HEIGHTS[mode])

    def _more_button(self, number: int) -> IconButton:
        name = (
            self.tr("All settings of layer {n}").format(n=number) if number else self.tr("All settings of the output")
        )
        button = IconButton("more", name, flat=True, parent=self)
        button.setFixedSize(22, 25)
        button.clicked.connect(self.open_settings)
        return button

    def _titles(self) -> tuple[QWidget, QLabel]:
        """The word, and beside it in quiet text how many outputs there are."""
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        note = styled_label("", "quiet")
        line.addWidget(styled_label(self.tr("Output"), "strong"))
        line.addWidget(note)
        return box, note

    def open_settings(self) -> None:
        """Ask for all that can be set on this layer."""
        self._requests.layer_opened.emit(self.index, self)

    def _arrange_line(self, parts: list[QWidget], top: int) -> None:
        x = 0
        for part in parts:
            size = part.sizeHint() if part is not self.more else self.more.size()
            height = part.height() if part.minimumHeight() == part.maximumHeight() else size.height()
            part.setGeometry(x, top + (27 - height) // 2, size.width(), height)
            x += size.width() + (2 if part is self.combo else _SPACE)

    def _arrange_stack(self, width: int, height: int) -> None:
        upper: QWidget | None = self.stepper or self.title
        assert upper is not None
        size = QSize(upper.sizeHint().width(), 27 if self.stepper is not None else 18)
        lower = self.combo.sizeHint().width() + 2 + self.more.width()
        top = (height - size.height() - 3 - 25) // 2
        upper.setGeometry((width - size.width()) // 2, top, size.width(), size.height())
        below = top + size.height() + 3
        # The combo stands in the middle where there is room for it, its menu hangs at its side.
        left = max(0, min((width - self.combo.sizeHint().width()) // 2, width - lower))
        self.combo.setGeometry(left, below, self.combo.sizeHint().width(), 25)
        self.more.move(left + self.combo.sizeHint().width() + 2, below)

    def _set_units(self, units: object) -> None:
        if isinstance(units, int) and self.index is not None:
            self._requests.set_units(self.index, units)

    def _set_activation(self, row: int) -> None:
        name = self.combo.names[row]
        if self.index is None:
            self._requests.set_output(name)
        else:
            self._requests.set_activation(self.index, name)
