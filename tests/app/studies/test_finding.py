"""The finding says what the results say."""

from collections.abc import Callable
from typing import Any

from playground.app.studies.finding import finding

Maker = Callable[..., Any]


def test_that_a_smaller_network_as_good_within_the_spread_is_named(board_of: Maker) -> None:
    board, subject = board_of({1: [0.5, 0.52], 3: [0.89, 0.91], 20: [0.90, 0.93]})
    assert finding(board, subject, "test_accuracy") == (
        "Best mean test accuracy 91.5 % at 20 neurons; "
        "within one standard deviation of it, with 13 parameters instead of 81: 3 neurons."
    )


def test_that_a_clear_winner_is_told_as_one(board_of: Maker) -> None:
    board, subject = board_of({1: [0.5, 0.52], 3: [0.89, 0.91]})
    assert finding(board, subject, "test_accuracy") == (
        "Best mean test accuracy 90.0 % at 3 neurons; no other is within one standard deviation of it."
    )


def test_that_a_single_seed_is_not_taken_for_certain(board_of: Maker) -> None:
    board, subject = board_of({1: [0.5], 3: [0.9]})
    assert finding(board, subject, "test_accuracy").endswith("a single seed, so small differences may be chance.")


def test_that_equal_results_are_not_ranked(board_of: Maker) -> None:
    board, subject = board_of({1: [0.5], 3: [0.5]})
    assert finding(board, subject, "test_accuracy").startswith("Nothing tells them apart")


def test_that_one_group_alone_is_no_finding(board_of: Maker) -> None:
    board, subject = board_of({1: [0.5], 3: []})
    assert finding(board, subject, "test_accuracy") == ""
