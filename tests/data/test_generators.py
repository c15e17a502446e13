"""The synthetic sets, each held against its formula."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState

from playground.data import class_sizes, draw
from playground.experiment import (
    DRAWN_SOURCES,
    Blobs,
    Bumps,
    Checkerboard,
    Circle,
    Drawn,
    Gauss,
    Moons,
    Petals,
    Plane,
    Quadrants,
    Rings,
    Spiral,
    Waves,
    Xor,
)

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "labs.json").read_text(encoding="utf-8"))
SIZES = (20, 21, 22, 23, 999, 10_000)


def drawn(source: Drawn) -> tuple[Any, Any]:
    return draw(source, source.samples, RandomState(source.seed))


def test_that_petals_has_the_published_points() -> None:
    golden = GOLDEN["petals"]
    points, labels = drawn(Petals())
    assert len(points) == golden["points"]
    for index, name in ((0, "first"), (200, "point_200"), (-1, "last")):
        np.testing.assert_allclose(points[index], golden[name], rtol=1e-12)
    np.testing.assert_allclose(points.sum(axis=0), golden["sum"], rtol=1e-10)
    np.testing.assert_array_equal(labels, np.repeat([0, 1], 200))


def test_that_petals_without_noise_lies_on_the_rose_curve() -> None:
    points, labels = drawn(Petals(noise=0, samples=100))
    for j in (0, 1):
        t = np.linspace(3.12 * j, 3.12 * (j + 1), 50)
        expected = (4 * np.sin(4 * t))[:, None] * np.column_stack([np.sin(t), np.cos(t)])
        np.testing.assert_allclose(points[labels == j], expected, atol=1e-12)


def test_that_quadrants_are_four_clouds_counted_counter_clockwise() -> None:
    points, labels = drawn(Quadrants(samples=10_000))
    for number, centre in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        cloud = points[labels == number]
        assert len(cloud) == 2500
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.05)
        np.testing.assert_allclose(cloud.std(axis=0), 0.5, atol=0.03)


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.5])
def test_that_circle_labels_by_the_noisy_position_and_leaves_the_points(noise: float) -> None:
    points, labels = drawn(Circle(samples=2001, noise=noise, seed=4))
    clean, _ = drawn(Circle(samples=2001, seed=4))
    np.testing.assert_array_equal(points, clean)
    radius = np.hypot(*points.T)
    assert np.count_nonzero(radius < 2.5) == 1000
    assert np.all((radius < 2.5) | ((radius > 3.5) & (radius < 5)))
    # u is the last of the draws: after the radii, inside and outside, and the angles.
    random = RandomState(4)
    for count in (1001, 1000, 2001):
        random.uniform(size=count)
    u = random.uniform(-1, 1, (2001, 2))
    np.testing.assert_array_equal(labels, np.hypot(*(points + 5 * noise * u).T) < 2.5)


def test_that_circle_without_noise_has_the_disc_as_class_1() -> None:
    points, labels = drawn(Circle())
    np.testing.assert_array_equal(labels, np.hypot(*points.T) < 2.5)


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.5])
def test_that_xor_labels_by_the_sign_of_the_noisy_product(noise: float) -> None:
    points, labels = drawn(Xor(samples=1000, noise=noise, seed=4))
    random = RandomState(4)
    raw, u = random.uniform(-5, 5, (1000, 2)), random.uniform(-1, 1, (1000, 2))
    np.testing.assert_allclose(points, raw + 0.3 * np.sign(raw))
    assert np.abs(points).min() >= 0.3
    np.testing.assert_array_equal(labels, (points + 5 * noise * u).prod(axis=1) >= 0)


@pytest.mark.parametrize("noise", [0.0, 0.25, 0.5])
def test_that_gauss_has_two_clouds_of_variance_a_half_and_seven_times_the_noise(noise: float) -> None:
    points, labels = drawn(Gauss(samples=10_000, noise=noise))
    for number, centre in enumerate([-2, 2]):
        cloud = points[labels == number]
        assert len(cloud) == 5000
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.1)
        np.testing.assert_allclose(cloud.var(axis=0), 0.5 + 7 * noise, rtol=0.06)


def test_that_spiral_winds_two_arms_of_which_the_second_is_half_a_turn_on() -> None:
    points, labels = drawn(Spiral(samples=101))
    for number, (m, start) in enumerate([(51, np.pi), (50, 0.0)]):
        i = np.arange(m)
        t = 3.5 * np.pi * i / m + start
        expected = (5 * i / m)[:, None] * np.column_stack([np.sin(t), np.cos(t)])
        np.testing.assert_allclose(points[labels == number], expected, atol=1e-12)


def test_that_spirals_noise_moves_each_point_evenly_by_at_most_itself() -> None:
    points, _ = drawn(Spiral(samples=5000, noise=0.5))
    clean, _ = drawn(Spiral(samples=5000))
    moved = np.abs(points - clean)
    assert 0.49 < moved.max() <= 0.5
    np.testing.assert_allclose(moved.mean(), 0.25, atol=0.01)


def test_that_waves_are_a_quarter_of_a_turn_apart_with_noise_drawn_class_by_class() -> None:
    points, labels = drawn(Waves(seed=3))
    random = RandomState(3)
    x = np.linspace(-np.pi, np.pi, 200) + 5
    for j in range(4):
        y = np.sin(x + j * np.pi / 2) + 0.2 * np.sin(10 * x + j * np.pi / 2) + 0.25 * x + 10 + 0.1 * random.randn(200)
        np.testing.assert_allclose(points[labels == j], np.column_stack([x, y]), rtol=1e-13)
    assert len(points) == 800


def test_that_moons_without_noise_are_two_half_circles_that_do_not_touch() -> None:
    points, labels = drawn(Moons(noise=0))
    for number, (centre, side) in enumerate([((-1.5, -0.75), 1), ((1.5, 0.75), -1)]):
        offset = points[labels == number] - centre
        np.testing.assert_allclose(np.hypot(*offset.T), 3)
        assert (side * offset[:, 1]).min() > -1e-9
    assert np.abs(points[labels == 0][:, None] - points[labels == 1]).sum(axis=2).min() > 0.5


@pytest.mark.parametrize("noise", [0.0, 0.4])
def test_that_rings_differ_in_radius_and_noise_is_its_deviation(noise: float) -> None:
    points, labels = drawn(Rings(noise=noise, samples=9000))
    radius = np.hypot(*points.T)
    for number in range(3):
        ring = radius[labels == number]
        assert len(ring) == 3000
        if noise == 0:
            np.testing.assert_allclose(ring, 1.5 * (number + 1))
        else:
            np.testing.assert_allclose((ring.mean(), ring.std()), (1.5 * (number + 1), noise), rtol=0.05)


def test_that_a_checkerboard_changes_its_class_from_field_to_field() -> None:
    points, labels = drawn(Checkerboard(samples=4000))
    column, row = np.floor(points / 2.5).astype(int).T
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == 16
    np.testing.assert_array_equal(labels == 1, column % 2 == row % 2)


def test_that_checkerboards_noise_moves_labels_and_not_points() -> None:
    points, labels = drawn(Checkerboard(noise=0.2, seed=4))
    clean, clean_labels = drawn(Checkerboard(seed=4))
    np.testing.assert_array_equal(points, clean)
    assert not np.array_equal(labels, clean_labels)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_that_blobs_lie_evenly_about_a_circle(classes: int) -> None:
    points, labels = drawn(Blobs(classes=classes, samples=10_000, noise=0.5))
    centres = np.array([points[labels == number].mean(axis=0) for number in range(classes)])
    np.testing.assert_allclose(np.hypot(*centres.T), 4, atol=0.1)
    np.testing.assert_allclose(centres[0], (0, 4), atol=0.1)
    steps = np.hypot(*(centres - np.roll(centres, 1, axis=0)).T)
    np.testing.assert_allclose(steps, 8 * np.sin(np.pi / classes), atol=0.15)
    np.testing.assert_allclose((points - centres[labels]).std(), 0.5, atol=0.02)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_that_plane_rises_evenly_with_the_noise_inside(noise: float) -> None:
    points, values = drawn(Plane(noise=noise, seed=4))
    random = RandomState(4)
    raw, u = random.uniform(-6, 6, (500, 2)), random.uniform(-1, 1, (500, 2))
    np.testing.assert_array_equal(points, raw)
    np.testing.assert_allclose(values, (raw + 6 * noise * u).sum(axis=1) / 10)


def test_that_bumps_are_six_cones_in_turn_up_and_down() -> None:
    points, values = drawn(Bumps(samples=2000))
    signs = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    expected = []
    for point in points:
        terms = [sign * max(0.0, 1 - np.hypot(*(point - centre)) / 2) for centre, sign in signs.items()]
        expected.append(max(terms, key=abs))
    np.testing.assert_allclose(values, expected, atol=1e-12)
    assert values.max() > 0.9
    assert values.min() < -0.9


def test_that_where_two_bumps_overlap_the_larger_counts() -> None:
    # Nearer than 2 to the hill at (-4, 2.5) and to the hollow at (0, 2.5) there is no point: cones touch at (-2, 2.5).
    points, values = drawn(Bumps(samples=10_000, seed=1))
    between = np.hypot(*(points - (-2, 2.5)).T) < 0.2
    assert np.abs(values[between]).max() < 0.11


@pytest.mark.parametrize("kind", DRAWN_SOURCES)
@pytest.mark.parametrize("samples", SIZES)
def test_that_every_set_has_exactly_as_many_samples_as_asked(kind: type[Drawn], samples: int) -> None:
    points, labels = drawn(kind(samples=samples, noise=0.3))
    assert points.shape == (samples, 2)
    assert labels.shape == (samples,)
    assert np.isfinite(points).all()
    if kind.task == "classification":
        assert set(np.unique(labels)) == set(range(kind().class_count))


@pytest.mark.parametrize("kind", DRAWN_SOURCES)
def test_that_the_same_seed_draws_the_same_points_and_another_seed_others(kind: type[Drawn]) -> None:
    points, labels = drawn(kind(seed=7, noise=0.2))
    again, labels_again = drawn(kind(seed=7, noise=0.2))
    np.testing.assert_array_equal(points, again)
    np.testing.assert_array_equal(labels, labels_again)
    assert not np.array_equal(points, drawn(kind(seed=8, noise=0.2))[0])


def test_that_no_global_random_state_is_touched() -> None:
    before = np.random.get_state()
    drawn(Petals())
    after = np.random.get_state()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize(("samples", "classes", "sizes"), [(21, 2, [11, 10]), (23, 4, [6, 6, 6, 5]), (1, 2, [1, 0])])
def test_that_what_is_left_over_goes_to_the_first_classes(samples: int, classes: int, sizes: list[int]) -> None:
    assert class_sizes(samples, classes) == sizes
