"""What the card beside the cursor says about a neuron, a bias, a link or a summary."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject

from playground.app.diagram.layout import Bias, Hit, Layout, Link, Neuron, Summary, target_of
from playground.app.diagram.names import Names, Words, activation_formula, plain, weighted_sum, words
from playground.app.diagram.structure import Column, Kind, Structure, bias_of, weight_of
from playground.app.words.numbers import loss_text, precise_text, short_text
from playground.engine import ALL_ACTIVATIONS
from playground.training import Inspection, Muted, ParameterInspection, Place, Snapshot, UnitInspection


def parameter_lines(look: ParameterInspection) -> tuple[Words, ...]:
    """The gradient, and what it is the gradient of."""
    gradient = words(_tr("gradient {value}").format(value=precise_text(look.gradient)))
    of = words(_tr("{samples}, without dropout").format(samples=_samples(look)))
    return gradient, of, words(_tr("its course since epoch {n}:").format(n=f"{look.since:,}"))


def unit_lines(look: UnitInspection, column: Column) -> tuple[Words, ...]:
    """The outputs on the training samples; of a hidden neuron also where it is flat, and learns nothing."""
    low, high = float(look.outputs.min()), float(look.outputs.max())
    sentence = _tr("from {low} to {high} {samples}")
    lines = [words(sentence.format(low=short_text(low), high=short_text(high), samples=_samples(look)))]
    if column.kind is not Kind.HIDDEN:
        return tuple(lines)
    activation = ALL_ACTIVATIONS[column.activation]
    saturated = activation.saturated_share(look.outputs)
    if saturated is not None:
        lines.append(words(_tr("saturated on {n} % of them").format(n=round(100 * saturated))))
    elif activation.can_die:
        lines.append(words(_tr("silent on {n} % of them").format(n=round(100 * float(np.mean(look.outputs <= 0))))))
    return tuple(lines)


def muted_lines(muted: Muted | None) -> tuple[Words, ...]:
    """Tell what muting has done to the training loss."""
    if muted is None:
        return ()
    sentence = _tr("muted: training loss {before} → {after}")
    told = words(sentence.format(before=loss_text(muted.before), after=loss_text(muted.after)))
    if muted.value is None:
        return (told,)
    return told, words(_tr("unmuted it is {value} again").format(value=precise_text(muted.value)))


def _samples(look: Inspection) -> str:
    if look.samples < look.of:
        return _tr("on {n} training samples").format(n=f"{look.samples:,}")
    return _tr("on the training samples")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CardWriter", text)


@dataclass(frozen=True)
class CardText:
    """`course`: the recent values of a parameter, drawn as a line below the words."""

    title: str
    lines: tuple[Words, ...]
    course: NDArray[np.float64] | None = field(default=None, compare=False)

    @property
    def plain(self) -> str:
        """The whole card as text."""
        return ". ".join([self.title, *(" ".join(plain(word) for word in line) for line in self.lines)])


class CardWriter(QObject):
    """Writes cards for one structure; asked anew with every snapshot, so that numbers keep up."""

    def __init__(self, structure: Structure, layout: Layout, names: Names, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._structure, self._layout, self._names = structure, layout, names

    def write(self, hit: Hit, snapshot: Snapshot, look: Inspection | None = None) -> CardText:
        """The card of a part; `look` is the newest closer look at it, if there is one."""
        if isinstance(hit, Summary):
            return self._summary(hit)
        target = target_of(self._structure, hit)
        if look is not None and look.target != target:
            look = None
        muted = muted_lines(snapshot.muted.get(target) if target is not None else None)
        if isinstance(hit, Neuron):
            card = self._neuron(hit, snapshot)
            more = unit_lines(look, self._structure.columns[hit.column]) if isinstance(look, UnitInspection) else ()
            return CardText(card.title, (*card.lines, *more, *self._frozen(hit.column), *muted))
        card = self._parameter(hit, snapshot)
        if not isinstance(look, ParameterInspection):
            return CardText(card.title, (*card.lines, *self._frozen(hit.column), *muted))
        lines = (*card.lines, *self._frozen(hit.column), *muted, *parameter_lines(look))
        return CardText(card.title, lines, look.course)

    def _parameter(self, hit: Link | Bias, snapshot: Snapshot) -> CardText:
        target = target_of(self._structure, hit)
        value = precise_text(float(snapshot.parameters[target.name][target.index])) if isinstance(target, Place) else ""
        if isinstance(hit, Link):
            return CardText(self.tr("weight {value}").format(value=value), (words(self._names.link(hit)),))
        return CardText(self.tr("bias {value}").format(value=value), (words(self._names.place(hit.column, hit.unit)),))

    def _frozen(self, column: int) -> tuple[Words, ...]:
        return (
            (words(self.tr("frozen: training leaves it as it is")),) if self._structure.columns[column].frozen else ()
        )

    def _summary(self, hit: Summary) -> CardText:
        column, shown = self._structure.columns[hit.column], len(self._layout.columns[hit.column].tiles)
        if hit.column == 0 and self._structure.image_shape is not None:
            title = self.tr("{n} inputs, one a pixel").format(n=column.units)
            return CardText(title, (words(self.tr("The picture is the mean of the training images.")),))
        sentence = self.tr("{units} in all; there is room here for the first {shown}. Click to see all of them.")
        return CardText(
            self.tr("{n} more").format(n=column.units - shown),
            (words(sentence.format(units=column.units, shown=shown)),),
        )

    def _neuron(self, hit: Neuron, snapshot: Snapshot) -> CardText:
        title, column = self._names.neuron(hit.column, hit.unit), self._structure.columns[hit.column]
        if column.kind is Kind.INPUT:
            return CardText(title, ())
        weights = weight_of(snapshot, column)[:, hit.unit]
        symbols = [self._names.symbol(hit.column - 1, unit) for unit in range(len(weights))]
        normalized = f"{column.key}.gamma" in snapshot.parameters
        biases = None if normalized else bias_of(snapshot, column)
        bias = None if biases is None else float(biases[hit.unit])
        more = self.tr("({n} more)").format(n=max(0, len(weights) - 3))
        result = "p" if ALL_ACTIVATIONS[column.activation].is_share and column.kind is Kind.OUTPUT else "a"
        lines = [
            weighted_sum(weights, symbols, bias, more),
            activation_formula(column.activation, result, self.tr("normalized z") if normalized else "z"),
        ]
        return CardText(title, tuple(lines))
