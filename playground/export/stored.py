"""Weights as a file holds them: checked to be plain decimals, and described as far as the file says what they are."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data.tables import Column as TableColumn
from playground.data.tables import Dialect, TextColumn, read_table, suggest_target
from playground.engine.activations import OUTPUT_ACTIVATIONS
from playground.experiment import Digits, Experiment, File, ImageFiles, UserError, decode
from playground.experiment.files import as_found_from
from playground.experiment.message import Message, say
from playground.experiment.network import Layer, Output
from playground.export.description import (
    FORMAT,
    MATRIX,
    MEAN,
    NOT_OF_LAYERS,
    SCALE,
    TARGET_MEAN,
    TARGET_SCALE,
    Arrays,
    Description,
    Facts,
    LayerFacts,
    Pictures,
    Target,
    how_answered,
    how_prepared,
    unit_of,
)
from playground.export.inputs import named_inputs, parts_of_names

LARGEST_FILE = 1_000_000_000
LONGEST_EXPERIMENT, LONGEST_ABOUT = 10_000_000, 50_000_000


@dataclass(frozen=True)
class Weights:
    """What a weights file holds.

    arrays : by name. experiment : that the weights come from, where it is there. facts : what the arrays are, where the
    file says so, or where an earlier version's experiment does.
    """

    arrays: Arrays
    experiment: Experiment | None
    facts: Facts | None = None

    @property
    def of_layers(self) -> Arrays:
        """Parameters and running averages, without what prepares inputs and values."""
        return {name: array for name, array in self.arrays.items() if name not in NOT_OF_LAYERS}


def weights_of(
    path: str | Path,
    arrays: Mapping[str, NDArray[Any]],
    experiment: str | bytes | None,
    about: str | bytes | None,
    classes: Sequence[str] = (),
) -> Weights:
    """Check what a file holds and put it together.

    Parameters
    ----------
    experiment, about : as JSON; None where they are not there.
    classes : where they stand by themselves, as in files of the first format.

    Raises
    ------
    UserError : naming the array or the place that is wrong.
    """
    found = {name: _checked(path, name, array) for name, array in arrays.items()}
    if MATRIX in found and _is_diagonal(found[MATRIX]):
        found[SCALE] = np.diag(found.pop(MATRIX)).copy()
    whole = None
    if experiment is not None:
        if len(experiment) > LONGEST_EXPERIMENT:
            raise UserError("{path}: its experiment is too long to be one; choose another file", path=path)
        whole = as_found_from(decode(experiment, f"{path}: experiment"), path)
    facts = None if about is None else facts_in(path, about)
    if facts is None and whole is not None:
        facts = facts_of_first_format(found, whole, tuple(classes))
    return Weights(found, whole, facts)


def _checked(path: str | Path, name: str, array: NDArray[Any]) -> NDArray[np.floating]:
    if array.dtype.kind != "f" or array.dtype.itemsize > 8:
        text = "{path}: {name} holds {kind}, not decimals; choose a file that was exported"
        raise UserError(text, path=path, name=name, kind=array.dtype.name)
    if not np.isfinite(array).all():
        text = "{path}: {name} holds numbers that are not finite; choose another file"
        raise UserError(text, path=path, name=name)
    if name.endswith(".running_variance") and (array < 0).any():
        text = "{path}: {name} holds negative numbers, which no variance is; choose another file"
        raise UserError(text, path=path, name=name)
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _is_diagonal(matrix: NDArray[np.floating]) -> bool:
    return (
        matrix.ndim == 2
        and matrix.shape[0] == matrix.shape[1]
        and np.count_nonzero(matrix) == np.count_nonzero(np.diag(matrix))
    )


def facts_in(path: str | Path, about: str | bytes) -> Facts:
    """The facts in their JSON.

    Raises
    ------
    UserError : naming the place that is wrong, or the version that the file comes from where that is newer.
    """
    try:
        if len(about) > LONGEST_ABOUT:
            raise UserError("{path}: about: it is too long; choose another file", path=path)
        heading = msgspec.json.decode(about, type=_Heading)
        if heading.format > FORMAT:
            text = "{path}: this file comes from a newer version of the playground ({version}), which can read it"
            raise UserError(text, path=path, version=heading.version)
        facts = msgspec.json.decode(about, type=Facts)
        wrong = _contradiction(facts)
        if wrong is not None:
            text = "{path}: about: {wrong}; choose a file that was exported"
            raise UserError(text, path=path, wrong=wrong)
        return facts
    except UserError:
        raise
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        text = "{path}: about: {reason}; choose a file that was exported"
        raise UserError(text, path=path, reason=str(error)[:200]) from None


def _contradiction(facts: Facts) -> Message | None:
    """Tell what in a network's facts cannot be."""
    names = [layer.name for layer in facts.layers]
    if names != [*(f"layer{number}" for number in range(1, len(names))), "output"]:
        return say("its layers are not called layer1 and so on, and output")
    hidden = {"softmax"} & {layer.activation for layer in facts.layers[:-1]}
    if hidden or facts.output.activation not in OUTPUT_ACTIVATIONS:
        return say("a layer has an activation that it cannot have")
    wrong = _contradiction_of_inputs(facts)
    if wrong is not None:
        return wrong
    outputs, classes = facts.output.units, len(facts.classes)
    one_for_two = classes == 2 and outputs == 1 and facts.output.activation in ("sigmoid", "tanh")
    if outputs != max(classes, 1) and not one_for_two:
        return say("it has {outputs:,} outputs and {classes:,} classes", outputs=outputs, classes=classes)
    return None


def _contradiction_of_inputs(facts: Facts) -> Message | None:
    """Tell what in the inputs, and the columns that they are made of, cannot be."""
    columns = {column.name: column for column in facts.columns}
    if len(columns) < len(facts.columns):
        return say("two columns have one name")
    for column in facts.columns:
        fitting = float if column.categories is None else str
        if column.categories == () or (column.fill is not None and not isinstance(column.fill, fitting)):
            return say("the column {column} cannot be", column=column.name)
    for each in facts.inputs:
        for name in (each.column, each.second):
            if name is not None and name not in columns:
                return say("an input comes from {column}, which is no column", column=name)
        of_texts = columns[each.column].categories
        mixed = each.second is not None and columns[each.second].categories is not None
        if mixed or (each.category is None) != (of_texts is None) or (of_texts and each.category not in of_texts):
            return say("the input {name} cannot be made of its column", name=each.name)
        if each.formula is not None and (of_texts or (each.formula == "product") != (each.second is not None)):
            return say("the input {name} cannot be made of its column", name=each.name)
    return None


class _Heading(msgspec.Struct):
    format: int = FORMAT
    version: str = ""


def description_of(weights: Weights, path: str | Path) -> Description:
    """The network that a file describes.

    Raises
    ------
    UserError : when the file does not say enough, or its arrays are not those that it describes.
    """
    facts, experiment = weights.facts, weights.experiment
    if experiment is None:
        text = "{path}: this file does not say which network it is of; export the weights anew, with their experiment"
        raise UserError(text, path=path)
    if facts is None:
        text = (
            "{path}: this file of an earlier version does not say what its inputs are, and its table cannot be read; "
            "put the table back in its place, or train anew"
        )
        raise UserError(text, path=path)
    check_arrays(weights, facts, path)
    return Description(facts, weights.arrays, experiment)


def check_arrays(weights: Weights, facts: Facts, path: str | Path) -> None:
    """Raise `UserError` unless a file holds the arrays that it describes, and no others."""
    wanted = shapes_of(facts, mixes=MATRIX in weights.arrays)
    for name in wanted:
        if name not in weights.arrays:
            raise UserError("{path}: this file lacks {name}; export the weights anew", path=path, name=name)
    for name, array in weights.arrays.items():
        if name not in wanted and name not in (TARGET_MEAN, TARGET_SCALE):
            text = "{path}: this file holds {name}, which its network has no place for; export the weights anew"
            raise UserError(text, path=path, name=name)
        if name in wanted and array.shape != wanted[name]:
            text = "{path}: {name} has the shape {shape}, its network's is {wanted}; export the weights anew"
            raise UserError(text, path=path, name=name, shape=array.shape, wanted=wanted[name])


def shapes_of(facts: Facts, *, mixes: bool) -> dict[str, tuple[int, ...]]:
    """The shapes of a network's arrays, by name; `mixes` where its inputs are prepared by a matrix."""
    shapes: dict[str, tuple[int, ...]] = {}
    fan_in = inputs = len(facts.inputs)
    for layer in facts.layers:
        shapes[f"{layer.name}.weight"] = (fan_in, layer.units)
        kinds = ("gamma", "beta", "running_mean", "running_variance") if layer.batch_norm else ("bias",)
        shapes |= {f"{layer.name}.{kind}": (layer.units,) for kind in kinds}
        fan_in = layer.units
    if facts.preparation != "none":
        shapes |= {MEAN: (inputs,), MATRIX: (inputs, inputs)} if mixes else {MEAN: (inputs,), SCALE: (inputs,)}
    return shapes


# Files of the first format, which hold arrays and an experiment and nothing else


def facts_of_first_format(arrays: Arrays, experiment: Experiment, classes: tuple[str, ...]) -> Facts | None:
    """Tell what the first format's arrays are, as the experiment tells; None where only a table that is gone could."""
    weight = arrays.get("layer1.weight", arrays.get("output.weight"))
    if weight is None or weight.ndim != 2:
        return None
    source, data = experiment.data.source, experiment.data
    pictures = None
    tables: tuple[str, ...] = ()
    encoded: tuple[str, ...] | None
    if isinstance(source, Digits | ImageFiles):
        pictures = _pictures(weight.shape[0])
        encoded = _pixels(pictures)
    elif isinstance(source, File):
        tables = source.inputs
        encoded = _encoded(source, weight.shape[0], len(data.features))
    else:
        encoded = ("x1", "x2")
    if encoded is None:
        return None
    parts = parts_of_names(encoded, tables)
    columns, inputs = named_inputs(encoded, data.features if len(encoded) == 2 else encoded, parts)
    if not classes and source.task == "classification":
        classes = tuple(str(number) for number in range(source.class_count or 0))
    layers = _layers(arrays, experiment)
    if layers is None:
        return None
    target = None if classes else _target(arrays, source.target if isinstance(source, File) else "")
    return Facts(
        format=1,
        version="0.1.0",
        columns=columns,
        inputs=inputs,
        preparation=data.preprocessing if MEAN in arrays else "none",
        prepared=how_prepared(arrays),
        answered=how_answered(classes, layers[-1].activation, layers[-1].units, target),
        layers=layers,
        precision=experiment.training.precision,
        classes=classes,
        target=target,
        pictures=pictures,
    )


def _layers(arrays: Arrays, experiment: Experiment) -> tuple[LayerFacts, ...] | None:
    """The layers as the experiment has them; None where the arrays are of others."""
    network = experiment.network
    described: list[tuple[str, Layer | Output]] = [
        *((f"layer{number}", layer) for number, layer in enumerate(network.layers, 1)),
        ("output", network.output),
    ]
    layers = []
    for name, each in described:
        weight = arrays.get(f"{name}.weight")
        if weight is None or weight.ndim != 2:
            return None
        layers.append(
            LayerFacts(name, weight.shape[1], each.activation, each.batch_norm, getattr(each, "dropout", 0.0))
        )
    return tuple(layers)


def _target(arrays: Arrays, name: str) -> Target:
    mean, scale = arrays.get(TARGET_MEAN), arrays.get(TARGET_SCALE)
    name = name or "value"
    return Target(name, unit_of(name), 0.0 if mean is None else float(mean), 1.0 if scale is None else float(scale))


def _pictures(pixels: int) -> Pictures:
    side = math.isqrt(pixels)
    # The bundled digits have 16 steps; most pictures have 255.
    highest = 16.0 if pixels == 64 else 255.0
    return Pictures(side, side, highest) if side * side == pixels else Pictures(1, pixels, highest)


def _pixels(pictures: Pictures) -> tuple[str, ...]:
    rows, columns = range(1, pictures.height + 1), range(1, pictures.width + 1)
    return tuple(f"pixel {row}, {column}" for row in rows for column in columns)


def _encoded(source: File, inputs: int, features: int) -> tuple[str, ...] | None:
    """The names of a table's columns as they were encoded: a text's categories by their first appearance in it."""
    named = len(source.inputs)
    if named and inputs == (features if named == 2 else named):
        return source.inputs
    dialect = Dialect(source.encoding, source.delimiter, None, source.decimal, source.header)
    try:
        table = read_table(source.path, dialect=dialect)
        target = source.target or suggest_target(table)
        chosen = [table[name] for name in source.inputs] or [each for each in table.columns if each.name != target]
    except UserError:
        return None
    encoded = tuple(name for column in chosen for name in _first_seen(column))
    return encoded if inputs == (features if len(encoded) == 2 else len(encoded)) else None


def _first_seen(column: TableColumn) -> list[str]:
    if not isinstance(column, TextColumn):
        return [column.name]
    codes, first = np.unique(column.codes[column.present], return_index=True)
    return [f"{column.name} = {column.categories[code]}" for code in codes[np.argsort(first)]]
