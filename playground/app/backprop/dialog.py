"""The window of back-propagation for one sample. It stays open beside the training, and follows it if wanted."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.app.backprop.formulas import formulas
from playground.app.backprop.graph_view import GraphView
from playground.app.backprop.story import Story, outcome, pulls, small_print, title, verdict
from playground.app.backprop.tables import NeuronModel, StoryTable, WeightModel
from playground.app.diagram.structure import structure_of
from playground.app.pictures.rendering import View
from playground.app.theme import ThemeManager
from playground.app.widgets import (
    Banner,
    Card,
    SegmentedChoice,
    TextButton,
    ToggleButton,
    resize_within_screen,
    scaled_size,
    scrolling,
    styled_label,
)
from playground.training import OneSample, SampleKey, Snapshot, one_sample

_WIDTH, _HEIGHT = 1080, 690
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
        resize_within_screen(self, scaled_size(_WIDTH, _HEIGHT))
        self.story: Story | None = None
        self.neuron: tuple[int, int] | None = None
        self.neurons, self.weights = NeuronModel(theme, self), WeightModel(theme, self)
        card = Card(self.tr("Back-propagation for this sample"))
        card.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        pages = [("numbers", self.tr("numbers")), ("graph", self.tr("graph"))]
        self.page_choice = SegmentedChoice(self.tr("View"), pages, "numbers", quiet=True)
        self.page_choice.pill("graph").setToolTip(
            self.tr("The operations as a graph: values forwards, gradients backwards")
        )
        self.page_choice.value_changed.connect(self._open_page)
        card.header.insertWidget(1, self.page_choice)
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
        self.pages = QStackedWidget()
        numbers = QWidget()
        numbers.setLayout(self._middle())
        self.graph = GraphView(theme)
        self.graph.neuron_chosen.connect(self._choose_in_graph)
        for page in (numbers, scrolling(self.graph)):
            self.pages.addWidget(page)
        card.body.addWidget(self.pages, 1)
        card.body.addWidget(self.pulls)
        card.body.addLayout(self._foot())

    def views(self) -> list[View]:
        """Tell what pictures can be made of."""
        return [View("graph", self.tr("One sample as a graph"), lambda: self.graph)]

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

    def show_page(self, page: str) -> None:
        """Open the "numbers" or the "graph"."""
        self.page_choice.set_value(page)
        self._open_page(page)

    def _open_page(self, page: object) -> None:
        self.pages.setCurrentIndex(int(page == "graph"))
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

    def _choose_in_graph(self, neuron: tuple[int, int]) -> None:
        if self.story is not None:
            self._select(self.story.neurons.index(neuron))

    def _show_neuron(self) -> None:
        if self.story is None or self.neuron is None:
            return
        if self.pages.currentIndex():
            self.graph.show_story(self.story, self.neuron)
        self.neuron_title.setText(self.story.neuron_name(*self.neuron))
        told = formulas(self.story, *self.neuron)
        for (name, text), line in zip(self.lines, [*told, *[("", "")] * (_MOST_LINES - len(told))], strict=True):
            name.setText(line[0])
            text.setText(line[1])
            name.setVisible(bool(line[0]))
            text.setVisible(bool(line[0]))
        self.weights.neuron = self.neuron
        self.weights.refresh()


_NAME = "one sample"


class Backprops(QObject):
    """Opens the window for a sample, and keeps it up to date, or leaves it at one moment.

    Parameters
    ----------
    window : over which it is shown.
    """

    # What the worker is to look at: a name, and a Watch or None.
    watch_wanted = Signal(str, object)
    # Its window was closed: no sample is looked into any more.
    closed = Signal()
    # A sample is seen as a graph.
    graph_opened = Signal()
    # The BackpropDialog, when it is first opened.
    made = Signal(object)

    def __init__(self, window: QWidget, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._sample: SampleKey | None = None
        self.dialog: BackpropDialog | None = None

    def open(self, sample: SampleKey, page: str | None = None) -> None:
        """Show what the network makes of a sample, and how it learns from it; on the "numbers" or the "graph"."""
        self._sample = sample
        if self.dialog is None:
            self.dialog = BackpropDialog(self._theme, self._window)
            self.dialog.follow_changed.connect(self._watch)
            self.dialog.neuron_changed.connect(self._watch)
            self.dialog.left.connect(self._leave)
            self.dialog.page_choice.value_changed.connect(self._tell_graph)
            self.made.emit(self.dialog)
        if page is not None:
            self.dialog.show_page(page)
        if not self.dialog.isVisible():
            self.dialog.story = None  # Of another time.
        self._watch()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take what was seen of the sample, if it was looked at this time."""
        # What was seen before the view was frozen may come after.
        if self.dialog is None or _NAME not in snapshot.watched or not self._is_wanted():
            return
        seen = snapshot.watched[_NAME]
        if isinstance(seen, OneSample) and seen.sample == self._sample:
            self.dialog.show_story(Story(seen, structure_of(snapshot)))
            self._tell_graph()
        elif seen is None:
            self.dialog.show_gone()
        if not self.dialog.follow.isChecked():
            self.watch_wanted.emit(_NAME, None)

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _tell_graph(self) -> None:
        if self.dialog is not None and self.dialog.story is not None and self.dialog.page_choice.value() == "graph":
            self.graph_opened.emit()

    def _watch(self) -> None:
        """Look at the sample from now on; a frozen view is left at the moment it shows, if it shows this sample."""
        dialog, sample = self.dialog, self._sample
        if dialog is None or sample is None:
            return
        watch = partial(one_sample, sample=sample, first=dialog.neuron) if self._is_wanted() else None
        self.watch_wanted.emit(_NAME, watch)

    def _is_wanted(self) -> bool:
        """Whether what is seen of the sample is to be shown: while the view follows, or shows another sample still."""
        if self.dialog is None or self._sample is None:
            return False
        story = self.dialog.story
        return self.dialog.follow.isChecked() or story is None or story.seen.sample != self._sample

    def _leave(self) -> None:
        self._sample = None
        self.watch_wanted.emit(_NAME, None)
        self.closed.emit()
