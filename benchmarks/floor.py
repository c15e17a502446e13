"""The floor: one training step and one forward pass as fast as plain NumPy allows, to measure the engine against.

By hand and for one kind of network only: tanh layers, half the squared error, plain gradient descent. No allocation,
biases as the weights' last row, all parameters in one vector, every product through `ndarray.dot`. And the bound below
the floor: the matrix products alone.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike


class Floor:
    """One network by hand.

    Parameters
    ----------
    sizes : units of every layer, the inputs first.
    rows : samples in a batch.
    """

    def __init__(self, sizes: Sequence[int], rows: int, dtype: DTypeLike = np.float64) -> None:
        random = np.random.RandomState(0)
        shapes = [(fan_in + 1, fan_out) for fan_in, fan_out in pairwise(sizes)]
        starts = np.cumsum([0, *(a * b for a, b in shapes)])
        self.values, self.gradient, self.move = (np.empty(starts[-1], dtype) for _ in range(3))
        self.weights = [
            self.values[i:j].reshape(shape) for i, j, shape in zip(starts, starts[1:], shapes, strict=False)
        ]
        slopes = [self.gradient[i:j].reshape(shape) for i, j, shape in zip(starts, starts[1:], shapes, strict=False)]
        for weight in self.weights:
            weight[...] = random.randn(*weight.shape) / np.sqrt(len(weight))
        self.inputs = [np.ones((rows, size + 1), dtype) for size in sizes[:-1]]
        self.inputs[0][:, :-1] = random.randn(rows, sizes[0])
        self.outputs, errors, self.scratch = ([np.empty((rows, n), dtype) for n in sizes[1:]] for _ in range(3))
        self.ones = [np.ones((rows, n), dtype) for n in sizes[1:]]
        self.targets = np.sign(random.randn(rows, sizes[-1])).astype(dtype)
        self.rate = np.asarray(0.03 / rows, dtype)
        self.errors = errors
        nexts = [each[:, :-1] for each in self.inputs[1:]]
        self._up = list(zip(self.inputs, self.weights, self.outputs, [*nexts, None], strict=True))
        below = [None, *errors[:-1]]
        self._down = list(
            zip(
                errors,
                self.outputs,
                self.scratch,
                self.ones,
                [each.T for each in self.inputs],
                slopes,
                [each[:-1].T for each in self.weights],
                below,
                strict=True,
            )
        )[::-1]

    def forward(self) -> None:
        """One pass over the batch: what measuring a loss costs at least."""
        for x, weight, out, following in self._up:
            x.dot(weight, out)
            np.tanh(out, out)
            if following is not None:
                following[...] = out

    def step(self) -> None:
        """One step of gradient descent."""
        self.forward()
        np.subtract(self.outputs[-1], self.targets, self.errors[-1])
        for error, out, scratch, ones, x_transposed, slope, back, below in self._down:
            np.multiply(out, out, scratch)
            np.subtract(ones, scratch, scratch)
            np.multiply(error, scratch, error)
            x_transposed.dot(error, slope)
            if below is not None:
                error.dot(back, below)
        np.multiply(self.gradient, self.rate, self.move)
        np.subtract(self.values, self.move, self.values)

    def products(self) -> Callable[[], None]:
        """The matrix products of a step, and nothing else."""
        calls = [(x, weight, out) for x, weight, out, _ in self._up]
        for error, _, _, _, x_transposed, slope, back, below in self._down:
            calls.append((x_transposed, error, slope))
            if below is not None:
                calls.append((error, back, below))

        def run() -> None:
            for left, right, out in calls:
                left.dot(right, out)

        return run
