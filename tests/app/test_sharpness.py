"""How sharp a map is asked for, by what the network costs."""

from itertools import pairwise

import pytest

from playground.app.sharpness import MOVING, RESTING, Sharpness, fitting


@pytest.mark.parametrize("sizes", [(2, 4, 1), (2, 16, 16, 16, 1), (13, 16, 3), (64, 32, 10)])
def test_that_small_networks_are_drawn_as_sharp_as_can_be(sizes: tuple[int, ...]) -> None:
    assert fitting(sizes, MOVING) == (96, 32)
    assert fitting(sizes, RESTING) == (288, 96)


def test_that_a_costlier_network_is_never_drawn_sharper() -> None:
    for sharpness in (MOVING, RESTING):
        sides = [fitting((64, units, units, 10), sharpness)[0] for units in (4, 16, 64, 128, 256, 512, 1024)]
        assert sides == sorted(sides, reverse=True)
        assert sides[-1] < sides[0]


def test_that_a_thousand_inputs_do_not_fill_the_memory() -> None:
    side, _ = fitting((1000, 2, 3), RESTING)
    assert side**2 * 1000 <= 20_000_000


@pytest.mark.parametrize("sharpness", [MOVING, RESTING])
def test_that_the_small_maps_are_cut_from_the_large_one_evenly(sharpness: Sharpness) -> None:
    assert all(side % small == 0 for side, small in sharpness.sides)
    assert all(a[0] > b[0] for a, b in pairwise(sharpness.sides))
