"""What the diagram's parts are called, on cards and for screen readers."""

from PySide6.QtCore import QObject

from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron
from playground.app.views.diagram.structure import Column, Kind, Structure
from playground.app.views.diagram.symbols import Runs, indexed, plain, symbol, text


class Names(QObject):
    """Translated names of the columns, units and links of one structure."""

    def __init__(self, structure: Structure, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._structure = structure

    def symbol(self, column: int, unit: int) -> Runs:
        """A unit's output as it stands in a formula: x₁² for an input, a₃ for a neuron."""
        if column == 0:
            return symbol(self._structure.inputs[unit])
        return indexed("a", unit + 1)

    def neuron(self, column: int, unit: int) -> str:
        """The title of a unit: "Layer 1, neuron 3"."""
        kind = self._structure.columns[column].kind
        if kind is Kind.INPUT:
            return self.tr("Input {name}").format(name=plain(symbol(self._structure.inputs[unit])))
        if kind is Kind.HIDDEN:
            return self.tr("Layer {layer}, neuron {unit}").format(layer=column, unit=unit + 1)
        if self._structure.columns[column].units == 1:
            return self.tr("Output")
        return self.tr("Output for class {number}").format(number=unit)

    def place(self, column: int, unit: int) -> str:
        """The same within a sentence: "layer 1, neuron 3"."""
        kind = self._structure.columns[column].kind
        if kind is Kind.INPUT:
            return plain(symbol(self._structure.inputs[unit]))
        if kind is Kind.HIDDEN:
            return self.tr("layer {layer}, neuron {unit}").format(layer=column, unit=unit + 1)
        if self._structure.columns[column].units == 1:
            return self.tr("output")
        return self.tr("output for class {number}").format(number=unit)

    def link(self, link: Link) -> str:
        return self.tr("{source} → {target}").format(
            source=self.place(link.column - 1, link.source), target=self.place(link.column, link.unit)
        )

    def hit(self, hit: Hit) -> str:
        """One line for anything that can be pointed at."""
        if isinstance(hit, Neuron):
            return self.neuron(hit.column, hit.unit)
        if isinstance(hit, Bias):
            return self.tr("bias of {neuron}").format(neuron=self.place(hit.column, hit.unit))
        if isinstance(hit, Link):
            return self.link(hit)
        return self.tr("more of layer {layer}").format(layer=hit.column)

    def more(self, count: int, room: float) -> str:
        """What a summary says, shorter where there is little room (in pixels)."""
        return self.tr("+{n} more").format(n=count) if room >= 50 else f"+{count}"

    def description(self, parameters: int) -> str:
        """The whole network in a sentence."""
        parts = [self._describe(number, column) for number, column in enumerate(self._structure.columns)]
        parts.append(self.tr("{n} parameters").format(n=f"{parameters:,}"))
        return ", ".join(parts)

    def _describe(self, number: int, column: Column) -> str:
        if column.kind is Kind.INPUT:
            return self.tr("{n} inputs").format(n=column.units)
        if column.kind is Kind.HIDDEN:
            return self.tr("hidden layer {layer} with {n} {activation} neurons").format(
                layer=number, n=column.units, activation=column.activation
            )
        return self.tr("output with {n} {activation} neurons").format(n=column.units, activation=column.activation)


def words(sentence: str) -> tuple[Runs, ...]:
    """A sentence as words between which it may break."""
    return tuple(text(word) for word in sentence.split(" "))
