"""What the diagram's parts are called, on cards and for screen readers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from playground.app.diagram.layout import Bias, Hit, Link, Neuron
from playground.app.diagram.structure import Column, Kind, Structure
from playground.app.theme import scaled
from playground.app.words.names import choice_name
from playground.app.words.numbers import ABSENT, MINUS, short_text
from playground.engine import ALL_ACTIVATIONS

_DIGITS_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FUNCTIONS = ("sin", "cos")


@dataclass(frozen=True)
class Run:
    """A piece of text. `shift`: 0 on the line, -1 below, +1 above; `back`: starts where the run before it started."""

    text: str
    shift: int = 0
    back: bool = False


Runs = tuple[Run, ...]


def text(content: str) -> Runs:
    return (Run(content),)


def symbol(name: str) -> Runs:
    """The runs of an input's name: "x1_squared" gives x with 1 below and 2 above."""
    head, _, rest = name.partition("_")
    if head in _FUNCTIONS:
        return (Run(f"{head} "), *symbol(rest))
    if rest == "squared":
        return (*indexed(head[0], int(head[1:])), Run("2", 1, back=True))
    if rest:
        return (*symbol(head), *symbol(rest))
    if head[1:].isdecimal():
        return indexed(head[0], int(head[1:]))
    return text(name)


def indexed(letter: str, number: int) -> Runs:
    return (Run(letter), Run(str(number), -1))


def plain(runs: Runs) -> str:
    """The same as a line of plain text, for screen readers and tooltips."""
    parts = []
    for run in runs:
        if run.shift < 0:
            parts.append(run.text.translate(_DIGITS_BELOW))
        else:
            parts.append("²" if run.shift > 0 else run.text)
    return "".join(parts)


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
        """Tell what a summary says, shorter where there is little room (in pixels)."""
        whole = self.tr("+{n} more").format(n=count)
        return whole if len(whole) * scaled(_CHARACTER) <= room else f"+{count}"

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


MOST_TERMS = 4
_TERMS_WHEN_SHORTENED = 3

Words = tuple[Runs, ...]
"""A line in pieces between which it may break."""


def weighted_sum(
    weights: NDArray[np.floating], names: Sequence[Runs], bias: float | None, more: str, name: str = "z"
) -> Words:
    """The sum as words. With many inputs the largest weights speak, in their order, and `more` tells of the rest."""
    chosen = np.arange(len(weights))
    if len(weights) > MOST_TERMS:
        largest = np.argsort(-np.abs(weights), kind="stable")[:_TERMS_WHEN_SHORTENED]
        chosen = np.sort(largest)
    words: list[Runs] = [text(f"{name} =")]
    for index in chosen.tolist():
        words.append(_term(float(weights[index]), names[index], first=len(words) == 1))
    if len(chosen) < len(weights):
        words.append(text(f"+ … {more}"))
    if bias is not None:
        words.append(_term(bias, (), first=len(words) == 1))
    return tuple(words)


def activation_formula(activation: str, result: str = "a", of: str = "z") -> Words:
    """The activation as words: a = tanh(z)."""
    formula = ALL_ACTIVATIONS[activation].formula
    return tuple(text(word) for word in f"{result} = {formula}".replace("z", of).split(" "))


def _term(number: float, name: Runs, *, first: bool) -> Runs:
    digits = short_text(number)
    if digits == ABSENT:
        digits = f"({ABSENT})"  # Alone it would read as a minus.
    sign, digits = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("+", digits)
    lead = sign.removeprefix("+") if first else f"{sign} "
    if not name:
        return text(lead + digits)
    return (Run(f"{lead}{digits}\u00a0"), *name)
