"""What stands on top of a layer, in three sizes: side by side, stacked, or one button that opens the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import ThemeManager, small_font
from playground.app.widgets import CompactCombo, IconButton, Stepper, TextButton, styled_label
from playground.app.words.ends import activation_refusal
from playground.app.words.names import choice_name, setting_change
from playground.experiment import OUTPUTS_FOR_LOSS, Experiment, fitting_outputs, output_assignments, setting
from playground.experiment.network import layers_as_builtins, with_layer_added


class Mode(Enum):
    WIDE = "wide"
    STACKED = "stacked"
    BRIEF = "brief"
    TIGHT = "tight"
    """Brief, and so near to each other that the pluses stand in a row below."""

    @property
    def is_brief(self) -> bool:
        return self in (Mode.BRIEF, Mode.TIGHT)


HEIGHTS = {Mode.WIDE: 50, Mode.STACKED: 60, Mode.BRIEF: 46, Mode.TIGHT: 66}
LINE = 17
"""The height of a line of words."""


@dataclass(frozen=True)
class Rows:
    """The middles of the two rows of every head, so that words and controls of all columns stand on the same lines."""

    upper: float
    lower: float

    def top(self, height: int, *, lower: bool = False) -> int:
        """The top of something of that height that stands in one of them."""
        return round((self.lower if lower else self.upper) - height / 2)


ROWS = {Mode.WIDE: Rows(16.5, 34.5), Mode.STACKED: Rows(15.5, 44.5), Mode.BRIEF: Rows(13.5, 28.5)}
ROWS[Mode.TIGHT] = ROWS[Mode.BRIEF]

PLUS_ROOM = 34
"""Between two heads: a plus button and the air around it."""


def fitting_mode(pitch: float, wanted: dict[Mode, Sequence[int]]) -> Mode:
    """The roomiest mode in which the widest head of a hidden layer leaves room for a plus beside it."""
    for mode in (Mode.WIDE, Mode.STACKED, Mode.BRIEF):
        if max(wanted[mode], default=0) + PLUS_ROOM <= pitch:
            return mode
    return Mode.TIGHT


class ActivationCombo(CompactCombo):
    """The activations declared for a path; those that cannot train say why and cannot be chosen."""

    def __init__(self, experiment: Experiment, path: str, name: str) -> None:
        super().__init__()
        self.names = setting(experiment, path).choices
        self.addItems([choice_name(path, each) for each in self.names])
        self.setAccessibleName(name)
        self.setToolTip(name)
        for row, each in enumerate(self.names):
            self._offer(row, activation_refusal(each))

    def offer_fitting(self, experiment: Experiment) -> None:
        """Of an output: those that go with data of this kind; the others say why they do not."""
        task = experiment.data.source.task
        reason = self.tr("This output is for classes; these samples have values.")
        for row, name in enumerate(self.names):
            fits = any(name in fitting_outputs(loss, task) for loss in OUTPUTS_FOR_LOSS)
            self._offer(row, "" if fits else reason)

    def _offer(self, row: int, reason: str) -> None:
        """Let an entry be chosen, unless there is a reason why it cannot be."""
        self.setItemData(row, reason or None, Qt.ItemDataRole.ToolTipRole)
        self.setItemData(row, 0 if reason else None, Qt.ItemDataRole.UserRole - 1)

    def show_name(self, name: str) -> None:
        self.setCurrentIndex(self.names.index(name))


HEIGHT, TOP = 38, 2
_PADDING = 6


class BriefButton(TextButton):
    """Shows, say, "4" over "tanh"."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", variant="chip", parent=parent)
        self._theme = theme
        self._lines = ("", "")
        self.setFixedHeight(HEIGHT)
        self._strong = QFont(small_font())
        self._strong.setPixelSize(12)
        self._strong.setWeight(QFont.Weight.DemiBold)

    def show_lines(self, first: str, second: str, name: str) -> None:
        self._lines = (first, second)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self.fontMetrics().horizontalAdvance(line) for line in self._lines]
        return QSize(max(widths) + 2 * _PADDING, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        theme, rows = self._theme.theme, ROWS[Mode.BRIEF]
        upper, lower = (QRect(0, rows.top(LINE, lower=low) - TOP, self.width(), LINE) for low in (False, True))
        self._line(painter, upper, self._lines[0], self._strong, theme.text)
        self._line(painter, lower, self._lines[1], small_font(), theme.quiet)
        painter.end()

    def _line(self, painter: QPainter, box: QRect, line: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width() - 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


class Requests(QObject):
    """Turns what the user does into changes of the experiment last shown; makes none of them itself."""

    # Settings by dotted path, and what to call the change.
    requested = Signal(object, str)
    # All settings of a layer are wanted: its index, None for the output, and the head that asks.
    layer_opened = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment: Experiment | None = None

    def show(self, experiment: Experiment) -> None:
        """What the next change starts from."""
        self.experiment = experiment

    def add(self, index: int) -> None:
        if self.experiment is not None:
            network = with_layer_added(self.experiment.network, index)
            changes: dict[str, Any] = {"network.layers": layers_as_builtins(network)}
            self.requested.emit(changes, self.tr("Add layer"))

    def set_units(self, index: int, units: int) -> None:
        subject = self.tr("neurons of layer {n}").format(n=index + 1)
        self._set(f"network.layers.{index}.units", units, setting_change(subject, units, str(units)))

    def set_activation(self, index: int, activation: str) -> None:
        path, subject = f"network.layers.{index}.activation", self.tr("activation of layer {n}").format(n=index + 1)
        self._set(path, activation, setting_change(subject, activation, choice_name(path, activation)))

    def set_output(self, activation: str) -> None:
        """The output's activation goes with a loss that can be computed from it: both are one change."""
        if self.experiment is not None:
            text = choice_name("network.output.activation", activation)
            name = setting_change(self.tr("output activation"), activation, text)
            self.requested.emit(output_assignments(self.experiment, activation), name)

    def _set(self, path: str, value: object, name: str) -> None:
        self.requested.emit({path: value}, name)


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
            self.brief.setGeometry(0, TOP, width, HEIGHT)
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
