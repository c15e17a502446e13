"""From outputs to pixels, and reading a map back at a place."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from playground.app.output.maps import MapColours, paint_map
from playground.app.output.plane import Pane, values_at
from playground.app.theme import LIGHT, canvas_table, class_colours
from playground.training import Maps, Region

UNIT, SIGNED = (0.0, 1.0), (-1.0, 1.0)
UNDECIDED = np.array([0xF4, 0xF3, 0xF2], float)


def colours(classes: int) -> MapColours:
    return MapColours(canvas_table(LIGHT), class_colours(LIGHT, classes), UNDECIDED)


def painted(values: Any, between: tuple[float, float] = UNIT, *, sharp: bool = False) -> Any:
    """Pixels of a row of outputs, as (n, 3)."""
    outputs = np.asarray(values, np.float32)[None]
    pixels = paint_map(outputs, between, colours(outputs.shape[-1]), sharp=sharp)[0]
    return np.column_stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255]).astype(int)


def test_that_a_sigmoid_runs_through_the_whole_table() -> None:
    table = canvas_table(LIGHT)
    pixels = paint_map(np.array([[[0.0], [0.5], [1.0]]], np.float32), UNIT, colours(1), sharp=False)
    assert pixels[0].tolist() == [table[0], table[128], table[255]]


def test_that_minus_one_to_one_colours_like_nought_to_one() -> None:
    p = np.linspace(0, 1, 40)[:, None]
    assert np.abs(painted(p) - painted(2 * p - 1, SIGNED)).max() <= 1


def test_that_values_beyond_the_range_take_the_colours_at_its_ends() -> None:
    assert np.array_equal(painted([[-7.0], [9.0]]), painted([[0.0], [1.0]]))


def test_that_what_is_not_finite_is_still_painted() -> None:
    assert painted([[np.nan], [np.inf], [-np.inf]]).shape == (3, 3)


def test_that_sharp_knows_two_colours_and_decides_above_the_middle() -> None:
    pixels = painted([[0.0], [0.5], [0.51], [1.0]], sharp=True)
    assert np.array_equal(pixels[0], pixels[1])
    assert np.array_equal(pixels[2], pixels[3])
    assert not np.array_equal(pixels[1], pixels[2])


def test_that_a_sure_class_has_its_own_colour() -> None:
    assert np.abs(painted(np.eye(4)) - class_colours(LIGHT, 4)).max() <= 1


def test_that_equal_probabilities_fade_to_the_undecided_tone() -> None:
    assert np.abs(painted([[0.25] * 4]) - UNDECIDED).max() <= 1


def test_that_independent_sigmoids_that_say_no_leave_the_place_undecided() -> None:
    assert np.abs(painted([[0.0, 0.0, 0.0]]) - UNDECIDED).max() <= 1
    assert np.abs(painted([[1.0, 1.0, 1.0]]) - UNDECIDED).max() <= 1


def test_that_sharp_shows_the_largest_of_many() -> None:
    assert np.abs(painted([[0.3, 0.36, 0.34]], sharp=True) - class_colours(LIGHT, 3)[1]).max() <= 1


def sloped(resolution: int = 8) -> Maps:
    region = Region(-2, 2, 10, 14)
    values = region.grid(resolution).astype(np.float32).reshape(resolution, resolution, 2)
    return Maps(region, values, np.empty((0, 4, 4), np.float32), ())


@pytest.mark.parametrize(("x1", "x2"), [(0.0, 12.0), (-1.2, 13.1), (1.7, 10.3)])
def test_that_reading_a_plane_between_grid_points_is_exact(x1: float, x2: float) -> None:
    assert values_at(sloped(), x1, x2) == pytest.approx([x1, x2], abs=1e-5)


def test_that_reading_beyond_the_outermost_points_gives_their_values() -> None:
    assert values_at(sloped(), -2, 14) == pytest.approx([-1.75, 13.75])
    assert values_at(sloped(), 99, -99) == pytest.approx([1.75, 10.25])


def test_that_a_picture_is_read_from_the_top_left() -> None:
    pane = Pane(sloped().region, QRectF(10, 20, 100, 200))
    assert pane.place(QPointF(10, 20)) == (-2, 14)
    assert pane.place(QPointF(110, 220)) == (2, 10)


def test_that_a_pane_finds_places_back_alone_in_numbers_and_as_part_of_a_region() -> None:
    pane = Pane(Region(-2, 2, 10, 14), QRectF(10, 20, 100, 200))
    for x, y in ((-2.0, 10.0), (0.5, 13.0), (7.0, -3.0)):
        at = pane.position(x, y)
        assert pane.place(at) == pytest.approx((x, y))
        assert pane.positions(np.array([[x, y]]))[0] == pytest.approx([at.x(), at.y()])
    assert pane.box_of(Region(-2, 0, 12, 14)) == QRectF(10, 20, 50, 100)
    assert pane.lengths(10) == (0.4, 0.2)
