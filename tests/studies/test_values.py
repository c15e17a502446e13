"""Values as typed: lists, ranges, logarithmic ranges, names; and what is refused, in one line."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import Setting, UserError, load, setting
from playground.studies import LogUniform, OneOf, as_text, parse_draw, parse_values

PETALS = load("petals")
UNITS, RATE = "network.layers.0.units", "training.optimizer.learning_rate"


def declared(path: str) -> Setting:
    return setting(PETALS, path)


@pytest.mark.parametrize(
    ("path", "text", "values"),
    [
        (UNITS, "1-5, 10, 20", (1, 2, 3, 4, 5, 10, 20)),
        (UNITS, "1..3", (1, 2, 3)),
        (UNITS, "3,3,1-4", (3, 1, 2, 4)),
        (UNITS, "1-10 step 4", (1, 5, 9)),
        (UNITS, "1..1000 log 4", (1, 10, 100, 1000)),
        (UNITS, "4..5 log 9", (4, 5)),
        (RATE, "0.001..1 log 7", (0.001, 0.00316228, 0.01, 0.0316228, 0.1, 0.316228, 1.0)),
        (RATE, "1e-3-1e-1 in 3", (0.001, 0.0505, 0.1)),
        (RATE, "0.1..1 step 0.25", (0.1, 0.35, 0.6, 0.85)),
        (RATE, "1, .5,2.", (1.0, 0.5, 2.0)),
        ("training.optimizer.kind", "sgd, adam", ("sgd", "adam")),
        ("training.batch_size", "null, 10", (None, 10)),
        ("network.layers.0.batch_norm", "true,off", (True, False)),
        ("data.features", "x1+x2, x1+x2+x1_x2", (["x1", "x2"], ["x1", "x2", "x1_x2"])),
        ("network.layers.0.initializer.kind", "zeros,he_normal", ("zeros", "he_normal")),
        ("seed", "4294967295", (4294967295,)),
    ],
)
def test_that_values_are_what_was_typed(path: str, text: str, values: tuple[object, ...]) -> None:
    found = parse_values(text, declared(path))
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (UNITS, "1,,2", "a value is missing between the commas; give a whole number from 1 to 1024"),
        (UNITS, "", "a value is missing"),
        (UNITS, "0-5", "0 does not fit; give a whole number from 1 to 1024"),
        (UNITS, "2000", "2000 does not fit; give a whole number from 1 to 1024"),
        (UNITS, "1.5", "1.5 does not fit; give a whole number"),
        (UNITS, "null", "'null' is no number or range"),
        (UNITS, "5-1", "5-1 runs backwards; put the smaller number first"),
        (UNITS, "1-9 step 0", "a step is a whole number above 0, not 0"),
        (UNITS, "1-9 in 1", "1 values cannot be; give a whole number from 2 to 1,000"),
        (UNITS, "1-9 twice", "'1-9 twice' is no number or range"),
        ("training.epochs", "1-5000", "more than 1,000 values; give a coarser range"),
        (RATE, "0", "0 does not fit; give a number above 0 to 1000000"),
        (RATE, "nan", "nan does not fit"),
        (RATE, "0.1..1", "how is 0.1..1 to be cut? write 0.1..1 step 0.225, 0.1..1 in 5, or 0.1..1 log 7"),
        ("training.l2", "0..1 log 3", "a logarithmic range starts above 0, not at 0"),
        ("training.optimizer.kind", "sgd,adm", "there is no 'adm'; did you mean 'adam'?"),
        ("network.layers.0.batch_norm", "2", "'2' is neither true nor false; choose from true or false"),
        ("network.layers", "1", "this is a group of settings; name one of them"),
    ],
)
def test_that_what_does_not_fit_is_refused_in_one_line(path: str, text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_values(text, declared(path))
    assert str(refused.value).startswith(f"{path}: {said}")
    assert "\n" not in str(refused.value)


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789.,-+ e loginstep\n", max_size=30))
def test_that_any_text_gives_values_in_range_or_one_line(text: str) -> None:
    for path in (UNITS, RATE, "training.batch_size"):
        try:
            values = parse_values(text, declared(path))
        except UserError as error:
            assert str(error).startswith(f"{path}: ")
            assert "\n" not in str(error)
        else:
            assert len(set(values)) == len(values) >= 1
            assert all(value is None or 0 < value <= 1e7 for value in values)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 1024), min_size=1, unique=True))
def test_that_whole_numbers_come_back_as_written(values: list[int]) -> None:
    assert parse_values(", ".join(map(str, values)), declared(UNITS)) == tuple(values)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.floats(1e-9, 1e6), min_size=1, unique=True))
def test_that_numbers_come_back_as_written_to_the_last_bit(values: list[float]) -> None:
    assert parse_values(",".join(as_text(value) for value in values), declared(RATE)) == tuple(values)


@settings(deadline=None, derandomize=True)
@given(st.floats(1e-6, 1e3), st.floats(1.5, 1e3), st.integers(2, 50))
def test_that_a_logarithmic_range_has_both_ends_and_equal_factors(low: float, factor: float, count: int) -> None:
    high = low * factor
    values = parse_values(f"{low!r}..{high!r} log {count}", declared(RATE))
    assert (values[0], values[-1]) == (low, high)
    assert len(values) == count
    steps = [math.log(after / before) for before, after in pairwise(values)]
    assert steps == pytest.approx([math.log(factor) / (count - 1)] * (count - 1), abs=1e-4)


def test_that_a_draw_is_a_logarithmic_range_or_one_of_some_values() -> None:
    assert parse_draw("0.001..1", declared(RATE)) == LogUniform(0.001, 1.0)
    assert parse_draw(" 1..100 ", declared(UNITS)) == LogUniform(1, 100)
    assert parse_draw("1-3", declared(UNITS)) == OneOf((1, 2, 3))
    assert parse_draw("0.1..1 in 3", declared(RATE)) == OneOf((0.1, 0.55, 1.0))
    assert parse_draw("sgd,adam", declared("training.optimizer.kind")) == OneOf(("sgd", "adam"))
    with pytest.raises(UserError, match="goes from above 0 up"):
        parse_draw("0..1", declared("training.l2"))
    with pytest.raises(UserError, match="does not fit; give a number above 0 to 1000000"):
        parse_draw("0.1..2000000", declared(RATE))
