"""From what a file describes back to a run with its past, whatever a stranger wrote into the file.

Nothing is believed: how large the network would be is compared with the numbers that are there before any memory is
taken for it, every array with what the run would have itself.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any, get_type_hints

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from playground.data import FORMULAS, Dataset, Part, Preparation, build_dataset, targets
from playground.experiment import Experiment, FromFile, UserError
from playground.experiment.files import as_found_from
from playground.experiment.message import Message, say
from playground.experiment.rules import check
from playground.session.book import Reference, read_packs
from playground.session.sitting import (
    BATCHES,
    FORMAT,
    ROWS,
    DataMissing,
    DataPart,
    Description,
    Desk,
    Head,
    InfoPart,
    KeptStudy,
    MomentsPart,
    OutcomePart,
    dataset_digest,
)
from playground.training import Outcome, Reason, Run, RunInfo, Score, ThinnedSeries, Timeline
from playground.training.branches import Branch
from playground.training.moments import Moments, Packed
from playground.training.state import check_moment, part_of
from playground.training.timeline import Kept

Packs = Mapping[Reference, Packed]
_MOST_MOMENTS = 10_000
_NEWER = (
    "{path}: this session is of format {format}, made by version {program} of the playground, and this version knows "
    "format {known}; open it with that version or a later one"
)


@dataclass(frozen=True)
class Session:
    """What was opened.

    timeline : with its run, which stands where it stood. desk : what lay beside it.
    missing : why the run cannot be trained on, where its data are not here; None where they are.
    """

    timeline: Timeline
    desk: Desk
    missing: Message | None = None

    @property
    def run(self) -> Run:
        """The run under way."""
        return self.timeline.run


def read_description(content: bytes, path: Path, found_from: Path | None) -> Description:
    """Read what a session's JSON says.

    found_from : the file that names of data files are to be seen from; None where they are named in full.

    Raises
    ------
    UserError : when it is no session's, a newer version's, or damaged.
    """
    with telling(path):
        head = msgspec.json.decode(content, type=Head)
        if head.format > FORMAT:
            raise UserError(_NEWER, path=path, format=head.format, program=head.program[:40], known=FORMAT)
        described = msgspec.json.decode(content, type=Description)
        if found_from is None:
            return described
        branches = [replace(branch, info=_localized(branch.info, found_from)) for branch in described.branches]
        experiment, info = as_found_from(described.experiment, found_from), _localized(described.info, found_from)
        return replace(described, experiment=experiment, info=info, branches=branches)


def _localized(info: InfoPart, path: Path) -> InfoPart:
    return replace(info, experiment=as_found_from(info.experiment, path))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say of whatever goes wrong that the session is damaged, in one line."""
    try:
        yield
    except UserError as error:
        if str(error).startswith(str(path)):
            raise
        raise UserError("{path}: {reason}", path=path, reason=error.message) from None
    except MemoryError:
        text = "{path}: there is not enough memory to open this session; close other programs"
        raise UserError(text, path=path) from None
    except Exception as error:  # Of what is damaged msgspec, zipfile and NumPy raise a dozen kinds.
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        if isinstance(error, OSError | KeyError):
            reason = "it is not what it says it is"
        text = "{path}: this session is damaged ({reason}); choose an earlier copy"
        raise UserError(text, path=path, reason=reason) from None


def references(described: Description) -> Iterator[Reference]:
    """All packs that a description refers to."""
    yield from (described.data.arrays, described.state, *described.history, described.info.figures)
    yield from described.moments.kept
    for branch in described.branches:
        yield from (branch.info.figures, branch.state, *branch.moments.kept)
    yield from (study.content for study in described.studies)


def restored(
    described: Description,
    files: list[IO[bytes]],
    sizes: list[int],
    path: Path,
    *,
    keys: Iterator[int] | None = None,
    data_path: Path | None = None,
) -> Session:
    """Make of a description and its packs what they were made of.

    keys : gives the runs their keys, as `Timeline` takes it. data_path : where the data file is now.

    Raises
    ------
    UserError : when anything does not fit together.
    """
    with telling(path):
        check(described.experiment)
        packs = read_packs(references(described), described.layouts, files, sizes)
        experiment = described.experiment
        dataset = _dataset(described.data, packs, experiment)
        missing = None
        if not described.data.whole:
            experiment = _moved(experiment, data_path)
            whole = _whole_data(described.data, experiment)
            dataset, missing = (dataset, whole) if isinstance(whole, Message) else (whole, None)
        held_back = None
        if missing is not None:
            held_back = DataMissing("{path}: {missing}", path=path, missing=missing)
            held_back.digest = described.data.digest
        run = _run(described, packs, experiment, dataset, held_back)
        run.held_back = held_back
        timeline = Timeline(run, keys)
        timeline.take_up(_kept(described, packs, run))
        desk = replace(described.desk, studies=tuple(_studies(described, packs)))
        return Session(timeline, desk, missing)


# The run


def _run(
    described: Description, packs: Packs, experiment: Experiment, dataset: Dataset, held_back: DataMissing | None
) -> Run:
    state: dict[str, Any] = dict(packs[described.state].arrays())
    count, running = _parameters(experiment, dataset)
    for name, wanted in (("network.values", count), ("network.running", running)):
        _require(name in state and state[name].shape == (wanted,), "its network has other numbers than it should")
    state |= {f"ledger.{name}": rows for name, rows in _history(described, packs).items()}
    run = Run(experiment, dataset)
    if held_back is not None:  # The order of samples that are not here is of no use, but for another session.
        held_back.batches = {name: state.pop(name) for name in list(state) if name.startswith(BATCHES)}
        state |= {name: array for name, array in run.state().items() if name.startswith(BATCHES)}
    _require(int(state["run.epochs_done"]) < len(state["ledger.scalars"]), "its history ends before its run")
    try:
        run.restore(state)
    except UserError as error:
        raise ValueError(str(error).partition(";")[0]) from None
    run.moments.restore(*_moments(described.moments, packs, run.history.rows, run))
    run.outcome = None if described.outcome is None else _outcome(described.outcome, run)
    return run


def _parameters(experiment: Experiment, dataset: Dataset) -> tuple[int, int]:
    """Tell how many parameters and running averages the network of an experiment has."""
    network, fan_in, count, running = experiment.network, dataset.inputs, 0, 0
    layers = [(layer.units, layer.batch_norm) for layer in network.layers]
    for units, normalized in (*layers, (dataset.outputs, network.output.batch_norm)):
        count += fan_in * units + (2 * units if normalized else units)
        running += 2 * units if normalized else 0
        fan_in = units
    return count, running


def _history(described: Description, packs: Packs) -> dict[str, NDArray[Any]]:
    pieces = [packs[each].arrays() for each in described.history]
    _require(bool(pieces), "its history is not there")
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in ROWS}


def _moments(part: MomentsPart, packs: Packs, rows: int, run: Run | None = None) -> tuple[int, list[int], list[Packed]]:
    """Moments of a run whose history has so many rows; compared with the run's own arrays where there is one."""
    kept = [packs[each] for each in part.kept]
    ascending = all(a < b for a, b in zip(part.epochs, part.epochs[1:], strict=False))
    fits = len(kept) == len(part.epochs) <= _MOST_MOMENTS and ascending and min(part.epochs, default=0) >= 0
    _require(fits and part.stride >= 1 and max(part.epochs, default=0) < rows, "its past is out of order")
    if run is not None:
        own = run.state(run.history.rows)
        for pack in {pack.layout: pack for pack in kept}.values():
            check_moment(pack.arrays(), own)
    return part.stride, list(part.epochs), kept


def _outcome(part: OutcomePart, run: Run) -> Outcome:
    _require(0 <= part.epoch <= part.stopped_at < 2**53 and part.epoch == run.epochs_done, "its end is not its run's")
    return Outcome(Reason(part.reason), part.stopped_at, part.epoch, part.learning_rate, part.asked)


def _kept(described: Description, packs: Packs, run: Run) -> Kept:
    branches = []
    for part in described.branches:
        check(part.info.experiment)
        moments = Moments()
        history = packs[part.state].arrays().get("ledger.scalars", np.empty(0))
        moments.restore(*_moments(part.moments, packs, len(history)))
        branches.append(Branch(_info(part.info, packs), packs[part.state], moments))
    viewed = described.viewed if described.viewed in run.moments.epochs else None
    return Kept(_info(described.info, packs), described.number, tuple(branches), viewed)


def _info(part: InfoPart, packs: Packs) -> RunInfo:
    figures = packs[part.figures].arrays()
    curves = {}
    for name, state in part_of(figures, "curves").items():
        curves[name] = ThinnedSeries()
        _require(state.ndim == 2 and state.shape[1] == 4 and len(state) > 0 and state[0, 0] > 0, "a curve is none")
        curves[name].restore(state)
    score = None
    if "loss" in figures:
        score = Score(float(figures["loss"]), float(figures["accuracy"]) if "accuracy" in figures else None)
    return RunInfo(
        part.place, part.number, part.experiment, part.name, part.fork, part.epochs, part.diverged_at, score, curves
    )


def _studies(described: Description, packs: Packs) -> Iterator[KeptStudy]:
    for study in described.studies:
        yield KeptStudy(title=study.title, about=study.about, content=packs[study.content].content)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


# The data


def _dataset(part: DataPart, packs: Packs, experiment: Experiment) -> Dataset:
    arrays = dict(packs[part.arrays].arrays())
    hints, about = get_type_hints(Dataset), dict(part.about)
    told: dict[str, Any] = {
        field.name: msgspec.convert(about[field.name], hints[field.name])
        for field in fields(Dataset)
        if field.name in about and field.name != "preparation"
    }
    preparation = _preparation(about["preparation"], part_of(arrays, "preparation"))
    classes, activation = told["classes"], experiment.network.output.activation
    for name in ("train", "validation", "test"):
        own = part_of(arrays, name)
        told[name] = _part(own, len(classes), activation) if own else None
    _require(told["train"] is not None, "there are no samples to train on")
    dataset = Dataset(preparation=preparation, **told)
    _check_dataset(dataset)
    if classes:
        wanted = targets(np.zeros(1, np.int64), len(classes), activation).shape[1]
        _require(dataset.outputs == wanted, "its targets are not those of its classes")
    return dataset


def _preparation(about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Preparation:
    hints = get_type_hints(Preparation)
    plain: dict[str, Any] = dict(arrays)
    plain |= {name: msgspec.convert(value, hints[name]) for name, value in about.items() if value is not None}
    return Preparation(**plain)


def _part(arrays: Mapping[str, NDArray[Any]], classes: int, activation: str) -> Part:
    points, labels = arrays["points"], arrays.get("labels")
    if labels is not None:
        in_range = labels.ndim == 1 and labels.dtype.kind == "i" and bool(((labels >= 0) & (labels < classes)).all())
        _require(in_range, "a class that there is not")
    y = arrays["y"] if labels is None or "y" in arrays else targets(labels, classes, activation)
    return Part(points, labels, arrays.get("x", points), y)


def _check_dataset(dataset: Dataset) -> None:
    """Raise ValueError where arrays do not belong together, or hold what nothing can be calculated with."""
    preparation, train = dataset.preparation, dataset.train
    for part in dataset.parts.values():
        rows = len(part.points)
        wanted = ((part.points, preparation.columns), (part.x, train.x.shape[-1]), (part.y, train.y.shape[-1]))
        for array, columns in wanted:
            fits = array.dtype.kind == "f" and array.ndim == 2 and array.shape == (rows, columns) and columns > 0
            _require(fits and rows > 0 and bool(np.isfinite(array).all()), "its data do not fit together")
        _require((part.labels is None) == (not dataset.classes), "classes without samples of them")
        _require(part.labels is None or len(part.labels) == rows, "its data do not fit together")
    features, mean, matrix = dataset.inputs, preparation.mean, preparation.matrix
    of_plane = len(preparation.features) == features and set(preparation.features) <= FORMULAS.keys()
    _require(preparation.columns != 2 or of_plane, "its features are not those of its data")
    _require((mean is None) == (matrix is None), "its inputs are prepared by halves")
    _require(mean is None or mean.shape == (features,), "its inputs are prepared otherwise")
    _require(matrix is None or matrix.shape == (features, features), "its inputs are prepared otherwise")
    fill = preparation.fill
    _require(fill is None or fill.shape == (preparation.columns,), "its gaps are filled otherwise")
    shape = dataset.image_shape
    fits = shape is None or (min(shape) > 0 and math.prod(shape) == preparation.columns)
    _require(fits, "its pictures have another size")


def _moved(experiment: Experiment, data_path: Path | None) -> Experiment:
    source = experiment.data.source
    if data_path is None or not isinstance(source, FromFile):
        return experiment
    moved = replace(source, path=str(data_path))
    return replace(experiment, data=replace(experiment.data, source=moved))


def _whole_data(part: DataPart, experiment: Experiment) -> Dataset | Message:
    """The data as they are here; or why they are not."""
    source = experiment.data.source
    path = source.path if isinstance(source, FromFile) else ""
    try:
        dataset = build_dataset(experiment)
    except UserError as error:
        text = "its data are too large to be in the session, and not here ({reason}); training on asks for {file}"
        return say(text, reason=error.message, file=path)
    if dataset_digest(dataset, experiment) != part.digest:
        text = "{file} is not what it was when the session was saved; training on asks for the file as it was"
        return say(text, file=path)
    return dataset
