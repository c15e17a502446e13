"""What stands on top of a layer, in five sizes: from side by side, over stacked and narrow, to one button."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import ThemeManager, body_font, fix_size, scaled, small_font
from playground.app.theme.palette import CHIP_PIXELS
from playground.app.widgets import CompactCombo, IconButton, Stepper, TextButton, styled_label
from playground.app.words.ends import activation_refusal
from playground.app.words.names import choice_name, setting_change
from playground.experiment import OUTPUTS_FOR_LOSS, Experiment, fitting_outputs, output_assignments, setting
from playground.experiment.network import layers_as_builtins, with_layer_added


class Mode(Enum):
    """How a head stands, the roomiest first. Below the second, the pluses between heads stand in a row of their own."""

    WIDE = "wide"
    """Units, activation and more side by side."""
    STACKED = "stacked"
    """Units over activation and more."""
    NARROW = "narrow"
    """The same, closer and as wide as its column."""
    SLIM = "slim"
    """Units over minus and plus, over the activation, over more."""
    BRIEF = "brief"
    """One button that tells units and activation, and opens the rest."""

    @property
    def pluses_beside(self) -> bool:
        return self in (Mode.WIDE, Mode.STACKED)


LINE = 17
"""The height of a line of words at the normal type size."""
_HEIGHTS = {Mode.WIDE: 50, Mode.STACKED: 60, Mode.NARROW: 52, Mode.SLIM: 70, Mode.BRIEF: 46}
_ROWS = {
    Mode.WIDE: (16.5, 34.5),
    Mode.STACKED: (15.5, 44.5),
    Mode.NARROW: (13.0, 37.5),
    Mode.SLIM: (11.0, 47.0),
    Mode.BRIEF: (13.5, 28.5),
}
PLUS_ROW = 20
"""Of the pluses, where they stand below."""


def height_of(mode: Mode) -> int:
    """The height of a head."""
    return scaled(_HEIGHTS[mode])


@dataclass(frozen=True)
class Rows:
    """The middles of the two rows of every head, so that words and controls of all columns stand on the same lines."""

    upper: float
    lower: float

    def top(self, height: int, *, lower: bool = False) -> int:
        """The top of something of that height that stands in one of them."""
        return round((self.lower if lower else self.upper) - height / 2)


def rows_of(mode: Mode) -> Rows:
    """The rows of heads at the present type size."""
    return Rows(*(scaled(2 * middle) / 2 for middle in _ROWS[mode]))


class ActivationCombo(CompactCombo):
    """The activations declared for a path; those that cannot train say why and cannot be chosen."""

    def __init__(self, experiment: Experiment, path: str, name: str) -> None:
        super().__init__()
        self.names = setting(experiment, path).choices
        self.addItems([choice_name(path, each) for each in self.names])
        self.setAccessibleName(name)
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
        # Where it stands close, its text may be cut short.
        self.setToolTip(f"{self.accessibleName()}: {self.currentText()}")


_BRIEF_HEIGHT, _TOP = 38, 2
_PADDING = 6


class BriefButton(TextButton):
    """Shows, say, "4" over "tanh"."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", variant="chip", parent=parent)
        self._theme = theme
        self._lines = ("", "")
        fix_size(self, height=_BRIEF_HEIGHT)

    def show_lines(self, first: str, second: str, name: str) -> None:
        self._lines = (first, second)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self.fontMetrics().horizontalAdvance(line) for line in self._lines]
        return QSize(max(widths) + 2 * _PADDING, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(12, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        theme, rows, line = self._theme.theme, rows_of(Mode.BRIEF), scaled(LINE)
        upper, lower = (QRect(0, rows.top(line, lower=low) - _TOP, self.width(), line) for low in (False, True))
        strong = body_font(scaled(CHIP_PIXELS))
        strong.setWeight(QFont.Weight.DemiBold)
        self._line(painter, upper, self._lines[0], strong, theme.text)
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
        """Tell what the next change starts from."""
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


_SPACE, _SMALL_SPACE = 5, 2
_SLIM, _LEAST_OUTPUT = 33, 46
"""The least widths of a slim head, and of the output's where it stands closer than wide."""
_MORE_WIDTH, _SMALL_MORE = 22, 15
_SLIM_MORE = 11


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
        elif self.note is not None and self.title is not None:
            self.note.setText(note)
            self.title.setToolTip(note)
            name = self.tr("Output: {name}, {note}").format(name=activation, note=note)
            self.brief.show_lines(self.tr("Output"), activation, name)

    def least(self, mode: Mode) -> int:
        """The width below which a mode cuts something off that has to be whole."""
        if mode.pluses_beside:
            return self.wanted(mode)
        if mode is Mode.BRIEF:
            return 0
        if self.stepper is None:
            return scaled(_LEAST_OUTPUT)
        return self.stepper.width_in("narrow") if mode is Mode.NARROW else scaled(_SLIM)

    def wanted(self, mode: Mode) -> int:
        """The width this head would like in a mode."""
        if mode is Mode.BRIEF:
            return self.brief.sizeHint().width()
        combo, more = self.combo.size_for(close=mode is Mode.SLIM).width(), scaled(_MORE_WIDTH)
        words = self._words(mode)
        if mode is Mode.WIDE:
            return words + _SPACE + combo + _SMALL_SPACE + more
        if mode is Mode.STACKED:
            return max(words, combo + more + _SMALL_SPACE)
        return max(self.least(mode), words, combo + (scaled(_SMALL_MORE) if mode is Mode.NARROW else 0))

    def _words(self, mode: Mode) -> int:
        """The width of what stands in front of the activation, or above it."""
        if self.stepper is not None:
            return 0 if mode is Mode.SLIM else self.stepper.width_in("narrow" if mode is Mode.NARROW else "usual")
        assert self.title is not None
        assert self.note is not None
        title, note = self.title.sizeHint().width(), self.note.sizeHint().width()
        if not mode.pluses_beside:
            return title
        return title + _SPACE + note if mode is Mode.STACKED else max(title, note)

    def set_mode(self, mode: Mode, width: int, *, close: bool = False) -> None:
        """Arrange the parts for a mode in that width; `close` writes the activation small."""
        brief = mode is Mode.BRIEF
        self.brief.setVisible(brief)
        for part in (*self._line, self.title):
            if part is not None:
                part.setVisible(not brief)
        if self.note is not None:
            self.note.setVisible(mode.pluses_beside)
        self.setFixedSize(width, height_of(mode))
        if brief:
            self.brief.setGeometry(0, _TOP, width, self.brief.height())
        elif mode.pluses_beside:
            self._arrange(mode, width)
        else:
            self._arrange_closely(mode, width, close=close or mode is Mode.SLIM)

    def _more_button(self, number: int) -> IconButton:
        name = (
            self.tr("All settings of layer {n}").format(n=number) if number else self.tr("All settings of the output")
        )
        button = IconButton("more", name, flat=True, parent=self)
        button.clicked.connect(self.open_settings)
        return button

    def open_settings(self) -> None:
        """Ask for all that can be set on this layer."""
        self._requests.layer_opened.emit(self.index, self)

    def _arrange(self, mode: Mode, width: int) -> None:
        """Side by side, or the words above the activation."""
        self.combo.set_close(False)
        wide, words, combo = mode is Mode.WIDE, self._words(mode), self.combo.sizeHint().width()
        rows, high, more = rows_of(mode), self.combo.sizeHint().height(), scaled(_MORE_WIDTH)
        before = 0 if wide else (width - words) // 2
        if self.stepper is not None:
            self.stepper.set_form("usual")
            self.stepper.move(before, rows.top(self.stepper.height()))
        else:
            self._arrange_words(mode, before, words)
        # Stacked, the combo stands in the middle where there is room for it, its menu hangs at its side.
        below = max(0, min((width - combo) // 2, width - combo - _SMALL_SPACE - more))
        left = words + _SPACE if wide else below
        top = rows.top(high, lower=not wide)
        self.combo.setGeometry(left, top, combo, high)
        self.more.setFixedSize(more, high)
        self.more.move(left + combo + _SMALL_SPACE, top)

    def _arrange_closely(self, mode: Mode, width: int, *, close: bool) -> None:
        """Below each other, in no more width than a column has."""
        slim, rows = mode is Mode.SLIM, rows_of(mode)
        self.combo.set_close(close)
        if self.stepper is not None and slim:
            self.stepper.set_form("stacked", width)
            self.stepper.move(0, 0)
        elif self.stepper is not None:
            self.stepper.set_form("narrow")
            self.stepper.move((width - self.stepper.width()) // 2, rows.top(self.stepper.height()))
        elif self.title is not None:
            self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.title.setGeometry(0, rows.top(scaled(LINE)), width, scaled(LINE))
        high, more = self.combo.sizeHint().height(), 0 if slim else scaled(_SMALL_MORE)
        combo = min(self.combo.sizeHint().width(), width - more)
        left, top = (width - combo - more) // 2, rows.top(high, lower=True)
        self.combo.setGeometry(left, top, combo, high)
        if slim:
            self.more.setFixedSize(width, scaled(_SLIM_MORE))
            self.more.move(0, self.height() - scaled(_SLIM_MORE))
        else:
            self.more.setFixedSize(more, high)
            self.more.move(left + combo, top)

    def _arrange_words(self, mode: Mode, left: int, width: int) -> None:
        """The output's title, and what it gives out: below it, or beside it where the activation is below."""
        assert self.title is not None
        assert self.note is not None
        rows, stacked, line = rows_of(mode), mode is Mode.STACKED, scaled(LINE)
        title, note = (part.sizeHint().width() if stacked else width for part in (self.title, self.note))
        self.title.setGeometry(left, rows.top(line), title, line)
        self.note.setGeometry(left + width - note, rows.top(line, lower=not stacked), note, line)
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
