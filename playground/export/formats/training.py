"""A Python file that trains: from the same first weights, in the same order, to the same losses, with NumPy alone.

Where a network learns at the edge of what its rate allows, the last digit of a sum decides within some thousand epochs
where it ends. So the file adds up in the very order in which the engine does.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from playground.data import Dataset
from playground.engine import balanced_weights
from playground.engine.machinery.memory import memory_order
from playground.experiment import Experiment
from playground.experiment.message import Message, say, say_count
from playground.experiment.network import Initializer, Layer, Output
from playground.export.description import MATRIX, MEAN, SCALE, Answers, Description, Facts, LayerFacts
from playground.export.formats.activations import ELSEWHERE
from playground.export.formats.base import Check, Format, MismatchError, distances
from playground.export.formats.python import (
    activations_of,
    answers_of,
    array_text,
    heading,
    identifier,
    imports,
    joined,
    listed,
    names_of,
    rows_to_numbers,
    run_afresh,
    threshold_of,
    words_of,
)
from playground.export.formats.template import section
from playground.export.inputs import decoded_rows, encoded_rows
from playground.export.trained import SECONDS, Trained
from playground.training import Reason, Run

MOST_NUMBERS = 5_000_000
"""Of the samples, which the file holds: some forty million characters."""
_MOST_EPOCHS = 20


class TrainingFile(Format):
    """`network, history = train(epochs)`; run as a program it prints the history as CSV."""

    name = "training"
    suffix = ".py"
    title = "Python file that trains"
    opened_by = "runs with NumPy alone; no other package"
    explains = "The samples, the first weights and every step as a page of Python: it comes to the same losses."
    cannot = "It holds the rows that the network was trained with, and knows nothing of edits made by hand."
    is_text = True

    def obstacle(self, trained: Trained) -> Message | None:
        if trained.experiment is None or trained.dataset is None:
            return say("only a network that is being trained can be written with its training; give its experiment")
        numbers = sum(part.x.size for part in trained.dataset.parts.values())
        if numbers > MOST_NUMBERS:
            return say(
                "its samples are {count:,} numbers, too many for a text; write what it has learned", count=numbers
            )
        return None

    def encode(self, trained: Trained) -> bytes:
        return training_program(trained).encode()

    def preview(self, trained: Trained) -> str:
        return training_program(trained)

    def usage(self, trained: Trained, file: str) -> str:  # noqa: ARG002 - it is used alike
        module = Path(file).stem
        name = module if module.isidentifier() else "network"
        lines = [f"import {name}", f"trained, history = {name}.train(10)", "print(history[-1])"]
        return "\n".join(lines) + "\n"

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        raise NotImplementedError("what trains is compared by its losses")

    def check(self, trained: Trained, path: Path) -> Check:
        """Train for some epochs by the file in a fresh process, and here, and compare every loss."""
        assert trained.experiment is not None
        assert trained.dataset is not None
        rows = _losses(trained.experiment, trained.dataset)
        told = run_afresh(path, len(rows) - 1, ["told = {'rows': module['train'](given)[1]}"])["rows"]
        found = np.array([[row[name] for name in row] for row in told], np.float64)
        wanted = np.array([[row[name] for name in told[0]] for row in rows], np.float64)
        far, allowed = distances(found, wanted), self.tolerance(trained.description)
        if far.max() > allowed:
            place = int(np.argmax(far > allowed))
            text = "what was written comes to other losses at epoch {epoch}; nothing was kept, please report this"
            raise MismatchError(text, epoch=place)
        reader = say("a fresh Python process")
        return LossCheck(reader, len(rows), float(far.max()), allowed, self.remarks(trained))


class LossCheck(Check):
    """How a file that trains was found to train."""

    @property
    def message(self) -> Message:
        if self.largest == 0:
            return say_count(
                self.rows - 1,
                "the losses of 1 epoch, trained anew by {reader}, agree in every digit",
                "the losses of {count:,} epochs, trained anew by {reader}, agree in every digit",
                reader=self.reader,
            )
        return say_count(
            self.rows - 1,
            "the losses of 1 epoch, trained anew by {reader}, agree to {largest:.0e}",
            "the losses of {count:,} epochs, trained anew by {reader}, agree to {largest:.0e}",
            reader=self.reader,
            largest=self.largest,
        )


def _losses(experiment: Experiment, dataset: Dataset) -> list[dict[str, float]]:
    """Tell what a fresh run's history says, for as many epochs as a moment allows."""
    run = Run(experiment, dataset)
    ends = time.monotonic() + SECONDS
    while run.epochs_done < _MOST_EPOCHS and (run.epochs_done == 0 or time.monotonic() < ends):
        outcome = run.epoch()
        if outcome is not None and outcome.reason is Reason.DIVERGENCE:
            break
    rows = min(run.history.rows, run.epochs_done + 1)
    names = list(run.history)
    return [{name: float(run.history[name][row]) for name in names} for row in range(rows)]


# The text


def training_program(trained: Trained) -> str:
    """The whole file that trains."""
    experiment, dataset, description = trained.experiment, trained.dataset, trained.description
    assert experiment is not None
    assert dataset is not None
    facts, training = description.facts, experiment.training
    shapes = _Shapes(facts, experiment)
    words = words_of(description) | _words(experiment, shapes)
    activations = dict.fromkeys(layer.activation for layer in facts.layers)
    forwards = activations_of(facts) + [name for name in activations if name == "linear"]
    slopes = (name for each in activations if each in ELSEWHERE for name in ELSEWHERE[each].slope_needs)
    forwards = [*(name for name in dict.fromkeys(slopes) if name not in forwards), *forwards]
    optimizer, schedule = (msgspec.to_builtins(each) for each in (training.optimizer, training.schedule))
    return joined(
        heading(description, "It trains from its first weights, in the same order, to the same losses."),
        section("threads"),
        imports(["base64", "math", "sys", "zlib"]),
        names_of(facts),
        _settings(description, experiment, dataset, shapes),
        section("unpacked"),
        _preparation(description, dataset),
        _samples(description, dataset),
        *rows_to_numbers(description),
        section("targets", words, outputs=facts.output.units, low=-1.0 if facts.output.activation == "tanh" else 0.0),
        *(section(name) for name in forwards),
        *(section(f"{name}_back") for name in activations if name != "softmax"),
        section("product"),
        section("layer", words),
        section("network", words, layers=_layers(shapes), draws=_draws(shapes)),
        section(training.loss),
        section("weighted") if "weighted" in words else "",
        section("correct", words, threshold=threshold_of(facts)) if facts.classes else "",
        section({"adamw": "adam"}.get(optimizer["kind"], optimizer["kind"]), words, **_repr(optimizer)),
        section("rate", {schedule["kind"]}, **_repr(schedule)),
        section("step of training", words, **_own_settings(experiment)),
        section("train", words),
        answers_of(description, taken="network, x", outputs="network.outputs(prepared(numbers(x)))"),
        section("main of training"),
    )


def _repr(settings: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in settings.items()}


def _words(experiment: Experiment, shapes: "_Shapes") -> set[str]:
    training = experiment.training
    chosen = {
        "by_scores": training.loss.endswith("cross_entropy"),
        "frozen": bool(shapes.frozen),
        "l1": training.l1 > 0,
        "l2": training.l2 > 0,
        "clip": training.gradient_clip is not None,
        "weighted": training.class_weights != "none",
        "own": shapes.normalizes
        and (training.batch_norm_learning_rate is not None or training.batch_norm_momentum is not None),
        "decays": training.optimizer.__struct_config__.tag == "adamw",
    }
    return {word for word, holds in chosen.items() if holds}


def _own_settings(experiment: Experiment) -> dict[str, str]:
    """The rate and the momentum of gamma and beta, where they have their own."""
    training = experiment.training
    rate, momentum = training.batch_norm_learning_rate, training.batch_norm_momentum
    others = getattr(training.optimizer, "momentum", None)
    return {
        "own_rate": "rate" if rate is None else f"for_each({rate!r} * rate / LEARNING_RATE, rate)",
        "own_momentum": "" if momentum is None else f", for_each({momentum!r}, {others!r})",
    }


def _preparation(description: Description, dataset: Dataset) -> str:
    arrays, matrix = description.arrays, dataset.preparation.matrix
    lines = [array_text(identifier(name), arrays[name]) for name in (MEAN, SCALE, MATRIX) if name in arrays]
    if MATRIX in arrays and matrix is not None and not matrix.flags.c_contiguous:
        lines.append("MATRIX = np.asfortranarray(MATRIX)")
    return "\n".join(lines)


class _Shapes:
    """How the arrays lie in the vector of all parameters, as the engine lays them out."""

    def __init__(self, facts: Facts, experiment: Experiment) -> None:
        settings: list[Layer | Output] = [*experiment.network.layers, experiment.network.output]
        fans = [len(facts.inputs), *(layer.units for layer in facts.layers)]
        self.layers = list(zip(facts.layers, settings, fans[:-1], strict=True))
        self.widest = max(fans)
        self.drops = any(layer.dropout for layer in facts.layers)
        self.normalizes = any(layer.batch_norm for layer in facts.layers)
        self.frozen = [layer.name for layer, each, _ in self.layers if each.frozen]
        self.shapes: dict[str, tuple[int, ...]] = {}
        for layer, _, fan_in in self.layers:
            self.shapes[layer.name] = (fan_in + (not layer.batch_norm), layer.units)
            if layer.batch_norm:
                self.shapes |= {f"{layer.name}.gamma": (layer.units,), f"{layer.name}.beta": (layer.units,)}
        self.count = sum(map(math.prod, self.shapes.values()))


def _settings(description: Description, experiment: Experiment, dataset: Dataset, shapes: _Shapes) -> str:
    training, facts = experiment.training, description.facts
    lines = [
        f"SEED = {experiment.seed}",
        f"EPOCHS = {facts.epochs or training.epochs}",
        f"PLANNED = {training.epochs}  # What a schedule of the rate counts by.",
        f"LEARNING_RATE = {training.optimizer.learning_rate!r}",
        f"BATCH_SIZE = {training.batch_size}",
        f"L1, L2 = {training.l1!r}, {training.l2!r}",
        f"KIND = np.{training.precision}",
        f'ORDER = "{memory_order(shapes.widest)}"  # In memory "F" keeps samples unit by unit, "C" sample by sample.',
        f"CHUNK = {description.network.chunk}  # So many samples are measured at once.",
        f"COUNT = {shapes.count}",
        "# The parameters in their vector, a block a layer; its last row is the bias, where the layer has one.",
        listed("SHAPES", shapes.shapes),
    ]
    further = {
        f"EPSILON = {facts.epsilon!r}": shapes.normalizes,
        f"FROZEN = {shapes.frozen!r}": bool(shapes.frozen),
        f"HUBER_DELTA = {training.huber_delta!r}": training.loss == "huber",
        f"GRADIENT_CLIP = {training.gradient_clip!r}": training.gradient_clip is not None,
    }
    if training.class_weights != "none" and dataset.train.labels is not None:
        weights = balanced_weights(dataset.train.labels, len(dataset.classes)).tolist()
        lines.append(listed("CLASS_WEIGHTS", weights))
    return "\n".join([*lines, *(line for line, needed in further.items() if needed)])


def _samples(description: Description, dataset: Dataset) -> str:
    """The rows of each part as numbers before preparation, with their labels, or values on the scale of learning."""
    columns, inputs = description.facts.columns, description.facts.inputs
    lines = []
    for name, part in dataset.parts.items():
        x = encoded_rows(columns, inputs, decoded_rows(columns, part.points))
        answers = part.y[:, 0] if part.labels is None else part.labels.astype(np.float64)
        lines += [array_text(f"{name}_x", x.astype(part.points.dtype)), array_text(f"{name}_y", answers)]
    parts = ", ".join(f'"{name}": ({name}_x, {name}_y)' for name in dataset.parts)
    return "\n".join([*lines, f"PARTS = {{{parts}}}"])


def _layers(shapes: "_Shapes") -> str:
    lines = []
    for layer, _, fan_in in shapes.layers:
        back = "None" if layer.activation == "softmax" else f"{layer.activation}_back"
        rate = f", {layer.dropout!r}" if shapes.drops else ""
        lines.append(f'            Layer("{layer.name}", p, g, {fan_in}, {layer.activation}, {back}{rate}),')
    return "\n".join(lines)


def _draws(shapes: "_Shapes") -> str:
    """The first weights and biases, layer by layer."""
    return "\n".join(f"        {line}" for each in shapes.layers for line in _drawn(*each))


def _drawn(layer: LayerFacts, settings: Layer | Output, fan_in: int) -> Iterator[str]:
    place = f'p["{layer.name}"]'
    weight = _draw(settings.initializer, (layer.units, fan_in), fan_in, layer.units)
    if layer.batch_norm:
        yield f"{place}[...] = ({weight}).T"
        yield f'p["{layer.name}.gamma"][...] = 1'
    else:
        yield f"{place}[:-1] = ({weight}).T"
        yield f"{place}[-1] = {_draw(settings.bias_initializer, (layer.units,), fan_in, layer.units)}"


def _draw(initializer: Initializer, shape: tuple[int, ...], fan_in: int, fan_out: int) -> str:
    """Tell what draws an array, in the order of calculation in which the engine does."""
    settings = msgspec.to_builtins(initializer)
    normal = f"random.standard_normal({shape})"
    xavier, he = f"math.sqrt(6.0 / {fan_in + fan_out})", f"math.sqrt(6.0 / {fan_in})"
    drawn = {
        "normal": f"{normal} * {settings.get('std')!r}",
        "uniform": f"random.uniform(-{settings.get('limit')!r}, {settings.get('limit')!r}, {shape})",
        "constant": f"np.full({shape}, {settings.get('value')!r})",
        "zeros": f"np.zeros({shape})",
        "xavier_normal": f"{normal} * math.sqrt(2.0 / {fan_in + fan_out})",
        "xavier_uniform": f"random.uniform(-{xavier}, {xavier}, {shape})",
        "he_normal": f"{normal} * math.sqrt(2.0 / {fan_in})",
        "he_uniform": f"random.uniform(-{he}, {he}, {shape})",
    }[settings["kind"]]
    return drawn if settings["scale"] == 1.0 else f"{settings['scale']!r} * ({drawn})"
