"""Which layer is looked into, and along what; and the way there from the plane of the inputs."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.diagram.names import indexed, plain
from playground.app.output.hidden.canvas import HiddenCanvas
from playground.app.output.plane import is_plane
from playground.app.output.samples import shown_rows
from playground.app.theme import ThemeManager
from playground.app.widgets import CompactCombo, ElidedLabel, IconButton, Slider, styled_label
from playground.app.words.numbers import percent_text
from playground.experiment import Experiment
from playground.training import HiddenAxes, HiddenRequest, HiddenSpace, Run, Snapshot, hidden_space, request_region

NAME = "hidden space"
_STEPS = 100
"""Of the slider, from the inputs to the layer."""
_NEURONS, _PRINCIPAL, _CUT = "neurons", "principal", "cut"


def see_hidden(layer: int, axes: HiddenAxes, run: Run) -> HiddenSpace | None:
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
        self._outputs = 0
        self._views: list[str] = []
        self._arriving = False
        self.canvas = HiddenCanvas(theme)
        self.layer, self.view, self.across, self.up = CompactCombo(), CompactCombo(), CompactCombo(), CompactCombo()
        self.layer.setAccessibleName(self.tr("Hidden layer"))
        self.view.setAccessibleName(self.tr("Axes"))
        self.across.setAccessibleName(self.tr("Neuron to the right"))
        self.up.setAccessibleName(self.tr("Neuron upwards"))
        self.across.setToolTip(self.tr("The neuron whose output is drawn to the right"))
        self.up.setToolTip(self.tr("The neuron whose output is drawn upwards"))
        self.note = ElidedLabel()
        self.note.setProperty("role", "small")
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._choices())
        column.addWidget(self.canvas, 1)
        column.addLayout(self._way())
        column.addWidget(self.note)
        self.layer.activated.connect(self._change_layer)
        self.view.activated.connect(self._ask)
        self.across.activated.connect(self._ask)
        self.up.activated.connect(self._ask)
        self.hide()

    @property
    def axes(self) -> HiddenAxes:
        """Tell what spans the picture."""
        view = self._views[self.view.currentIndex()] if self._views else _NEURONS
        if view == _PRINCIPAL:
            return "principal"
        if view == _CUT:
            return "cut"
        return max(0, self.across.currentIndex()), max(0, self.up.currentIndex())

    def open(self) -> None:
        """Show the space, and have it looked at; once it has come, the plane of the inputs is bent into it."""
        self._arriving = True
        self.canvas.show_share(0.0)
        self.show()
        self._ask()

    def choose(self, layer: int, view: int, across: int, up: int) -> None:
        """Look into a layer along axes, each by its place in its list; what there is not stays as it is."""
        if not 0 <= layer < self.layer.count():
            return
        self.layer.setCurrentIndex(layer)
        self._change_layer()
        for combo, place in ((self.view, view), (self.across, across), (self.up, up)):
            if 0 <= place < combo.count():
                combo.setCurrentIndex(place)
        self._ask()

    def close_view(self) -> None:
        """Nothing is shown, and nothing asked for."""
        self.hide()
        self.canvas.show_share(1.0)
        self.watch_wanted.emit(NAME, None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot; one that was not looked at leaves what is on view."""
        units = tuple(layer.units for layer in snapshot.experiment.network.layers)
        if (units, snapshot.dataset.outputs) != (self._units, self._outputs):
            self._take_layers(units, snapshot.dataset.outputs)
        if self.isHidden() or NAME not in snapshot.watched:
            return
        space = snapshot.watched[NAME]
        shown = space if isinstance(space, HiddenSpace) and self._is_wanted(space) else None
        if shown is not None:
            self._name_axes(shown, snapshot.experiment)
            self.canvas.show_space(shown, snapshot)
            if self._arriving:
                self._arriving = False
                self.canvas.travel()
        elif space is None:
            self.canvas.show_space(None, snapshot)

    def summary(self) -> str:
        """The view in words."""
        told = f"{self.canvas.accessibleName()}, {self.layer.currentText()}. {self.canvas.accessibleDescription()}"
        return f"{told}. {self.note.text()}" if self.note.text() else told

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 6)
        line.setSpacing(6)
        for widget in (self.layer, self.view, self.across, self.up):
            line.addWidget(widget)
        line.addStretch(1)
        return line

    def _way(self) -> QHBoxLayout:
        """The slider from the inputs to the layer, and a button that goes the way."""
        self.play = IconButton("play", self.tr("Bend the plane of the inputs into the layer's space"), flat=True)
        self.play.clicked.connect(self.canvas.travel)
        self.slider = Slider()
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS)
        self.slider.setAccessibleName(self.tr("From the inputs to the layer's space"))
        self.slider.setToolTip(self.tr("Drag between the plane of the inputs and what the layer makes of it"))
        self.slider.valueChanged.connect(self._drag)
        self.canvas.share_changed.connect(self._follow)
        self.here, self.there = styled_label(self.tr("inputs"), "small"), styled_label("", "small")
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.play)
        line.addWidget(self.here)
        line.addWidget(self.slider, 1)
        line.addWidget(self.there)
        return line

    def _drag(self, place: int) -> None:
        self.canvas.show_share(place / _STEPS)

    def _follow(self, share: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * _STEPS))
        self.slider.blockSignals(False)

    def _is_wanted(self, space: HiddenSpace) -> bool:
        return (space.layer, space.axes) == (self.layer.currentIndex(), self.axes)

    def _take_layers(self, units: tuple[int, ...], outputs: int) -> None:
        """The last layer is shown first: what it sees is what the output has to cut apart."""
        kept = self.layer.currentIndex() if len(units) == len(self._units) else len(units) - 1
        self._units, self._outputs = units, outputs
        self.layer.clear()
        self.layer.addItems([self.tr("layer {n}").format(n=number + 1) for number in range(len(units))])
        self.layer.setCurrentIndex(kept)
        self._change_layer()

    def _change_layer(self) -> None:
        layer = self.layer.currentIndex()
        count = self._units[layer] if self._units else 0
        self.there.setText(self.layer.currentText())
        names = [plain(indexed("a", number + 1)) for number in range(count)]
        for combo, first in ((self.across, 0), (self.up, 1)):
            kept = combo.currentIndex() if 0 <= combo.currentIndex() < count else min(first, count - 1)
            combo.clear()
            combo.addItems(names)
            combo.setCurrentIndex(kept)
        if count > 1 and self.across.currentIndex() == self.up.currentIndex():
            self.across.setCurrentIndex(0)
            self.up.setCurrentIndex(1)
        self._offer_views(count, last=layer == len(self._units) - 1)
        self._ask()

    def _offer_views(self, count: int, *, last: bool) -> None:
        """Two neurons say all of two; of more, the view across the cut does, where there is a single cut."""
        cut = last and self._outputs <= 2 and count > 1
        views = [_NEURONS, *([_CUT] if cut else []), *([_PRINCIPAL] if count > 2 else [])]
        if views == self._views:
            return
        self._views = views
        titles = {
            _NEURONS: self.tr("two neurons"),
            _CUT: self.tr("across the cut"),
            _PRINCIPAL: self.tr("principal axes"),
        }
        tips = {
            _NEURONS: self.tr("The outputs of two neurons"),
            _CUT: self.tr("To the right what the output adds up of all neurons, upwards what is left of them"),
            _PRINCIPAL: self.tr("The two directions in which the layer's outputs for the training samples spread most"),
        }
        self.view.clear()
        for row, name in enumerate(views):
            self.view.addItem(titles[name])
            self.view.setItemData(row, tips[name], Qt.ItemDataRole.ToolTipRole)
        self.view.setVisible(len(views) > 1)
        best = _NEURONS if count <= 2 else _CUT if cut else _PRINCIPAL
        self.view.setCurrentIndex(views.index(best))

    def _ask(self) -> None:
        of_neurons = isinstance(self.axes, tuple)
        self.across.setVisible(of_neurons)
        self.up.setVisible(of_neurons)
        if not self.isHidden() and self._units:
            self.watch_wanted.emit(NAME, partial(see_hidden, self.layer.currentIndex(), self.axes))

    def _name_axes(self, space: HiddenSpace, experiment: Experiment) -> None:
        if isinstance(space.axes, tuple):
            first, second = (plain(indexed("a", axis + 1)) for axis in space.axes)
            self.canvas.axis_names = self._neuron(first), self._neuron(second)
        elif space.axes == "cut":
            self.canvas.axis_names = self.tr("z, the output's sum"), self.tr("along the cut")
        else:
            self.canvas.axis_names = self.tr("1st axis"), self.tr("2nd axis")
        note = self._note_of(space, experiment)
        if note != self.note.text():
            self.note.setText(note)

    def _neuron(self, symbol: str) -> str:
        return self.tr("neuron {symbol}").format(symbol=symbol)

    def _note_of(self, space: HiddenSpace, experiment: Experiment) -> str:
        """Tell what is to be seen, in a sentence."""
        if space.scores is None:
            last = len(experiment.network.layers)
            return self.tr("Layer {n}, the last, is the one that the output cuts straight.").format(n=last)
        if space.explained is not None:
            first, second = (percent_text(share) for share in space.explained)
            return self.tr("{first} and {second} of the variance; the cut through its middle").format(
                first=first, second=second
            )
        if not space.scores.exact:
            return self.tr("Behind: the answer where all other neurons are at their mean")
        if not space.dataset.classifies:
            return self.tr("From here the output rises straight from side to side.")
        if len(space.dataset.classes) > 2:
            return self.tr("Straight lines decide; points on the wrong side are mistakes.")
        return self.tr("One straight cut decides; points beyond it are mistakes.")
