"""Training by numerical slopes alone: the same weights as by back-propagation, and how much slower it is.

Two networks with the same first weights take the same steps of gradient descent on the lab petals. One gets its
gradient by walking the chain backwards once, the other by trying every parameter a little higher and a little lower:
two evaluations of the loss for each of them.
"""

import time

import numpy as np

from playground.engine import Network, central_differences, optimizer, overflow_is_expected
from playground.experiment import change, load
from playground.training.build import build_network
from playground.training.run import Run


class TwoWays:
    """Both networks under way.

    Parameters
    ----------
    units : hidden neurons; 4 units behind 2 inputs make 17 parameters.

    Attributes
    ----------
    steps : taken by both. backwards_seconds, numerical_seconds : what the gradients have taken, of each way.
    """

    def __init__(self, units: int = 4) -> None:
        experiment = change(load("petals"), {"network.layers.0.units": units})
        run = Run(experiment)
        self._x, self._y = run.dataset.train.x, run.dataset.train.y
        self._backwards, self._numerical = (build_network(experiment, run.dataset) for _ in range(2))
        rate = experiment.training.optimizer.learning_rate
        self._optimizers = (optimizer("sgd", learning_rate=rate), optimizer("sgd", learning_rate=rate))
        self.steps = 0
        self.backwards_seconds = self.numerical_seconds = 0.0

    @property
    def parameters(self) -> int:
        """How many numbers each network learns."""
        return self._backwards.parameter_count

    @property
    def loss(self) -> float:
        """The training loss of the network that learns by numerical slopes."""
        return self._numerical.evaluate(self._x, self._y)[0]

    @property
    def largest_weight(self) -> float:
        """The largest parameter's size: what the difference is to be compared with."""
        return float(np.max(np.abs(self._backwards.values)))

    @property
    def difference(self) -> float:
        """The largest difference between two parameters that should be the same."""
        return float(np.max(np.abs(self._backwards.values - self._numerical.values)))

    @property
    def slower(self) -> float:
        """How many times longer the numerical gradients took."""
        return self.numerical_seconds / self.backwards_seconds if self.backwards_seconds else np.nan

    def advance(self, steps: int = 1) -> None:
        """Take so many steps, both ways."""
        for _ in range(steps):
            begun = time.perf_counter()
            self._backwards.backpropagate(self._x, self._y)
            turned = time.perf_counter()
            slopes = self._slopes(self._numerical)
            self.numerical_seconds += time.perf_counter() - turned
            self.backwards_seconds += turned - begun
            self._optimizers[0].step(self._backwards.values, self._backwards.gradient)
            self._optimizers[1].step(self._numerical.values, slopes)
        self.steps += steps

    def _slopes(self, network: Network) -> np.ndarray:
        kept = network.values.copy()

        def loss(values: np.ndarray) -> float:
            network.values[...] = values
            return network.training_loss(self._x, self._y)

        with overflow_is_expected():
            slopes = central_differences(loss, kept)
        network.values[...] = kept
        return slopes
