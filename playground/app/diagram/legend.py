"""The line under the network that tells what its colours, widths and squares mean."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.diagram.layout import Layout
from playground.app.theme import ThemeManager
from playground.app.widgets import Legend, LegendEntry

LINE = 16


class NetworkLegend(Legend):
    """Says as much as there is room for on one line."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(centred=True, line=LINE, parent=parent)
        self._theme = theme
        self._squares = True
        self.setToolTip(
            self.tr(
                "A link's colour is the sign of its weight, its width the weight's size. The mark below a tile is the "
                "neuron's bias. A tile shows the neuron's output over the plane of the inputs."
            )
        )
        theme.changed.connect(self._write)
        self._write()

    def show_layout(self, layout: Layout) -> None:
        """Tell where columns are near to each other, biases are bars and no squares."""
        squares = layout.columns[1].labelled
        if squares != self._squares:
            self._squares = squares
            self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        wordings = self._wordings()
        fitting = (entries for entries in wordings if self.width_of(entries) <= self.width())
        self.set_entries(next(fitting, wordings[-1]))

    def _wordings(self) -> list[list[LegendEntry]]:
        """The same in words, the longest first."""
        bias = self.tr("square: bias") if self._squares else self.tr("bar: bias")
        size, short_size = self.tr("width: its size"), self.tr("width: size")
        positive, negative = self.tr("positive weight"), self.tr("negative weight")
        tile, short_tile = self.tr("tile: output, low to high"), self.tr("tile: output")
        above, below = self.tr("weight > 0"), self.tr("weight < 0")
        return [
            self._entries_of(positive, negative, size, bias, tile),
            self._entries_of(positive, negative, size, bias, short_tile),
            self._entries_of(above, below, short_size, bias, short_tile),
            self._entries_of("> 0", "< 0", self.tr("size"), self.tr("bias"), self.tr("output")),
        ]

    def _entries_of(self, positive: str, negative: str, size: str, bias: str, tile: str) -> list[LegendEntry]:
        theme = self._theme.theme
        return [
            LegendEntry(positive, theme.positive, "line"),
            LegendEntry(negative, theme.negative, "line"),
            LegendEntry(size, None, "wedge"),
            LegendEntry(bias, theme.positive, "squares" if self._squares else "bars", (theme.negative,)),
            LegendEntry(tile, theme.negative, "band", (theme.undecided, theme.positive)),
        ]
