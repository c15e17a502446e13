"""The window of back-propagation for one sample. It stays open beside the training, and follows it if wanted."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.theme import ThemeManager
from playground.app.views.backprop.formulas import formulas
from playground.app.views.backprop.story import Story
from playground.app.views.backprop.tables import NeuronModel, StoryTable, WeightModel
from playground.app.views.backprop.words import outcome, pulls, small_print, title, verdict
from playground.app.widgets import Banner, Card, TextButton, ToggleButton, styled_label

_WIDTH, _HEIGHT = 1080, 600
_MOST_LINES = 7


class BackpropDialog(QDialog):
    """Shows stories of one sample; the chosen neuron stays chosen from one to the next."""

    # Whether it is to be kept up to date while the network trains.
    follow_changed = Signal(bool)
    # Layer and unit, from 0, of the neuron whose formulas are shown.
    neuron_changed = Signal(object)
    # It is out of sight.
    left = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Back-propagation for this sample"))
        self.setModal(False)
        self.resize(_WIDTH, _HEIGHT)
        self.story: Story | None = None
        self.neuron: tuple[int, int] | None = None
        self.neurons, self.weights = NeuronModel(theme, self), WeightModel(theme, self)
        card = Card(self.tr("Back-propagation for this sample"))
        card.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        self.follow = ToggleButton(self.tr("follow training"), checked=True, quiet=True)
        self.follow.setToolTip(self.tr("Keep up with the network while it trains; off, the numbers stay as they are"))
        self.follow.toggled.connect(self.follow_changed)
        card.add_header_widget(self.follow)
        self.title, self.outcome = styled_label("", "strong"), styled_label("", "body")
        self.banner = Banner()
        self.pulls, self.note = styled_label("", "body"), styled_label("", "small")
        for label in (self.title, self.outcome, self.pulls, self.note):
            label.setWordWrap(True)
        for widget in (self.title, self.outcome, self.banner):
            card.body.addWidget(widget)
        card.body.addLayout(self._middle(), 1)
        card.body.addWidget(self.pulls)
        card.body.addLayout(self._foot())

    def show_story(self, story: Story) -> None:
        """Another moment, or another sample."""
        self.story = self.neurons.story = self.weights.story = story
        if self.neuron not in story.neurons:
            self.neuron = story.neurons[-len(story.layer(-1).z)]
        kind, text = verdict(story)
        for label, words in (
            (self.title, title(story)),
            (self.outcome, outcome(story)),
            (self.pulls, pulls(story)),
            (self.note, small_print(story)),
        ):
            label.setText(words)
        self.banner.show_message(
            "error" if kind == "error" else "success" if kind == "success" else "warning", text, closable=False
        )
        self.neurons.refresh()
        self._select(story.neurons.index(self.neuron))
        self._show_neuron()

    def show_gone(self) -> None:
        """The data are others now."""
        text = self.tr("This sample is gone, since the data changed. Click on another point.")
        self.banner.show_message("warning", text, closable=False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # as minimizing is
            self.left.emit()

    def _middle(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        self.neuron_table = StoryTable(self.neurons, self.tr("Neurons of the network"))
        self.neuron_table.selectionModel().currentRowChanged.connect(self._choose)
        self.weight_table = StoryTable(self.weights, self.tr("Weights of the chosen neuron"))
        right = QVBoxLayout()
        right.setSpacing(6)
        self.neuron_title = styled_label("", "heading")
        # On the line of the table's own headings beside it.
        self.neuron_title.setFixedHeight(self.neuron_table.horizontalHeader().sizeHint().height())
        right.addWidget(self.neuron_title)
        right.addLayout(self._formula_lines())
        right.addWidget(self.weight_table, 1)
        line.addWidget(self.neuron_table, 12)
        line.addLayout(right, 14)
        return line

    def _formula_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self.lines: list[tuple[QLabel, QLabel]] = []
        for row in range(_MOST_LINES):
            name, text = styled_label("", "quiet"), styled_label("", "body")
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(text, row, 1)
            self.lines.append((name, text))
        return grid

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        close = TextButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        line.addWidget(self.note, 1)
        line.addWidget(close)
        return line

    def _select(self, row: int) -> None:
        selection = self.neuron_table.selectionModel()
        if selection.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(self.neurons.index(row, 0), flags)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self.story is not None and current.isValid():
            neuron = self.story.neurons[current.row()]
            if neuron != self.neuron:
                self.neuron = neuron
                self._show_neuron()
                self.neuron_changed.emit(neuron)

    def _show_neuron(self) -> None:
        if self.story is None or self.neuron is None:
            return
        self.neuron_title.setText(self.story.neuron_name(*self.neuron))
        told = formulas(self.story, *self.neuron)
        for (name, text), line in zip(self.lines, [*told, *[("", "")] * (_MOST_LINES - len(told))], strict=True):
            name.setText(line[0])
            text.setText(line[1])
            name.setVisible(bool(line[0]))
            text.setVisible(bool(line[0]))
        self.weights.neuron = self.neuron
        self.weights.refresh()
