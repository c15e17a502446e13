"""A sample's way through the network with names for everything in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from playground.app.diagram.layout import Link
from playground.app.diagram.names import Names, plain
from playground.app.diagram.structure import Structure
from playground.app.words.names import class_titles, sample_name
from playground.app.words.numbers import loss_text, percent_text, term_text
from playground.engine import ALL_ACTIVATIONS
from playground.training import LayerPass, Mark, OneSample

MOST_PULLS = 5


@dataclass(frozen=True)
class Pull:
    """How much a sample moves one weight in a plain step."""

    name: str
    size: float


class Story:
    """One `OneSample`, and what its neurons and weights are called. Layers and units count from 0."""

    def __init__(self, seen: OneSample, structure: Structure) -> None:
        self.seen, self.structure = seen, structure
        self.names = Names(structure)

    @property
    def neurons(self) -> list[tuple[int, int]]:
        """Layer and unit of every neuron, in the order in which they work."""
        return [(k, unit) for k, each in enumerate(self.seen.layers) for unit in range(len(each.z))]

    def layer(self, layer: int) -> LayerPass:
        return self.seen.layers[layer]

    def neuron_name(self, layer: int, unit: int) -> str:
        return self.names.neuron(layer + 1, unit)

    def source(self, layer: int, source: int) -> str:
        """Tell what is multiplied with a weight: x₁, or a₃."""
        return plain(self.names.symbol(layer, source))

    def mark(self, layer: int, unit: int) -> Mark:
        """The worst that was found of a neuron's own parameters."""
        marks = [self.marks(layer, kind)[..., unit].ravel() for kind in self.layer(layer).gradients]
        found = set(np.concatenate(marks).tolist())
        for mark in (Mark.DIFFERS, Mark.AGREES, Mark.LEFT_OUT):
            if int(mark) in found:
                return mark
        return Mark.UNMEASURED

    def marks(self, layer: int, kind: str) -> NDArray[np.int8]:
        return np.asarray(self.seen.check.marks[f"{self.layer(layer).name}.{kind}"])

    def measured(self, layer: int, kind: str) -> NDArray[np.float64]:
        return np.asarray(self.seen.check.measured[f"{self.layer(layer).name}.{kind}"])

    def strongest_pulls(self) -> list[Pull]:
        """The weights that this sample moves most."""
        found = []
        for layer in range(len(self.seen.layers)):
            pulls = self.seen.pull(layer, "weight")
            steepest = np.argsort(-np.abs(pulls), axis=None, kind="stable")[:MOST_PULLS]
            for source, unit in zip(*np.unravel_index(steepest, pulls.shape), strict=True):
                name = self.names.link(Link(layer + 1, int(source), int(unit)))
                found.append(Pull(name, float(pulls[source, unit])))
        return sorted(found, key=lambda pull: -abs(pull.size))[:MOST_PULLS]


_MOST_INPUTS = 6


def title(story: Story) -> str:
    """ "Train sample 6: x₁ 1.200, x₂ −0.310; class 1"."""
    name, inputs = sample_name(story.seen.sample), story.layer(0).inputs
    shown = [
        f"{plain(story.names.symbol(0, k))} {term_text(float(inputs[k]))}" for k in range(len(inputs[:_MOST_INPUTS]))
    ]
    if len(inputs) > _MOST_INPUTS:
        shown = [_tr("{n} inputs").format(n=f"{len(inputs):,}")]
    return f"{name[:1].upper()}{name[1:]}: {', '.join(shown)}; {_wanted(story)}"


def outcome(story: Story) -> str:
    """Tell what the network answers, how wrong that is, and when."""
    seen = story.seen
    text = _tr("The network answers {answer}. Loss of this sample: {loss}. Epoch {epoch}.")
    return text.format(answer=_answer(story), loss=loss_text(seen.loss), epoch=f"{seen.epoch:,}")


def verdict(story: Story) -> tuple[str, str]:
    """Tell whether the gradient agrees with finite differences: a kind of banner, and its sentence."""
    check = story.seen.check
    wrong, compared, left_out = check.count(Mark.DIFFERS), check.compared, check.count(Mark.LEFT_OUT)
    if not compared:
        return "warning", _tr("Nothing could be measured: the loss is not a finite number, or has a corner everywhere.")
    if wrong:
        return "error", _tr("{wrong} of {n} slopes differ from finite differences.").format(
            wrong=f"{wrong:,}", n=f"{compared:,}"
        )
    if compared + left_out == check.size:
        told = _tr("Checked on the spot: all {n} slopes agree with finite differences.")
    else:
        told = _tr("Checked on the spot: {n} of {size} slopes, the steepest, agree with finite differences.")
    text = told.format(n=f"{compared:,}", size=f"{check.size:,}")
    if left_out:
        text += " " + _tr("{n} lie at a corner and are left out.").format(n=f"{left_out:,}")
    return "success", text


def pulls(story: Story) -> str:
    """Tell what this sample pulls on most."""
    strongest = [pull for pull in story.strongest_pulls() if pull.size]
    if not strongest:
        return _tr("This sample pulls on no weight.")
    listed = "; ".join(f"{pull.name} {_tr('by')} {term_text(pull.size)}" for pull in strongest)
    return _tr("In a step this sample pulls most on {weights}.").format(weights=listed)


def small_print(story: Story) -> str:
    """Tell what the numbers leave out."""
    experiment = story.seen.experiment
    parts = [_tr("The data loss of this one sample, without penalty.")]
    if any(layer.dropout for layer in experiment.network.layers):
        parts.append(_tr("Dropout is off."))
    if any(each.norm is not None for each in story.seen.layers):
        parts.append(_tr("Batch normalization uses its running averages, as in evaluation."))
    if story.seen.sample.part != "train":
        parts.append(_tr("The network does not learn from this part: the pull is what it would be."))
    if experiment.training.optimizer.__struct_config__.tag != "sgd":
        parts.append(_tr("The pull is that of plain gradient descent; the optimizer makes its own step of it."))
    return " ".join(parts)


def _wanted(story: Story) -> str:
    label, names = story.seen.label, class_titles(story.structure.classes)
    if label is None:
        return _tr("value {value}").format(value=term_text(float(story.seen.target[0])))
    return names[label]


def _answer(story: Story) -> str:
    output, names = story.layer(-1), class_titles(story.structure.classes)
    values = output.a
    if not ALL_ACTIVATIONS[output.activation].is_share:
        return ", ".join(term_text(float(value)) for value in values)
    if len(values) == 1:
        return _tr("{name} with {share}").format(name=names[1], share=percent_text(float(values[0])))
    best = int(values.argmax())
    return _tr("{name} with {share}").format(name=names[best], share=percent_text(float(values[best])))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Backprop", text)
