"""A network's double, on which a gradient check may try whatever it likes.

It works in double precision with the same numbers: differences of losses in single precision have no digits left. The
network itself is never touched, nor is its random stream, and dropout's masks are the same at every evaluation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.engine.naming import Array
from playground.engine.network import Network
from playground.engine.numerical import EPSILON

_PERTURBATIONS = 6
_CAUTION = 8.0


class CheckTwin(Network):
    """A copy of a network in float64, with the samples it is checked on.

    Parameters
    ----------
    network : Network
    x : (n, inputs)
    y : (n, outputs)
    """

    def __init__(self, network: Network, x: Array, y: Array) -> None:
        super().__init__(network.inputs, network.layers, network.loss, dtype=np.float64)
        self.restore(network.state())
        self.l1, self.l2 = network.l1, network.l2
        self.x, self.y = np.asarray(x, np.float64), np.asarray(y, np.float64)

    def check_loss(self, _: Array | None = None) -> float:
        """Return the training loss on the samples, with the parameters as they are in `values`."""
        return self.training_loss(self.x, self.y)

    def sides(self) -> npt.NDArray[np.int8]:
        """Return, after `check_loss`, on which side of its activation's kink every score lies: -1, 0 or 1.

        Only scores in front of an activation with a kink are in it. Where two evaluations differ in this, the loss has
        a corner between them.
        """
        stages = self._workspaces[len(self.x)].stages
        signs = [np.sign(stage.scores).astype(np.int8).ravel() for stage in stages if stage.activation.has_kink]
        return np.concatenate(signs) if signs else np.empty(0, np.int8)

    def noise(self) -> float:
        """Return how far rounding may put the loss wrong: how much it moves when the last digits of all numbers do.

        A cautious figure, some ten times what is typical.
        """
        values, x, here = self.values.copy(), self.x, self.check_loss()
        random_state = np.random.RandomState(0)
        moved = 0.0
        for _ in range(_PERTURBATIONS):
            self.values *= 1.0 + 4.0 * EPSILON * random_state.choice([-1.0, 1.0], values.shape)
            self.x = x * (1.0 + 4.0 * EPSILON * random_state.choice([-1.0, 1.0], x.shape))
            moved = max(moved, abs(self.check_loss() - here))
            self.values[...] = values
        self.x = x
        return _CAUTION * (moved + EPSILON * abs(here))
