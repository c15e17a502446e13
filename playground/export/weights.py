"""Weights in `.npz`: every array by its name, the preparation of the inputs, and the experiment as JSON text.

Where the data come from a file, the classes' names in the order of the outputs are there too, as the array of texts
`classes`: unlike those of the sets that are drawn, they are not simply numbers.

The file is read without pickles, so that a file from a stranger cannot run anything.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment, File, ImageFiles, UserError, decode, encode
from playground.experiment.files import as_found_from, as_named_in, read_bytes, write_bytes
from playground.export.members import read_members
from playground.training import Run

Arrays = dict[str, NDArray[np.floating]]
_LARGEST_FILE = 1_000_000_000
_PREPARATION = ("preprocessing.mean", "preprocessing.matrix")
_TARGET = ("target.mean", "target.scale")
_CLASSES = "classes"


@dataclass(frozen=True)
class Weights:
    """What a weights file holds: the network's arrays by name, and the experiment they come from, where it is there."""

    arrays: Arrays
    experiment: Experiment | None


def save_weights(run: Run, path: str | Path) -> None:
    """Write the run's weights to an `.npz` file, and read it back to see that it gives the same answers."""
    stream = io.BytesIO()
    members: dict[str, Any] = {**arrays_of(run), "experiment": np.array(encode(as_named_in(run.experiment, path)))}
    if run.dataset.classifies and isinstance(run.experiment.data.source, File | ImageFiles):
        members[_CLASSES] = np.array(run.dataset.classes)
    np.savez(stream, **members)
    write_bytes(Path(path), stream.getvalue())
    check_written(run, load_weights(path))


def arrays_of(run: Run) -> Arrays:
    """The arrays that belong in a file: parameters, running statistics, and how inputs and values are prepared.

    With `target.mean` and `target.scale`, what the network answers times the scale plus the mean is the prediction.
    """
    arrays: Arrays = {**run.network.parameters, **run.network.running}
    preparation = run.dataset.preparation
    if preparation.mean is not None and preparation.matrix is not None:
        arrays |= dict(zip(_PREPARATION, (preparation.mean, preparation.matrix), strict=True))
    target = run.dataset.target_scale
    if not target.plain:
        arrays |= dict(zip(_TARGET, (np.array(target.mean), np.array(target.scale)), strict=True))
    return arrays


def check_written(run: Run, written: Weights) -> None:
    """Raise unless every array that was read back equals the run's, bit for bit."""
    for name, array in arrays_of(run).items():
        if not np.array_equal(written.arrays[name], array):
            raise UserError(f"{name} did not come back from the file as it was written; export to another place")


def load_weights(path: str | Path) -> Weights:
    """Read an `.npz` file of weights."""
    content = read_bytes(Path(path), "an .npz file of weights", _LARGEST_FILE)
    members = read_members(content, path)
    text = members.pop("experiment", None)
    members.pop(_CLASSES, None)  # For readers elsewhere: here the data have them.
    experiment = None if text is None else as_found_from(decode(str(text), f"{path}: experiment"), path)
    for name, array in members.items():
        _check_array(path, name, array)
    return Weights(members, experiment)


def _check_array(path: str | Path, name: str, array: NDArray[Any]) -> None:
    if not np.issubdtype(array.dtype, np.floating):
        raise UserError(f"{path}: {name} holds {array.dtype.name}, not decimals; choose a file that was exported")
    if not np.isfinite(array).all():
        raise UserError(f"{path}: {name} holds numbers that are not finite; choose another file")
    if name.endswith(".running_variance") and (array < 0).any():
        raise UserError(f"{path}: {name} holds negative numbers, which no variance is; choose another file")


def put_weights(run: Run, weights: Weights, path: str | Path) -> None:
    """Give a run the weights of a file; nothing changes unless all of them fit."""
    wanted: Mapping[str, NDArray[np.floating]] = {**run.network.parameters, **run.network.running}
    given = {name: array for name, array in weights.arrays.items() if name not in (*_PREPARATION, *_TARGET)}
    missing, foreign = sorted(wanted.keys() - given.keys()), sorted(given.keys() - wanted.keys())
    if missing or foreign:
        what = f"lacks {missing[0]}" if missing else f"holds {foreign[0]}, which this network has no place for"
        raise UserError(f"{path}: this file {what}; open the experiment that the weights belong to")
    for name, array in wanted.items():
        if given[name].shape != array.shape:
            raise UserError(
                f"{path}: {name} has the shape {given[name].shape}, this network's is {array.shape}; "
                "open the experiment that the weights belong to"
            )
        if np.abs(given[name]).max(initial=0) > np.finfo(array.dtype).max:
            raise UserError(f"{path}: {name} holds numbers too large for {array.dtype.name}; set training.precision")
    _check_preparation(run, weights, path)
    _check_target(run, weights, path)
    run.put_parameters(given)


def _check_preparation(run: Run, weights: Weights, path: str | Path) -> None:
    """Weights learned from prepared inputs answer nonsense to raw ones, and the other way round."""
    preparation = run.dataset.preparation
    prepared = _PREPARATION[0] in weights.arrays
    if prepared != (preparation.mean is not None):
        inputs = "prepared (standardized or whitened)" if prepared else "plain"
        raise UserError(
            f"{path}: these weights expect {inputs} inputs, this experiment's are not; "
            "set data.preprocessing as it was, or open the experiment that the weights belong to"
        )
    for name, own in zip(_PREPARATION, (preparation.mean, preparation.matrix), strict=True):
        if own is not None and not _alike(weights.arrays.get(name), own):
            raise UserError(
                f"{path}: {name} was fitted on other data, so the weights would answer differently here; "
                "open the experiment that the weights belong to"
            )


def _check_target(run: Run, weights: Weights, path: str | Path) -> None:
    target = run.dataset.target_scale
    own = (None, None) if target.plain else (np.array(target.mean), np.array(target.scale))
    for name, value in zip(_TARGET, own, strict=True):
        given = weights.arrays.get(name)
        if (given is None) != (value is None) or (value is not None and not _alike(given, value)):
            raise UserError(
                f"{path}: {name} is not as here, so the weights would answer on another scale; set "
                "data.target_scaling as it was, or open the experiment that the weights belong to"
            )


def _alike(array: NDArray[np.floating] | None, own: NDArray[np.floating]) -> bool:
    return array is not None and array.shape == own.shape and np.allclose(array, own, rtol=1e-9, atol=1e-12)
