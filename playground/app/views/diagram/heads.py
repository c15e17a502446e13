"""What stands on top of the columns, each in three sizes: side by side, stacked, or one button that opens the rest."""

from enum import Enum

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from playground.app.views.diagram.brief_button import HEIGHT as BRIEF_HEIGHT
from playground.app.views.diagram.brief_button import BriefButton
from playground.app.views.diagram.layer_controls import MoreButton
from playground.app.views.diagram.requests import Requests
from playground.app.widgets import CompactCombo, Stepper, styled_label
from playground.experiment import Experiment, setting

_SPACE = 5
_NARROWEST_BRIEF = 30


class Mode(Enum):
    WIDE = "wide"
    STACKED = "stacked"
    BRIEF = "brief"


HEIGHTS = {Mode.WIDE: 44, Mode.STACKED: 60, Mode.BRIEF: 66}


def activation_text(name: str) -> str:
    return name.replace("_", " ")


class ActivationCombo(CompactCombo):
    """The activations declared for a path; those that cannot train say why and cannot be chosen."""

    def __init__(self, experiment: Experiment, path: str, name: str) -> None:
        super().__init__()
        self.names = setting(experiment, path).choices
        self.addItems([activation_text(each) for each in self.names])
        self.setAccessibleName(name)
        self.setToolTip(name)
        if "step" in self.names:
            row = self.names.index("step")
            reason = self.tr("A step has no slope, so nothing before it can learn: it cannot be trained.")
            self.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, 0, Qt.ItemDataRole.UserRole - 1)

    def show_name(self, name: str) -> None:
        self.setCurrentIndex(self.names.index(name))


class InputHead(QWidget):
    """"Inputs", and how many of the features are used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = styled_label(self.tr("Inputs"), "strong", self)
        self._note = styled_label("", "quiet", self)
        self._notes = ("", "")

    def show_inputs(self, used: int, known: int, *, wide: bool) -> None:
        """`known` is 0 where the inputs are not chosen from the features."""
        if not known:
            self._notes = (self.tr("{n} columns").format(n=used), str(used))
        else:
            long, short = self.tr("{n} of {all} features"), self.tr("{n} of {all}")
            self._notes = (long.format(n=used, all=known), short.format(n=used, all=known))
        self._note.setText(self._notes[0 if wide else 1])
        self._note.setToolTip(self._notes[0])

    def set_mode(self, mode: Mode, _room: int = 0) -> None:
        self._note.setText(self._notes[mode is Mode.BRIEF])
        width = self.wanted(mode)
        self.setFixedSize(width, HEIGHTS[mode])
        top = (min(HEIGHTS[mode], HEIGHTS[Mode.WIDE]) - 34) // 2 if mode is not Mode.STACKED else 13
        for label, y in ((self._title, top), (self._note, top + 17)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setGeometry(0, y, width, 17)

    def wanted(self, mode: Mode) -> int:
        note = self._notes[mode is Mode.BRIEF]
        return max(self._title.sizeHint().width(), self._note.fontMetrics().horizontalAdvance(note) + 4)


class LayerHead(QWidget):
    """Units, activation and more of a hidden layer; without units, of the output."""

    def __init__(self, requests: Requests, experiment: Experiment, index: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._requests, self.index = requests, index
        self._place = "network.output" if index is None else f"network.layers.{index}"
        number = 0 if index is None else index + 1
        self.title: QLabel | None = None
        self.stepper: Stepper | None = None
        if index is None:
            self.title = styled_label("", "strong", self)
        else:
            units = setting(experiment, f"{self._place}.units")
            name = self.tr("Neurons of layer {n}").format(n=number)
            self.stepper = Stepper(name, int(units.minimum or 1), int(units.maximum or 1), 1, self)
            self.stepper.value_changed.connect(self._set_units)
        name = self.tr("Activation of layer {n}").format(n=number) if number else self.tr("Activation of the output")
        self.combo = ActivationCombo(experiment, f"{self._place}.activation", name)
        self.combo.activated.connect(self._set_activation)
        self.more = MoreButton(requests, index)
        self.brief = BriefButton(self)
        self.brief.clicked.connect(self.open_controls)
        self._line = [part for part in (self.stepper, self.combo, self.more) if part is not None]
        for part in (self.combo, self.more):
            part.setParent(self)
        self.popup: QFrame | None = None

    def show_experiment(self, experiment: Experiment, outputs: int, classes: int) -> None:
        """Show the layer's settings as they are now."""
        network = experiment.network
        layer = network.output if self.index is None else network.layers[self.index]
        self.combo.show_name(layer.activation)
        activation = activation_text(layer.activation)
        if self.stepper is not None and self.index is not None:
            units = network.layers[self.index].units
            self.stepper.set_value(units)
            name = self.tr("Layer {n}: {units} {activation}")
            self.brief.show_lines(
                str(units), activation, name.format(n=self.index + 1, units=units, activation=activation)
            )
        elif self.title is not None:
            what = self.tr("{n} classes").format(n=classes) if classes else self.tr("{n} values").format(n=outputs)
            quiet = self.palette().placeholderText().color().name()
            output = self.tr("Output")
            self.title.setText(f'{output} <span style="font-weight:400; color:{quiet}">· {what}</span>')
            self.brief.show_lines(output, activation, self.tr("Output: {name}").format(name=activation))

    def wanted(self, mode: Mode) -> int:
        """The width this head needs in a mode."""
        combo, more = self.combo.sizeHint().width(), self.more.width()
        if mode is Mode.BRIEF:
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
        brief = mode is Mode.BRIEF
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

    def open_controls(self) -> None:
        """What a brief head stands for, as a popup. The controls come back when the popup closes."""
        popup = HeadPopup(self)
        popup.move(self.mapToGlobal(QPoint(0, BRIEF_HEIGHT + 4)))
        popup.show()
        self.popup = popup

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
