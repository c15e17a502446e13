"""What stands below the map: classes or values at the left, parts and marks at the right."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.output.points import PART_SHAPES
from playground.app.output.samples import MOST_RINGED, NOTHING_HIDDEN
from playground.app.output.words import plane_help
from playground.app.theme import ThemeManager, fix_size, value_colours
from playground.app.widgets import (
    Legend,
    LegendEntry,
    PopupCard,
    SegmentedChoice,
    SettingRow,
    SwitchRow,
    ToggleButton,
    ValueScale,
    styled_label,
)
from playground.app.words.names import class_titles
from playground.app.words.numbers import end_text
from playground.data import Dataset

_WIDTH = 264
_FEW = f"{MOST_RINGED:.0%}".replace("%", " %")


class ShowPopover(PopupCard):
    """Opens below a button and stays while switches are tried; a click beside it or Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix_size(self, width=_WIDTH)
        self.setAccessibleName(self.tr("What the map shows"))
        options = [("smooth", self.tr("smooth")), ("sharp", self.tr("sharp"))]
        self.style_choice = SegmentedChoice(self.tr("Boundary"), options, "smooth", quiet=True)
        self.lines = SwitchRow(self.tr("Contour line"), False)
        self.doubt = SwitchRow(self.tr("Uncertainty"), False)
        self.points = SwitchRow(self.tr("Points"), True, help_text=self.tr("Show the samples over the map."))
        self.parts = PartsRow()
        self.mistakes = SwitchRow(self.tr("Mistakes ringed"), True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(0)
        first = QHBoxLayout()
        first.addWidget(styled_label(self.tr("Map"), "body"))
        first.addStretch(1)
        first.addWidget(self.style_choice)
        column.addLayout(first)
        column.addSpacing(3)
        for row in (self.lines, self.doubt, self.points, self.parts, self.mistakes):
            column.addWidget(row)
        self.help = styled_label("", "small")
        self.help.setWordWrap(True)
        self.help.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.help)
        self.explain(classifies=True, painted=False)

    def explain(self, *, classifies: bool, painted: bool) -> None:
        """Say what each means for these data."""
        smooth, sharp = self.style_choice.pill("smooth"), self.style_choice.pill("sharp")
        if classifies:
            smooth.setToolTip(self.tr("The more a class is favoured, the stronger its colour."))
            sharp.setToolTip(self.tr("Only the class the network decides for."))
            self.lines.set_help(self.tr("Where the decision changes from one class to another."))
        else:
            smooth.setToolTip(self.tr("The farther a value is from the middle of the scale, the stronger its colour."))
            sharp.setToolTip(self.tr("Values in eight steps."))
            self.lines.set_help(self.tr("Lines of equal value, eight steps from end to end of the scale."))
        self.doubt.set_help(self.tr("Hatched where the network is undecided: the entropy of its answer."))
        self.mistakes.set_help(
            self.tr("A ring around every sample that is taken for another class; none before the first epoch.")
        )
        for row in (self.doubt, self.mistakes):
            row.set_available(classifies, self.tr("These data have values, no classes."))
        few = (
            self.tr("Mistakes are ringed when at most {share} of the samples are mistaken.").format(share=_FEW)
            if classifies
            else ""
        )
        self.help.setText(f"{few}\n{self._gestures(painted=painted)}".strip())

    def open_below(self, button: QWidget) -> None:
        """Open with the right edges in line."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        self.style_choice.pill(self.style_choice.value()).setFocus(Qt.FocusReason.PopupFocusReason)

    def _gestures(self, *, painted: bool) -> str:
        if painted:
            return self.tr("Wheel: zoom. Alt and drag: move. Home: all. Ctrl and click on a point: back-propagation.")
        return self.tr(
            "Wheel or + and \N{MINUS SIGN}: zoom. Drag or arrows: move. 0: all. Click on a point: back-propagation."
        )


class PartsRow(SettingRow):
    """A pill for each part of the data, off where its points are hidden."""

    # The parts whose points are hidden: a frozenset of names.
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_help(self.tr("The parts whose points are shown, on the map and in hidden space."))
        self.pills = {name: ToggleButton(part_name(name), checked=True, quiet=True) for name in PART_SHAPES}
        self.line.addStretch(1)
        for pill in self.pills.values():
            pill.setAccessibleName(self.tr("Points: {part}").format(part=pill.text()))
            pill.clicked.connect(self._tell)
            self.line.addWidget(pill)

    def show_parts(self, parts: Collection[str], hidden: Collection[str]) -> None:
        """Offer the parts there are; a single one cannot be hidden but with all points."""
        for name, pill in self.pills.items():
            pill.setVisible(name in parts)
            pill.setChecked(name not in hidden)
        self.setVisible(len(parts) > 1)

    def _tell(self) -> None:
        self.changed.emit(frozenset(name for name, pill in self.pills.items() if not pill.isChecked()))


_BETWEEN = 14


class MapLegends(QWidget):
    """Two legends side by side where there is room, or else below each other."""

    # A part was clicked whose points are to be hidden, or shown again: its name.
    part_clicked = Signal(str)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dataset: Dataset | None = None
        self._room = 0
        self._parts: tuple[str, ...] = ()
        self.classes, self.marks = Legend(), Legend(right=True)
        self.values = ValueScale(self.tr("value"))
        self.values.hide()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 5, 0, 1)
        self._line.addWidget(self.classes, 1)
        self._line.addWidget(self.values)
        self._line.addWidget(self.marks)
        self.marks.entry_clicked.connect(self._switch)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_dataset(self, dataset: Dataset) -> None:
        """The classes or values of other data."""
        self._dataset = dataset
        self.values.setVisible(not dataset.classifies)
        self.classes.setVisible(dataset.classifies)
        self.values.set_ends(*map(end_text, dataset.value_range))
        self.setToolTip(plane_help(dataset))
        self.arrange(self._room)

    def _name_classes(self, titles: Sequence[str]) -> None:
        colours = self._theme.theme.classes
        self.classes.set_entries([LegendEntry(t, colours[k % len(colours)]) for k, t in enumerate(titles)])

    def name_marks(
        self, shown: ShowPopover | None, *, hidden: Collection[str] = NOTHING_HIDDEN, ringed: bool = False
    ) -> None:
        """The parts, and what else is drawn over the map as `shown` has it; without, the parts alone.

        The points of some parts may be `hidden`. Where no mistake is `ringed` at present there is room for its name
        still, so that the map keeps its size.
        """
        if self._dataset is None:
            return
        classifies = self._dataset.classifies
        points = shown is None or shown.points.switch.isChecked()
        parts = tuple(self._dataset.parts) if points else ()
        entries = [LegendEntry(part_name(p), None, PART_SHAPES[p], off=p in hidden) for p in parts]
        self.marks.set_switched(
            len(parts) if len(parts) > 1 else 0, self.tr("Click a part to hide its points, or to show them again.")
        )
        if shown is not None and points and classifies and shown.mistakes.switch.isChecked():
            entries.append(LegendEntry(self.tr("mistake"), None, "ring"))
        if shown is not None and shown.lines.switch.isChecked():
            name = self.tr("decision line") if classifies else self.tr("equal values")
            entries.append(LegendEntry(name, None, "line"))
        if shown is not None and classifies and shown.doubt.switch.isChecked():
            entries.append(LegendEntry(self.tr("undecided"), None, "hatching"))
        self._parts = parts
        named = [entry for entry in entries if ringed or entry.shape != "ring"]
        self.marks.set_entries(named, entries)
        self.arrange(self._room)

    def _switch(self, number: int) -> None:
        self.part_clicked.emit(self._parts[number])

    def arrange(self, room: int) -> None:
        """Fit into so many pixels of width."""
        self._room = room
        first = self.classes if self.values.isHidden() else self.values
        if self._dataset is not None and first is self.classes:
            self._shorten(self._dataset, room)
        beside = self._fits_beside(first, room)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._line.setSpacing(_BETWEEN if beside else 0)
        self.marks.set_right(beside)

    def _shorten(self, dataset: Dataset, room: int) -> None:
        """Numbers are called classes where there is room for it: lines of the legend are taken from the map."""
        titles = class_titles(dataset.classes)
        for names in (titles, [*titles[:1], *dataset.classes[1:]], dataset.classes):
            self._name_classes(names)
            if self._fits_beside(self.classes, room):
                return
        self._name_classes(titles)
        if self.classes.sizeHint().width() > room:
            self._name_classes(dataset.classes)

    def _fits_beside(self, first: QWidget, room: int) -> bool:
        return first.sizeHint().width() + _BETWEEN + self.marks.sizeHint().width() <= room

    def _restyle(self) -> None:
        self.values.set_colours(value_colours(self._theme.theme, 3))


def part_name(part: str) -> str:
    """A part's name on legends and tables."""
    return {
        "train": QCoreApplication.translate("OutputView", "train"),
        "validation": QCoreApplication.translate("OutputView", "validation"),
        "test": QCoreApplication.translate("OutputView", "test"),
    }[part]
