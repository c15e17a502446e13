"""Optimizers: trajectories of PyTorch, saving, restoring, settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine import GroupedOptimizer, optimizer
from playground.engine.machinery import memory
from playground.engine.optimizers import LEAST_EPSILON, OPTIMIZERS

CASES = json.loads((Path(__file__).parent.parent / "golden" / "optimizers.json").read_text(encoding="utf-8"))
NOT_SETTINGS = {"optimizer", "start", "gradients", "expected"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['optimizer']} {case['learning_rate']}")
def test_that_the_trajectory_is_that_of_pytorch(case: dict[str, Any]) -> None:
    settings = {name: value for name, value in case.items() if name not in NOT_SETTINGS}
    walker, p = optimizer(case["optimizer"], **settings), np.array(case["start"])
    for g, expected in zip(case["gradients"], case["expected"], strict=True):
        walker.step(p, np.array(g))
        np.testing.assert_allclose(p, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_that_a_restored_optimizer_continues_bit_for_bit(kind: str) -> None:
    gradients = np.random.RandomState(0).standard_normal((10, 6))
    first, p = optimizer(kind, learning_rate=0.1), np.ones(6)
    for g in gradients[:5]:
        first.step(p, g)
    second, q = optimizer(kind, learning_rate=0.1), p.copy()
    second.restore(first.state())
    for g in gradients[5:]:
        first.step(p, g)
        second.step(q, g)
    np.testing.assert_array_equal(p, q)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_that_gradients_are_left_as_they_are_and_float32_stays_float32(kind: str) -> None:
    p, g = np.ones(4, np.float32), np.full(4, 0.5, np.float32)
    optimizer(kind, learning_rate=0.1).step(p, g)
    np.testing.assert_array_equal(g, np.full(4, 0.5, np.float32))
    assert p.dtype == np.float32
    assert (p < 1.0).all()


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("piece", [1, 4, 9, 10])
def test_that_pieces_of_any_size_give_the_same_steps(kind: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, p, gradients = optimizer(kind), np.ones(10), np.random.RandomState(0).standard_normal((5, 10))
    for g in gradients:
        whole.step(p, g)
    monkeypatch.setattr(memory, "PIECE", piece)
    cut, q = optimizer(kind), np.ones(10)
    for g in gradients:
        cut.step(q, g)
    np.testing.assert_array_equal(q, p)
    assert [np.shape(cut.state()[name]) for name in cut.carried] == [(10,)] * len(cut.carried)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("piece", [3, 100])
def test_that_settings_of_gammas_and_betas_own_are_those_of_an_optimizer_of_their_own(
    kind: str, piece: int, dtype: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PIECE", piece)
    is_norm = np.array([0, 0, 1, 1, 0, 1, 0.0])
    own = {"momentum": 0.5} if kind in ("momentum", "nesterov") else {}
    grouped = GroupedOptimizer(optimizer(kind), is_norm, 0.01, own.get("momentum"))
    plain, apart = optimizer(kind), optimizer(kind, learning_rate=0.01, **own)
    p, q, r = (np.ones(7, dtype) for _ in range(3))
    for step, g in enumerate(np.random.RandomState(0).standard_normal((6, 7)).astype(dtype)):
        if step == 3:
            grouped.batch_norm_learning_rate = apart.learning_rate = 0.2
            grouped.learning_rate = plain.learning_rate = 0.3
        for walker, values in ((grouped, p), (plain, q), (apart, r)):
            walker.step(values, g)
    np.testing.assert_allclose(p, np.where(is_norm == 1.0, r, q), rtol=1e-12 if dtype is np.float64 else 1e-5)
    assert grouped.learning_rate == 0.3


def test_that_a_rate_of_their_own_can_be_given_and_taken_away_between_steps() -> None:
    grouped, p, g = GroupedOptimizer(optimizer("sgd", learning_rate=1.0), np.array([0.0, 1.0])), np.zeros(2), np.ones(2)
    for own in (None, 0.5, None):
        grouped.batch_norm_learning_rate = own
        grouped.step(p, g)
    np.testing.assert_array_equal(p, [-3.0, -2.5])


def test_that_the_learning_rate_can_change_between_steps() -> None:
    walker, p = optimizer("sgd", learning_rate=1.0), np.zeros(1)
    walker.step(p, np.ones(1))
    walker.learning_rate = 0.5
    walker.step(p, np.ones(1))
    assert p[0] == -1.5


@pytest.mark.parametrize("kind", ["adagrad", "rmsprop", "adam", "adamw"])
def test_that_the_least_epsilon_keeps_any_gradient_finite_in_single_precision(kind: str) -> None:
    """A gradient of exactly 0, as of a dead unit, or so small that its square is 0, moves nothing far."""
    walker, p = optimizer(kind, learning_rate=0.1, epsilon=LEAST_EPSILON), np.zeros(3, np.float32)
    for _ in range(3):
        walker.step(p, np.array([0.0, 1e-24, 1e-40], np.float32))
    assert (np.abs(p) <= 3 * 0.1).all()
    with pytest.raises(ValueError, match="epsilon must be at least 1e-20"):
        optimizer(kind, epsilon=1e-60)


def test_that_the_state_of_another_kind_is_refused() -> None:
    walker = optimizer("adam")
    walker.step(np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="carries velocity"):
        optimizer("momentum").restore(walker.state())


def test_that_a_wrong_name_or_setting_names_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="choose one of: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw"):
        optimizer("bfgs")
    with pytest.raises(ValueError, match="'momentum' of optimizer 'sgd'; its settings are: learning_rate"):
        optimizer("sgd", momentum=0.9)
    with pytest.raises(ValueError, match="momentum must be from 0"):
        optimizer("nesterov", momentum=1.0)
