"""Ranges that grow in steps, and ticks that are few and round."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.app.curves.scales import Axis, LinearScale, LogScale, PercentScale, RatioScale, Scale, epoch_axis
from playground.app.words.numbers import count_text, loss_text, percent_text, round_step, round_up

SCALES: list[Scale] = [LinearScale(), LogScale(), PercentScale(), RatioScale()]


def texts(axis: Axis) -> list[str]:
    return [text for _, text in axis.ticks]


@pytest.mark.parametrize(("value", "up"), [(0.6, 1), (1, 1), (1.01, 2), (3, 5), (20, 20), (501, 1000), (0.03, 0.05)])
def test_that_rounding_up_stops_at_1_2_and_5(value: float, up: float) -> None:
    assert round_up(value) == pytest.approx(up)


def test_that_a_step_leaves_at_most_so_many_pieces() -> None:
    assert round_step(100, 4) == 50
    assert round_step(100, 5) == 20


def test_that_a_run_under_way_is_shown_over_all_its_epochs() -> None:
    axis = epoch_axis(3412, 10_000)
    assert axis.high == 10_000
    assert texts(axis) == ["0", "2,500", "5,000", "7,500", "10,000"]


def test_that_a_start_is_not_squeezed_into_a_few_pixels() -> None:
    assert epoch_axis(0, 10_000).high == 20
    assert epoch_axis(300, 100_000).high == 500
    assert epoch_axis(12_500, 100_000).high == 100_000


def test_that_the_epoch_axis_grows_in_few_steps_and_never_shrinks() -> None:
    ends = [epoch_axis(epoch, 100_000).high for epoch in range(0, 100_001, 7)]
    assert ends == sorted(ends)
    assert len(set(ends)) <= 12


def test_that_a_run_beyond_its_epochs_is_still_inside() -> None:
    assert epoch_axis(1200, 1000).high == 2000


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_that_epochs_are_inside_and_their_ticks_few_and_whole(epoch: int, epochs: int) -> None:
    axis = epoch_axis(epoch, epochs)
    assert axis.high >= min(epoch, epochs)
    assert 2 <= len(axis.ticks) <= 6
    assert all(place == int(place) for place, _ in axis.ticks)


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
