"""The answers to the samples of a part: asked for by name, decided, and in arrays of their own."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.data import Dataset, build_dataset
from playground.experiment import change, load
from playground.training import Run
from playground.training.answers import MOST_SAMPLES

PLANE = {"data.source.kind": "plane"}


def test_that_a_part_that_is_not_there_has_no_answers() -> None:
    run = Run(load("petals"))
    assert run.answers("validation") is None


@pytest.mark.parametrize("settings", [{}, {"network.output.activation": "tanh", "training.loss": "squared_error"}])
@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize("lab", ["petals", "quadrants"])
def test_that_the_share_of_right_answers_is_the_accuracy(lab: str, part: str, settings: dict[str, Any]) -> None:
    run = Run(change(load(lab), {"data.split": {"train": 0.5, "validation": 0.0, "test": 0.5}} | settings))
    run.train(epochs=20)
    answers = run.answers(part)
    assert answers is not None
    assert (answers.part, answers.of) == (part, len(run.dataset.parts[part]))
    assert (answers.predicted == answers.actual).mean() == pytest.approx(run.snapshot().scores[part].accuracy)


def test_that_values_are_answered_with_values() -> None:
    run = Run(change(load("playground"), PLANE))
    answers = run.answers("test")
    assert answers is not None
    part = run.dataset.parts["test"]
    np.testing.assert_array_equal(answers.actual, part.y)
    np.testing.assert_allclose(answers.predicted, run.network.predict(part.x))


@pytest.mark.parametrize("settings", [{}, PLANE])
def test_that_answers_stay_as_they_were(settings: dict[str, Any]) -> None:
    run = Run(change(load("playground"), settings))
    answers = run.answers("train")
    assert answers is not None
    copies = [array.copy() for array in (answers.predicted, answers.actual, answers.rows)]
    run.train(epochs=5)
    for array, copy in zip((answers.predicted, answers.actual, answers.rows), copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert not np.shares_memory(answers.actual, run.dataset.train.y)
    assert run.dataset.train.labels is None or not np.shares_memory(answers.actual, run.dataset.train.labels)


def repeated(dataset: Dataset, times: int) -> Dataset:
    part = dataset.train
    assert part.labels is not None
    labels = np.repeat(part.labels, times)
    many = [np.repeat(array, times, axis=0) for array in (part.points, part.x, part.y)]
    return replace(dataset, train=replace(part, points=many[0], labels=labels, x=many[1], y=many[2]))


def test_that_of_a_large_part_samples_from_all_over_it_are_asked() -> None:
    experiment = load("petals")
    run = Run(experiment, repeated(build_dataset(experiment), 60))
    answers = run.answers("train")
    assert answers is not None
    assert (answers.of, len(answers.rows), len(answers.predicted)) == (24_000, MOST_SAMPLES, MOST_SAMPLES)
    assert answers.rows[-1] > 23_990
    assert run.dataset.train.labels is not None
    np.testing.assert_array_equal(answers.actual, run.dataset.train.labels[answers.rows])


def test_that_a_network_that_runs_away_is_asked_without_a_warning() -> None:
    run = Run(change(load("playground"), PLANE))
    run.network.values[:] = np.nan
    answers = run.answers("train")
    assert answers is not None
    assert np.isnan(answers.predicted).all()
