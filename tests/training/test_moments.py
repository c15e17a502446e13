"""The past of a run: evenly spaced, within its memory, exact."""

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import change, load
from playground.training import Moments, Run

MOMENT = 8 * 3
"""Bytes of the moments below."""


def vector(epoch: int) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return {"numbers": np.full(3, float(epoch))}


def go_on(moments: Moments, start: int, stop: int) -> None:
    """Add the epochs from `start` up to and without `stop`, looking at every one."""
    for epoch in range(start, stop):
        moments.add(epoch, vector(epoch))
        check(moments, epoch)


def check(moments: Moments, newest: int) -> None:
    """Evenly spaced from 0 to within a stride of the newest, within both limits, and what was added."""
    epochs = moments.epochs
    assert epochs[0] == 0
    assert moments.nbytes == MOMENT * len(epochs) <= moments.bytes_limit
    assert len(epochs) <= moments.count_limit
    gaps = np.diff([*epochs, newest])
    if len(epochs) > 1:
        assert gaps[:-1].max() <= 2 * gaps[:-1].min()
        assert gaps[-1] < gaps[0]


def check_contents(moments: Moments) -> None:
    for epoch in moments.epochs:
        found = moments.nearest(epoch)
        assert found is not None
        assert found[0] == epoch
        np.testing.assert_array_equal(found[1]["numbers"], vector(epoch)["numbers"])


limits = st.tuples(st.integers(MOMENT, 20 * MOMENT), st.integers(1, 20))


@given(limits, st.integers(1, 300), st.lists(st.tuples(st.floats(0, 1), st.integers(1, 150)), max_size=4))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_that_moments_stay_even_and_bounded_through_any_branches(
    limit: tuple[int, int], epochs: int, branches: list[tuple[float, int]]
) -> None:
    moments = Moments(*limit)
    go_on(moments, 0, epochs)
    check_contents(moments)
    for share, more in branches:
        back = int(share * (epochs - 1))
        moments.truncate(back)
        assert max(moments.epochs) <= back
        check(moments, max(moments.epochs))
        epochs = back + 1 + more
        go_on(moments, back + 1, epochs)
        check_contents(moments)


@given(st.integers(2, 20), st.integers(1, 300))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_that_what_has_been_full_stays_at_least_half_full(count: int, epochs: int) -> None:
    moments = Moments(count_limit=count)
    go_on(moments, 0, epochs)
    assert len(moments.epochs) >= min(epochs, count // 2)


@given(limits, st.integers(1, 300), st.floats(-5, 400))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_that_the_nearest_moment_is_the_nearest_and_of_two_the_earlier(
    limit: tuple[int, int], epochs: int, wanted: float
) -> None:
    moments = Moments(*limit)
    go_on(moments, 0, epochs)
    found = moments.nearest(wanted)
    assert found is not None
    assert found[0] == min(moments.epochs, key=lambda epoch: abs(epoch - wanted))


def test_that_every_epoch_is_kept_until_there_is_no_room_and_then_every_second() -> None:
    moments = Moments(bytes_limit=4 * MOMENT)
    go_on(moments, 0, 4)
    seen = [moments.epochs]
    for start, stop in ((4, 6), (6, 9)):
        go_on(moments, start, stop)
        seen.append(moments.epochs)
    assert seen == [(0, 1, 2, 3), (0, 2, 4), (0, 4, 8)]


def test_that_a_branch_near_the_beginning_is_kept_as_finely_as_a_new_run() -> None:
    moments = Moments(count_limit=8)
    go_on(moments, 0, 1000)
    moments.truncate(3)
    go_on(moments, 4, 17)
    assert list(moments.epochs) == [0, 4, 8, 12, 16]
    moments.truncate(0)
    go_on(moments, 1, 4)
    assert list(moments.epochs) == [0, 1, 2, 3]


def test_that_a_moment_is_a_copy_of_all_its_vectors() -> None:
    moments, values, running = Moments(), np.ones(3), np.zeros(2, np.float32)
    moments.add(0, {"values": values, "running": running})
    values[:] = running[:] = 7.0
    found = moments.nearest(12)
    assert found is not None
    epoch, arrays = found
    assert epoch == 0
    np.testing.assert_array_equal(arrays["values"], [1, 1, 1])
    np.testing.assert_array_equal(arrays["running"], [0, 0])
    assert moments.nbytes == 3 * 8 + 2 * 4


def test_that_nothing_is_kept_where_not_even_one_moment_fits() -> None:
    moments = Moments(bytes_limit=MOMENT - 1)
    for epoch in range(20):
        moments.add(epoch, vector(epoch))
    assert (moments.epochs, moments.nbytes, moments.nearest(3)) == ((), 0, None)


def test_that_forgetting_all_begins_anew_at_every_epoch() -> None:
    moments = Moments(count_limit=4)
    go_on(moments, 0, 100)
    moments.truncate(-1)
    assert (moments.epochs, moments.nbytes, moments.nearest(3)) == ((), 0, None)
    go_on(moments, 0, 3)
    assert moments.epochs == (0, 1, 2)


def test_that_an_epoch_out_of_order_is_refused_in_words() -> None:
    moments = Moments()
    go_on(moments, 0, 5)
    with pytest.raises(ValueError, match="epoch 4 does not come after epoch 4, which is kept"):
        moments.add(4, vector(4))
    with pytest.raises(ValueError, match="count_limit must be at least 1"):
        Moments(count_limit=0)


def test_that_a_million_epochs_cost_next_to_nothing() -> None:
    moments, values = Moments(count_limit=64), {"values": np.zeros(1000)}
    began = time.perf_counter()
    for epoch in range(1_000_000):
        moments.add(epoch, values)
    assert 32 <= len(moments.epochs) <= 64
    # A tenth of it is usual; the rest is for a busy machine.
    assert time.perf_counter() - began < 2.0


def test_that_a_moment_brings_a_run_back_to_the_bit() -> None:
    experiment = change(load("petals"), {"network.layers.0.batch_norm": True})
    run, moments = Run(experiment), Moments(count_limit=8)
    for epoch in range(20):
        moments.add(epoch, {"values": run.network.values, "running": run.network.running_values})
        run.epoch()
    found = moments.nearest(13)
    assert found is not None
    epoch, arrays = found
    assert epoch == 12
    run.network.restore(dict(arrays))
    again = Run(experiment)
    again.train(epochs=epoch)
    points = run.dataset.train.points
    np.testing.assert_array_equal(run.predict(points), again.predict(points))


@pytest.mark.parametrize("changes", [{}, {"training.optimizer.kind": "adam", "training.batch_size": 50}])
def test_that_a_restored_run_goes_over_its_way_again_for_the_moments(changes: dict[str, Any]) -> None:
    experiment = change(load("petals"), changes)
    run, restored = Run(experiment), Run(experiment)
    run.train(epochs=60)
    restored.restore(run.state())
    assert restored.moments.at_or_before(59) is None or restored.moments.at(20) is None
    assert not restored.retrace(lambda: True) and not restored.retrace(seconds=0)
    assert restored.retrace()
    for epoch in (0, 20, 60):
        told, wanted = restored.moments.at(epoch), run.moments.at(epoch)
        assert told is not None and wanted is not None
        assert all(np.array_equal(told[name], wanted[name]) for name in wanted)
    restored.network.parameters["layer1.weight"][0, 0] += 1.0
    moments = restored.moments
    assert not restored.retrace() and restored.moments is moments, "it has come another way"
