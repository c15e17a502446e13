"""Numbers as people read them."""

import math
import re
from collections.abc import Callable

import pytest

from playground.app.words import numbers
from playground.app.words.numbers import ABSENT, power_text, precise_text, short_text, term_text, two_digits

WRITERS: tuple[Callable[[float], str], ...] = (
    numbers.loss_text,
    numbers.figure_text,
    numbers.value_text,
    numbers.error_text,
    numbers.percent_text,
    power_text,
    short_text,
    precise_text,
    term_text,
    two_digits,
)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_that_every_writer_has_one_sign_for_what_is_not_finite(write: Callable[[float], str]) -> None:
    assert [write(value) for value in (math.nan, math.inf, -math.inf)] == [ABSENT] * 3


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_that_every_writer_has_a_true_minus_and_plain_powers(write: Callable[[float], str]) -> None:
    for value in (-1.5, -1e-7, -1e9, 1e9):
        written = write(value)
        assert not re.search(r"e\+|e-?0\d", written)
        assert not written.startswith("-")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.406, "0.41"), (-0.07, "−0.07"), (-0.001, "0.00"), (11.5, "11.50"), (-123.4, "−123.4"), (1e7, "1e7")],
)
def test_that_numbers_in_the_diagram_are_short(value: float, written: str) -> None:
    assert short_text(value) == written


def test_that_a_number_looked_at_alone_has_three_places() -> None:
    assert [precise_text(each) for each in (1.2341, -0.00001, 0.0, -0.0)] == ["1.234", "−1.000e-5", "0.000", "0.000"]


def test_that_two_digits_take_little_room() -> None:
    assert [two_digits(each) for each in (0.456, 0.0, 17_234.0, -321.0)] == ["0.46", "0", "1.7e4", "−321"]
