"""Minibatches: every sample once an epoch, whatever the batch size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from playground.experiment import change, load
from playground.training import Run
from playground.training.batches import Batches

Array = np.ndarray[tuple[int, ...], np.dtype[np.floating]]


def samples(n: int) -> tuple[Array, Array]:
    """Samples that know their own number."""
    numbers = np.arange(n, dtype=np.float64)
    return np.column_stack([numbers, -numbers]), 2 * numbers[:, None]


def epoch(batches: Batches, size: int | None, *, pairs: bool = False) -> list[Array]:
    """The numbers of the samples in each batch of one epoch."""
    batches.size, batches.pairs = size, pairs
    batches.begin_epoch()
    found = []
    while not batches.finished:
        x, y = batches.next() or samples(len(batches))
        np.testing.assert_array_equal(x[:, 1], -x[:, 0])
        np.testing.assert_array_equal(y[:, 0], 2 * x[:, 0])
        found.append(x[:, 0].copy())
    return found


def batches_of(n: int, seed: int = 0) -> Batches:
    return Batches(*samples(n), seed)


@pytest.mark.parametrize("size", [1, 3, 7, 10, 21, 22])
def test_that_every_sample_is_used_once_an_epoch_and_the_last_short_batch_too(size: int) -> None:
    batches = batches_of(22)
    for _ in range(3):
        found = epoch(batches, size)
        assert [len(each) for each in found] == [size] * (22 // size) + ([22 % size] if 22 % size else [])
        np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(22))


@given(st.integers(1, 60), st.one_of(st.none(), st.integers(1, 70)), st.booleans(), st.integers(0, 2**32 - 1))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_that_any_batch_size_uses_every_sample_once_in_batches_as_even_as_they_can_be(
    n: int, size: int | None, pairs: bool, seed: int
) -> None:
    batches = batches_of(n, seed)
    wanted = n if size is None else min(size, n)
    for _ in range(3):
        found = epoch(batches, size, pairs=pairs)
        np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(n))
        lengths = [len(each) for each in found]
        assert set(lengths[:-1]) <= {wanted}
        assert 1 <= lengths[-1] <= wanted + pairs
        if pairs and n > 1 and wanted > 1:
            assert min(lengths) > 1


@pytest.mark.parametrize("size", [None, 22, 23, 1000])
def test_that_a_full_batch_keeps_the_datas_order(size: int | None) -> None:
    batches = batches_of(22)
    for _ in range(2):
        (whole,) = epoch(batches, size)
        np.testing.assert_array_equal(whole, np.arange(22))


@pytest.mark.parametrize(
    ("n", "size", "lengths"),
    [(21, 10, [10, 11]), (21, 20, [21]), (21, 7, [7, 7, 7]), (22, 10, [10, 10, 2]), (3, 2, [3])],
)
def test_that_with_batch_norm_a_last_batch_of_one_joins_the_one_before(n: int, size: int, lengths: list[int]) -> None:
    found = epoch(batches_of(n), size, pairs=True)
    assert [len(each) for each in found] == lengths
    np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(n))


def test_that_without_batch_norm_a_last_batch_of_one_stands_alone() -> None:
    assert [len(each) for each in epoch(batches_of(21), 10)] == [10, 10, 1]


def test_that_the_order_is_drawn_from_a_stream_of_its_own_and_anew_each_epoch() -> None:
    batches = batches_of(22, seed=5)
    stream = RandomState([5, 1])
    for _ in range(3):
        np.testing.assert_array_equal(np.concatenate(epoch(batches, 4)), stream.permutation(22))


def test_that_the_batch_size_may_change_in_the_middle_of_an_epoch() -> None:
    batches = batches_of(22)
    batches.begin_epoch()
    found = []
    for size in (5, 2, None):
        batches.size = size
        batch = batches.next()
        assert batch is not None
        found.append(batch[0][:, 0].copy())
    assert batches.finished
    np.testing.assert_array_equal(np.sort(np.concatenate(found)), np.arange(22))


def test_that_other_samples_end_the_epoch_under_way() -> None:
    batches = batches_of(22)
    batches.begin_epoch()
    batches.size = 5
    batches.next()
    batches.replace(*samples(30))
    assert batches.finished
    assert sum(map(len, epoch(batches, 7))) == 30


def test_that_batch_norm_trains_where_the_last_batch_would_be_of_one() -> None:
    normalized = {"network.layers.0.batch_norm": True, "training.batch_size": 83, "data.source.samples": 250}
    run = Run(change(load("petals"), normalized))
    run.train(epochs=2)
    assert run.epochs_done == 2
    assert np.isfinite(run.history["train_loss"]).all()


def test_that_one_epoch_of_descent_is_the_textbooks() -> None:
    run = Run(load("playground"))
    network, train = Run(load("playground")).network, run.dataset.train
    order = RandomState([0, 1]).permutation(len(train))
    descent = network.optimizer("sgd", learning_rate=0.03)
    for start in range(0, len(train), 10):
        rows = order[start : start + 10]
        network.train_step(train.x[rows], train.y[rows], descent)
    run.epoch()
    np.testing.assert_array_equal(run.network.values, network.values)


def test_that_samples_too_large_for_a_copy_come_in_the_same_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = np.arange(60.0).reshape(30, 2), np.arange(30.0)[:, None]

    def epochs() -> list[tuple[Array, Array]]:
        batches, drawn = Batches(x, y, seed=3), []
        batches.size = 7
        for _ in range(2):
            batches.begin_epoch()
            while not batches.finished:
                batch = batches.next()
                assert batch is not None
                drawn.append((batch[0].copy(), batch[1].copy()))
        return drawn

    copied = epochs()
    monkeypatch.setattr("playground.training.batches._LARGE", 0)
    for before, after in zip(copied, epochs(), strict=True):
        np.testing.assert_array_equal(before[0], after[0])
        np.testing.assert_array_equal(before[1], after[1])
