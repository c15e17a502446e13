"""Weights back in, compared by what they mean: the names of inputs, their order, categories, classes and scales.

What differs is told as it is, and with it what can be done: take the file's own preparation and order, set the network
to fit, or leave it. The person's data are never swapped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset, Part, Preparation
from playground.engine.layers import NORM_EPSILON as EPSILON
from playground.experiment import Experiment, UserError, change, problems
from playground.experiment.files import read_bytes
from playground.experiment.message import Message, say, series
from playground.export.description import (
    MATRIX,
    MEAN,
    SCALE,
    Arrays,
    Facts,
    describe,
    preparation_arrays,
)
from playground.export.formats.npz import read_npz
from playground.export.formats.safetensors import read_safetensors
from playground.export.formats.text import read_json
from playground.export.stored import LARGEST_FILE, Weights, check_arrays
from playground.training import Run

WANTED = "a file of weights (.npz, .json or .safetensors)"
_SHOWN = 5


def load_weights(path: str | Path) -> Weights:
    """Read a file of weights, whichever of the formats that come back it is of; its first bytes tell.

    Raises
    ------
    UserError : in one line, before memory is taken for what a file merely claims.
    """
    path = Path(path)
    content = read_bytes(path, WANTED, LARGEST_FILE)
    if path.suffix.lower() == ".safetensors" or content[8:9] == b"{":
        return read_safetensors(content, path)
    if content[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return read_json(content.removeprefix(b"\xef\xbb\xbf"), path)
    return read_npz(content, path)


class Kind(Enum):
    """What differs between a file and a run."""

    INPUTS = "inputs"
    ORDER = "order"
    CATEGORIES = "categories"
    CLASSES = "classes"
    CLASS_ORDER = "class order"
    NETWORK = "network"
    PREPARATION = "preparation"
    TARGET = "target"
    EPSILON = "epsilon"


class Way(Enum):
    """What can be done about it: take what the file has, or set the experiment's network to fit."""

    TAKE = "take"
    FIT = "fit"


@dataclass(frozen=True)
class Difference:
    """One thing that differs, in words."""

    kind: Kind
    text: Message


@dataclass(frozen=True)
class Comparison:
    """What a file of weights and a run differ in.

    ways : what can be done, the first being what is done unless one is asked; none where the file cannot be used here.
    fitting : the experiment with its network set to fit, where that is a way.
    """

    differences: tuple[Difference, ...]
    ways: tuple[Way, ...]
    fitting: Experiment | None = None

    @property
    def alike(self) -> bool:
        """Tell whether nothing differs that matters."""
        return not self.differences

    @property
    def text(self) -> Message:
        """All differences, one after the other."""
        return series((each.text for each in self.differences), "; ")


_REFUSED = frozenset({Kind.INPUTS, Kind.CLASSES, Kind.NETWORK})


def compare(weights: Weights, run: Run) -> Comparison:
    """Compare what a file holds with what a run learns, by meaning."""
    own = describe(run)
    theirs = weights.facts
    if theirs is None:
        found = tuple(_shape_differences(weights, run))
        return Comparison(found, () if found else (Way.TAKE,))
    differences = [
        *_input_differences(theirs, own.facts),
        *_class_differences(theirs, own.facts),
        *_network_differences(theirs, own.facts),
    ]
    kinds = {each.kind for each in differences}
    if Kind.INPUTS not in kinds:
        if not _prepares_alike(weights, theirs, own.arrays, own.facts):
            text = "the file prepares its inputs by other means or scales, fitted on other rows"
            differences.append(Difference(Kind.PREPARATION, say(text)))
        differences += _target_differences(theirs, own.facts, _rounding(weights))
    if theirs.epsilon != EPSILON and any(layer.batch_norm for layer in theirs.layers):
        text = "its batch norm adds {theirs:g} to each variance, this one {own:g}"
        differences.append(Difference(Kind.EPSILON, say(text, theirs=theirs.epsilon, own=EPSILON)))
    if not kinds & _REFUSED:
        return Comparison(tuple(differences), (Way.TAKE,))
    fitting = None if Kind.CLASSES in kinds else _fitting(weights, run, theirs, own.facts)
    return Comparison(tuple(differences), () if fitting is None else (Way.FIT,), fitting)


def put_weights(run: Run, weights: Weights, path: str | Path) -> tuple[Message, ...]:
    """Give a run the weights of a file, by their meaning; nothing changes unless all of them fit.

    Inputs and classes in another order are put in order. Where the file prepares its inputs, or scales its target,
    otherwise, the run's rows are prepared as the file has it, since the weights mean nothing to others.

    Returns
    -------
    What was done beside putting the weights in, to be told.

    Raises
    ------
    UserError : when inputs, classes or layers are others, naming them.
    """
    if weights.facts is not None:
        check_arrays(weights, weights.facts, path)
    comparison = compare(weights, run)
    refused = [each.text for each in comparison.differences if each.kind in _REFUSED]
    if refused or not comparison.ways:
        reasons = series(refused or [each.text for each in comparison.differences], "; ")
        text = "{path}: {reasons}; open the experiment that the weights belong to"
        raise UserError(text, path=path, reasons=reasons)
    arrays, experiment, dataset = dict(weights.of_layers), run.experiment, run.dataset
    if weights.facts is not None:
        own = describe(run).facts
        arrays, preparation = _in_order(weights, weights.facts, own, path)
        kinds = {each.kind for each in comparison.differences}
        if Kind.PREPARATION in kinds or Kind.TARGET in kinds:
            taken = preparation if Kind.PREPARATION in kinds else preparation_arrays(dataset.preparation)
            fills = weights.facts if Kind.PREPARATION in kinds else None
            fill = _filled_so(dataset.preparation.fill, own, fills)
            dataset = _prepared_so(dataset, taken, fill, weights.facts if Kind.TARGET in kinds else None)
            experiment = _said_so(experiment, weights.facts, kinds)
    for name, array in arrays.items():
        if np.abs(array).max(initial=0) > np.finfo(run.network.dtype).max:
            text = "{path}: {name} holds numbers too large for {kind}; set training.precision"
            raise UserError(text, path=path, name=name, kind=run.network.dtype.name)
    run.put_parameters(arrays, experiment=experiment, dataset=dataset)
    return tuple(_done(each) for each in comparison.differences)


_DONE = {
    Kind.ORDER: "{text}; they were put in order",
    Kind.CLASS_ORDER: "{text}; they were put in order",
    Kind.CATEGORIES: "{text}; they were left out",
    Kind.PREPARATION: "{text}; its preparation was taken",
    Kind.TARGET: "{text}; its scale was taken",
    Kind.EPSILON: "{text}; the variances were set so that it answers as before",
}


def _done(difference: Difference) -> Message:
    return say(_DONE[difference.kind], text=difference.text)


# What differs


def _shape_differences(weights: Weights, run: Run) -> Iterator[Difference]:
    """Of a file that says nothing of what its arrays are: whether this network has the same."""
    wanted = {**run.network.parameters, **run.network.running}
    given = weights.of_layers
    missing, foreign = sorted(wanted.keys() - given.keys()), sorted(given.keys() - wanted.keys())
    if missing or foreign:
        text = "this file lacks {name}" if missing else "this file holds {name}, which this network has no place for"
        yield Difference(Kind.NETWORK, say(text, name=(missing or foreign)[0]))
        return
    for name in sorted(wanted.keys() & given.keys()):
        if given[name].shape != wanted[name].shape:
            text = "{name} has the shape {theirs}, this network's is {own}"
            said = say(text, name=name, theirs=given[name].shape, own=wanted[name].shape)
            yield Difference(Kind.NETWORK, said)
            return


def _listed(names: Sequence[str]) -> Message:
    """The first few of some names."""
    return series([*names[:_SHOWN], *(["..."] if len(names) > _SHOWN else [])])


def _input_differences(theirs: Facts, own: Facts) -> Iterator[Difference]:
    dates = {column.name: bool(column.written) for column in own.columns if column.categories is None}
    for column in theirs.columns:
        if column.name in dates and column.categories is None and dates[column.name] != bool(column.written):
            text = "{column} is a date in the file and a number here"
            text = text if column.written else "{column} is a number in the file and a date here"
            yield Difference(Kind.INPUTS, say(text, column=column.name))
            return
    known, wanted = [each.meaning for each in theirs.inputs], [each.meaning for each in own.inputs]
    if known == wanted:
        return
    lacking = [each.name for each in own.inputs if each.meaning not in known]
    further = [each for each in theirs.inputs if each.meaning not in wanted]
    shared = {each.column for each in own.inputs if each.category is not None}
    unused = [each.name for each in further if each.category is not None and each.column in shared]
    if lacking or len(unused) < len(further) or (unused and theirs.preparation == "pca_whitening"):
        others = [each.name for each in further]
        if lacking and others:
            text = "it is told from other inputs: {theirs} in the file, {own} here"
        elif lacking:
            text = "it knows nothing of {own}"
        else:
            text = "it needs {theirs} too, which is no input here"
        yield Difference(Kind.INPUTS, say(text, theirs=_listed(others), own=_listed(lacking)))
        return
    if unused:
        text = "it knows categories that do not occur here: {names}"
        yield Difference(Kind.CATEGORIES, say(text, names=_listed(unused)))
    if [each for each in known if each in wanted] != wanted:
        text = "its inputs stand in another order: {theirs}"
        yield Difference(Kind.ORDER, say(text, theirs=_listed([each.name for each in theirs.inputs])))


def _class_differences(theirs: Facts, own: Facts) -> Iterator[Difference]:
    if bool(theirs.classes) != bool(own.classes):
        text = "it tells {theirs}, and here {own} is wanted"
        values = {name: _answer(facts) for name, facts in (("theirs", theirs), ("own", own))}
        yield Difference(Kind.CLASSES, say(text, **values))
    elif set(theirs.classes) != set(own.classes) or len(theirs.classes) != len(own.classes):
        further = [name for name in theirs.classes if name not in own.classes]
        lacking = [name for name in own.classes if name not in theirs.classes]
        text = "it tells other classes: {theirs} in the file, {own} here"
        told = {"theirs": _listed(further or theirs.classes), "own": _listed(lacking or own.classes)}
        yield Difference(Kind.CLASSES, say(text, **told))
    elif theirs.classes != own.classes:
        text = "its classes stand in another order: {theirs}"
        yield Difference(Kind.CLASS_ORDER, say(text, theirs=_listed(theirs.classes)))


def _answer(facts: Facts) -> Message:
    if facts.classes:
        return say("classes ({names})", names=_listed(facts.classes))
    return say("the value {name}", name=facts.answer_names[0])


def _network_differences(theirs: Facts, own: Facts) -> Iterator[Difference]:
    if len(theirs.layers) != len(own.layers):
        text = "it has {theirs} hidden layers, this network {own}"
        told = say(text, theirs=len(theirs.layers) - 1, own=len(own.layers) - 1)
        yield Difference(Kind.NETWORK, told)
        return
    for one, other in zip(theirs.layers, own.layers, strict=True):
        if one.units != other.units:
            text = "its {name} has {theirs:,} units, this network's {own:,}"
            yield Difference(Kind.NETWORK, say(text, name=one.name, theirs=one.units, own=other.units))
        if one.activation != other.activation:
            text = "its {name} is {theirs}, this network's {own}"
            yield Difference(Kind.NETWORK, say(text, name=one.name, theirs=one.activation, own=other.activation))
        if one.batch_norm != other.batch_norm:
            text = "its {name} has batch norm, this network's has none"
            text = text if one.batch_norm else "its {name} has no batch norm, this network's has it"
            yield Difference(Kind.NETWORK, say(text, name=one.name))


def _rounding(weights: Weights) -> float:
    """Tell how far numbers of a file may be from others and yet be the same: a copy in single precision is one."""
    widest = max((np.finfo(array.dtype).eps for array in weights.arrays.values()), default=0.0)
    return max(1e-9, 16 * float(widest))


def _prepares_alike(weights: Weights, theirs: Facts, own: Mapping[str, NDArray[np.floating]], facts: Facts) -> bool:
    """Whether the file fills and prepares the inputs that both have as this run does, to the digits that it holds."""
    fills = {column.name: column.fill for column in theirs.columns if isinstance(column.fill, float)}
    own_fills = {column.name: column.fill for column in facts.columns if isinstance(column.fill, float)}
    if any(not np.isclose(fills[name], own_fills[name], rtol=_rounding(weights)) for name in fills.keys() & own_fills):
        return False
    names = [name for name in (MEAN, SCALE, MATRIX) if name in own]
    if names != [name for name in (MEAN, SCALE, MATRIX) if name in weights.arrays]:
        return False
    places, tolerance = _places(theirs, facts), _rounding(weights)
    return all(_alike(weights.arrays[name][places], own[name], tolerance) for name in names)


def _alike(array: NDArray[np.floating], own: NDArray[np.floating], tolerance: float) -> bool:
    return array.shape == own.shape and np.allclose(array, own, rtol=tolerance, atol=1e-12)


def _target_differences(theirs: Facts, own: Facts, tolerance: float) -> Iterator[Difference]:
    one, other = theirs.target, own.target
    if one is None or other is None:
        return
    if not np.allclose([one.mean, one.scale], [other.mean, other.scale], rtol=tolerance, atol=1e-12):
        yield Difference(Kind.TARGET, say("the file scales the value otherwise, as fitted on other rows"))


# What is done about it


def _places(theirs: Facts, own: Facts) -> list[int]:
    """Tell where in the file each of this run's inputs stands."""
    known = [each.meaning for each in theirs.inputs]
    return [known.index(each.meaning) for each in own.inputs]


def _in_order(weights: Weights, theirs: Facts, own: Facts, path: str | Path) -> tuple[Arrays, Arrays]:
    """The arrays of the layers, and those of the preparation, in this run's order of inputs and classes."""
    arrays = {name: array.copy() for name, array in weights.of_layers.items()}
    preparation = {name: weights.arrays[name] for name in (MEAN, SCALE, MATRIX) if name in weights.arrays}
    places = _places(theirs, own)
    first, last = theirs.layers[0].name, theirs.layers[-1].name
    if places != list(range(len(theirs.inputs))):
        unused = sorted(set(range(len(theirs.inputs))) - set(places))
        if unused:
            _leave_out(arrays, first, unused, preparation)
        if MATRIX not in preparation:  # A matrix has mixed the inputs, so that their order is its own affair.
            arrays[f"{first}.weight"] = arrays[f"{first}.weight"][places]
        preparation = {name: array[places] for name, array in preparation.items()}
    if theirs.classes != own.classes:
        _reorder_classes(arrays, last, [theirs.classes.index(name) for name in own.classes])
    if theirs.epsilon != EPSILON:
        for name in arrays:
            if name.endswith(".running_variance"):
                arrays[name] = arrays[name] + (theirs.epsilon - EPSILON)
                if (arrays[name] < 0).any():
                    text = "{path}: {name} is too small for the batch norm of this program"
                    raise UserError(text, path=path, name=name)
    return arrays, preparation


def _leave_out(arrays: Arrays, layer: str, unused: list[int], preparation: Arrays) -> None:
    """Add what inputs that are always 0 contribute, once prepared, to the first layer's bias or mean."""
    values = np.zeros(len(unused))
    if MEAN in preparation:
        values = -preparation[MEAN][unused] * preparation[SCALE][unused]
    constant = values @ arrays[f"{layer}.weight"][unused]
    if f"{layer}.bias" in arrays:
        arrays[f"{layer}.bias"] = arrays[f"{layer}.bias"] + constant
    else:
        arrays[f"{layer}.running_mean"] = arrays[f"{layer}.running_mean"] - constant


def _reorder_classes(arrays: Arrays, layer: str, places: list[int]) -> None:
    """Put the outputs in another order; one output for two classes is turned round, p into 1 - p."""
    for kind in ("weight", "bias", "gamma", "beta", "running_mean", "running_variance"):
        array = arrays.get(f"{layer}.{kind}")
        if array is None:
            continue
        if array.shape[-1] > 1:
            arrays[f"{layer}.{kind}"] = array[..., places]
        elif kind in (("gamma", "beta") if f"{layer}.gamma" in arrays else ("weight", "bias")):
            arrays[f"{layer}.{kind}"] = -array


def _filled_so(fill: NDArray[np.float64] | None, own: Facts, theirs: Facts | None) -> NDArray[np.float64] | None:
    """Tell what fills gaps in the encoded columns of the run's rows: by what a file has, where it has something."""
    if fill is None or theirs is None:
        return fill
    known = {column.name: column.fill for column in theirs.columns if isinstance(column.fill, float)}
    widths = [(column.name, len(column.categories or (column.name,))) for column in own.columns]
    names = [name for name, width in widths for _ in range(width)]
    return np.array([known.get(name, value) for name, value in zip(names, fill.tolist(), strict=True)])


def _prepared_so(dataset: Dataset, taken: Arrays, fill: NDArray[np.float64] | None, target_of: Facts | None) -> Dataset:
    """The data with their inputs prepared, and their values scaled, by what a file has."""
    matrix = taken.get(MATRIX)
    if SCALE in taken:
        matrix = np.diag(taken[SCALE].astype(np.float64))
    mean = None if matrix is None else taken[MEAN].astype(np.float64)
    own = dataset.preparation
    doubled = None if matrix is None else matrix.astype(np.float64)
    preparation = Preparation(own.columns, own.features, mean, doubled, fill)
    scale = dataset.target_scale
    if target_of is not None and target_of.target is not None:
        scale = replace(scale, mean=target_of.target.mean, scale=target_of.target.scale)

    def prepared(part: Part | None) -> Part | None:
        if part is None:
            return None
        y = part.y if part.labels is not None else scale.scaled(dataset.target_scale.raw(part.y))
        return replace(part, x=preparation(part.points), y=y)

    train, validation, test = map(prepared, (dataset.train, dataset.validation, dataset.test))
    assert train is not None
    return replace(dataset, train=train, validation=validation, test=test, preparation=preparation, target_scale=scale)


def _said_so(experiment: Experiment, theirs: Facts, kinds: set[Kind]) -> Experiment:
    """The experiment that says by what method its inputs are prepared, and whether its values are scaled."""
    changes: dict[str, Any] = {}
    if Kind.PREPARATION in kinds:
        changes["data.preprocessing"] = theirs.preparation
    if Kind.TARGET in kinds and theirs.target is not None:
        plain = theirs.target.mean == 0.0 and theirs.target.scale == 1.0
        changes["data.target_scaling"] = "none" if plain else "standardize"
    return change(experiment, changes)


def _fitting(weights: Weights, run: Run, theirs: Facts, own: Facts) -> Experiment | None:
    """The run's experiment with the network of the file, where its data have the inputs for it."""
    if weights.experiment is None:
        return None
    source, experiment = weights.experiment, run.experiment
    columns = {column.name for column in own.columns}
    data, features = experiment.data, source.data.features
    if {each.meaning for each in theirs.inputs} != {each.meaning for each in own.inputs}:
        in_plane = (
            len(own.columns) == 2
            and own.of_numbers
            and all(each.column in columns and each.category is None for each in theirs.inputs)
        )
        if not in_plane:
            return None
        data = msgspec.structs.replace(data, features=features)
    training = msgspec.structs.replace(
        experiment.training, loss=source.training.loss, huber_delta=source.training.huber_delta
    )
    fitting = msgspec.structs.replace(experiment, network=source.network, training=training, data=data)
    return None if any(problems(fitting)) else fitting
