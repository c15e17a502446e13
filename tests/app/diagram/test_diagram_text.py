"""Names, numbers and formulas of the diagram."""

import numpy as np

from playground.app.diagram.names import Words, activation_formula, indexed, plain, symbol, weighted_sum
from playground.experiment import FEATURES


def line(words: Words) -> str:
    return " ".join(plain(word) for word in words).replace("\u00a0", " ")


def test_that_every_feature_has_a_symbol() -> None:
    expected = ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂", "cos x₁", "cos x₂"]
    assert [plain(symbol(name)) for name in FEATURES] == expected
    assert plain(symbol("u12")) == "u₁₂"
    assert plain(symbol("weight")) == "weight"


def test_that_the_square_stands_over_the_index() -> None:
    runs = symbol("x1_squared")
    assert [(run.text, run.shift, run.back) for run in runs] == [("x", 0, False), ("1", -1, False), ("2", 1, True)]


def test_that_a_formula_has_the_values_put_in() -> None:
    names = [symbol("x1"), symbol("x2")]
    words = weighted_sum(np.array([11.5, -13.45]), names, 0.06, "")
    assert line(words) == "z = 11.50 x₁ − 13.45 x₂ + 0.06"


def test_that_a_weight_that_is_not_finite_is_not_taken_for_a_minus() -> None:
    words = weighted_sum(np.array([np.nan, -2.0, np.inf]), [symbol("x1"), symbol("x2"), symbol("u3")], None, "")
    assert line(words) == "z = (–) x₁ − 2.00 x₂ + (–) u₃"


def test_that_a_long_formula_keeps_its_largest_terms() -> None:
    names = [indexed("a", number) for number in range(1, 7)]
    words = weighted_sum(np.array([0.1, -3.0, 0.2, 2.0, 0.3, 1.0]), names, -0.5, "(3 more)")
    assert line(words) == "z = −3.00 a₂ + 2.00 a₄ + 1.00 a₆ + … (3 more) − 0.50"


def test_that_activations_read_as_formulas() -> None:
    assert line(activation_formula("tanh")) == "a = tanh(z)"
    assert line(activation_formula("relu")) == "a = max(0, z)"
    assert line(activation_formula("sigmoid", "p")) == "p = sigmoid(z)"
