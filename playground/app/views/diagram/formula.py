"""What a neuron computes, written out with its numbers: z = 11.50 x₁ + 13.45 x₂ + 0.06, a = tanh(z)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.app.views.diagram.numbers import short
from playground.app.views.diagram.symbols import Run, Runs, text
from playground.engine import ALL_ACTIVATIONS

MOST_TERMS = 4
_TERMS_WHEN_SHORTENED = 3

Words = tuple[Runs, ...]
"""A line in pieces between which it may break."""


def weighted_sum(
    weights: NDArray[np.floating], names: Sequence[Runs], bias: float | None, more: str, name: str = "z"
) -> Words:
    """The sum as words. With many inputs the largest weights speak, in their order, and `more` tells of the rest."""
    chosen = np.arange(len(weights))
    if len(weights) > MOST_TERMS:
        largest = np.argsort(-np.abs(weights), kind="stable")[:_TERMS_WHEN_SHORTENED]
        chosen = np.sort(largest)
    words: list[Runs] = [text(f"{name} =")]
    for index in chosen.tolist():
        words.append(_term(float(weights[index]), names[index], first=len(words) == 1))
    if len(chosen) < len(weights):
        words.append(text(f"+ … {more}"))
    if bias is not None:
        words.append(_term(bias, (), first=len(words) == 1))
    return tuple(words)


def activation_formula(activation: str, result: str = "a", of: str = "z") -> Words:
    """The activation as words: a = tanh(z)."""
    formula = ALL_ACTIVATIONS[activation].formula
    return tuple(text(word) for word in f"{result} = {formula}".replace("z", of).split(" "))


def _term(number: float, name: Runs, *, first: bool) -> Runs:
    digits = short(number)
    sign = "-" if digits.startswith("\u2212") else "+"
    digits = digits.lstrip("\u2212")
    lead = ("\u2212" if sign == "-" else "") if first else ("\u2212 " if sign == "-" else "+ ")
    if not name:
        return text(lead + digits)
    return (Run(f"{lead}{digits}\u00a0"), *name)
