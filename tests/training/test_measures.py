"""Measures of a run's decisions, what knowing nothing scores, parts that lack a class, and class weights."""

import math
from pathlib import Path

import numpy as np
import pytest

from playground.data import for_table
from playground.engine import ClassWeightedLoss
from playground.experiment import Experiment, UserError, change, load
from playground.experiment.sources import Point
from playground.training import Run, check_gradient
from playground.training.answers import base_rate_loss

PETALS = load("petals")


def painted(counts: tuple[int, ...], **settings: object) -> Experiment:
    """Points of a few classes, so many of each, in clouds beside each other."""
    random = np.random.RandomState(5)
    points = [
        Point(float(x), float(y), label)
        for label, count in enumerate(counts)
        for x, y in random.randn(count, 2) + np.array([3.0 * label, 0.0])
    ]
    source = {"kind": "points", "points": points, "classes": max(2, len(counts))}
    return change(PETALS, {"data.source": source, **settings})


RARE = {"training.epochs": 60, "training.optimizer.kind": "adam", "training.optimizer.learning_rate": 0.05}


def test_that_a_run_tells_how_good_its_decisions_are() -> None:
    run = Run(painted((57, 3), **RARE))
    run.train(epochs=5)
    measures = run.measures("train")
    assert measures is not None
    labels, output = run.dataset.train.labels, run.predict(run.dataset.train.points)
    assert measures.confusion.sum() == 60
    assert measures.accuracy == run.history["train_accuracy"][-1] == np.mean((output[:, 0] > 0.5) == labels)
    assert measures.balanced_accuracy == np.nanmean(measures.recall)
    assert measures.macro_f1 == np.nanmean(measures.f1)
    assert 0 <= measures.roc_auc <= 1
    answers = run.answers("train")
    assert answers is not None
    assert answers.measures is not None
    np.testing.assert_array_equal(answers.measures.confusion, measures.confusion)
    assert run.measures("test") is None
    assert Run(change(PETALS, {"data.source.kind": "plane"})).measures() is None


def test_that_the_base_rate_is_the_share_of_the_most_common_class() -> None:
    run = Run(painted((57, 3)))
    assert run.snapshot().base_rate_accuracy == 57 / 60
    run.apply(painted((20, 40)))
    assert run.snapshot().base_rate_accuracy == 40 / 60
    assert math.isnan(Run(change(PETALS, {"data.source.kind": "bumps"})).snapshot().base_rate_accuracy)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "squared_error", "huber"])
def test_that_balanced_weights_make_every_class_count_alike(loss: str) -> None:
    run = Run(painted((57, 3), **{"training.loss": loss, "training.class_weights": "balanced"}))
    weighted = run.network.loss
    assert isinstance(weighted, ClassWeightedLoss)
    np.testing.assert_allclose(weighted.weights, [60 / (2 * 57), 60 / (2 * 3)])
    # Weighted like that both classes are as common, whatever their numbers.
    even = base_rate_loss(np.array([[0.0], [1.0]]), loss)
    assert run.snapshot().base_rate_loss == pytest.approx(even)
    assert check_gradient(run).passed


def test_that_the_loss_told_is_the_loss_that_is_trained_on() -> None:
    run = Run(painted((57, 3), **RARE, **{"training.class_weights": "balanced"}))
    train = run.dataset.train
    loss, _ = run.network.loss_and_gradients(train.x, train.y)
    assert run.history["train_loss"][0] == pytest.approx(loss, rel=1e-12)
    plain = Run(painted((57, 3), **RARE))
    run.train()
    plain.train()
    assert run.measures().balanced_accuracy > plain.measures().balanced_accuracy


def test_that_weights_follow_the_training_part_while_it_is_painted() -> None:
    balanced = {"training.class_weights": "balanced"}
    run = Run(painted((30, 30), **balanced))
    assert not run.apply(painted((30, 10), **balanced))
    np.testing.assert_allclose(run.network.loss.weights, [40 / 60, 40 / 20])
    again = Run(painted((30, 10), **balanced))
    assert again.snapshot().scores["train"].loss == run.snapshot().scores["train"].loss


def test_that_a_change_of_weights_begins_again() -> None:
    run = Run(painted((30, 10)))
    run.train(epochs=4)
    assert run.apply(painted((30, 10), **{"training.class_weights": "balanced"}))
    assert run.epochs_done == 0


def test_that_values_have_no_classes_to_weigh(tmp_path: Path) -> None:
    plane = change(PETALS, {"data.source.kind": "plane"})
    with pytest.raises(UserError, match=r"training\.class_weights: values have no classes; set it to none"):
        change(plane, {"training.class_weights": "balanced"})
    weighted = change(PETALS, {"training.class_weights": "balanced"})
    assert change(weighted, {"data.source.kind": "plane"}).training.class_weights == "none"
    table = tmp_path / "values.csv"
    table.write_text("a,b\n" + "\n".join(f"{k},{k / 7:.3f}" for k in range(40)) + "\n")
    regression = {"training.loss": "squared_error", "network.output.activation": "linear"}
    experiment, _ = for_table(PETALS, table)
    with pytest.raises(UserError, match="values have no classes"):
        Run(change(experiment, {**regression, "training.class_weights": "balanced"}))
