"""How far a step moves each parameter, however the flat vectors are cut into blocks."""

import numpy as np
import pytest

from playground.engine import Layer, overflow_is_expected
from playground.engine.descent import Movement
from playground.engine.machinery import memory
from playground.engine.machinery.memory import Parameters

LAYERS = (Layer(5, "tanh", batch_norm=True), Layer(3, "relu"), Layer(2, "linear"))


def moved() -> tuple[Parameters, Movement]:
    store = Parameters(4, LAYERS, np.float64)
    random = np.random.RandomState(3)
    store.values[...] = random.randn(len(store.values))
    movement = Movement(store)
    movement.begin()
    store.values += 0.1 * random.randn(len(store.values))
    movement.end()
    return store, movement


@pytest.mark.parametrize("block", [1, 2, 7, 20, 1000])
def test_that_blocks_of_any_size_give_the_same_ratios(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(memory, "PIECE", block)
    store, seen = moved()
    after, before = store.views(store.values), store.views(seen.before)
    expected = [abs(after[name] - before[name]).sum() / abs(after[name]).sum() for name in after]
    np.testing.assert_allclose(seen.ratios, expected, rtol=1e-12)


def test_that_a_second_step_forgets_the_first() -> None:
    _, seen = moved()
    seen.begin()
    with overflow_is_expected():
        seen.end()
    np.testing.assert_array_equal(seen.ratios, 0.0)


def test_that_what_moved_to_all_zeros_has_no_ratio() -> None:
    store, seen = moved()
    seen.begin()
    store.views(store.values)["output.bias"][...] = 0.0
    with overflow_is_expected():
        seen.end()
    ratios = dict(zip(store.views(store.values), seen.ratios.tolist(), strict=True))
    assert np.isnan(ratios.pop("output.bias"))
    assert set(ratios.values()) == {0.0}
