"""The landscapes' gradients, and the race of the engine's own optimizers."""

import numpy as np
import pytest

from playground.engine import central_differences, optimizer
from playground.training.labs.race import ARRIVED, RACERS, SURFACES, Race, Surface, lifted, mesh

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_that_every_gradient_is_that_of_its_surface(surface: Surface) -> None:
    for point in ((0.3, -0.7), (-1.2, 1.0), surface.start):
        slopes = central_differences(lambda p: float(surface.value(p[0], p[1])), np.array(point))
        assert surface.gradient(*point) == pytest.approx(slopes.tolist(), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_that_every_surface_is_0_and_flat_at_its_minimum(surface: Surface) -> None:
    x, y = surface.minimum
    assert float(surface.value(np.float64(x), np.float64(y))) == 0.0
    assert surface.gradient(x, y) == (0.0, 0.0)


def test_that_a_racer_walks_as_the_engines_optimizer_does() -> None:
    race = Race(SURFACES[1])
    race.advance(5)
    point = np.array(race.start)
    adam = optimizer("adam", learning_rate=SURFACES[1].rates["adam"])
    for _ in range(5):
        adam.step(point, np.array(SURFACES[1].gradient(*point.tolist())))
    assert race.racers[-1].kind == "adam"
    assert race.racers[-1].path[-1] == tuple(point.tolist())


@pytest.mark.parametrize("surface", SURFACES[:2], ids=lambda surface: surface.name)
def test_that_all_six_come_down_a_bowl_and_five_stay(surface: Surface) -> None:
    race = Race(surface)
    race.advance(200)
    assert [racer.kind for racer in race.racers if racer.arrived is not None] == list(RACERS)
    race.advance(1800)
    assert [racer.kind for racer in race.racers if racer.arrived is None] == ["rmsprop"]
    rmsprop = race.racers[RACERS.index("rmsprop")]
    assert ARRIVED < rmsprop.distance < 0.1, "as its slopes shrink its steps do not, and it jumps about the minimum"


def test_that_a_racer_that_leaves_again_has_not_arrived() -> None:
    race = Race(SURFACES[0], (0.0005, 0.0))
    race.advance(1)
    arrived = {racer.kind for racer in race.racers if racer.arrived is not None}
    assert "sgd" in arrived
    assert "rmsprop" not in arrived, "its first step carries it over"


def test_that_rmsprop_arrives_with_a_rate_short_enough() -> None:
    race = Race(SURFACES[0], rates={"rmsprop": 0.001})
    race.advance(5000)
    arrived = {racer.kind: racer.arrived for racer in race.racers}
    assert arrived["rmsprop"] is not None
    assert race.rates == {**SURFACES[0].rates, "rmsprop": 0.001}
    assert next(racer.rate for racer in race.racers if racer.kind == "rmsprop") == 0.001


def test_that_adagrad_is_first_on_the_stretched_bowl_as_its_lab_says() -> None:
    race = Race(SURFACES[1])
    race.advance(300)
    arrived = [(racer.arrived, racer.kind) for racer in race.racers if racer.arrived is not None]
    assert min(arrived) == (69, "adagrad")


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_that_a_mesh_has_the_heights_of_its_surface(surface: Surface) -> None:
    grid = mesh(surface, 7, 5)
    assert grid.heights.shape == (5, 7)
    assert grid.heights[3, 2] == surface.value(grid.x[2], grid.y[3])
    assert (grid.x[0], grid.y[-1]) == (surface.region.left, surface.region.top)
    assert lifted(np.array([0.0, 9.0, 99.0])).tolist() == [0.0, 1.0, 2.0]


def test_that_no_one_wins_everywhere() -> None:
    winners = set()
    for surface in SURFACES:
        race = Race(surface)
        race.advance(4500)
        arrived = [(racer.arrived, racer.kind) for racer in race.racers if racer.arrived is not None]
        winners.add(min(arrived)[1])
    assert len(winners) > 1


def test_that_a_racer_that_leaves_all_bounds_stops_there() -> None:
    race = Race(SURFACES[3], (-4.0, -2.8))
    race.advance(300)
    lost = [racer for racer in race.racers if racer.lost]
    assert lost, "plain descent is thrown out of the steep walls"
    assert all(np.isfinite(racer.path).all() for racer in race.racers)
