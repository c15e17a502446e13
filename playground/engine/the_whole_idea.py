# ruff: noqa: N806 - W and dW as in every textbook
"""The whole idea in sixty lines: a network answers, finds out how wrong it is, and moves its weights a little downhill.

A layer is a matrix W, a row b and a bend: a = tanh(x W + b). The loss L says how wrong the last layer's answers are.
*Back-propagation* is the chain rule, walked from the loss back to the inputs: a layer that knows dL/da of its outputs
finds its own gradient, and dL/dx of its inputs, which are the outputs of the layer below.

Everything else in this package makes this general, exact, stable and fast. Try it:

    python -m playground.engine.the_whole_idea
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Layer = tuple[Array, Array]
"""Weights W (fan_in, fan_out) and biases b (fan_out,)."""


def first_layers(sizes: list[int], seed: int) -> list[Layer]:
    """Draw small weights that differ, so that neurons can come to differ; biases start at 0."""
    random = np.random.RandomState(seed)
    return [(random.randn(n, m) / np.sqrt(n), np.zeros(m)) for n, m in pairwise(sizes)]


def forward(layers: list[Layer], x: Array) -> list[Array]:
    """Return the samples x (n, inputs), a row each, and then the outputs of every layer."""
    signals = [x]
    for W, b in layers:
        signals.append(np.tanh(signals[-1] @ W + b))
    return signals


def loss(output: Array, y: Array) -> float:
    """Return half the squared error, as a mean over the samples."""
    return 0.5 * float(((output - y) ** 2).sum()) / len(y)


def backward(layers: list[Layer], signals: list[Array], y: Array) -> list[Layer]:
    """Return dL/dW and dL/db of every layer."""
    gradients = []
    error = (signals[-1] - y) / len(y)  # dL/da of the last layer
    for (W, _), x, a in reversed(list(zip(layers, signals, signals[1:], strict=False))):
        delta = error * (1.0 - a**2)  # dL/dz with a = tanh(z), whose slope is 1 - a²
        gradients.append((x.T @ delta, delta.sum(axis=0)))  # dL/dW = xᵀ delta, dL/db
        error = delta @ W.T  # dL/dx = delta Wᵀ
    return gradients[::-1]


def step(layers: list[Layer], gradients: list[Layer], rate: float) -> None:
    """Move every weight and bias a little against its gradient, in place."""
    for (W, b), (dW, db) in zip(layers, gradients, strict=True):
        W -= rate * dW
        b -= rate * db


def train(layers: list[Layer], x: Array, y: Array, steps: int, rate: float) -> list[float]:
    """Take so many steps on all samples; return the loss before each, and after the last."""
    losses = [loss(forward(layers, x)[-1], y)]
    for _ in range(steps):
        step(layers, backward(layers, forward(layers, x), y), rate)
        losses.append(loss(forward(layers, x)[-1], y))
    return losses


CORNERS = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
DIFFER = np.array([[-1.0], [1.0], [1.0], [-1.0]])
"""The toy set: +1 where the two inputs differ. No single neuron can learn it, and a hidden layer of three can."""

if __name__ == "__main__":
    network = first_layers([2, 3, 1], seed=0)
    course = train(network, CORNERS, DIFFER, steps=2000, rate=0.2)
    print(f"loss {course[0]:.3f} at first, {course[-1]:.5f} after {len(course) - 1:,} steps")
    print("answers:", np.round(forward(network, CORNERS)[-1].ravel(), 2))
