"""Going through the diagram by keys: from neuron to neuron, and through what belongs to one."""

from PySide6.QtCore import Qt

from playground.app.diagram.layout import Bias, ColumnLayout, Hit, Layout, Link, Neuron, Summary

_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPWARDS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_THROUGH = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


def step(layout: Layout, hit: Hit | None, key: Qt.Key) -> Hit | None:
    """Tell what a key leads to from `hit`: arrows to the next neuron, page keys through its bias and links."""
    if hit is None:
        return first(layout) if key in (*_SIDEWAYS, *_UPWARDS) else None
    if key in _SIDEWAYS:
        return _beside(layout, hit, _SIDEWAYS[key])
    if key in _UPWARDS:
        return _above(layout, hit, _UPWARDS[key])
    if key in _THROUGH:
        parts = _parts(layout, hit)
        return parts[(parts.index(hit) + _THROUGH[key]) % len(parts)]
    return None


def first(layout: Layout) -> Hit:
    return stops(layout)[0]


def last(layout: Layout) -> Hit:
    return stops(layout)[-1]


def following(layout: Layout, hit: Hit | None, *, back: bool = False) -> Hit | None:
    """The next neuron in reading order, column by column; None after the last."""
    if hit is None:
        return None
    every = stops(layout)
    place = every.index(_neuron(hit)) + (-1 if back else 1)
    return every[place] if 0 <= place < len(every) else None


def stops(layout: Layout) -> list[Hit]:
    """Every neuron that is shown and every summary, in reading order."""
    return [stop for number, column in enumerate(layout.columns) for stop in _column(number, column)]


def _column(number: int, column: ColumnLayout) -> list[Hit]:
    found: list[Hit] = [Neuron(number, unit) for unit in range(len(column.tiles))]
    return found if column.summary is None else [*found, Summary(number)]


def _neuron(hit: Hit) -> Hit:
    """The neuron that something belongs to."""
    return hit if isinstance(hit, Summary) else Neuron(hit.column, hit.unit)


def _place_in_column(layout: Layout, hit: Hit) -> int:
    return _column(hit.column, layout.columns[hit.column]).index(_neuron(hit))


def _above(layout: Layout, hit: Hit, way: int) -> Hit:
    column = _column(hit.column, layout.columns[hit.column])
    return column[min(max(_place_in_column(layout, hit) + way, 0), len(column) - 1)]


def _beside(layout: Layout, hit: Hit, way: int) -> Hit:
    """In the next column what stands at the same share of its height."""
    target = min(max(hit.column + way, 0), len(layout.columns) - 1)
    if target == hit.column:
        return _neuron(hit)
    here, there = (_column(number, layout.columns[number]) for number in (hit.column, target))
    share = (_place_in_column(layout, hit) + 0.5) / len(here)
    return there[min(int(share * len(there)), len(there) - 1)]


def _parts(layout: Layout, hit: Hit) -> list[Hit]:
    """A neuron, its bias, and the links that lead into it."""
    neuron = _neuron(hit)
    if not isinstance(neuron, Neuron) or neuron.column == 0:
        return [neuron]
    column, unit = neuron.column, neuron.unit
    bias: list[Hit] = [Bias(column, unit)] if layout.columns[column].biases else []
    return [neuron, *bias, *(Link(column, source, unit) for source in range(len(layout.columns[column - 1].tiles)))]
