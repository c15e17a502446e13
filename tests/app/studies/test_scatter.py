"""The trials of a search over the settings they were drawn from."""

import math

import pytest

from playground.app.studies.ramp import ramp
from playground.app.studies.scatter import Dimension
from playground.app.theme import DARK, LIGHT, Theme


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2.1 has it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_that_a_setting_searched_by_its_logarithm_is_drawn_so_over_its_whole_range() -> None:
    axis = Dimension("Learning rate", (0.3, 0.5), span=(0.1, 1.0)).axis(6)
    assert (axis.low, axis.high) == (-1.0, 0.0)
    assert [text for _, text in axis.ticks] == ["0.1", "0.2", "0.5", "1"]


def test_that_values_of_a_list_keep_their_distances() -> None:
    assert list(Dimension("Batch size", (1.0, 2.0, 4.0)).places()) == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_worst_result_stands_out_from_the_card_and_the_best_from_the_worst(theme: Theme) -> None:
    worst, best = ramp(theme, 0, 0, 1), ramp(theme, 1, 0, 1)
    assert contrast(worst, theme.card) > 2.9
    assert contrast(best, worst) > 2.5
    assert math.isclose(contrast(ramp(theme, 5, 5, 5), best), 1)
