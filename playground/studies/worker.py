"""What a worker does, and what it keeps from slice to slice."""

from playground.data import Dataset
from playground.studies.slice import Answer, Missing, Task, train_slice
from playground.studies.sources import dataset_store, size_of
from playground.studies.store import Store
from playground.training import Run


def work(task: Task, dataset: Dataset | None) -> Answer:
    """Train a slice, with the dataset that came along or that is kept here since it did."""
    if dataset is not None:
        _DATASETS.put(task.data, dataset)
    kept = _DATASETS.get(task.data)
    return Missing() if kept is None else train_slice(task, kept, _RUNS)


def _size_of_run(run: Run) -> int:
    # Its samples, held as the network takes them, and its numbers in the network, the optimizer and the judge.
    return 2 * size_of(run.dataset) + 8 * run.network.values.nbytes


_DATASETS = dataset_store()
_RUNS: Store[Run] = Store(_size_of_run, most_bytes=128 * 2**20, most=16)
