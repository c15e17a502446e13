"""What stands on top of a layer, in three sizes: side by side, stacked, or one button that opens the rest."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.names import choice_name
from playground.app.theme import ThemeManager
from playground.app.views.diagram.activation_combo import ActivationCombo
from playground.app.views.diagram.brief_button import HEIGHT as BRIEF_HEIGHT
from playground.app.views.diagram.brief_button import TOP as BRIEF_TOP
from playground.app.views.diagram.brief_button import BriefButton
from playground.app.views.diagram.head_mode import HEIGHTS, LINE, ROWS, Mode
from playground.app.views.diagram.requests import Requests
from playground.app.widgets import IconButton, Stepper, styled_label
from playground.experiment import Experiment, setting

_SPACE = 5
_STEPPER, _COMBO = 27, 25
_NARROWEST_BRIEF = 30


class LayerHead(QWidget):
    """Units, activation and more of a hidden layer; without units, of the output."""

    def __init__(
        self, theme: ThemeManager, requests: Requests, experiment: Experiment, index: int | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._requests, self.index = requests, index
        self._place = "network.output" if index is None else f"network.layers.{index}"
        number = 0 if index is None else index + 1
        self.title: QLabel | None = None
        self.note: QLabel | None = None
        self.stepper: Stepper | None = None
        if index is None:
            self.title = styled_label(self.tr("Output"), "strong", self)
            self.note = styled_label("", "quiet", self)
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
        self.brief = BriefButton(theme, self)
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
        words = self._words(mode)
        if mode is Mode.STACKED:
            return max(words, combo + more + 2)
        return words + _SPACE + combo + 2 + more

    def _words(self, mode: Mode) -> int:
        """The width of what stands in front of the activation, or above it."""
        if self.stepper is not None:
            return self.stepper.sizeHint().width()
        assert self.title is not None
        assert self.note is not None
        title, note = self.title.sizeHint().width(), self.note.sizeHint().width()
        return title + _SPACE + note if mode is Mode.STACKED else max(title, note)

    def set_mode(self, mode: Mode, room: int) -> None:
        """Arrange the parts for a mode; a brief head takes no more than `room`."""
        brief = mode.is_brief
        self.brief.setVisible(brief)
        for part in (*self._line, self.title, self.note):
            if part is not None:
                part.setVisible(not brief)
        width = max(min(self.wanted(mode), room), _NARROWEST_BRIEF) if brief else self.wanted(mode)
        self.setFixedSize(width, HEIGHTS[mode])
        if brief:
            self.brief.setGeometry(0, BRIEF_TOP, width, BRIEF_HEIGHT)
        else:
            self._arrange(mode, width)

    def _more_button(self, number: int) -> IconButton:
        name = (
            self.tr("All settings of layer {n}").format(n=number) if number else self.tr("All settings of the output")
        )
        button = IconButton("more", name, flat=True, parent=self)
        button.setFixedSize(22, 25)
        button.clicked.connect(self.open_settings)
        return button

    def open_settings(self) -> None:
        """Ask for all that can be set on this layer."""
        self._requests.layer_opened.emit(self.index, self)

    def _arrange(self, mode: Mode, width: int) -> None:
        """Side by side, or the words above the activation."""
        wide, words, combo = mode is Mode.WIDE, self._words(mode), self.combo.sizeHint().width()
        before = 0 if wide else (width - words) // 2
        if self.stepper is not None:
            self.stepper.setGeometry(before, ROWS[mode].top(_STEPPER), words, _STEPPER)
        else:
            self._arrange_words(mode, before, words)
        # Stacked, the combo stands in the middle where there is room for it, its menu hangs at its side.
        below = max(0, min((width - combo) // 2, width - combo - 2 - self.more.width()))
        left = words + _SPACE if wide else below
        top = ROWS[mode].top(_COMBO, lower=not wide)
        self.combo.setGeometry(left, top, combo, _COMBO)
        self.more.move(left + combo + 2, top)

    def _arrange_words(self, mode: Mode, left: int, width: int) -> None:
        """The output's title, and what it gives out: below it, or beside it where the activation is below."""
        assert self.title is not None
        assert self.note is not None
        rows, stacked = ROWS[mode], mode is Mode.STACKED
        title, note = (part.sizeHint().width() if stacked else width for part in (self.title, self.note))
        self.title.setGeometry(left, rows.top(LINE), title, LINE)
        self.note.setGeometry(left + width - note, rows.top(LINE, lower=not stacked), note, LINE)
        for part in (self.title, self.note):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _set_units(self, units: object) -> None:
        if isinstance(units, int) and self.index is not None:
            self._requests.set_units(self.index, units)

    def _set_activation(self, row: int) -> None:
        name = self.combo.names[row]
        if self.index is None:
            self._requests.set_output(name)
        else:
            self._requests.set_activation(self.index, name)
