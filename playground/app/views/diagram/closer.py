"""What a closer look adds to a card: the gradient and course of a parameter, the outputs of a unit."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from playground.app.views.diagram.formula import Words
from playground.app.views.diagram.names import words
from playground.app.views.diagram.numbers import precise, short
from playground.app.views.diagram.structure import Column, Kind
from playground.app.views.numbers import loss_text
from playground.engine import ALL_ACTIVATIONS
from playground.training import Inspection, Muted, ParameterInspection, UnitInspection


def parameter_lines(look: ParameterInspection) -> tuple[Words, ...]:
    """The gradient, and what it is the gradient of."""
    gradient = words(_tr("gradient {value}").format(value=precise(look.gradient)))
    of = words(_tr("{samples}, without dropout").format(samples=_samples(look)))
    return gradient, of, words(_tr("its course since epoch {n}:").format(n=f"{look.since:,}"))


def unit_lines(look: UnitInspection, column: Column) -> tuple[Words, ...]:
    """The outputs on the training samples; of a hidden neuron also where it is flat, and learns nothing."""
    low, high = float(look.outputs.min()), float(look.outputs.max())
    sentence = _tr("from {low} to {high} {samples}")
    lines = [words(sentence.format(low=short(low), high=short(high), samples=_samples(look)))]
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
    """What muting has done to the training loss."""
    if muted is None:
        return ()
    sentence = _tr("muted: training loss {before} → {after}")
    told = words(sentence.format(before=loss_text(muted.before), after=loss_text(muted.after)))
    if muted.value is None:
        return (told,)
    return told, words(_tr("unmuted it is {value} again").format(value=precise(muted.value)))


def _samples(look: Inspection) -> str:
    if look.samples < look.of:
        return _tr("on {n} training samples").format(n=f"{look.samples:,}")
    return _tr("on the training samples")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CardWriter", text)
