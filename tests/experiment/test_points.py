"""Painted points: kept in the file, edited without touching the old value, refused in one line."""

from typing import Any

import pytest

from playground.experiment import (
    Painted,
    Point,
    UserError,
    change,
    decode,
    encode,
    load,
    moved,
    points_as_builtins,
    with_point,
    without,
)
from playground.experiment.sources import MOST_SAMPLES

PETALS = load("petals")
TWO = Painted()


def painted(**settings: Any) -> dict[str, Any]:
    return {"data.source.kind": "points"} | {f"data.source.{name}": value for name, value in settings.items()}


def test_that_painting_begins_with_a_point_of_each_of_two_classes() -> None:
    source = change(PETALS, painted()).data.source
    assert isinstance(source, Painted)
    assert [point.label for point in source.points] == [0, 1]
    assert source.seed == PETALS.data.source.seed


def test_that_points_stay_in_the_experiment_file() -> None:
    experiment = change(PETALS, painted(points=[[1.5, -2, 0], [0, 0, 2]], classes=3))
    assert decode(encode(experiment), "text") == experiment
    assert experiment.data.source.points == (Point(1.5, -2.0, 0), Point(0.0, 0.0, 2))  # type: ignore[union-attr]


def test_that_points_are_added_moved_and_removed_in_new_values() -> None:
    more = with_point(TWO, 1, 2, 1)
    assert more.points == (*TWO.points, Point(1.0, 2.0, 1))
    assert moved(more, 2, 5, 6).points[2] == Point(5.0, 6.0, 1)
    assert without(more, 0).points == more.points[1:]
    assert Painted() == TWO
    experiment = change(PETALS, painted(points=points_as_builtins(more)))
    assert experiment.data.source.points == more.points  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda: with_point(TWO, 0, 0, 2), "there is no class 2; choose from 0 to 1"),
        (lambda: with_point(TWO, float("nan"), 0, 0), "no place in the plane"),
        (lambda: moved(TWO, 0, 0, float("inf")), "no place in the plane"),
        (lambda: moved(TWO, 2, 0, 0), "there is no such point; they are numbered 0 to 1"),
        (lambda: without(TWO, -1), "there is no such point"),
        (lambda: without(without(TWO, 0), 0), "this is the last point; add another before removing it"),
        (lambda: with_point(Painted(points=(Point(0, 0, 0),) * MOST_SAMPLES), 0, 0, 0), "at most 10,000 points"),
    ],
)
def test_that_an_edit_that_cannot_be_is_refused_in_one_line(edit: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        edit()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"points": []}, "data.source.points: there is no point to learn from; add at least one, as [x, y, class]"),
        (
            {"points": [[0, 0, 0], [0, 0, 2]]},
            "data.source.points.1: class 2 is beyond the last, 1; raise data.source.classes to 3, "
            "or choose another class",
        ),
        ({"points": [[0, 0, 10]]}, "data.source.points.0.2: it takes a whole number from 0 to 9, not 10"),
        (
            {"points": [[0, 1e9, 0]]},
            "data.source.points.0.1: it takes a number from -1000 to 1000, not 1000000000.0",
        ),
        ({"classes": 11}, "data.source.classes: it takes a whole number from 2 to 10, not 11"),
    ],
)
def test_that_points_that_fit_nothing_are_refused_with_the_remedy(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        change(PETALS, painted(**settings))
    assert str(caught.value) == said


def test_that_one_coordinate_can_be_set_by_its_path() -> None:
    experiment = change(PETALS, painted())
    assert change(experiment, {"data.source.points.1.0": 3}).data.source.points[1] == Point(3.0, -2.0, 1)  # type: ignore[union-attr]
    with pytest.raises(UserError, match="entries are numbered 0 to 2"):
        change(experiment, {"data.source.points.1.3": 3})
