"""A run that learns values instead of classes, and one on painted points."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import Painted, change, load, points_as_builtins, with_point, without
from playground.training import Run

PLANE = {"data.source.kind": "plane"}


def run_of(**settings: Any) -> Run:
    return Run(change(load("playground"), PLANE | settings))


def test_that_values_have_a_loss_and_a_fit_and_no_accuracy() -> None:
    run = run_of()
    run.train(epochs=3)
    assert np.isnan(run.history["train_accuracy"]).all()
    assert np.isfinite(run.history["test_loss"]).all()
    snapshot = run.snapshot()
    assert [score.accuracy for score in snapshot.scores.values()] == [None, None]
    part = run.dataset.train
    errors = run.predict(part.points) - part.y
    fit = snapshot.fits["train"]
    np.testing.assert_allclose(fit.rmse, np.sqrt((errors**2).mean()))
    np.testing.assert_allclose(fit.r_squared, 1 - (errors**2).mean() / part.y.var())
    np.testing.assert_allclose(snapshot.scores["train"].loss, fit.rmse**2 / 2)


def test_that_classes_have_no_fit() -> None:
    assert Run(load("petals")).snapshot().fits == {}


def test_that_the_base_rate_of_values_is_half_their_variance() -> None:
    run = run_of()
    np.testing.assert_allclose(run.snapshot().base_rate_loss, run.dataset.train.y.var() / 2)


@pytest.mark.parametrize("loss", ["squared_error", "huber"])
def test_that_the_playgrounds_network_learns_the_plane(loss: str) -> None:
    run = run_of(**{"training.loss": loss})
    run.train(epochs=100)
    assert run.snapshot().fits["test"].r_squared > 0.98


def test_that_the_playgrounds_network_learns_something_of_the_bumps() -> None:
    run = run_of(**{"data.source.kind": "bumps"})
    run.train(epochs=300)
    assert run.snapshot().fits["train"].r_squared > 0.5


@pytest.mark.parametrize("kind", ["plane", "bumps", "waves", "blobs", "checkerboard"])
def test_that_drawing_anew_keeps_the_network_and_measures_at_once(kind: str) -> None:
    run = run_of(**{"data.source.kind": kind, "data.source.noise": 0.2})
    run.train(epochs=2)
    weights, before = run.network.values.copy(), run.snapshot().scores["train"].loss
    assert not run.apply(change(run.experiment, {"data.source.seed": 8}))
    np.testing.assert_array_equal(run.network.values, weights)
    loss = run.snapshot().scores["train"].loss
    assert loss != before
    np.testing.assert_allclose(loss, run.network.evaluate(run.dataset.train.x, run.dataset.train.y)[0])


def test_that_another_task_starts_again_with_the_outputs_it_needs() -> None:
    run = Run(load("petals"))
    run.train(epochs=2)
    assert run.apply(change(run.experiment, PLANE))
    run.train(epochs=2)
    assert run.apply(change(run.experiment, {"data.source.kind": "waves"}))
    assert run.network.outputs == 4
    run.train(epochs=1)
    assert run.snapshot().scores["train"].accuracy is not None


def painted(source: Painted, **settings: Any) -> dict[str, Any]:
    return {"data.source.kind": "points", "data.source.points": points_as_builtins(source)} | settings


def test_that_one_painted_point_is_enough_to_train_on_whatever_the_split() -> None:
    source = without(Painted(), 1)
    run = Run(change(load("playground"), painted(source)))
    run.train(epochs=3)
    assert list(run.dataset.parts) == ["train"]
    assert np.isfinite(run.history["train_loss"]).all()


def test_that_painting_goes_on_while_the_network_learns() -> None:
    source = without(Painted(), 1)
    run = Run(change(load("playground"), painted(source)))
    for number in range(30):
        run.epoch()
        source = with_point(source, number / 10 - 1.5, 1, number % 2)
        assert not run.apply(change(run.experiment, {"data.source.points": points_as_builtins(source)}))
    assert run.epochs_done == 30
    assert list(run.dataset.parts) == ["train", "test"]
    assert len(run.dataset.train) + len(run.dataset.parts["test"]) == 31


def test_that_more_classes_of_painted_points_need_another_output() -> None:
    run = Run(change(load("playground"), {"data.source.kind": "points"}))
    assert run.apply(change(run.experiment, {"data.source.classes": 3}))
    assert run.network.outputs == 3
