"""What is under the cursor. Columns count from 0, the inputs; units count from 0."""

from dataclasses import dataclass

from playground.app.views.diagram.curves import Gap, gap_between
from playground.app.views.diagram.layout import Layout
from playground.app.views.diagram.structure import Kind

LINK_REACH = 6.0
BIAS_REACH = 3.0
"""How near to a link, in pixels, counts as on it."""


@dataclass(frozen=True)
class Neuron:
    column: int
    unit: int


@dataclass(frozen=True)
class Bias:
    column: int
    unit: int


@dataclass(frozen=True)
class Link:
    """From unit `source` of the column before to unit `unit` of `column`."""

    column: int
    source: int
    unit: int


@dataclass(frozen=True)
class Summary:
    """What stands for the units of a column that have no tile."""

    column: int


Hit = Neuron | Bias | Link | Summary


class HitTest:
    """Finds what a layout has at a point."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.gaps: list[Gap] = [
            gap_between(before, after) for before, after in zip(layout.columns, layout.columns[1:], strict=False)
        ]

    def at(self, x: float, y: float) -> Hit | None:
        return self._in_column(x, y) or self._link(x, y)

    def _in_column(self, x: float, y: float) -> Hit | None:
        for number, column in enumerate(self._layout.columns):
            for unit, tile in enumerate(column.tiles):
                named = column.kind is Kind.INPUT and x < tile.x and tile.y <= y <= tile.bottom
                # The name beside an input is part of it: where it had to be shortened, the card has all of it.
                if named or tile.contains(x, y, 1):
                    return Neuron(number, unit)
            for unit, bias in enumerate(column.biases):
                if bias.contains(x, y, BIAS_REACH):
                    return Bias(number, unit)
            if column.summary is not None and column.summary.contains(x, y):
                return Summary(number)
        return None

    def _link(self, x: float, y: float) -> Link | None:
        for number, gap in enumerate(self.gaps, start=1):
            found = gap.nearest(x, y, LINK_REACH)
            if found is not None:
                return Link(number, found[0], found[1])
        return None
