"""Which layer is looked into, and along which two of its neurons."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.diagram.names import indexed, plain
from playground.app.output.hidden.canvas import HiddenCanvas
from playground.app.output.plane import is_plane, request_region
from playground.app.output.samples import shown_rows
from playground.app.theme import ThemeManager
from playground.app.widgets import CompactCombo, ElidedLabel, ToggleButton
from playground.app.words.numbers import percent_text
from playground.training import HiddenRequest, HiddenSpace, Run, Snapshot, hidden_space

NAME = "hidden space"
_MANY = 16


def see_hidden(layer: int, axes: tuple[int, int] | None, run: Run) -> HiddenSpace | None:
    """In the worker's thread."""
    dataset = run.dataset
    region = request_region(dataset) if is_plane(dataset) else None
    return hidden_space(run, HiddenRequest(layer, axes, region, shown_rows(dataset)))


class HiddenPanel(QWidget):
    """Asks for the space it shows as long as it is open, and draws it as it comes."""

    # What is to be looked at: a name, and a Watch or None.
    watch_wanted = Signal(str, object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[int, ...] = ()
        self.canvas = HiddenCanvas(theme)
        self.layer, self.across, self.up = CompactCombo(), CompactCombo(), CompactCombo()
        self.layer.setAccessibleName(self.tr("Hidden layer"))
        self.across.setAccessibleName(self.tr("Neuron to the right"))
        self.up.setAccessibleName(self.tr("Neuron upwards"))
        self.across.setToolTip(self.tr("The neuron whose output is drawn to the right"))
        self.up.setToolTip(self.tr("The neuron whose output is drawn upwards"))
        self.principal = ToggleButton(self.tr("principal axes"), quiet=True)
        self.principal.setToolTip(
            self.tr("The two directions in which the layer's outputs for the training samples spread most")
        )
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 6)
        line.setSpacing(6)
        for widget in (self.layer, self.across, self.up):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.principal)
        self.note = ElidedLabel()
        self.note.setProperty("role", "small")
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.note.setContentsMargins(0, 4, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.note)
        self.layer.activated.connect(self._change_layer)
        self.across.activated.connect(self._ask)
        self.up.activated.connect(self._ask)
        self.principal.toggled.connect(self._ask)
        self.hide()

    @property
    def axes(self) -> tuple[int, int] | None:
        """The two neurons, from 0; None for principal axes."""
        if self.principal.isChecked() and self.principal.isEnabled():
            return None
        return max(0, self.across.currentIndex()), max(0, self.up.currentIndex())

    def open(self) -> None:
        """Show the space, and have it looked at."""
        self.show()
        self._ask()

    def close_view(self) -> None:
        """Nothing is shown, and nothing asked for."""
        self.hide()
        self.watch_wanted.emit(NAME, None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot; one that was not looked at leaves what is on view."""
        units = tuple(layer.units for layer in snapshot.experiment.network.layers)
        if units != self._units:
            self._take_layers(units)
        if self.isHidden() or NAME not in snapshot.watched:
            return
        space = snapshot.watched[NAME]
        shown = space if isinstance(space, HiddenSpace) and self._is_wanted(space) else None
        if shown is not None:
            self._name_axes(shown)
            self.canvas.show_space(shown, snapshot)
        elif space is None:
            self.canvas.show_space(None, snapshot)

    def summary(self) -> str:
        """The view in words."""
        return f"{self.canvas.accessibleName()}, {self.layer.currentText()}. {self.canvas.accessibleDescription()}"

    def _is_wanted(self, space: HiddenSpace) -> bool:
        return (space.layer, space.axes) == (self.layer.currentIndex(), self.axes)

    def _take_layers(self, units: tuple[int, ...]) -> None:
        """The last layer is shown first: what it sees is what the output has to cut apart."""
        kept = self.layer.currentIndex() if len(units) == len(self._units) else len(units) - 1
        self._units = units
        self.layer.clear()
        self.layer.addItems([self.tr("layer {n}").format(n=number + 1) for number in range(len(units))])
        self.layer.setCurrentIndex(kept)
        # Two of hundreds of neurons say little.
        self.principal.setChecked(bool(units) and units[kept] > _MANY)
        self._change_layer()

    def _change_layer(self) -> None:
        count = self._units[self.layer.currentIndex()] if self._units else 0
        names = [plain(indexed("a", number + 1)) for number in range(count)]
        for combo, arrow, first in ((self.across, "→", 0), (self.up, "↑", 1)):
            kept = combo.currentIndex() if 0 <= combo.currentIndex() < count else min(first, count - 1)
            combo.clear()
            combo.addItems([f"{arrow} {name}" for name in names])
            combo.setCurrentIndex(kept)
        if count > 1 and self.across.currentIndex() == self.up.currentIndex():
            self.across.setCurrentIndex(0)
            self.up.setCurrentIndex(1)
        self.principal.setEnabled(count > 2)
        self._ask()

    def _ask(self) -> None:
        principal = self.axes is None
        self.across.setEnabled(not principal)
        self.up.setEnabled(not principal)
        if not self.isHidden() and self._units:
            self.watch_wanted.emit(NAME, partial(see_hidden, self.layer.currentIndex(), self.axes))

    def _name_axes(self, space: HiddenSpace) -> None:
        if space.explained is None or space.axes is not None:
            first, second = (plain(indexed("a", axis + 1)) for axis in space.axes or (0, 1))
            self.canvas.axis_names = first, second
            self.note.setText(self.tr("dashed: where the output decides") if space.decision else "")
        else:
            first, second = (percent_text(share) for share in space.explained)
            self.canvas.axis_names = self.tr("1st axis"), self.tr("2nd axis")
            text = self.tr("→ 1st axis, {first} of the variance   ↑ 2nd axis, {second}")
            self.note.setText(text.format(first=first, second=second))
        self.note.setVisible(bool(self.note.text()))
