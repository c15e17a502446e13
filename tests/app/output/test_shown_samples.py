"""Which samples are drawn of very many."""

from dataclasses import replace

import numpy as np
import pytest

from playground.app.output.samples import MOST_SHOWN, shown_parts
from playground.data import Dataset, build_dataset
from playground.data.dataset import Part
from playground.experiment import load


def with_samples(train: int, test: int) -> Dataset:
    dataset = build_dataset(load("quadrants"))
    random = np.random.RandomState(3)

    def part(count: int) -> Part:
        points = random.randn(count, 2)
        labels = np.arange(count) % 4
        return Part(points, labels, points, np.eye(4)[labels])

    return replace(dataset, train=part(train), validation=None, test=part(test))


def test_that_all_samples_are_drawn_up_to_the_most() -> None:
    assert [len(part) for part in shown_parts(with_samples(MOST_SHOWN - 1, 1)).values()] == [MOST_SHOWN - 1, 1]


def test_that_of_very_many_each_part_keeps_its_share_and_its_colours() -> None:
    dataset = with_samples(30_000, 10_000)
    shown = shown_parts(dataset)
    assert {name: len(part) for name, part in shown.items()} == {"train": 3750, "test": 1250}
    train = shown["train"]
    assert train.labels is not None
    row = int(np.flatnonzero((dataset.train.points == train.places[7]).all(axis=1))[0])
    assert train.labels[7] == row % 4
    np.testing.assert_array_equal(shown_parts(dataset)["train"].places, train.places)


@pytest.mark.parametrize("test", [1, 2])
def test_that_a_tiny_part_is_never_lost(test: int) -> None:
    assert len(shown_parts(with_samples(90_000, test))["test"]) >= 1
