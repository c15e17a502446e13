"""Curves in bounded memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.training.thinned_series import CAPACITY, ThinnedSeries


def filled(values: object, capacity: int = CAPACITY, chunk: int = 10**9) -> ThinnedSeries:
    series = ThinnedSeries(capacity)
    numbers = np.asarray(values, float)
    for start in range(0, len(numbers), chunk):
        part = numbers[start : start + chunk]
        series.append(np.arange(start, start + len(part)), part)
    return series


def test_that_a_short_curve_is_kept_as_it_is() -> None:
    x, y = filled([3, 1, 2]).points()
    assert x.tolist() == [0, 1, 2]
    assert y.tolist() == [3, 1, 2]


@pytest.mark.parametrize("epochs", [499, 500, 5000, 100_000])
def test_that_no_curve_has_a_thousand_points(epochs: int) -> None:
    x, _ = filled(np.sin(np.arange(epochs))).points()
    assert 250 <= len(x) < 1000
    assert np.all(np.diff(x) > 0)


def test_that_a_single_peak_survives_any_thinning() -> None:
    values = np.ones(200_000)
    values[123_456], values[77] = 9, -9
    x, y = filled(values, chunk=37).points()
    assert x[y == 9].tolist() == [123_456]
    assert x[y == -9].tolist() == [77]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(1, 40))
def test_that_how_values_arrive_makes_no_difference(values: list[float], chunk: int) -> None:
    at_once, in_parts = filled(values, 16), filled(values, 16, chunk)
    assert np.array_equal(at_once.points()[0], in_parts.points()[0])
    assert np.array_equal(at_once.points()[1], in_parts.points()[1])
    assert at_once.extremes() == (min(values), max(values))


def test_that_absent_and_infinite_values_are_left_out() -> None:
    series = filled([np.nan, 1, np.inf, 2, -np.inf])
    assert series.points()[0].tolist() == [1, 3]
    assert series.extremes() == (1, 2)


def test_that_an_empty_curve_has_nothing_to_draw_or_tell() -> None:
    series = filled([np.nan])
    assert len(series.points()[0]) == 0
    assert series.value_at(0) is None
    assert series.extremes() is None


def test_that_values_are_read_to_the_accuracy_of_a_bucket() -> None:
    series = filled(np.arange(20_000.0))
    assert series.width == 64
    for epoch in (0, 1234, 19_999):
        value = series.value_at(epoch)
        assert value is not None
        assert abs(value - epoch) <= series.width


def test_that_nothing_is_read_beyond_the_ends() -> None:
    series = filled([1, 2, 3])
    assert series.value_at(2) == 3
    assert series.value_at(4) is None
    assert series.value_at(-2) is None


def test_that_a_run_that_went_back_replaces_what_came_after() -> None:
    series = filled([0, 1, 2, 3, 4])
    series.append([3, 4], [30, 40])
    assert series.points()[1].tolist() == [0, 1, 2, 30, 40]


def test_that_a_cleared_curve_begins_at_full_detail() -> None:
    series = filled(np.arange(5000.0))
    series.clear()
    series.append([0], [7])
    assert series.width == 1
    assert series.points()[1].tolist() == [7]
