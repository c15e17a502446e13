"""Numbers as they are shown and typed, and the scales of the sliders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.app.widgets import LinearScale, LogScale, NumberFormat, Scale, StopsScale
from playground.app.widgets.split import with_boundary, with_part


@pytest.mark.parametrize(
    ("numbers", "value", "text"),
    [
        (NumberFormat("integer"), 10_000, "10,000"),
        (NumberFormat("float"), 1.2, "1.2"),
        (NumberFormat("float"), 1e-5, "1e-5"),
        (NumberFormat("float", decimals=2), 0.2, "0.20"),
        (NumberFormat("float", decimals=2), 0.125, "0.125"),
        (NumberFormat("percent"), 0.2, "20 %"),
        (NumberFormat("percent"), 0.125, "12.5 %"),
        (NumberFormat("integer", words=((None, "all"),)), None, "all"),
    ],
)
def test_that_a_value_is_shown_and_read_back(numbers: NumberFormat, value: object, text: str) -> None:
    assert numbers.text(value) == text
    assert numbers.value(text) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 000", 1000),
        ("1,5", 1.5),
        ("0,001", 0.001),
        ("-0,125", -0.125),
        ("0,0005", 0.0005),
        (",5", 0.5),
        ("1,2500", 1.25),
        ("1,250,000", 1_250_000),
        ("1,25,000", 125_000),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1 250,5", 1250.5),
        ("1'250.5", 1250.5),
        ("1.250", 1.25),
        ("1,25e-3", 0.00125),
        ("−3", -3),
        ("–0,5", -0.5),
        ("１，５", 1.5),
        ("1e-3", 0.001),
        (" 7 ", 7),
    ],
)
def test_that_numbers_are_read_as_people_write_them(typed: str, value: float) -> None:
    assert NumberFormat("float").value(typed) == value


@pytest.mark.parametrize("numbers", [NumberFormat(), NumberFormat("float", 0, 10_000), NumberFormat("percent", 0, 100)])
def test_that_a_number_that_can_mean_two_things_is_said(numbers: NumberFormat) -> None:
    with pytest.raises(ValueError, match=r"“1,250” can mean 1\.25 or 1250\. Type 1\.25 or 1250\."):
        numbers.value("1,250")


def test_that_the_limits_and_whole_numbers_tell_which_of_two_things_is_meant() -> None:
    assert NumberFormat("float", 0, 10).value("1,250") == 1.25
    assert NumberFormat("float", 100).value("1,250") == 1250
    assert NumberFormat("integer").value("1,250") == 1250
    with pytest.raises(ValueError, match="from 0 to 1"):
        NumberFormat("float", 0, 1).value("1,250")


@pytest.mark.parametrize("typed", ["", "1,2,3", "1.2.3", "a", "1,25x", "--1", "1e999", "nan", "1_000"])
def test_that_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        NumberFormat().value(typed)


def test_that_a_refused_number_names_the_limits() -> None:
    with pytest.raises(ValueError, match="Type 0 or more"):
        NumberFormat("float", 0).value("-1")
    with pytest.raises(ValueError, match="from 0 % to 90 %"):
        NumberFormat("percent", 0, 0.9).value("95 %")


@pytest.mark.parametrize(
    "scale",
    [
        LinearScale(0, 0.5, 0.01),
        LogScale(1e-5, 10),
        LogScale(1e-5, 10, zero=True),
        StopsScale([1, 2, 5, 10, None]),
        StopsScale([None]),
    ],
)
def test_that_every_place_of_a_slider_stands_for_a_value_of_its_own(scale: Scale) -> None:
    values = [scale.value(place) for place in range(scale.last + 1)]
    assert len(set(values)) == len(values)
    assert [scale.place(value) for value in values] == list(range(scale.last + 1))


def test_that_a_scale_of_one_stop_shows_every_value_there() -> None:
    assert StopsScale([None]).place(10) == 0


def test_that_a_scale_starts_and_ends_where_it_says() -> None:
    scale = LogScale(1e-5, 10, zero=True)
    assert (scale.value(0), scale.value(1), scale.value(scale.last)) == (0.0, 1e-5, 10.0)
    assert (scale.place(-1), scale.place(1e9)) == (0, scale.last)


parts = st.tuples(st.integers(1, 100), st.integers(0, 99)).map(
    lambda pair: (pair[0], min(pair[1], 100 - pair[0]), 100 - pair[0] - min(pair[1], 100 - pair[0]))
)


@given(parts, st.integers(0, 2), st.integers(-50, 150))
def test_that_the_parts_always_add_up_to_a_hundred(split: tuple[int, int, int], part: int, percent: int) -> None:
    for changed in (with_part(split, part, percent), with_boundary(split, part % 2, percent)):
        assert sum(changed) == 100
        assert min(changed) >= 0
        assert changed[0] >= 1
