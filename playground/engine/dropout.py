"""Dropout: while training, every output is silenced with probability p, so that no neuron can rely on another.

Srivastava and others (2014), "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15. It is
*inverted*: what is kept grows by 1 / (1 - p) while training, so that evaluation needs no correction.
"""

from __future__ import annotations

import numpy as np

from playground.engine.naming import Array


class Dropout:
    """Dropout of one layer's outputs, for batches of one size; every sample has a mask of its own.

    Parameters
    ----------
    rate : float
        The probability p of being silenced.
    activated, outputs : (n, units)
        What comes in, and where the result goes.
    random_state : RandomState
        The masks' own stream.
    """

    def __init__(self, rate: float, activated: Array, outputs: Array, random_state: np.random.RandomState) -> None:
        self.rate = rate
        self.activated, self.outputs = activated, outputs
        self.random_state = random_state
        self.mask = np.empty_like(activated)

    def forward(self, training: bool) -> None:
        """Write the outputs, masked while training."""
        if not training:
            self.outputs[...] = self.activated
            return
        np.greater_equal(self.random_state.random_sample(self.mask.shape), self.rate, out=self.mask)
        np.divide(self.mask, 1.0 - self.rate, self.mask)
        np.multiply(self.activated, self.mask, self.outputs)

    def backward(self, error: Array) -> None:
        """Pass the error, in place, where the signal passed."""
        np.multiply(error, self.mask, error)
