"""The arrays of an experiment: three parts, prepared alike, with targets as the loss takes them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from playground.data.generators import Answers
from playground.data.loading import load_samples
from playground.data.plane import Plane, PointPlane, principal_plane
from playground.data.preparation import UNSCALED, Inputs, Preparation, TargetScale, fit_preparation, standard_scale
from playground.data.samples import Samples
from playground.data.split import split_rows, split_stream
from playground.data.tables import InputColumn
from playground.experiment import Experiment, UserError
from playground.experiment.message import Message, say, series

_ABOUT_ONE = (0.5, 1.25)


@dataclass(frozen=True)
class Part:
    """The samples of one part, a row each.

    points : (n, columns), raw. labels : (n,), class numbers; None for regression. x : (n, features), what the network
    sees. y : (n, outputs), what the loss takes: for regression the values, on the dataset's `target_scale`.
    numbers : (n,), which rows of their file the samples are, as people count them, or else of all samples, from 1.
    """

    points: Inputs
    labels: NDArray[np.int64] | None
    x: Inputs
    y: NDArray[np.float64]
    numbers: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class Dataset:
    """Everything a run needs to know of its data. Validation and test may be absent.

    classes : the classes' names; none for regression. image_shape : height and width, where samples are images.
    target_scale : on which scale the parts' y stand for the values to be told. available : how many samples the source
    has, where only some of them are used. official_test : whether the test part is the one that came with the source.
    plane_names : what the two columns of points in a plane are called; none where they are x1 and x2.
    input_columns : the columns of a table that the inputs come from; none for other sources. group_columns : those that
    rows can be grouped by, the likeliest first.
    """

    train: Part
    validation: Part | None
    test: Part | None
    classes: tuple[str, ...]
    preparation: Preparation
    image_shape: tuple[int, int] | None = None
    target_scale: TargetScale = UNSCALED
    available: int = 0
    official_test: bool = False
    plane_names: tuple[str, ...] = ()
    input_columns: tuple[InputColumn, ...] = ()
    group_columns: tuple[str, ...] = ()

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
        """Tell where the samples of each part lie in that plane: (n, 2)."""
        return {name: self.plane.coordinates(part.points, part.x) for name, part in self.parts.items()}

    @property
    def classifies(self) -> bool:
        """Tell whether samples have classes; otherwise they have values."""
        return bool(self.classes)

    @cached_property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """The classes that a part has no sample of, by the part's name, where it lacks any."""
        found = {}
        for name, part in self.parts.items():
            if part.labels is not None and self.classes:
                counts = np.bincount(part.labels, minlength=len(self.classes))
                absent = tuple(self.classes[label] for label in np.flatnonzero(counts == 0))
                if absent:
                    found[name] = absent
        return found

    @property
    def inputs(self) -> int:
        """Columns of x."""
        return int(self.train.x.shape[1])

    @property
    def outputs(self) -> int:
        """Columns of y."""
        return int(self.train.y.shape[1])

    @cached_property
    def value_range(self) -> tuple[float, float]:
        """Between which values those of the training part lie, but for the 50th part at either end.

        What is beyond is not worth the colours that the rest would lose. Where that is about -1 to 1, it is that.
        """
        values = self.target_scale.raw(self.train.y)
        low, high = (float(end) for end in np.percentile(values, (2, 98)))
        if low < 0 < high and _ABOUT_ONE[0] <= max(-low, high) <= _ABOUT_ONE[1]:
            return -1.0, 1.0
        return (low, high) if low < high else (low - 1.0, high + 1.0)


def build_dataset(experiment: Experiment) -> Dataset:
    """Draw or read, split and prepare the data of an experiment."""
    data = experiment.data
    samples = load_samples(experiment)
    raw = _raw_parts(experiment, samples)
    preparation = fit_preparation(
        raw[0][0], samples.features or samples.columns, data.preprocessing, fills=samples.fills
    )
    activation = experiment.network.output.activation
    scale = _target_scale(experiment, samples, raw[0][1])

    def part(points: Inputs, answers: Answers, numbers: NDArray[np.int64]) -> Part:
        points = preparation.filled(points)
        if not samples.classes:
            y = scale.scaled(answers[:, None].astype(np.float64))
            return Part(points, None, preparation(points), y, numbers)
        labels = answers.astype(np.int64, copy=False)
        y = targets(labels, len(samples.classes), activation)
        return Part(points, labels, preparation(points), y, numbers)

    train, validation, test = (part(*each) if len(each[0]) else None for each in raw)
    if train is None:
        raise UserError("data.split.train: no sample is left for training; give it a larger share")
    return Dataset(
        train,
        validation,
        test,
        samples.classes,
        preparation,
        samples.image_shape,
        scale,
        samples.available,
        samples.official,
        samples.plane_names,
        samples.input_columns,
        samples.group_columns,
    )


def _target_scale(experiment: Experiment, samples: Samples, training: Answers) -> TargetScale:
    if experiment.data.target_scaling == "none" or not len(training):
        return UNSCALED
    if samples.classes:
        raise UserError("data.target_scaling: classes have no scale; set it to none")
    return standard_scale(training.astype(np.float64))


def _raw_parts(experiment: Experiment, samples: Samples) -> list[tuple[Inputs, Answers, NDArray[np.int64]]]:
    """Inputs, answers and row numbers of training, validation and test, any of which may be empty.

    An official test set is all of the test part: the split's share for tests stays with the training part.
    """
    data, inputs, answers = experiment.data, samples.inputs, samples.answers
    labels = answers.astype(np.int64, copy=False) if samples.classes else None
    random = split_stream(data.source.seed, data.split)
    split = replace(data.split, train=1.0 - data.split.validation, test=0.0) if samples.official else data.split
    parts = split_rows(len(inputs), split, random, labels, samples.groups)
    numbers = np.arange(1, len(inputs) + 1) if samples.numbers is None else samples.numbers
    raw = [(samples.prepared(inputs[rows]), answers[rows], numbers[rows]) for rows in parts]
    for place, beside, told in ((1, samples.validation, None), (2, samples.test, samples.test_numbers)):
        if beside is not None:
            own = np.arange(1, len(beside[0]) + 1) if told is None else told
            further = (samples.prepared(beside[0]), beside[1], own)
            more = raw[place]
            joined = np.concatenate([more[0], further[0]]), np.concatenate([more[1], further[1]])
            raw[place] = (*joined, np.concatenate([more[2], own])) if len(more[0]) else further
    return raw


def targets(labels: NDArray[np.int64], classes: int, activation: str) -> NDArray[np.float64]:
    """Class numbers (n,) as the loss takes them: (n, outputs).

    One column for two classes behind a sigmoid or tanh, otherwise one a class; 0 and 1, or -1 and +1 behind a tanh.
    """
    if classes == 2 and activation in ("sigmoid", "tanh"):
        hits = labels[:, None] == 1
    else:
        hits = labels[:, None] == np.arange(classes)
    return np.where(hits, 1.0, -1.0 if activation == "tanh" else 0.0)


_PARTS = {"train": say("training"), "validation": say("validation"), "test": say("test")}
_NAMED_CLASSES = 5


def parts_lacking(dataset: Dataset) -> Message | None:
    """Say which part has no sample of which class; None where each part has all of them."""
    told = []
    for part, classes in dataset.lacking.items():
        names: list[Message | str] = [f'"{name}"' for name in classes[:_NAMED_CLASSES]]
        if len(classes) > _NAMED_CLASSES:
            names.append(say("{count:,} more", count=len(classes) - _NAMED_CLASSES))
        key = "the {part} part has no sample of class {names}"
        told.append(say(key, part=_PARTS[part], names=series(names)))
    return series(told, "; ") if told else None
