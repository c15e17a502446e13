"""Ranges that grow in steps, and ticks that are few and round."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.app.curves.bare_plot import stacked
from playground.app.words.numbers import count_text, loss_text, percent_text, round_step, round_up, tick_texts
from playground.training.scales import (
    Axis,
    LinearScale,
    LogScale,
    PercentScale,
    RatioScale,
    Scale,
    epoch_axis,
    last_epoch,
)

SCALES: list[Scale] = [LinearScale(), LogScale(), PercentScale(), RatioScale()]


def texts(axis: Axis) -> list[str]:
    return [text for _, text in axis.ticks]


@pytest.mark.parametrize(("value", "up"), [(0.6, 1), (1, 1), (1.01, 2), (3, 5), (20, 20), (501, 1000), (0.03, 0.05)])
def test_that_rounding_up_stops_at_1_2_and_5(value: float, up: float) -> None:
    assert round_up(value) == pytest.approx(up)


def test_that_a_step_leaves_at_most_so_many_pieces() -> None:
    assert round_step(100, 4) == 50
    assert round_step(100, 5) == 20


def test_that_quarters_of_a_run_are_its_ticks() -> None:
    assert texts(epoch_axis(10_000)) == ["0", "2,500", "5,000", "7,500", "10,000"]
    assert texts(epoch_axis(10_000, 2)) == ["0", "5,000", "10,000"]


@given(st.integers(1, 10**7), st.integers(1, 4))
def test_that_the_ticks_of_epochs_are_few_and_whole(end: int, pieces: int) -> None:
    axis = epoch_axis(end, pieces)
    assert (axis.low, axis.high) == (0, end)
    assert 1 <= len(axis.ticks) <= pieces + 1
    assert all(place == int(place) <= end for place, _ in axis.ticks)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_that_a_run_is_shown_to_its_planned_end_from_the_first_epoch_on(planned: int, reached: int) -> None:
    assert last_epoch(planned, min(reached, planned)) == planned
    assert reached <= last_epoch(planned, reached) <= max(planned, 10, 1.5 * reached)


def test_that_an_axis_beyond_the_planned_end_grows_in_few_steps() -> None:
    ends = [last_epoch(100, epoch) for epoch in range(100, 1_001)]
    assert ends == sorted(ends)
    assert len(set(ends)) <= 12


def test_that_a_run_that_stopped_by_itself_ends_where_it_stopped() -> None:
    assert last_epoch(10_000, 3_412, over=True) == 4_000
    assert last_epoch(10_000, 21, over=True) == 25
    assert last_epoch(10_000, 3, over=True) == 10
    assert last_epoch(10_000, 9_990, over=True) == 10_000
    assert last_epoch(4, 2, over=True) == 4, "never beyond what was planned"


def test_that_runs_behind_are_whole() -> None:
    assert last_epoch(1_000, 3, [400, 900]) == 1_000
    assert last_epoch(1_000, 3, [400, 2_300]) == 2_300
    assert last_epoch(1_000, 21, [800], over=True) == 800
    assert last_epoch(1_000, 1_000, [1_700], over=True) == 1_700


def test_that_a_run_is_no_sliver_beside_one_that_was_much_longer() -> None:
    assert last_epoch(100, 3, [100_000]) == 100
    assert last_epoch(100, 3, [100_000, 300]) == 300


@given(st.lists(st.tuples(st.floats(-50, 300), st.sampled_from([13.0, 26.0])), max_size=5))
def test_that_labels_keep_apart_and_inside(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [at for at, _ in labels], [height for _, height in labels]
    tops = stacked(wanted, heights, 200)
    spans = sorted((top, top + height) for top, height in zip(tops, heights, strict=True))
    assert all(top >= 0 and bottom <= 200 for top, bottom in spans)
    assert all(after >= before - 1e-9 for (_, before), (after, _) in itertools.pairwise(spans))


def test_that_a_label_with_room_stands_where_it_belongs() -> None:
    assert stacked([20, 120], [26, 26], 200) == [20, 120]
    assert stacked([20, 30], [26, 26], 200) == [20, 46]
    assert stacked([190, 180], [26, 26], 200) == [174, 148]


@pytest.mark.parametrize(
    ("values", "step", "texts"),
    [
        ([0, 200_000, 400_000], 200_000, ["0", "200,000", "400,000"]),
        ([-0.5, 0.0, 0.5], 0.5, ["−0.5", "0", "0.5"]),
        ([0.25, 0.5], 0.25, ["0.25", "0.5"]),
        ([100_000.2, 100_000.4], 0.2, ["100,000.2", "100,000.4"]),
        ([1990, 2000], 10, ["1,990", "2,000"]),
        ([12_345_000, 12_346_000], 1000, ["1.2345e7", "1.2346e7"]),
        ([0, 2.5e8, 5e8], 2.5e8, ["0", "2.5e8", "5e8"]),
        ([-2e-7, 0, 2e-7], 2e-7, ["−2e-7", "0", "2e-7"]),
    ],
)
def test_that_ticks_have_every_digit_that_tells_them_apart(values: list[float], step: float, texts: list[str]) -> None:
    assert tick_texts(values, step) == texts


@given(st.floats(1e-9, 1e12), st.integers(-10_000, 10_000), st.integers(2, 6))
def test_that_no_two_ticks_read_alike(span: float, first: int, count: int) -> None:
    step = round_step(span, 1, (1, 2, 2.5, 5))
    assert len(set(tick_texts([(first + n) * step for n in range(count)], step))) == count


def test_that_large_losses_have_room_beside_their_plot() -> None:
    assert texts(LinearScale().axis(0.2, 8e5)) == ["0", "2e5", "4e5", "6e5", "8e5"]


@given(st.floats(1e-11, 1e8), st.floats(1, 1e9))
def test_that_every_scale_has_its_values_inside_and_few_ticks(low: float, factor: float) -> None:
    for scale in SCALES:
        share = isinstance(scale, PercentScale)
        small, large = (min(low, 1.0), min(low * factor, 1.0)) if share else (low, low * factor)
        axis = scale.axis(small, large)
        placed = scale.place([small, large])
        assert axis.high > axis.low
        assert 1 <= len(axis.ticks) <= 6
        if not isinstance(scale, RatioScale):
            assert axis.low - 1e-9 <= placed[0] <= placed[1] <= axis.high + 1e-9


def test_that_the_loss_of_petals_reads_as_in_a_textbook() -> None:
    assert texts(LogScale().axis(0.2289, 0.6931)) == ["0.2", "0.3", "0.5", "0.7"]
    assert texts(LinearScale().axis(0.2289, 0.6931)) == ["0", "0.2", "0.4", "0.6", "0.8"]


def test_that_many_decades_have_powers_of_ten() -> None:
    assert texts(LogScale().axis(1e-5, 0.5)) == ["1e-5", "1e-4", "0.001", "0.01", "0.1"]


def test_that_a_loss_of_nothing_has_a_place_on_a_logarithmic_scale() -> None:
    assert LogScale().place([0.0]).tolist() == [-12]
    assert math.isfinite(LogScale().axis(0, 0).low)


def test_that_a_layer_that_does_not_move_has_no_ratio_to_draw() -> None:
    assert np.isnan(RatioScale().place([0.0])[0])


def test_that_the_healthy_ratio_is_always_in_sight() -> None:
    for low, high in ((1e-4, 1e-2), (0.5, 3), (1e-9, 1e-8)):
        axis = RatioScale().axis(low, high)
        assert axis.low < -3 < axis.high


def test_that_accuracy_shows_the_half_that_matters() -> None:
    assert texts(PercentScale().axis(0.52, 0.9)) == ["50 %", "75 %", "100 %"]
    assert texts(PercentScale().axis(0.1, 0.9)) == ["0 %", "25 %", "50 %", "75 %", "100 %"]


def test_that_figures_are_written_short_and_steady() -> None:
    assert [loss_text(v) for v in (0.22891, 0.0, 3e-5, 12345.0, math.nan, None)] == [
        "0.2289",
        "0.0000",
        "3.0e-5",
        "1.2e4",
        "–",
        "–",
    ]
    assert percent_text(0.905) == "90.5 %"
    assert count_text(10_000) == "10,000"
