"""What the diagram's parts are called, on cards and for screen readers."""

from PySide6.QtCore import QObject

from playground.app.names import choice_name
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron
from playground.app.views.diagram.structure import Column, Kind, Structure
from playground.app.views.diagram.symbols import Runs, indexed, plain, symbol, text

_CHARACTER = 7
"""Pixels that one of the small font takes on average."""


class Names(QObject):
    """Translated names of the columns, units and links of one structure."""

    def __init__(self, structure: Structure, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._structure = structure

    def symbol(self, column: int, unit: int) -> Runs:
        """A unit's output as it stands in a formula: x₁² for an input, a₃ for a neuron."""
        if column == 0:
            name = self._structure.inputs[unit]
            return text(name) if self._structure.named else symbol(name)
        return indexed("a", unit + 1)

    def neuron(self, column: int, unit: int) -> str:
        """The title of a unit: "Layer 1, neuron 3"."""
        kind = self._structure.columns[column].kind
        if kind is Kind.INPUT:
            return self.tr("Input {name}").format(name=plain(self.symbol(0, unit)))
        if kind is Kind.HIDDEN:
            return self.tr("Layer {layer}, neuron {unit}").format(layer=column, unit=unit + 1)
        name = self._class(column, unit)
        return self.tr("Output for class {name}").format(name=name) if name else self.tr("Output")

    def place(self, column: int, unit: int) -> str:
        """The same within a sentence: "layer 1, neuron 3"."""
        kind = self._structure.columns[column].kind
        if kind is Kind.INPUT:
            return plain(self.symbol(0, unit))
        if kind is Kind.HIDDEN:
            return self.tr("layer {layer}, neuron {unit}").format(layer=column, unit=unit + 1)
        name = self._class(column, unit)
        return self.tr("output for class {name}").format(name=name) if name else self.tr("output")

    def link(self, link: Link) -> str:
        return self.tr("{source} → {target}").format(
            source=self.place(link.column - 1, link.source), target=self.place(link.column, link.unit)
        )

    def column(self, number: int) -> str:
        """The title of a layer: "Layer 1: 200 neurons"."""
        column = self._structure.columns[number]
        n = f"{column.units:,}"
        if column.kind is Kind.INPUT:
            return self.tr("{n} inputs").format(n=n)
        if column.kind is Kind.OUTPUT:
            return self.tr("Output: {n} neurons").format(n=n)
        return self.tr("Layer {layer}: {n} neurons").format(layer=number, n=n)

    def parameter(self, hit: Hit) -> str:
        """A link or bias as it is called within a sentence: "weight x₁ → layer 1, neuron 3"."""
        if isinstance(hit, Link):
            return self.tr("weight {link}").format(link=self.link(hit))
        assert isinstance(hit, Bias)
        return self.tr("bias of {neuron}").format(neuron=self.place(hit.column, hit.unit))

    def part(self, hit: Hit) -> str:
        """The same of anything that can be muted."""
        if isinstance(hit, Neuron):
            place = self.place(hit.column, hit.unit)
            return self.tr("input {name}").format(name=place) if hit.column == 0 else place
        return self.parameter(hit)

    def more(self, count: int, room: float) -> str:
        """What a summary says, shorter where there is little room (in pixels)."""
        whole = self.tr("+{n} more").format(n=count)
        return whole if len(whole) * _CHARACTER <= room else f"+{count}"

    def description(self, parameters: int) -> str:
        """The whole network in a sentence."""
        parts = [self._describe(number, column) for number, column in enumerate(self._structure.columns)]
        parts.append(self.tr("{n} parameters").format(n=f"{parameters:,}"))
        return ", ".join(parts)

    def _describe(self, number: int, column: Column) -> str:
        units, activation = column.units, choice_name("activation", column.activation)
        if column.kind is Kind.INPUT:
            return self.tr("1 input") if units == 1 else self.tr("{n} inputs").format(n=units)
        if column.kind is Kind.HIDDEN:
            one, many = (
                self.tr("hidden layer {layer} with 1 {activation} neuron"),
                self.tr("hidden layer {layer} with {n} {activation} neurons"),
            )
        else:
            one, many = self.tr("output with 1 {activation} neuron"), self.tr("output with {n} {activation} neurons")
        return (one if units == 1 else many).format(layer=number, n=units, activation=activation)

    def _class(self, column: int, unit: int) -> str:
        """The class an output stands for, if each class has one of its own."""
        classes = self._structure.classes
        return classes[unit] if self._structure.columns[column].units == len(classes) else ""


def words(sentence: str) -> tuple[Runs, ...]:
    """A sentence as words between which it may break."""
    return tuple(text(word) for word in sentence.split(" "))
