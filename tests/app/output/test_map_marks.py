"""Lines, hatching, ticks and the plane_view of the map: numbers that can be worked out by hand."""

import numpy as np
import pytest

from playground.app.output.axes import tick_values
from playground.app.output.map_layer import class_lines, doubt, level_lines
from playground.app.output.plane import CLOSEST, FARTHEST, PlaneView
from playground.training import Region

HOME = Region(-4.0, 4.0, -4.0, 4.0)
SIDE = 40
CENTRES = (np.arange(SIDE) + 0.5) / SIDE
ACROSS, DOWN = np.meshgrid(CENTRES, CENTRES)


def total_length(segments: np.ndarray) -> float:
    return float(np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]).sum())


def test_that_a_straight_line_is_found_where_it_is() -> None:
    segments = level_lines(2 * ACROSS + DOWN, [1.1])
    x, y = segments.reshape(-1, 2).T
    assert 2 * x + y == pytest.approx(np.full(len(x), 1.1))
    assert len(segments) > SIDE / 2


def test_that_a_circle_has_its_circumference() -> None:
    segments = level_lines(np.hypot(ACROSS - 0.5, DOWN - 0.5), [0.3])
    assert total_length(segments) == pytest.approx(2 * np.pi * 0.3, rel=0.005)
    assert np.hypot(*(segments.reshape(-1, 2) - 0.5).T) == pytest.approx(np.full(2 * len(segments), 0.3), abs=0.002)


def test_that_every_level_has_its_line_and_an_even_map_has_none() -> None:
    segments = level_lines(ACROSS, [0.2, 0.5, 0.9])
    assert set(np.round(segments[:, 0], 6)) == {0.2, 0.5, 0.9}
    assert len(level_lines(np.full((8, 8), 0.5), [0.5])) == 0
    assert len(level_lines(ACROSS, [])) == 0


@pytest.mark.parametrize(("middle", "corner"), [(1.0, (0.5, 0.0)), (-1.0, (0.0, 0.5))])
def test_that_in_a_saddle_the_middle_decides_which_corners_belong_together(
    middle: float, corner: tuple[float, float]
) -> None:
    high, low = (3.0, -1.0) if middle > 0 else (1.0, -3.0)
    segments = level_lines(np.array([[high, low], [low, high]]), [0.0])
    assert len(segments) == 2
    # Joined, the pieces cut off the low corners: the upper right one is nearer to its piece than the upper left.
    upper = min(segments.tolist(), key=lambda piece: piece[1] + piece[3])
    assert ((upper[0] + upper[2]) / 2 > 0.5) == (middle > 0), corner


def test_that_classes_part_where_two_are_equally_likely_and_each_line_is_drawn_once() -> None:
    shares = np.stack([1 - ACROSS, ACROSS, np.full_like(ACROSS, 0.1)], axis=-1)
    segments = class_lines(shares)
    assert segments[:, [0, 2]] == pytest.approx(np.full((len(segments), 2), 0.5))
    assert total_length(segments) == pytest.approx(1 - 1 / SIDE)


def test_that_three_classes_meet_in_one_place() -> None:
    angle = np.arctan2(DOWN - 0.52, ACROSS - 0.51)
    shares = np.stack([np.cos(angle - turn) for turn in (0.1, 0.1 + 2 * np.pi / 3, 0.1 - 2 * np.pi / 3)], axis=-1)
    assert 1.3 < total_length(class_lines(shares)) < 1.8


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.5], 1.0),
        ([0.0], 0.0),
        ([1.0], 0.0),
        ([0.9], 0.469),
        ([0.25, 0.25, 0.25, 0.25], 1.0),
        ([0.5, 0.5, 0.0, 0.0], 1.0),
        ([0.9, 0.1, 0.0, 0.0], 0.469),
        ([0.0, 1.0, 0.0], 0.0),
        ([0.0, 0.0], 0.0),
    ],
)
def test_that_doubt_is_the_entropy_in_bits_and_at_most_that_of_a_coin(shares: list[float], expected: float) -> None:
    assert float(doubt(np.array([[shares]], np.float32))[0, 0]) == pytest.approx(expected, abs=1e-3)


def test_that_the_place_under_the_mouse_stays_when_zooming() -> None:
    near = PlaneView.at_home(HOME).zoomed(2.0, 0.75, 0.25)
    region = near.region
    assert near.zoom == pytest.approx(2)
    assert region.left + 0.75 * (region.right - region.left) == pytest.approx(2.0)
    assert region.top - 0.25 * (region.top - region.bottom) == pytest.approx(2.0)


def test_that_the_way_back_ends_at_home_itself() -> None:
    plane_view = PlaneView.at_home(HOME)
    for _ in range(9):
        plane_view = plane_view.zoomed(1.25, 0.3, 0.8)
    assert not plane_view.is_home
    for _ in range(9):
        plane_view = plane_view.zoomed(1 / 1.25, 0.3, 0.8)
    assert plane_view.is_home


def test_that_zoom_and_reach_have_their_limits() -> None:
    plane_view = PlaneView.at_home(HOME)
    assert plane_view.zoomed(1e6, 0.5, 0.5).zoom == pytest.approx(CLOSEST)
    assert plane_view.zoomed(1e-6, 0.5, 0.5).zoom == pytest.approx(FARTHEST)
    far = plane_view.panned(-100, 100).region
    assert ((far.left + far.right) / 2, (far.bottom + far.top) / 2) == (12.0, 12.0)


def test_that_what_lies_beyond_the_picture_is_brought_into_sight() -> None:
    near = PlaneView.at_home(HOME).zoomed(4.0, 0.5, 0.5)
    assert near.showing(0.5, 0.5) is near
    region = near.showing(3.0, -3.0).region
    assert region.left < 3.0 < region.right and region.bottom < -3.0 < region.top


def test_that_each_direction_keeps_its_scale_when_zoomed_and_moved() -> None:
    home = Region(20.0, 240.0, -0.5, 10.5)
    plane_view = PlaneView.at_home(home)
    assert plane_view.stretched and not PlaneView.at_home(HOME).stretched
    near = plane_view.zoomed(2.0, 0.0, 1.0)
    assert near.region == Region(20.0, 130.0, -0.5, 5.0)
    assert near.panned(-0.5, 0.5).region == Region(75.0, 185.0, 2.25, 7.75)
    assert near.zoomed(0.5, 0.0, 1.0).is_home
    assert near.showing(200.0, 9.0).region == Region(145.0, 255.0, 6.25, 11.75)
    far = plane_view.panned(0, 100).region
    assert (far.bottom + far.top) / 2 == 21.5


def test_that_ticks_are_round_and_have_as_many_places_as_they_need() -> None:
    assert [text for _, text in tick_values(-0.26, 0.33)] == ["−0.2", "0", "0.2"]
    assert [text for _, text in tick_values(0.101, 0.149)] == ["0.11", "0.12", "0.13", "0.14"]
    assert [value for value, _ in tick_values(-500, 500)] == [-400, -200, 0, 200, 400]
