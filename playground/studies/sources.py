"""The datasets of a study: built once in the coordinator, named by their content."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset, build_dataset
from playground.experiment import Experiment, FromFile, UserError
from playground.studies.trial import Trial

Kept = TypeVar("Kept")


MOST_OPEN = 64


class Store(Generic[Kept]):
    """Things by key, the least recently used forgotten where they take too much; one is always kept.

    Parameters
    ----------
    size_of : bytes that a thing takes, about.
    most_bytes, most : of all together.
    """

    def __init__(self, size_of: Callable[[Kept], int], most_bytes: int, most: int) -> None:
        self._size_of, self._most_bytes, self._most = size_of, most_bytes, most
        self._kept: OrderedDict[str, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()  # A Dask worker may have several threads.

    def get(self, key: str) -> Kept | None:
        """The thing kept under a key, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def take(self, key: str) -> Kept | None:
        """The thing kept under a key, which is so no longer; or None."""
        with self._lock:
            found = self._kept.pop(key, None)
            return None if found is None else found[0]

    def put(self, key: str, thing: Kept) -> None:
        """Keep a thing."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = thing, self._size_of(thing)
            while len(self._kept) > 1 and self._overfull():
                self._kept.popitem(last=False)

    def _overfull(self) -> bool:
        return len(self._kept) > self._most or sum(size for _, size in self._kept.values()) > self._most_bytes


def dataset_store() -> Store[Dataset]:
    """Room for datasets."""
    return Store(size_of, most_bytes=256 * 2**20, most=2 * MOST_OPEN)


class Sources:
    """The coordinator's side: which dataset a trial needs, built when it is first needed.

    without_test : whether the test part is kept from everybody, as a search has it.
    """

    def __init__(self, *, without_test: bool = False) -> None:
        self._without_test = without_test
        self._digests: dict[bytes, str] = {}
        self._built = dataset_store()

    def build_common(self, trials: Sequence[Trial]) -> None:
        """Build what all trials have in common: where that cannot be had, no trial needs to begin.

        Raises
        ------
        UserError : when the data cannot be had.
        """
        if len({_data_settings(trial.experiment) for trial in trials}) == 1:
            self.digest(trials[0].experiment)

    def digest_of_files(self, trials: Sequence[Trial]) -> str:
        """A name that tells the content of the files that trials have their data from; empty where they have none.

        Raises
        ------
        UserError : when none of these data can be had.
        """
        read = {
            _data_settings(trial.experiment): trial.experiment
            for trial in trials
            if isinstance(trial.experiment.data.source, FromFile)
        }
        found, names, refusal = hashlib.sha256(), 0, None
        for experiment in read.values():
            try:
                found.update(self.digest(experiment).encode())
                names += 1
            except UserError as error:  # The trial's end, and nobody else's.
                refusal = error
                found.update(b"none")
        if refusal is not None and not names:
            raise refusal
        return found.hexdigest() if read else ""

    def digest(self, experiment: Experiment) -> str:
        """The name of an experiment's dataset, which tells its content."""
        key = _data_settings(experiment)
        if key not in self._digests:
            self._build(key, experiment)
        return self._digests[key]

    def knows(self, experiment: Experiment, dataset: Dataset) -> bool:
        """Tell if a whole dataset, built for this experiment elsewhere or later, is the one that it had here."""
        return self._name(dataset) == self.digest(experiment)

    def dataset(self, experiment: Experiment) -> Dataset:
        """An experiment's dataset."""
        key = _data_settings(experiment)
        kept = self._built.get(self._digests[key]) if key in self._digests else None
        return self._build(key, experiment) if kept is None else kept

    def _build(self, key: bytes, experiment: Experiment) -> Dataset:
        dataset = build_dataset(experiment)
        self._digests[key] = self._name(dataset)
        if self._without_test:
            dataset = replace(dataset, test=None)
        self._built.put(self._digests[key], dataset)
        return dataset

    def _name(self, dataset: Dataset) -> str:
        return digest_of(dataset) + (" without test" if self._without_test else "")


def _data_settings(experiment: Experiment) -> bytes:
    """All that a dataset is built from: the targets are as the output and the loss take them."""
    return msgspec.json.encode((experiment.data, experiment.network.output.activation, experiment.training.loss))


def digest_of(dataset: Dataset) -> str:
    """A name that tells the content: a file may have other content under the same path."""
    preparation = dataset.preparation
    plain = (dataset.classes, dataset.image_shape, dataset.target_scale, dataset.available, preparation.features)
    told = (dataset.official_test, dataset.plane_names)
    found = hashlib.sha256(repr((plain, told)).encode())
    arrays: list[NDArray[Any] | None] = [preparation.mean, preparation.matrix]
    for name, part in dataset.parts.items():
        found.update(name.encode())
        arrays += [part.labels, part.x, part.y, part.points]
    for array in arrays:
        if array is not None:
            found.update(repr((array.shape, array.dtype.str)).encode())
            found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def size_of(dataset: Dataset) -> int:
    """Bytes that a dataset takes, about."""
    return sum(part.x.nbytes + part.points.nbytes + part.y.nbytes for part in dataset.parts.values())
