"""Batch normalization: every score is brought to mean 0 and variance 1 over the batch, then scaled and shifted.

Ioffe & Szegedy (2015), "Batch normalization: accelerating deep network training by reducing internal covariate shift",
arXiv:1502.03167. With the batch's mean mu and biased variance s², n samples, both by unit:

    h = (z - mu) / sqrt(s² + epsilon),    u = gamma h + beta.

Backwards, with e = dL/du: dL/dbeta = sum e, dL/dgamma = sum e h, and

    dL/dz = gamma / sqrt(s² + epsilon) (e - mean(e) - h mean(e h)),

where the second term is there because mu depends on every z too, and the third because s² does.

For evaluation running averages take the place of mu and s², so that one sample's output does not depend on others.
"""

from __future__ import annotations

import numpy as np

from playground.engine.naming import Array, require
from playground.engine.parameters import LayerParameters

EPSILON = 1e-5
RUNNING_MOMENTUM = 0.1
"""The new value's share in the running averages."""


class BatchNorm:
    """Batch normalization of one layer's scores, in place, for batches of one size.

    Parameters
    ----------
    parameters : LayerParameters
    scores : (n, units)
        The buffer it works on.
    """

    def __init__(self, parameters: LayerParameters, scores: Array) -> None:
        # Asserted once here, so that the formulas below read as formulas.
        assert parameters.gamma is not None and parameters.beta is not None
        assert parameters.gamma_gradient is not None and parameters.beta_gradient is not None
        assert parameters.running_mean is not None and parameters.running_variance is not None
        self.gamma, self.beta = parameters.gamma, parameters.beta
        self.gamma_gradient, self.beta_gradient = parameters.gamma_gradient, parameters.beta_gradient
        self.running_mean, self.running_variance = parameters.running_mean, parameters.running_variance
        self.scores = scores
        self.normalized = np.empty_like(scores)
        self._scratch = np.empty_like(scores)
        self.mean, self.variance, self.deviation = (np.empty_like(self.gamma) for _ in range(3))

    def forward(self, training: bool) -> None:
        """Replace the scores z by gamma h + beta."""
        if training:
            self._measure()
            mean, variance = self.mean, self.variance
        else:
            mean, variance = self.running_mean, self.running_variance
        np.add(variance, EPSILON, self.deviation)
        np.sqrt(self.deviation, self.deviation)
        np.subtract(self.scores, mean, self.normalized)
        np.divide(self.normalized, self.deviation, self.normalized)
        np.multiply(self.normalized, self.gamma, self.scores)
        np.add(self.scores, self.beta, self.scores)

    def _measure(self) -> None:
        """Take the batch's mean and biased variance; in two passes, for mean(z²) - mean(z)² would lose its digits."""
        samples = len(self.scores)
        require(samples > 1, "batch normalization needs at least 2 samples in a batch; use a larger batch size")
        np.add.reduce(self.scores, axis=0, out=self.mean)
        np.divide(self.mean, samples, self.mean)
        np.subtract(self.scores, self.mean, self._scratch)
        np.multiply(self._scratch, self._scratch, self._scratch)
        np.add.reduce(self._scratch, axis=0, out=self.variance)
        np.divide(self.variance, samples, self.variance)

    def update_running(self) -> None:
        """Move the running averages towards the batch just seen; the variance's unbiased estimate, as PyTorch."""
        samples = len(self.scores)
        self.running_mean *= 1.0 - RUNNING_MOMENTUM
        self.running_mean += RUNNING_MOMENTUM * self.mean
        self.running_variance *= 1.0 - RUNNING_MOMENTUM
        self.running_variance += RUNNING_MOMENTUM * samples / (samples - 1) * self.variance

    def backward(self, error: Array) -> None:
        """Turn, in place, dL/du into dL/dz, and fill the gradients of gamma and beta."""
        samples = len(error)
        np.multiply(error, self.normalized, self._scratch)
        np.add.reduce(self._scratch, axis=0, out=self.gamma_gradient)
        np.add.reduce(error, axis=0, out=self.beta_gradient)
        np.multiply(self.normalized, self.gamma_gradient / samples, self._scratch)
        np.subtract(error, self._scratch, error)
        np.subtract(error, self.beta_gradient / samples, error)
        np.multiply(error, self.gamma / self.deviation, error)
