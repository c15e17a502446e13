"""A sitting: the run under way with its past, the runs that were left, and what lies beside them, as one value.

`gather` takes it from a timeline, in the thread that the run lives in; nothing of it changes afterwards, so that it can
be written elsewhere. `Description` is all of it but the arrays, as JSON.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground import __version__
from playground.data import Dataset, Part
from playground.data.dataset import targets
from playground.experiment import Experiment, UserError
from playground.experiment.files import as_named_in
from playground.session.book import Book, Loose, Reference, Told, told
from playground.training import Outcome, RunInfo, Timeline
from playground.training.branches import Branch
from playground.training.moments import Moments, Packed
from playground.training.state import gather as named
from playground.training.timeline import Kept

FORMAT = 1


class DataMissing(UserError):  # noqa: N818 - it says what is asked for
    """Why a run is held back: only a sample of its data is here.

    digest : what tells the data. batches : where the run stood in them, as its state told.
    """

    digest: str
    batches: Mapping[str, NDArray[Any]]


MOST_DATA = 64 * 2**20
"""Bytes of arrays that a session takes along; of larger data a sample, and what tells whether it is the same."""
_SAMPLE = 2_000
"""Rows of each part in that sample."""
ROWS = ("scalars", "ratios", "penalty", "learning_rate")
"""What of a run's state is its history."""
BATCHES = "batches."
"""How the names begin of what tells where in the data a run stands."""


class KeptStudy(msgspec.Struct, frozen=True, kw_only=True):
    """A finished study: how it is called, whatever there is to be said of it in JSON, and its journal's bytes."""

    title: str = ""
    about: dict[str, Any] = {}
    content: bytes = b""


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What lies beside the runs.

    class_name, number, name : who is sitting there. report : what was written, by heading. answers : those given in the
    steps of labs, by the lab's name. layout : of the window, which alone knows what it means. studies : finished ones.
    """

    class_name: str = ""
    number: str = ""
    name: str = ""
    report: dict[str, str] = {}
    answers: dict[str, Any] = {}
    layout: dict[str, Any] = {}
    studies: tuple[KeptStudy, ...] = ()

    def with_layout(self, layout: dict[str, Any]) -> "Desk":
        """The same in a window that is laid out otherwise."""
        return msgspec.structs.replace(self, layout=layout)

    def with_studies(self, studies: tuple[KeptStudy, ...]) -> "Desk":
        """The same with other finished studies."""
        return msgspec.structs.replace(self, studies=studies)

    def with_answers(self, answers: dict[str, Any]) -> "Desk":
        """The same with what was answered in labs by now."""
        return msgspec.structs.replace(self, answers=answers)


@dataclass(frozen=True)
class Sitting:
    """All of it at one moment.

    state : the run's, without its history. history : rows of it, from number `first` on. rows : how many there are.
    """

    experiment: Experiment
    dataset: Dataset
    epoch: int
    state: Loose
    history: Loose
    first: int
    rows: int
    moments: Moments
    outcome: Outcome | None
    kept: Kept
    desk: Desk
    digest: str | None = None
    """What tells the data of which `dataset` is only a sample."""


def gather(timeline: Timeline, desk: Desk = Desk(), first: int = 0) -> Sitting:  # noqa: B008 - frozen
    """Take a sitting from a timeline, which stays as it is: a few copies, as much as a network and its optimizer.

    first : the first row of the history that is wanted.
    """
    run = timeline.run
    state = run.state(first)
    history = {name: state.pop(f"ledger.{name}") for name in ROWS}
    missing = run.held_back if isinstance(run.held_back, DataMissing) else None
    if missing is not None:
        state = {name: array for name, array in state.items() if not name.startswith(BATCHES)} | dict(missing.batches)
    return Sitting(
        experiment=run.experiment,
        dataset=run.dataset,
        epoch=run.epochs_done,
        state=Loose(state),
        history=Loose(history),
        first=first,
        rows=run.history.rows,
        moments=run.moments.copy(),
        outcome=run.outcome,
        kept=timeline.kept(),
        desk=desk,
        digest=None if missing is None else missing.digest,
    )


class DataPart(msgspec.Struct, frozen=True):
    """The data. whole : whether all of it is there. digest : what tells it from other data. about : all but arrays."""

    whole: bool
    digest: str
    about: dict[str, Any]
    arrays: Reference


class MomentsPart(msgspec.Struct, frozen=True):
    stride: int
    epochs: list[int]
    kept: list[Reference]


class OutcomePart(msgspec.Struct, frozen=True):
    reason: str
    stopped_at: int
    epoch: int
    learning_rate: float
    asked: int | None


class InfoPart(msgspec.Struct, frozen=True):
    """What is told of a run. place : in the order in which runs began. figures : its score and curves."""

    place: int
    number: int
    name: str
    fork: int | None
    epochs: int
    diverged_at: int | None
    experiment: Experiment
    figures: Reference


class BranchPart(msgspec.Struct, frozen=True):
    info: InfoPart
    state: Reference
    moments: MomentsPart


class StudyPart(msgspec.Struct, frozen=True):
    title: str
    about: dict[str, Any]
    content: Reference


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at first: whether this is a session at all, and whose format it has."""

    playground: Literal["session"] = "session"
    format: int = FORMAT
    program: str = __version__
    saved: float = 0.0
    epoch: int = 0


class Description(Head, frozen=True, kw_only=True):
    """All of a sitting but its arrays, to which it refers. saved : in seconds since 1970."""

    experiment: Experiment
    layouts: list[Told]
    files: list[str]
    data: DataPart
    state: Reference
    history: list[Reference]
    moments: MomentsPart
    outcome: OutcomePart | None
    info: InfoPart
    number: int
    viewed: int | None
    branches: list[BranchPart]
    desk: Desk
    studies: list[StudyPart]


def describe(
    sitting: Sitting,
    book: Book,
    files: list[str],
    *,
    data: DataPart,
    history: Iterable[Reference],
    path: str | None = None,
    state_file: int = 0,
) -> Description:
    """Give all arrays of a sitting their places in a book, and describe the rest.

    data, history : as they lie in the book already. path : of the file, from where data files are named; None for
    full paths.
    """

    def localized(experiment: Experiment) -> Experiment:
        return experiment if path is None else as_named_in(experiment, path)

    def info_part(info: RunInfo) -> InfoPart:
        figures = book.put(_figures(info), state_file)
        return InfoPart(
            info.key,
            info.number,
            info.name,
            info.fork,
            info.epochs,
            info.diverged_at,
            localized(info.experiment),
            figures,
        )

    def branch_part(branch: Branch) -> BranchPart:
        return BranchPart(info_part(branch.info), book.keep(branch.state), moments_part(branch.moments))

    def moments_part(moments: Moments) -> MomentsPart:
        return MomentsPart(moments.stride, list(moments.epochs), [book.keep(pack) for pack in moments.kept])

    kept, outcome, desk = sitting.kept, sitting.outcome, sitting.desk
    studies = [StudyPart(each.title, each.about, book.keep(_study_pack(each))) for each in desk.studies]
    moments, branches = moments_part(sitting.moments), [branch_part(branch) for branch in kept.branches]
    state, info = book.put(sitting.state, state_file), info_part(kept.info)
    return Description(
        saved=time.time(),
        epoch=sitting.epoch,
        experiment=localized(sitting.experiment),
        layouts=[told(layout) for layout in book.layouts],
        files=files,
        data=data,
        state=state,
        history=list(history),
        moments=moments,
        outcome=None if outcome is None else _outcome_part(outcome),
        info=info,
        number=kept.number,
        viewed=kept.viewed,
        branches=branches,
        desk=msgspec.structs.replace(desk, studies=()),
        studies=studies,
    )


def packs_of(sitting: Sitting) -> Iterable[Packed]:
    """The packs that are kept in a book as long as the sitting has them."""
    for moments in (sitting.moments, *(branch.moments for branch in sitting.kept.branches)):
        yield from moments.kept
    for branch in sitting.kept.branches:
        yield branch.state
    for study in sitting.desk.studies:
        yield _study_pack(study)


def _study_pack(study: KeptStudy) -> Packed:
    return Packed.of((("content", np.dtype(np.uint8), (len(study.content),)),), study.content)


def _outcome_part(outcome: Outcome) -> OutcomePart:
    return OutcomePart(
        outcome.reason.value, outcome.stopped_at, outcome.epoch, float(outcome.learning_rate), outcome.asked
    )


def _figures(info: RunInfo) -> Loose:
    """Score and curves of a run that was left, which may hold numbers that JSON has no word for."""
    score = info.score
    arrays = {} if score is None else {"loss": np.array(score.loss)}
    if score is not None and score.accuracy is not None:
        arrays["accuracy"] = np.array(score.accuracy)
    return Loose(arrays | named(curves={name: curve.state() for name, curve in info.curves.items()}))


# The data

_PARTS = ("train", "validation", "test")
_APART = (*_PARTS, "preparation")


def put_data(sitting: Sitting, book: Book) -> DataPart:
    """Put a dataset's arrays into a book, or a sample of them where they are too large."""
    dataset = sitting.dataset
    arrays = _arrays_of(dataset, sitting.experiment)
    whole = sitting.digest is None and sum(array.nbytes for array in arrays.values()) <= MOST_DATA
    found = sitting.digest or digest_of(arrays)
    if not whole:
        arrays = {name: _sampled(name, array) for name, array in arrays.items()}
    about: dict[str, Any] = {
        field.name: msgspec.to_builtins(getattr(dataset, field.name))
        for field in fields(dataset)
        if field.name not in _APART
    }
    preparation = {field.name: getattr(dataset.preparation, field.name) for field in fields(dataset.preparation)}
    plain = {name: value for name, value in preparation.items() if not isinstance(value, np.ndarray)}
    about["preparation"] = msgspec.to_builtins(plain)
    return DataPart(whole, found, about, book.put(Loose(arrays)))


def dataset_digest(dataset: Dataset, experiment: Experiment) -> str:
    """Tell what tells a dataset from any other."""
    return digest_of(_arrays_of(dataset, experiment))


def digest_of(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Tell what tells arrays by name from any others."""
    found = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        found.update(f"{name} {array.dtype.str} {array.shape};".encode())
        found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def _arrays_of(dataset: Dataset, experiment: Experiment) -> dict[str, NDArray[Any]]:
    """The arrays by name; those that follow from others to the last bit are left out."""
    arrays: dict[str, NDArray[Any]] = {}
    for part, samples in dataset.parts.items():
        named_part = _part_arrays(samples, len(dataset.classes), experiment.network.output.activation)
        arrays |= {f"{part}.{name}": array for name, array in named_part.items()}
    preparation = dataset.preparation
    for field in fields(preparation):
        value = getattr(preparation, field.name)
        if isinstance(value, np.ndarray):
            arrays[f"preparation.{field.name}"] = value
    return arrays


def _part_arrays(part: Part, classes: int, activation: str) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {"points": part.points}
    if part.x is not part.points and not _same(part.x, part.points):
        arrays["x"] = part.x
    if part.labels is not None:
        arrays["labels"] = part.labels
    if part.labels is None or not _same(targets(part.labels, classes, activation), part.y):
        arrays["y"] = part.y
    return arrays


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.dtype == other.dtype and np.array_equal(one, other)


def _sampled(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """Rows of a part's array, evenly spread over it; what prepares the inputs is taken along whole."""
    if name.startswith("preparation.") or len(array) <= _SAMPLE:
        return array
    return array[np.arange(_SAMPLE) * len(array) // _SAMPLE]
