"""The same training by other libraries, where they are installed: an epoch of theirs to lay beside one of ours."""

import importlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Epoch = Callable[[], object]


@dataclass(frozen=True)
class Task:
    """What every library is asked to do: tanh layers, plain gradient descent, classes by cross-entropy.

    x : (n, inputs), labels : (n,), for training; test_x, test_labels : the part that is measured beside it.
    """

    sizes: Sequence[int]
    batch: int
    x: Array
    labels: NDArray[np.intp]
    test_x: Array
    test_labels: NDArray[np.intp]

    @property
    def classes(self) -> int:
        """How many classes there are: two where there is one output."""
        return max(2, self.sizes[-1])


def scikit_learn_epochs(task: Task, epochs: int) -> Epoch | None:
    """A function that trains for so many epochs; None where scikit-learn is not installed.

    Its epoch measures the mean loss of the batches and nothing else.
    """
    library = _installed("sklearn.neural_network")
    if library is None:
        return None

    def run() -> None:
        model = library.MLPClassifier(
            task.sizes[1:-1],
            activation="tanh",
            solver="sgd",
            batch_size=min(task.batch, len(task.x)),
            learning_rate_init=0.03,
            momentum=0.0,
            nesterovs_momentum=False,
            alpha=0.0,
            max_iter=epochs,
            n_iter_no_change=10**9,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(task.x, task.labels)

    return run


def pytorch_epoch(task: Task, threads: int) -> tuple[Epoch, Epoch] | None:
    """An epoch with the loss and accuracy of both parts, and one without; None where PyTorch is not installed."""
    torch = _installed("torch")
    if torch is None:
        return None
    torch.set_num_threads(threads)
    x, test_x = torch.from_numpy(task.x), torch.from_numpy(task.test_x)
    model, loss = _torch_model(torch, task, x.dtype)
    y, test_y = (_torch_targets(torch, task, labels, x.dtype) for labels in (task.labels, task.test_labels))
    descent = torch.optim.SGD(model.parameters(), lr=0.03)

    def train() -> None:
        order = torch.randperm(len(x)) if task.batch < len(x) else None
        shuffled, targets = (x, y) if order is None else (x[order], y[order])
        for start in range(0, len(x), task.batch):
            descent.zero_grad()
            loss(model(shuffled[start : start + task.batch]), targets[start : start + task.batch]).backward()
            descent.step()

    def measure() -> None:
        with torch.no_grad():
            for samples, wanted in ((x, y), (test_x, test_y)):
                scores = model(samples)
                float(loss(scores, wanted))
                decided = scores[:, 0] > 0 if task.sizes[-1] == 1 else scores.argmax(1)
                float((decided == (wanted[:, 0] > 0 if task.sizes[-1] == 1 else wanted)).double().mean())

    def both() -> None:
        train()
        measure()

    return both, train


def _installed(module: str) -> Any | None:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def _torch_model(torch: Any, task: Task, dtype: Any) -> tuple[Any, Any]:
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(task.sizes):
        layers += [torch.nn.Linear(fan_in, fan_out, dtype=dtype), torch.nn.Tanh()]
    loss = torch.nn.BCEWithLogitsLoss() if task.sizes[-1] == 1 else torch.nn.CrossEntropyLoss()
    return torch.nn.Sequential(*layers[:-1]), loss


def _torch_targets(torch: Any, task: Task, labels: NDArray[np.intp], dtype: Any) -> Any:
    targets = torch.from_numpy(labels)
    return targets[:, None].to(dtype) if task.sizes[-1] == 1 else targets
