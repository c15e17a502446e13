"""Axes of a study's charts."""

import pytest

from playground.app.studies.axes import category_axis, share_axis, value_axis


@pytest.mark.parametrize(("low", "high"), [(0.58, 0.95), (0.9, 0.91), (0.0, 1.0), (0.5, 0.5), (0.999, 1.0)])
def test_that_shares_have_few_round_ticks_about_all_of_them(low: float, high: float) -> None:
    axis = share_axis(low, high)
    assert axis.low <= 100 * low <= 100 * high <= axis.high + 1e-9
    assert 0 <= axis.low < axis.high <= 100
    assert 2 <= len(axis.ticks) <= 7
    assert all(text.endswith(" %") for _, text in axis.ticks)


@pytest.mark.parametrize(("low", "high"), [(0.0021, 0.0066), (-3, 12), (5, 5), (0, 0), (1e6, 1.1e6)])
def test_that_values_have_room(low: float, high: float) -> None:
    axis = value_axis(low, high)
    assert axis.low <= low <= high <= axis.high
    assert 2 <= len(axis.ticks) <= 8


def test_that_names_are_left_out_where_there_is_no_room() -> None:
    assert [text for _, text in category_axis(list("abcdef"), 3).ticks] == ["a", "c", "e"]
