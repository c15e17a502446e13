"""What stands below the map: classes or values at the left, parts and marks at the right."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.app.theme import ThemeManager, neuron_table, value_colours
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import end_text
from playground.app.widgets import Legend, LegendEntry, ValueScale
from playground.data import Dataset

from .point_stamps import PART_SHAPES
from .show_popover import ShowPopover

_MOST_TITLES = 6
_BETWEEN = 14
_UNIT_BAND = 60


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
        self.unit = ValueScale("", band=_UNIT_BAND)
        self.unit.hide()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 6, 0, 2)
        self._line.addWidget(self.classes, 1)
        self._line.addWidget(self.values)
        self._line.addWidget(self.unit)
        self._line.addWidget(self.marks)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_dataset(self, dataset: Dataset) -> None:
        """The classes or values of other data."""
        self._dataset = dataset
        self._choose()
        self.values.set_ends(*map(end_text, dataset.value_range))
        colours = self._theme.theme.classes
        # Of many classes the numbers alone, or the legend would take the canvas's room.
        titles = class_titles(dataset.classes) if len(dataset.classes) <= _MOST_TITLES else dataset.classes
        self.classes.set_entries([LegendEntry(t, colours[k % len(colours)]) for k, t in enumerate(titles)])

    def show_unit(self, between: tuple[float, float] | None) -> None:
        """While one unit is shown, between which values its colours lie; None for the network again."""
        if (between is None) != self.unit.isHidden():
            self.unit.setVisible(between is not None)
            self._choose()
            self.arrange(self._room)
        if between is not None:
            self.unit.set_ends(*map(end_text, between))

    def _choose(self) -> None:
        """Of unit, values and classes one alone has its legend."""
        network = self.unit.isHidden() and self._dataset is not None
        self.values.setVisible(network and self._dataset is not None and not self._dataset.classifies)
        self.classes.setVisible(network and self._dataset is not None and self._dataset.classifies)

    def name_marks(self, shown: ShowPopover | None) -> None:
        """The parts, and what else is drawn over the map as `shown` has it; without, the parts alone."""
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
        self.marks.set_entries(entries)
        self.arrange(self._room)

    def arrange(self, room: int) -> None:
        """Fit into so many pixels of width."""
        self._room = room
        shown = [each for each in (self.unit, self.values) if not each.isHidden()]
        first = shown[0] if shown else self.classes
        beside = first.sizeHint().width() + _BETWEEN + self.marks.sizeHint().width() <= room
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._line.setSpacing(_BETWEEN if beside else 0)
        self.marks.set_right(beside)

    def _restyle(self) -> None:
        self.values.set_colours(value_colours(self._theme.theme, 3))
        self.unit.set_colours([f"#{int(pixel) & 0xFFFFFF:06x}" for pixel in neuron_table(self._theme.theme)[::51]])


def part_name(part: str) -> str:
    """A part's name on legends and tables."""
    return {
        "train": QCoreApplication.translate("OutputView", "train"),
        "validation": QCoreApplication.translate("OutputView", "validation"),
        "test": QCoreApplication.translate("OutputView", "test"),
    }[part]
