"""F1, balanced accuracy, the area under the ROC curve and class weights: scikit-learn's figures, and their rules."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import (
    ClassWeightedLoss,
    Layer,
    Loss,
    Network,
    balanced_accuracy,
    balanced_weights,
    confusion_matrix,
    f1,
    loss,
    macro_f1,
    optimizer,
    roc_auc,
)

# Samples of two and of three classes, with many ties among the scores; the figures are scikit-learn's, version 1.9.
TWO = np.array([int(digit) for digit in "1010111101010100001000110011001001100110"])
TENTHS = "9 10 5 5 12 4 8 11 7 8 2 8 4 8 4 8 8 3 9 3 5 4 10 7 5 7 7 12 2 7 7 4 6 8 7 0 1 10 8 7"
SCORES = np.array(TENTHS.split(), np.float64) / 10
THREE = np.array([int(digit) for digit in "000001100020200010011000000112"])
HUNDREDTHS = (
    "36 29 57 29 36 21 43 21 29 64 14 64 07 86 43 43 43 21 79 00 29 00 43 21 07 14 36 14 36 29 29 21 64 36 57 36 43 21 "
    "07 57 57 43 43 57 29 64 43 00 71 21 36 14 93 07 29 64 21 64 64 00"
)
FIRST_TWO = np.array(HUNDREDTHS.split(), np.float64).reshape(30, 2)
SHARES = np.column_stack([FIRST_TWO, 100 - FIRST_TWO.sum(axis=1)]) / 100


def test_that_figures_of_two_classes_are_scikit_learns() -> None:
    confusion = confusion_matrix(SCORES > 0.6, TWO, 2)
    assert roc_auc(SCORES[:, None], TWO) == pytest.approx(0.8558897243107769, abs=1e-15)
    assert macro_f1(confusion) == pytest.approx(0.7737272155876807, abs=1e-15)
    assert balanced_accuracy(confusion) == pytest.approx(0.7807017543859649, abs=1e-15)
    np.testing.assert_allclose(f1(confusion), [0.7567567567567568, 0.7906976744186046], rtol=1e-15)


def test_that_figures_of_several_classes_are_scikit_learns() -> None:
    confusion = confusion_matrix(SHARES.argmax(axis=1), THREE, 3)
    assert roc_auc(SHARES, THREE) == pytest.approx(0.8528521585767962, abs=1e-15)
    assert macro_f1(confusion) == pytest.approx(0.5841269841269842, abs=1e-15)
    assert balanced_accuracy(confusion) == pytest.approx(0.6603174603174603, abs=1e-15)


def test_that_classes_without_samples_count_as_scikit_learn_has_them() -> None:
    # Class 2 is nowhere and left out; class 3 is predicted and has no sample: its F1 is 0, its recall none.
    confusion = confusion_matrix(np.array([0, 3, 1, 1, 0]), np.array([0, 0, 1, 1, 1]), 4)
    assert macro_f1(confusion) == pytest.approx(0.43333333333333335, abs=1e-15)
    assert balanced_accuracy(confusion) == pytest.approx(0.5833333333333333, abs=1e-15)
    weights = balanced_weights(np.repeat([0, 1, 3], [7, 2, 1]), 4)
    np.testing.assert_allclose(weights, [0.47619047619047616, 1.6666666666666667, 1.0, 3.3333333333333335], rtol=1e-15)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4)), min_size=2, max_size=40))
def test_that_the_area_is_the_share_of_pairs_put_in_order_ties_counting_half(pairs: list[tuple[int, int]]) -> None:
    truth, scores = np.array([each for each, _ in pairs]), np.array([each for _, each in pairs], np.float32)
    of_class, others = scores[truth == 1], scores[truth == 0]
    if not len(of_class) or not len(others):
        assert math.isnan(roc_auc(scores[:, None], truth))
        return
    difference = of_class[:, None] - others[None]
    expected = np.mean((difference > 0) + 0.5 * (difference == 0))
    assert roc_auc(scores[:, None], truth) == pytest.approx(expected, abs=1e-12)
    both = np.column_stack([-scores, scores])
    assert roc_auc(both, truth) == roc_auc(scores[:, None], truth)


def test_that_the_area_is_told_only_where_there_is_one() -> None:
    assert math.isnan(roc_auc(np.array([[0.5], [np.nan]]), np.array([0, 1])))
    assert math.isnan(roc_auc(np.empty((0, 1)), np.empty(0, int)))
    assert roc_auc(np.eye(3)[[0, 1, 1]], np.array([0, 1, 1])) == 1.0
    with pytest.raises(ValueError, match="output must be"):
        roc_auc(np.zeros(3), np.zeros(3, int))
    with pytest.raises(ValueError, match="of one length, not 3 and 2"):
        roc_auc(np.zeros((3, 1)), np.zeros(2, int))


CASES = [
    ("binary_cross_entropy", "sigmoid", 1),
    ("binary_cross_entropy", "sigmoid", 3),
    ("softmax_cross_entropy", "softmax", 3),
    ("squared_error", "tanh", 1),
    ("squared_error", "linear", 3),
    ("huber", "sigmoid", 1),
    ("huber", "tanh", 3),
]


def samples(activation: str, outputs: int, n: int = 12) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    random = np.random.RandomState(3)
    labels = np.minimum(random.randint(0, 9, n) // 3, max(1, outputs - 1))
    labels[: outputs + 1] = np.arange(outputs + 1) % max(2, outputs)
    hits = labels[:, None] == (1 if outputs == 1 else np.arange(outputs))
    return random.randn(n, 2), np.where(hits, 1.0, -1.0 if activation == "tanh" else 0.0)


def network(kind: str | Loss, activation: str, outputs: int) -> Network:
    return Network(2, [Layer(3, "tanh"), Layer(outputs, activation)], kind, seed=1)


@pytest.mark.parametrize(("kind", "activation", "outputs"), CASES)
def test_that_whole_weights_are_what_so_many_copies_of_a_sample_would_be(
    kind: str, activation: str, outputs: int
) -> None:
    x, y = samples(activation, outputs)
    weighted = ClassWeightedLoss(loss(kind), np.array([1.0, 3.0, 2.0][: max(2, outputs)]))
    copies = weighted.of(y).astype(int)
    plain = network(kind, activation, outputs)
    expected = plain.evaluate(np.repeat(x, copies, axis=0), np.repeat(y, copies, axis=0))[0] * copies.sum() / len(x)
    _, slopes = plain.loss_and_gradients(np.repeat(x, copies, axis=0), np.repeat(y, copies, axis=0))
    net = network(weighted, activation, outputs)
    value, gradients = net.loss_and_gradients(x, y)
    assert net.evaluate(x, y)[0] == pytest.approx(expected, rel=1e-12)
    assert value == pytest.approx(expected, rel=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, slopes[name] * copies.sum() / len(x), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("kind", "activation", "outputs"), CASES)
def test_that_weights_of_one_change_nothing_and_held_samples_step_as_batches_do(
    kind: str, activation: str, outputs: int
) -> None:
    x, y = samples(activation, outputs)
    one = ClassWeightedLoss(loss(kind), np.ones(max(2, outputs)))
    three = ClassWeightedLoss(loss(kind), np.array([1.0, 3.0, 2.0][: max(2, outputs)]))
    plain, same, held, batch = (network(each, activation, outputs) for each in (kind, one, three, three))
    for net in (plain, same, batch):
        step = optimizer("momentum", learning_rate=0.1)
        for _ in range(5):
            net.train_step(x, y, step)
    kept, step = held.hold(x, y), optimizer("momentum", learning_rate=0.1)
    for _ in range(5):
        kept.evaluate()
        kept.train_step(step)
    np.testing.assert_allclose(same.values, plain.values, rtol=1e-12)
    np.testing.assert_array_equal(held.values, batch.values)
    assert not np.allclose(held.values, plain.values)


def test_that_weights_keep_single_precision() -> None:
    y = samples("sigmoid", 1)[1]
    weighted = ClassWeightedLoss(loss("binary_cross_entropy"), balanced_weights(y[:, 0].astype(int), 2))
    assert weighted.of(y.astype(np.float32)).dtype == np.float32
    assert weighted.of(y).sum() == pytest.approx(len(y))
    assert repr(weighted).startswith("ClassWeightedLoss(loss('binary_cross_entropy'), [")
