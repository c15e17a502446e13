"""From outputs to classes: several outputs vote, and the largest wins; one alone says yes or no.

Not differentiable, and no need of it: training goes by the loss, accuracy is for people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.activations import OUTPUT_ACTIVATIONS
from playground.engine.naming import Array, choose

THRESHOLDS = {"sigmoid": 0.5, "tanh": 0.0}
"""What one output alone must exceed to mean class 1."""


def decisions(output: Array, output_activation: str, out: npt.NDArray[Any] | None = None) -> npt.NDArray[Any]:
    """Return the class index each row of outputs stands for.

    Parameters
    ----------
    output : (n, outputs)
        Outputs after the activation, or targets in the same code.
    output_activation : str
        With one output: p > 1/2 for a sigmoid, > 0 for tanh. With several the largest wins, the first on a tie.
    out : (n,) integers, optional
        For one output bools will do, and are faster.

    Returns
    -------
    (n,) integers

    Raises
    ------
    ValueError
        For one linear or softmax output, which decides nothing.
    """
    choose("output activation", output_activation, OUTPUT_ACTIVATIONS)
    if output.shape[1] > 1:
        return np.argmax(output, axis=1, out=out)
    if output_activation not in THRESHOLDS:
        raise ValueError(f"one {output_activation} output decides no class; use sigmoid or tanh, or one output a class")
    out = np.empty(len(output), np.intp) if out is None else out
    np.greater(output[:, 0], THRESHOLDS[output_activation], out=out)
    return out
