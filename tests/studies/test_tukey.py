"""Simultaneous intervals: the quantiles of published tables, and tables with and without gaps."""

import math

import numpy as np
import pytest

from playground.studies.tukey import compare, own_bar, repeats_needed, studentized_range_quantile


@pytest.mark.parametrize(
    ("count", "freedom", "published"),
    [
        (2, 1, 17.97),
        (20, 1, 59.56),
        (2, 2, 6.085),
        (3, 2, 8.331),
        (4, 3, 6.825),
        (2, 4, 3.926),
        (10, 5, 6.995),
        (3, 10, 3.877),
        (7, 10, 5.124),
        (2, 19, 2.960),
        (10, 20, 5.008),
        (5, 24, 4.166),
        (7, 24, 4.541),
        (20, 60, 5.241),
        (10, 120, 4.560),
        (2, math.inf, 2.772),
        (5, math.inf, 3.858),
        (20, math.inf, 5.012),
    ],
)
def test_that_quantiles_are_those_of_published_tables(count: int, freedom: float, published: float) -> None:
    assert studentized_range_quantile(count, freedom) == pytest.approx(published, rel=2e-4)


@pytest.mark.parametrize(("count", "freedom", "published"), [(3, 10, 5.270), (2, 5, 5.702), (10, math.inf, 5.157)])
def test_that_other_levels_are_those_of_published_tables(count: int, freedom: float, published: float) -> None:
    assert studentized_range_quantile(count, freedom, 0.99) == pytest.approx(published, rel=2e-4)


def test_that_two_settings_have_the_interval_of_a_paired_t_test() -> None:
    one, other = np.array([0.80, 0.84, 0.79, 0.90, 0.85]), np.array([0.83, 0.85, 0.84, 0.91, 0.90])
    found = compare(np.array([one, other]))
    difference = other - one
    half = 2.7764451 * difference.std(ddof=1) / math.sqrt(5)  # Student's quantile with 4 degrees of freedom.
    assert found.differences[1, 0] == pytest.approx(difference.mean())
    assert found.half[1, 0] == pytest.approx(half, rel=1e-4)
    assert bool(found.surely_above[1, 0]) == (difference.mean() > half)
    assert 2 * found.bars == pytest.approx([half, half], rel=1e-4)


def test_that_hard_repeats_cost_no_certainty() -> None:
    random = np.random.RandomState(0)
    scores = random.randn(4, 6) * 0.01
    hard = scores + random.randn(6)
    np.testing.assert_allclose(compare(hard).half, compare(scores).half)
    np.testing.assert_allclose(compare(hard).differences, compare(scores).differences, atol=1e-12)


def test_that_a_gap_is_filled_by_what_its_repeat_and_setting_tell() -> None:
    settings, repeats = np.array([0.7, 0.8, 0.9]), np.array([-0.2, 0.0, 0.1, 0.05])
    scores = settings[:, None] + repeats
    scores[0, 0] = scores[2, 3] = math.nan  # The easiest and the hardest: raw means would be off.
    found = compare(scores)
    assert found.freedom == 10 - 3 - 4 + 1
    np.testing.assert_allclose(found.differences, settings[:, None] - settings, atol=1e-12)


def test_that_a_gap_widens_the_intervals_of_its_setting() -> None:
    scores = np.random.RandomState(1).randn(3, 4)
    full = compare(scores)
    scores[0, 0] = math.nan
    holed = compare(scores)
    assert holed.half[0, 1] / holed.deviation > full.half[0, 1] / full.deviation
    assert holed.half[0, 1] > holed.half[1, 2]


def test_that_settings_that_share_no_repeat_are_not_compared() -> None:
    found = compare(np.array([[0.9, 0.8, math.nan, math.nan], [math.nan, math.nan, 0.5, 0.6], [math.nan] * 4]))
    assert np.isinf(found.half[0, 1])
    assert not found.surely_above.any()
    assert found.count == 2
    assert np.isnan(found.differences[2, 0])


def test_that_the_overlap_of_splits_widens_and_more_splits_do_not_help_for_ever() -> None:
    scores = np.random.RandomState(2).randn(3, 10)
    plain, wide = compare(scores), compare(scores, overlap=0.25)
    assert wide.half[0, 1] / plain.half[0, 1] == pytest.approx(math.sqrt((0.1 + 0.25) / 0.1))
    assert repeats_needed(0.02, 3, 0.02) is not None
    assert repeats_needed(0.02, 3, 0.02, overlap=0.25) is None


def test_that_scores_that_do_not_vary_may_do_so_within_a_sample() -> None:
    scores = np.array([[0.5] * 4, [0.75] * 4])
    assert compare(scores).half[0, 1] == 0
    assert 0 < compare(scores, grain=0.25).half[0, 1] < 0.25
    assert compare(scores, grain=0.25).surely_above[1, 0]


def test_that_the_repeats_needed_are_just_enough() -> None:
    needed = repeats_needed(0.0141, 7, 0.02)
    assert needed is not None
    half = [studentized_range_quantile(7, 6 * (n - 1)) * 0.0141 / math.sqrt(n) for n in (needed - 1, needed)]
    assert half[1] < 0.02 <= half[0]


def test_that_a_setting_that_varies_alone_has_a_bar_of_its_own() -> None:
    assert math.isinf(own_bar(np.array([0.5, math.nan]), count=3))
    assert own_bar(np.array([0.5, 0.9, 0.5, 0.9]), count=2) == pytest.approx(
        studentized_range_quantile(2, 3) / 2 * np.std([0.5, 0.9, 0.5, 0.9], ddof=1) / 2
    )
