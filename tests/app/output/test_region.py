"""The part of the plane that the canvas shows."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.app.output import is_plane, painting_region
from playground.data import Dataset, build_dataset
from playground.data.preparation import Preparation
from playground.experiment import change, load
from playground.training import Region, request_region


def drawn(kind: str, **settings: Any) -> Dataset:
    return build_dataset(change(load("petals"), {"data.source.kind": kind, **settings}))


def with_points(points: Any) -> Dataset:
    dataset = build_dataset(load("quadrants"))
    raw = np.asarray(points, float)
    part = replace(dataset.train, points=raw, x=raw)
    preparation = Preparation(raw.shape[1], tuple(f"column {number}" for number in range(raw.shape[1])))
    return replace(dataset, train=part, validation=None, test=None, preparation=preparation)


@pytest.mark.parametrize("kind", ["circle", "xor", "spiral"])
@pytest.mark.parametrize("seed", range(5))
def test_that_the_playgrounds_sets_are_shown_from_minus_6_to_6(kind: str, seed: int) -> None:
    assert request_region(drawn(kind, **{"data.source.seed": seed})) == Region(-6, 6, -6, 6)


@pytest.mark.parametrize("seed", range(8))
def test_that_petals_drawn_anew_keep_the_region(seed: int) -> None:
    dataset = drawn("petals", **{"data.source.seed": seed, "data.source.fresh_test": 0})
    assert request_region(dataset) == Region(-4.5, 4.5, -4.5, 4.5)


@pytest.mark.parametrize("scale", [1e-6, 0.01, 1, 37, 1e9])
@pytest.mark.parametrize("shift", [0.0, 0.1, 40.0])
def test_that_every_point_lies_inside_a_square_with_a_margin(scale: float, shift: float) -> None:
    points = scale * (np.random.RandomState(2).randn(50, 2) * (3, 1) + shift)
    region = request_region(with_points(points))
    assert region.right - region.left == pytest.approx(region.top - region.bottom)
    reach = np.abs(points - [(region.left + region.right) / 2, (region.bottom + region.top) / 2]).max()
    assert 1.02 * reach < (region.right - region.left) / 2 < 1.6 * reach


def named(points: Any) -> Dataset:
    return replace(with_points(points), plane_names=("area", "age"))


UNLIKE = np.column_stack([np.linspace(30, 229, 40), np.linspace(0, 10, 40)[::-1]])


def test_that_columns_of_unlike_scale_fill_both_sides() -> None:
    assert request_region(named(UNLIKE)) == Region(0, 240, -1, 11)
    upright = request_region(named(UNLIKE[:, ::-1]))
    assert (upright.left, upright.right, upright.bottom, upright.top) == (-1, 11, 0, 240)
    assert request_region(named([[3, 7], [3, 70]])).right < 10, "a column of one value"


def test_that_columns_of_one_scale_and_points_without_names_keep_true_lengths() -> None:
    for dataset in (named(UNLIKE * (1, 12)), with_points(UNLIKE)):
        region = request_region(dataset)
        assert region.right - region.left == pytest.approx(region.top - region.bottom)


def test_that_all_parts_are_inside() -> None:
    dataset = drawn("petals")
    assert dataset.test is not None
    far = replace(dataset.test, points=dataset.test.points * 3)
    assert request_region(replace(dataset, test=far)).right > 12


def test_that_data_far_from_the_origin_is_centred_on_itself() -> None:
    region = request_region(with_points([[100, 200], [110, 205]]))
    assert (region.left + region.right) / 2 == pytest.approx(105, abs=1)
    assert (region.bottom + region.top) / 2 == pytest.approx(202.5, abs=1)


def test_that_a_single_place_still_makes_a_region() -> None:
    for place in (0.0, 5.0):
        region = request_region(with_points([[place, place]] * 3))
        assert region.left < place < region.right


def test_that_more_than_two_columns_are_no_plane() -> None:
    assert is_plane(with_points(np.zeros((4, 2))))
    assert not is_plane(with_points(np.zeros((4, 3))))


def painted(*points: tuple[float, float]) -> Dataset:
    return drawn("points", **{"data.source.points": [[x, y, 0] for x, y in points]})


def test_that_painting_begins_on_a_region_with_room_about_the_points() -> None:
    assert painting_region(painted((-2, 2), (2, -2))) == Region(-5, 5, -5, 5)
    assert painting_region(painted((-5, 5), (2, -2))) == Region(-5, 5, -5, 5)


def test_that_points_of_another_scale_get_a_region_of_theirs() -> None:
    small = painting_region(painted((0.1, 0.2), (-0.3, 0.1)))
    assert small.right < 1
    large = painting_region(painted((100, 20), (-300, 10)))
    assert large.left < -300


def test_that_a_held_region_stays_while_all_points_lie_in_it() -> None:
    held = Region(-20, 20, -20, 20)
    assert painting_region(painted((0.1, 0.2)), held) == held
    assert painting_region(painted((20, -20), (1, 1)), held) == held
    assert painting_region(painted((20.1, 0), (1, 1)), held) != held


def test_that_samples_of_many_inputs_lie_inside_as_they_are_projected() -> None:
    dataset = with_points(np.random.RandomState(0).randn(40, 7) * 9 + 5)
    region, places = request_region(dataset), dataset.coordinates["train"]
    assert np.all((places > (region.left, region.bottom)) & (places < (region.right, region.top)))
