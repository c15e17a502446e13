"""What the card beside the cursor says about a neuron, a bias, a link or a summary."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from playground.app.views.diagram.formula import Words, activation_formula, weighted_sum
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron, Summary
from playground.app.views.diagram.layout import Layout
from playground.app.views.diagram.names import Names, words
from playground.app.views.diagram.numbers import precise, short
from playground.app.views.diagram.structure import Kind, Structure, bias_of, weight_of
from playground.training.snapshot import Snapshot

_SATURATED = {"tanh": (-0.98, 0.98), "sigmoid": (0.01, 0.99)}


@dataclass(frozen=True)
class CardText:
    title: str
    lines: tuple[Words, ...]


class CardWriter(QObject):
    """Writes cards for one structure; asked anew with every snapshot, so that numbers keep up."""

    def __init__(self, structure: Structure, layout: Layout, names: Names, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._structure, self._layout, self._names = structure, layout, names

    def write(self, hit: Hit, snapshot: Snapshot) -> CardText:
        if isinstance(hit, Link):
            value = float(weight_of(snapshot, self._structure.columns[hit.column])[hit.source, hit.unit])
            return CardText(self.tr("weight {value}").format(value=precise(value)), (words(self._names.link(hit)),))
        if isinstance(hit, Bias):
            return self._bias(hit, snapshot)
        if isinstance(hit, Summary):
            return self._summary(hit)
        if hit.column == 0:
            return CardText(self._names.neuron(0, hit.unit), self._range(hit, snapshot))
        return self._neuron(hit, snapshot)

    def _bias(self, hit: Bias, snapshot: Snapshot) -> CardText:
        biases = bias_of(snapshot, self._structure.columns[hit.column])
        value = "" if biases is None else precise(float(biases[hit.unit]))
        return CardText(self.tr("bias {value}").format(value=value), (words(self._names.place(hit.column, hit.unit)),))

    def _summary(self, hit: Summary) -> CardText:
        column, shown = self._structure.columns[hit.column], len(self._layout.columns[hit.column].tiles)
        if hit.column == 0 and self._structure.image_shape is not None:
            title = self.tr("{n} inputs, one a pixel").format(n=column.units)
            return CardText(title, (words(self.tr("The picture is the mean of the training images.")),))
        sentence = self.tr("{units} in all; there is room here for the first {shown}.")
        return CardText(
            self.tr("{n} more").format(n=column.units - shown),
            (words(sentence.format(units=column.units, shown=shown)),),
        )

    def _neuron(self, hit: Neuron, snapshot: Snapshot) -> CardText:
        column = self._structure.columns[hit.column]
        weights = weight_of(snapshot, column)[:, hit.unit]
        symbols = [self._names.symbol(hit.column - 1, unit) for unit in range(len(weights))]
        normalized = f"{column.key}.gamma" in snapshot.parameters
        biases = None if normalized else bias_of(snapshot, column)
        bias = None if biases is None else float(biases[hit.unit])
        more = self.tr("({n} more)").format(n=max(0, len(weights) - 3))
        result = "p" if column.activation in ("sigmoid", "softmax") and column.kind is Kind.OUTPUT else "a"
        lines = [
            weighted_sum(weights, symbols, bias, more),
            activation_formula(column.activation, result, self.tr("normalized z") if normalized else "z"),
        ]
        state = self._state(hit, snapshot)
        return CardText(self._names.neuron(hit.column, hit.unit), (*lines, words(state)) if state else tuple(lines))

    def _state(self, hit: Neuron, snapshot: Snapshot) -> str:
        """Where a hidden neuron has gone flat, which is where it learns nothing."""
        column, values = self._structure.columns[hit.column], self._map(hit, snapshot)
        if column.kind is not Kind.HIDDEN or values is None:
            return ""
        if column.activation in _SATURATED:
            low, high = _SATURATED[column.activation]
            share = float(np.mean((values < low) | (values > high)))
            return self.tr("saturated on {n} % of the plane").format(n=round(100 * share))
        if column.activation == "relu":
            return self.tr("silent on {n} % of the plane").format(n=round(100 * float(np.mean(values <= 0))))
        return ""

    def _range(self, hit: Neuron, snapshot: Snapshot) -> tuple[Words, ...]:
        values = self._map(hit, snapshot)
        if values is None:
            return ()
        sentence = self.tr("from {low} to {high} over the plane")
        return (words(sentence.format(low=short(float(values.min())), high=short(float(values.max())))),)

    def _map(self, hit: Neuron, snapshot: Snapshot) -> NDArray[np.float32] | None:
        if snapshot.maps is None:
            return None
        pictures = [snapshot.maps.features, *snapshot.maps.layers]
        picture: NDArray[np.float32] | None = pictures[hit.column][hit.unit] if hit.column < len(pictures) else None
        return picture
