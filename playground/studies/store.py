"""The datasets of a study: built once in the coordinator, shipped once to each worker, kept there by their content."""

import hashlib
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset, build_dataset
from playground.experiment import Experiment

from .slice import Answer, Missing, Task, train_slice

_MOST_BYTES = 256 * 2**20
_MOST = 32


class Store:
    """Datasets by key, the least recently used forgotten where they take too much memory; one is always kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Dataset] = OrderedDict()
        self._lock = Lock()  # A Dask worker may have several threads.

    def get(self, key: str) -> Dataset | None:
        """The dataset, or None where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, dataset: Dataset) -> None:
        """Keep a dataset."""
        with self._lock:
            self._kept[key] = dataset
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and (
                len(self._kept) > _MOST or sum(map(size_of, self._kept.values())) > _MOST_BYTES
            ):
                self._kept.popitem(last=False)


_HERE = Store()
"""What this process keeps, as a worker."""


def work(task: Task, dataset: Dataset | None) -> Answer:
    """What a worker does: `train_slice`, with the dataset that came along or that it kept."""
    if dataset is not None:
        _HERE.put(task.data, dataset)
    kept = _HERE.get(task.data)
    return Missing() if kept is None else train_slice(task, kept)


class Sources:
    """The coordinator's side: which dataset a trial needs, built when it is first needed.

    without_test : whether the test part is kept from everybody, as a search has it.
    """

    def __init__(self, *, without_test: bool = False) -> None:
        self._without_test = without_test
        self._digests: dict[bytes, str] = {}
        self._built = Store()

    def digest(self, experiment: Experiment) -> str:
        """The name of an experiment's dataset, which tells its content."""
        key = _data_settings(experiment)
        if key not in self._digests:
            self._build(key, experiment)
        return self._digests[key]

    def dataset(self, experiment: Experiment) -> Dataset:
        """An experiment's dataset."""
        key = _data_settings(experiment)
        kept = self._built.get(self._digests[key]) if key in self._digests else None
        return self._build(key, experiment) if kept is None else kept

    def _build(self, key: bytes, experiment: Experiment) -> Dataset:
        dataset = build_dataset(experiment)
        if self._without_test:
            dataset = replace(dataset, test=None)
        self._digests[key] = digest_of(dataset)
        self._built.put(self._digests[key], dataset)
        return dataset


def _data_settings(experiment: Experiment) -> bytes:
    """All that a dataset is built from: the targets are as the output and the loss take them."""
    return msgspec.json.encode((experiment.data, experiment.network.output.activation, experiment.training.loss))


def digest_of(dataset: Dataset) -> str:
    """A name that tells the content: a file may have other content under the same path."""
    found = hashlib.sha256(repr((dataset.classes, dataset.image_shape, dataset.preparation.features)).encode())
    preparation = dataset.preparation
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
