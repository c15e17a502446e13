"""Judging tables of scores: by simulation, as far as a few hundred studies tell; `benchmarks/long` has thousands."""

import math

import numpy as np
import pytest
from numpy.random import RandomState

from playground.studies.judgement import Judgement, find_stuck, judge
from tests.studies.simulated import BASE, claims, judged, share, table

STUDIES = 250
CHANCE = 3 * math.sqrt(0.05 * 0.95 / STUDIES)
"""By so much so few studies may be above 5 in 100 without saying anything."""
sizes = pytest.mark.parametrize("settings", [2, 7])
repeats = pytest.mark.parametrize("repeats", [5, 20])


@sizes
@repeats
def test_that_where_settings_are_alike_hardly_any_difference_is_claimed(settings: int, repeats: int) -> None:
    found = list(judged(STUDIES, [0.0] * settings, repeats))
    assert share(map(claims, found)) <= 0.05 + CHANCE
    assert not any(each.stuck.any() for each in found)
    if repeats == 20:
        smaller = share(each.enough is not None and each.enough < settings - 1 for each in found)
        assert smaller >= 0.8


@sizes
@repeats
def test_that_a_setting_that_is_five_points_worse_is_found_and_not_called_enough(settings: int, repeats: int) -> None:
    found = list(judged(STUDIES, [-0.05] + [0.0] * (settings - 1), repeats))
    assert share(each.enough == 0 for each in found) <= 0.05
    assert share(0 in each.worse for each in found) >= 0.8


@sizes
@pytest.mark.parametrize("samples", [50, 400])
def test_that_accuracies_that_are_counted_change_nothing_of_that(settings: int, samples: int) -> None:
    assert share(map(claims, judged(STUDIES, [0.0] * settings, 5, samples=samples))) <= 0.05 + CHANCE
    worse = list(judged(STUDIES, [-0.05] + [0.0] * (settings - 1), 20, samples=samples))
    assert share(each.enough == 0 for each in worse) <= 0.05


@sizes
def test_that_trials_that_are_lost_change_nothing_of_that(settings: int) -> None:
    assert share(map(claims, judged(STUDIES, [0.0] * settings, 8, lost=0.2))) <= 0.05 + CHANCE
    worse = list(judged(STUDIES, [-0.05] + [0.0] * (settings - 1), 20, lost=0.2))
    assert share(each.enough == 0 for each in worse) <= 0.05
    assert share(0 in each.worse for each in worse) >= 0.8


def test_that_small_settings_that_vary_more_hide_nothing_of_the_others() -> None:
    """As with petals: one and two neurons are far behind, and scatter."""
    random, found = RandomState(3), []
    for _ in range(STUDIES):
        scores = table(random, np.array([-0.25, -0.27] + [0.0] * 5), 8)
        scores[:2] += 0.04 * random.randn(2, 8)
        found.append(judge(scores, order=np.arange(7.0), base_rate=BASE))
    alike = [np.ix_(group, group) for group in (range(2), range(2, 7))]
    assert share(any(each.contrasts.surely_above[pair].any() for pair in alike) for each in found) <= 0.05 + CHANCE
    assert all({0, 1} <= set(each.worse) for each in found)


@sizes
@repeats
def test_that_starts_that_stay_stuck_are_told_from_those_that_do_not(settings: int, repeats: int) -> None:
    random, told = RandomState(4), []
    for _ in range(60):
        scores = table(random, np.zeros(settings), repeats)
        stuck = np.zeros(scores.shape, bool)
        stuck[0, random.permutation(repeats)[: repeats // 2]] = True
        scores[stuck] = BASE + 0.02 * random.randn(int(stuck.sum()))
        found = judge(scores, order=np.arange(settings, dtype=np.float64), base_rate=BASE)
        np.testing.assert_array_equal(found.stuck, stuck)
        told.append(found.able == 0)
        assert found.enough != 0 or 1 in found.worse
    assert share(iter(told)) > 0.8


def test_that_a_network_that_can_do_it_at_times_is_beside_one_that_always_does() -> None:
    scores = np.array([[0.67, 0.90, 0.91, 0.66, 0.90], [0.90, 0.91, 0.91, 0.90, 0.90], [0.90, 0.90, 0.91, 0.91, 0.90]])
    found = judge(scores, order=np.array([3.0, 5.0, 10.0]), base_rate=BASE)
    assert found.stuck.sum(axis=1).tolist() == [2, 0, 0]
    assert (found.able, found.enough, found.steady, found.chosen) == (0, 1, 1, 1)


def test_that_hard_data_are_no_ones_fault() -> None:
    scores = np.array([[0.90, 0.91, 0.75, 0.90], [0.91, 0.90, 0.77, 0.91], [0.92, 0.91, 0.76, 0.90]])
    assert not find_stuck(scores, BASE).any()
    scores[0, 1] = 0.55
    assert find_stuck(scores, BASE).tolist()[0] == [False, True, False, False]


def test_that_a_lower_group_of_starts_is_told_without_a_base_rate_where_it_is_very_clear() -> None:
    scores = np.array([[0.95, 0.80, 0.951, 0.801, 0.949, 0.95], [0.951, 0.95, 0.95, 0.949, 0.95, 0.951]])
    assert find_stuck(scores).sum(axis=1).tolist() == [2, 0]
    assert not find_stuck(scores + np.array([[0, 0.1, 0, 0.1, 0, 0], [0] * 6])).any()


def test_that_equal_scores_make_the_smallest_enough() -> None:
    found = judge(np.full((3, 4), 0.9), order=np.arange(3.0), grain=0.01)
    assert (found.enough, found.worse, found.sufficient, found.alike) == (0, (), (0, 1, 2), True)


def test_that_a_single_repeat_shows_nothing() -> None:
    found = judge(np.array([[0.5], [0.9]]), order=np.arange(2.0))
    assert (found.best, found.enough, found.worse, found.needed) == (1, None, (), None)
    assert np.isinf(found.contrasts.half[0, 1])


def test_that_tables_with_next_to_nothing_in_them_are_judged_too() -> None:
    nothing = judge(np.full((2, 3), math.nan), order=np.arange(2.0))
    assert (nothing.best, nothing.rivals) == (None, ())
    one = judge(np.array([[math.nan] * 3, [0.9, 0.91, 0.92]]), order=np.arange(2.0))
    assert (one.best, one.enough, one.worse) == (1, None, ())
    apart = judge(np.array([[math.nan, 0.9], [0.8, math.nan]]), order=np.arange(2.0))
    assert (apart.enough, apart.worse) == (None, ())


def test_that_the_margin_can_be_changed_and_is_one_sample_at_least() -> None:
    scores = np.array([[0.90, 0.91, 0.90, 0.91], [0.93, 0.94, 0.93, 0.94], [0.93, 0.94, 0.93, 0.94]])

    def enough(**settings: float) -> int | None:
        return judge(scores, order=np.arange(3.0), **settings).enough  # type: ignore[arg-type]

    assert (enough(), enough(margin=0.05), enough(grain=0.1)) == (1, 0, 0)


def test_that_the_costliest_is_best_and_never_enough() -> None:
    scores = np.array([[0.70, 0.71, 0.70], [0.90, 0.91, 0.91]])
    found = judge(scores, order=np.arange(2.0))
    assert (found.best, found.enough, found.worse, found.rivals) == (1, None, (0,), (1,))


def decided(found: Judgement) -> bool:
    return found.enough is not None or len(found.rivals) == 1


def test_that_as_many_repeats_as_are_said_to_tell_mostly_do() -> None:
    random = RandomState(5)
    undecided, later = 0, 0
    for _ in range(60):
        truth = np.zeros(4)
        found = judge(table(random, truth, 5), order=np.arange(4.0))
        if not decided(found) and found.needed is not None:
            undecided += 1
            later += decided(judge(table(random, truth, found.needed), order=np.arange(4.0)))
    assert undecided > 20
    assert later > undecided / 2
