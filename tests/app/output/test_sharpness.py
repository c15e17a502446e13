"""How sharp a map is asked for, by what the network costs."""

from itertools import pairwise

import pytest

from playground.app.output.look import MOVING, RESTING, Sharpness, fitting


@pytest.mark.parametrize("sizes", [(2, 4, 1), (2, 8, 8, 8, 1), (13, 16, 3)])
def test_that_small_networks_are_drawn_as_sharp_as_can_be(sizes: tuple[int, ...]) -> None:
    assert fitting(sizes, MOVING) == 96
    assert fitting(sizes, RESTING) == 288


def test_that_a_costlier_network_is_never_drawn_sharper() -> None:
    for sharpness in (MOVING, RESTING):
        sides = [fitting((64, units, units, 10), sharpness) for units in (4, 16, 64, 128, 256, 512, 1024)]
        assert sides == sorted(sides, reverse=True)
        assert sides[-1] < sides[0]


def test_that_a_thousand_inputs_do_not_fill_the_memory() -> None:
    side = fitting((1000, 2, 3), RESTING)
    assert side**2 * 1000 <= 20_000_000


@pytest.mark.parametrize("sharpness", [MOVING, RESTING])
def test_that_sides_are_tried_from_the_sharpest_on(sharpness: Sharpness) -> None:
    assert all(a > b for a, b in pairwise(sharpness.sides))
