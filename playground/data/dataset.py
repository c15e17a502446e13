"""The arrays of an experiment: three parts, prepared alike, with targets as the loss takes them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import Experiment, Painted, Source

from .generators import Answers, Points, draw, samples_of
from .plane import Plane, PointPlane, principal_plane
from .preparation import Preparation, fit_preparation
from .split import split_rows

FRESH_TEST_STREAM = 4
"""Beside the streams 1 (batches), 2 (dropout) and 3 (split): fresh test points come from `[source.seed, 4]`."""
SPLIT_STREAM = 3


@dataclass(frozen=True)
class Part:
    """The samples of one part, a row each.

    points : (n, columns), raw. labels : (n,), class numbers; None for regression. x : (n, features), what the network
    sees. y : (n, outputs), what the loss takes: for regression the values.
    """

    points: NDArray[np.float64]
    labels: NDArray[np.int64] | None
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class Dataset:
    """Everything a run needs to know of its data. Validation and test may be absent.

    classes : the classes' names; none for regression.
    image_shape : rows and columns of pixels where samples are images.
    """

    train: Part
    validation: Part | None
    test: Part | None
    classes: tuple[str, ...]
    preparation: Preparation
    image_shape: tuple[int, int] | None = None

    @property
    def parts(self) -> dict[str, Part]:
        """The parts that exist, by name."""
        named = {"train": self.train, "validation": self.validation, "test": self.test}
        return {name: part for name, part in named.items() if part is not None}

    @cached_property
    def plane(self) -> Plane:
        """The plane that the output is drawn over."""
        if self.preparation.columns == 2:
            return PointPlane(self.preparation)
        return principal_plane(self.train.x)

    @cached_property
    def coordinates(self) -> dict[str, NDArray[np.float64]]:
        """Where the samples of each part lie in that plane: (n, 2)."""
        return {name: self.plane.coordinates(part.points, part.x) for name, part in self.parts.items()}

    @property
    def classifies(self) -> bool:
        """Whether samples have classes; otherwise they have values."""
        return bool(self.classes)

    @property
    def inputs(self) -> int:
        """Columns of x."""
        return int(self.train.x.shape[1])

    @property
    def outputs(self) -> int:
        """Columns of y."""
        return int(self.train.y.shape[1])


def build_dataset(experiment: Experiment) -> Dataset:
    """Draw, split and prepare the data of an experiment."""
    data = experiment.data
    raw = _raw_parts(experiment)
    preparation = fit_preparation(raw[0][0], data.features, data.preprocessing)
    classes = tuple(str(number) for number in range(data.source.class_count))
    activation = experiment.network.output.activation

    def part(points: Points, answers: Answers) -> Part:
        if not classes:
            return Part(points, None, preparation(points), answers[:, None].astype(np.float64))
        labels = answers.astype(np.int64, copy=False)
        return Part(points, labels, preparation(points), targets(labels, len(classes), activation))

    train, validation, test = (part(*pair) if len(pair[0]) else None for pair in raw)
    assert train is not None  # the experiment's rules leave at least one sample for training
    return Dataset(train, validation, test, classes, preparation)


def _raw_parts(experiment: Experiment) -> list[tuple[Points, Answers]]:
    """Points and answers of training, validation and test, any of which may be empty."""
    data = experiment.data
    points, answers = samples_of(data.source)
    labels = answers.astype(np.int64, copy=False) if data.source.class_count else None
    random = RandomState([data.source.seed, SPLIT_STREAM])
    raw = [(points[rows], answers[rows]) for rows in split_rows(len(points), data.split, random, labels)]
    raw[2] = _with_fresh(data.source, *raw[2])
    return raw


def _with_fresh(source: Source, points: Points, answers: Answers) -> tuple[Points, Answers]:
    """Test samples and, beside them, the fresh ones that a set draws where it is asked to."""
    if isinstance(source, Painted) or not source.fresh_test:
        return points, answers
    fresh = draw(source, source.fresh_test, RandomState([source.seed, FRESH_TEST_STREAM]))
    return np.concatenate([points, fresh[0]]), np.concatenate([answers, fresh[1]])


def targets(labels: NDArray[np.int64], classes: int, activation: str) -> NDArray[np.float64]:
    """Class numbers (n,) as the loss takes them: (n, outputs).

    One column for two classes behind a sigmoid or tanh, otherwise one a class; 0 and 1, or -1 and +1 behind a tanh.
    """
    if classes == 2 and activation in ("sigmoid", "tanh"):
        hits = labels[:, None] == 1
    else:
        hits = labels[:, None] == np.arange(classes)
    return np.where(hits, 1.0, -1.0 if activation == "tanh" else 0.0)
