"""The one description of a trained network: every file of weights is written from it, and read back into it.

It says all that somebody needs who has nothing else: what the inputs are and how they are prepared, the layers and
their arrays, and what the outputs stand for. The facts are plain values that any file can hold as JSON; the arrays
stand beside them.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground import __version__, engine
from playground.data import Dataset, Preparation, load_samples
from playground.engine.layers import NORM_EPSILON as EPSILON
from playground.experiment import Digits, Experiment, File, ImageFiles, UserError
from playground.experiment.data import Preprocessing
from playground.experiment.network import Activation, OutputActivation
from playground.export.inputs import (
    Column,
    Floats,
    Input,
    Name,
    RawRows,
    encoded_rows,
    named_inputs,
)
from playground.training import Run

Arrays = dict[str, NDArray[np.floating]]
FORMAT = 2
"""Of files of weights. The first had neither the facts nor a number."""
MEAN, SCALE, MATRIX = "preprocessing.mean", "preprocessing.scale", "preprocessing.matrix"
TARGET_MEAN, TARGET_SCALE = "target.mean", "target.scale"
NOT_OF_LAYERS = (MEAN, SCALE, MATRIX, TARGET_MEAN, TARGET_SCALE)
Units = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class LayerFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A layer, hidden or the output: its arrays are called after its name."""

    name: Name
    units: Units
    activation: Activation | OutputActivation
    batch_norm: bool = False
    dropout: Annotated[float, msgspec.Meta(ge=0, lt=1)] = 0.0


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value that is told: network's output times the scale plus the mean, in the unit."""

    name: Name = "value"
    unit: Name = ""
    mean: float = 0.0
    scale: float = 1.0


class Pictures(msgspec.Struct, frozen=True):
    """The rows are pictures: so many pixels, row by row, from 0 where their file has `lowest` to 1 where `highest`."""

    height: Units
    width: Units
    highest: float = 1.0
    lowest: float = 0.0


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a trained network besides its arrays and its experiment.

    columns : of the rows that are asked about. inputs : of the network, each made of a column or two.
    preparation : its arrays are `preprocessing.mean` and `preprocessing.scale` (multiplied) or `preprocessing.matrix`.
    prepared, answered : how the inputs are prepared, and what the outputs say, as formulas for whoever reads the file.
    classes : their names, in the order of the outputs; none where a value is told. target : that value.
    epochs : how long it was trained.
    """

    holds: Literal["weights of a neural network"] = "weights of a neural network"
    format: Annotated[int, msgspec.Meta(ge=1)] = FORMAT
    program: Name = "Neural Playground"
    version: Name = __version__
    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=1, max_length=100_000)]
    inputs: Annotated[tuple[Input, ...], msgspec.Meta(min_length=1, max_length=100_000)]
    preparation: Preprocessing = "none"
    prepared: Name = "x"
    layers: Annotated[tuple[LayerFacts, ...], msgspec.Meta(min_length=1, max_length=100)]
    epsilon: Annotated[float, msgspec.Meta(ge=0, le=1)] = EPSILON
    precision: Literal["float64", "float32"] = "float64"
    answered: Name = "output"
    classes: Annotated[tuple[Name, ...], msgspec.Meta(max_length=100_000)] = ()
    target: Target | None = None
    pictures: Pictures | None = None
    epochs: Annotated[int, msgspec.Meta(ge=0)] = 0

    @property
    def of_numbers(self) -> bool:
        """Tell whether every column is one of numbers."""
        return all(column.categories is None for column in self.columns)

    @property
    def output(self) -> LayerFacts:
        """The last layer."""
        return self.layers[-1]

    @property
    def answer_names(self) -> tuple[str, ...]:
        """Tell what the columns of an answer are called: the classes, or the value."""
        return self.classes or ((self.target or Target()).name,)

    def as_json(self) -> bytes:
        """Tell what `from_json` reads; what is as it would be anyway is said too, so that no reader has to know."""
        return msgspec.json.encode(spelled_out(self))


def spelled_out(value: Any) -> Any:
    """A struct as plain values, with its defaults, but without what is simply not there."""
    if isinstance(value, msgspec.Struct):
        given = {name: spelled_out(getattr(value, name)) for name in value.__struct_fields__}
        return {name: each for name, each in given.items() if each is not None}
    return [spelled_out(each) for each in value] if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Description:
    """A trained network, complete.

    arrays : `layer1.weight` (fan_in, fan_out), `layer1.bias`, `layer1.gamma`, ... `output.bias`, running averages, and
    how inputs and values are prepared.
    """

    facts: Facts
    arrays: Mapping[str, NDArray[np.floating]]
    experiment: Experiment

    @cached_property
    def network(self) -> engine.Network:
        """The network that these arrays make."""
        facts = self.facts
        layers = [
            engine.Layer(each.units, each.activation, batch_norm=each.batch_norm, dropout=each.dropout)
            for each in facts.layers
        ]
        network = engine.Network(len(facts.inputs), layers, "squared_error", dtype=np.dtype(facts.precision))
        for name, place in {**network.parameters, **network.running}.items():
            place[...] = self.arrays[name]
            if name.endswith(".running_variance"):
                place += facts.epsilon - EPSILON
        return network

    def prepared(self, rows: RawRows) -> Floats:
        """Rows as the network is shown them: (n, inputs); NaN where a cell is missing or unknown."""
        x = encoded_rows(self.facts.columns, self.facts.inputs, rows)
        if MEAN not in self.arrays:
            return x
        if SCALE in self.arrays:
            return np.asarray((x - self.arrays[MEAN]) * self.arrays[SCALE], np.float64)
        return np.asarray((x - self.arrays[MEAN]) @ self.arrays[MATRIX], np.float64)

    def answers(self, rows: RawRows) -> "Answers":
        """Tell what the network answers to rows; nothing where a cell is missing or unknown."""
        with engine.overflow_is_expected():
            x = self.prepared(rows)
            outputs = self.network.predict(x.astype(self.network.dtype))
            return answers_of_outputs(self.facts, outputs).without(np.asarray(np.isnan(x).any(axis=1)))


@dataclass(frozen=True)
class Answers:
    """Answers to rows.

    values : probabilities (n, classes), one column a class also for two, or the value (n, 1) in its unit.
    decided : (n,), places in the classes, -1 where there is no answer; None where a value is told.
    """

    values: NDArray[np.floating]
    decided: NDArray[np.intp] | None

    def __len__(self) -> int:
        return len(self.values)

    def without(self, rows: NDArray[np.bool_]) -> "Answers":
        """Answers with none in these rows (n,)."""
        values = np.where(rows[:, None], np.array(np.nan, self.values.dtype), self.values)
        return Answers(values, None if self.decided is None else np.where(rows, -1, self.decided))

    def part(self, start: int, stop: int) -> "Answers":
        """The answers from row `start` up to `stop`."""
        return Answers(self.values[start:stop], None if self.decided is None else self.decided[start:stop])


def answers_of_outputs(facts: Facts, outputs: NDArray[np.floating]) -> Answers:
    """Tell what outputs (n, outputs) of the network say.

    Of one output for two classes, p stands for the second. A tanh t says p = (1 + t) / 2.
    """
    if not facts.classes:
        target = facts.target or Target()
        plain = target.mean == 0.0 and target.scale == 1.0
        return Answers(outputs if plain else outputs * target.scale + target.mean, None)
    decided = engine.decisions(outputs, facts.output.activation)
    if facts.output.activation == "tanh":
        outputs = (1.0 + outputs) / 2.0
    if len(facts.classes) == 2 and outputs.shape[1] == 1:
        outputs = np.column_stack([1.0 - outputs, outputs])
    return Answers(outputs, decided.astype(np.intp))


def describe(run: Run) -> Description:
    """Describe the network of a run as it is now, in arrays of its own."""
    dataset, network, experiment = run.dataset, run.network, run.experiment
    columns, inputs = _columns_and_inputs(dataset)
    # From the vector that the network calculates with, whatever the names lead to.
    arrays: Arrays = {span.name: span.of(network.values).copy() for span in network.spans}
    arrays = {name: arrays[name] for name in network.names}
    arrays |= {name: array.copy() for name, array in network.running.items()}
    arrays |= preparation_arrays(dataset.preparation)
    target = None if dataset.classifies else _target(experiment, dataset)
    if target is not None and not dataset.target_scale.plain:
        arrays |= {TARGET_MEAN: np.array(target.mean), TARGET_SCALE: np.array(target.scale)}
    names = [name.rpartition(".")[0] for name in network.names if name.endswith(".weight")]
    facts = Facts(
        columns=columns,
        inputs=inputs,
        preparation=experiment.data.preprocessing if MEAN in arrays else "none",
        prepared=how_prepared(arrays),
        answered=how_answered(dataset.classes, network.output_activation, network.outputs, target),
        layers=tuple(
            LayerFacts(name, each.units, each.activation, each.batch_norm, each.dropout)  # type: ignore[arg-type]
            for name, each in zip(names, network.layers, strict=True)
        ),
        precision="float32" if network.dtype == np.float32 else "float64",
        classes=dataset.classes,
        target=target,
        pictures=_pictures(experiment, dataset),
        epochs=run.epochs_done,
    )
    return Description(facts, arrays, experiment)


def how_prepared(arrays: Mapping[str, object]) -> str:
    """The formula of the preparation, by the names of its arrays."""
    if MEAN not in arrays:
        return "x"
    return f"(x - {MEAN}) * {SCALE}" if SCALE in arrays else f"(x - {MEAN}) @ {MATRIX}"


def how_answered(classes: tuple[str, ...], activation: str, outputs: int, target: Target | None) -> str:
    """The formula of the answers, by what the network gives out."""
    if not classes:
        plain = target is None or (target.mean == 0.0 and target.scale == 1.0)
        return "output" if plain else f"output * {TARGET_SCALE} + {TARGET_MEAN}"
    said = "(1 + output) / 2" if activation == "tanh" else "output"
    return (
        f"p of the second class is {said}, of the first 1 - p"
        if outputs < len(classes)
        else f"p of each class is {said}"
    )


def encoded_names(dataset: Dataset) -> tuple[str, ...]:
    """The names of the columns of a data set's points."""
    if dataset.preparation.columns == 2:
        return dataset.plane_names or ("x1", "x2")
    return dataset.preparation.features


def _columns_and_inputs(dataset: Dataset) -> tuple[tuple[Column, ...], tuple[Input, ...]]:
    encoded, features = encoded_names(dataset), dataset.preparation.features
    told = dataset.input_columns
    parts: list[tuple[str, str | None]] = [(each.name, text) for each in told for text in each.categories or (None,)]
    columns, inputs = named_inputs(encoded, features, parts or [(name, None) for name in encoded])
    written = {each.name: each.written for each in told}
    fills = dataset.preparation.fill
    by_column = {} if fills is None else {name: float(fill) for (name, _), fill in zip(parts, fills, strict=True)}
    known = [
        msgspec.structs.replace(
            each,
            fill=by_column.get(each.name) if each.categories is None else each.fill,
            written=written.get(each.name, ""),
        )
        for each in columns
    ]
    return tuple(known), inputs


def preparation_arrays(preparation: Preparation) -> Arrays:
    """Tell how inputs are prepared, as arrays: a vector where no input is mixed with another, or else a matrix."""
    if preparation.mean is None or preparation.matrix is None:
        return {}
    diagonal = np.diag(preparation.matrix).copy()
    if np.count_nonzero(preparation.matrix) == np.count_nonzero(diagonal):
        return {MEAN: preparation.mean.copy(), SCALE: diagonal}
    return {MEAN: preparation.mean.copy(), MATRIX: preparation.matrix.copy()}


def _target(experiment: Experiment, dataset: Dataset) -> Target:
    source, scale = experiment.data.source, dataset.target_scale
    name = source.target if isinstance(source, File) and source.target else "value"
    return Target(name, unit_of(name), scale.mean, scale.scale)


def unit_of(column: str) -> str:
    """The unit that a column's name ends with, as EUR of "price (EUR)", m/s of "speed [m/s]"; empty where none does."""
    text = column.strip()
    for opening, closing in (("(", ")"), ("[", "]")):
        if text.endswith(closing) and opening in text:
            return text[text.rindex(opening) + 1 : -1].strip()
    return ""


def _pictures(experiment: Experiment, dataset: Dataset) -> Pictures | None:
    if dataset.image_shape is None:
        return None
    lowest, highest = 0.0, 255.0
    if isinstance(experiment.data.source, Digits | ImageFiles):
        with suppress(UserError):  # The file may have gone since. Most pictures have 255 steps.
            samples = load_samples(experiment)
            lowest, highest = samples.scale or (lowest, highest)
    return Pictures(*dataset.image_shape, highest, lowest)
