"""What stands below the map: classes or values at the left, parts and marks at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.app.theme import ThemeManager, value_colours
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import end_text
from playground.app.views.output.point_stamps import PART_SHAPES
from playground.app.views.output.show_popover import ShowPopover
from playground.app.widgets import Legend, LegendEntry, ValueScale
from playground.data import Dataset

_BETWEEN = 14


class MapLegends(QWidget):
    """Two legends side by side where there is room, or else below each other."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dataset: Dataset | None = None
        self._room = 0
        self.classes, self.marks = Legend(), Legend(right=True)
        self.values = ValueScale(self.tr("value"))
        self.values.hide()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 5, 0, 1)
        self._line.addWidget(self.classes, 1)
        self._line.addWidget(self.values)
        self._line.addWidget(self.marks)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_dataset(self, dataset: Dataset) -> None:
        """The classes or values of other data."""
        self._dataset = dataset
        self.values.setVisible(not dataset.classifies)
        self.classes.setVisible(dataset.classifies)
        self.values.set_ends(*map(end_text, dataset.value_range))
        self.arrange(self._room)

    def _name_classes(self, titles: Sequence[str]) -> None:
        colours = self._theme.theme.classes
        self.classes.set_entries([LegendEntry(t, colours[k % len(colours)]) for k, t in enumerate(titles)])

    def name_marks(self, shown: ShowPopover | None, *, ringed: bool = False) -> None:
        """The parts, and what else is drawn over the map as `shown` has it; without, the parts alone.

        Where no mistake is `ringed` at present there is room for its name still, so that the map keeps its size.
        """
        if self._dataset is None:
            return
        classifies = self._dataset.classifies
        points = shown is None or shown.points.switch.isChecked()
        entries = [LegendEntry(part_name(p), None, PART_SHAPES[p]) for p in self._dataset.parts] if points else []
        if shown is not None and points and classifies and shown.mistakes.switch.isChecked():
            entries.append(LegendEntry(self.tr("mistake"), None, "ring"))
        if shown is not None and shown.lines.switch.isChecked():
            name = self.tr("decision line") if classifies else self.tr("equal values")
            entries.append(LegendEntry(name, None, "line"))
        if shown is not None and classifies and shown.doubt.switch.isChecked():
            entries.append(LegendEntry(self.tr("undecided"), None, "hatching"))
        named = [entry for entry in entries if ringed or entry.shape != "ring"]
        self.marks.set_entries(named, entries)
        self.arrange(self._room)

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
