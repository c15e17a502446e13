# ruff: noqa: N806 - W and dW as in every textbook
"""Layers: the description of one, and one at work on a batch, forwards and backwards.

Forwards, for inputs x whose last column is 1 where there is a bias:

    z = x W    (scores)    u = batch norm(z)    a = f(u)    (activated)    o = dropout(a)    (outputs)

Backwards, the error dL/do comes in from the layer above. The chain rule turns it, link by link, into delta = dL/dz:

    dL/da = mask dL/do,    dL/du = f'(u) dL/da,    delta as in `BatchNorm`, or dL/du where there is none.

W_jk has its part in the loss through every sample's score, z_ik = sum_j x_ij W_jk, and x_ij through every unit's. So
these are the layer's own gradient and the error of the layer below:

    dL/dW = xᵀ delta,    dL/dx = delta Wᵀ.
"""

from dataclasses import MISSING, dataclass, fields
from numbers import Integral

import numpy as np

from playground.engine.activations import Activation
from playground.engine.initializers import Initializer, XavierUniform, Zeros
from playground.engine.machinery.guards import Array, require
from playground.engine.machinery.memory import LayerParameters, product

_WEIGHTS, _BIASES = XavierUniform(), Zeros()


@dataclass(frozen=True, repr=False)
class Layer:
    """The description of a dense layer: `z = x @ W + b`, then activation and dropout.

    With batch normalization gamma and beta take the bias's place.

    Parameters
    ----------
    units : int
        Number of neurons, at least 1.
    activation : str, default "tanh"
        A hidden activation, or for a network's last layer linear, tanh, sigmoid or softmax.
    batch_norm : bool, default False
        Normalize the scores; the layer then has gamma and beta and no bias.
    dropout : float, default 0
        Share of the outputs set to zero while training, from 0 to below 1.
    initializer, bias_initializer : Initializer, default Xavier uniform and zeros
    frozen : bool, default False
        Training then changes nothing of the layer, running averages included.

    Raises
    ------
    ValueError
        If `units` or `dropout` are out of range.
    """

    units: int
    activation: str = "tanh"
    batch_norm: bool = False
    dropout: float = 0.0
    initializer: Initializer = _WEIGHTS
    bias_initializer: Initializer = _BIASES
    frozen: bool = False

    def __post_init__(self) -> None:
        whole = isinstance(self.units, Integral)
        require(whole and self.units >= 1, f"a layer needs a whole number of units, at least 1, not {self.units}")
        require(0.0 <= self.dropout < 1.0, f"dropout must be from 0 to below 1, not {self.dropout}")

    def __repr__(self) -> str:
        told = [(field.name, getattr(self, field.name), field.default) for field in fields(self)[2:]]
        others = "".join(f", {name}={value}" for name, value, usual in told if usual is MISSING or value != usual)
        return f"Layer({self.units}, {self.activation!r}{others})"


class Dropout:
    """Dropout of one layer's outputs, for batches of one size; every sample has a mask of its own.

    While training, every output is silenced with probability p, so that no neuron can rely on another. It is
    *inverted*: what is kept grows by 1 / (1 - p) while training, so that evaluation needs no correction. Srivastava and
    others (2014), "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15.
    The masks come from a stream of their own. `activated` and `outputs` are (n, units).
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


NORM_EPSILON = 1e-5
"""Added to a variance before its root is taken."""
RUNNING_MOMENTUM = 0.1
"""The new value's share in the running averages."""


class BatchNorm:
    """Batch normalization of one layer's scores, in place, for batches of one size.

    Every score is brought to mean 0 and variance 1 over the batch, then scaled and shifted. With the batch's mean mu
    and biased variance s², n samples, both by unit:

        h = (z - mu) / sqrt(s² + epsilon),    u = gamma h + beta.

    Backwards, with e = dL/du: dL/dbeta = sum e, dL/dgamma = sum e h, and

        dL/dz = gamma / sqrt(s² + epsilon) (e - mean(e) - h mean(e h)),

    where the second term is there because mu depends on every z too, and the third because s² does.

    For evaluation running averages take the place of mu and s², so that one sample's output does not depend on others.
    Ioffe & Szegedy (2015), "Batch normalization: accelerating deep network training by reducing internal covariate
    shift", arXiv:1502.03167.
    It works in the buffer `scores`, (n, units).
    """

    def __init__(self, parameters: LayerParameters, scores: Array) -> None:
        self.gamma, self.beta = (parameters.values[kind] for kind in ("gamma", "beta"))
        self.gamma_gradient, self.beta_gradient = (parameters.gradients[kind] for kind in ("gamma", "beta"))
        self.running_mean, self.running_variance = parameters.running.values()
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
        np.add(variance, NORM_EPSILON, self.deviation)
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


class DenseLayer:
    """One layer at work on batches of one size, with all the memory it needs.

    It goes back in two halves, since a cross-entropy's error is dL/du, and enters between them.

    Parameters
    ----------
    layer, activation, parameters
    inputs : (n, fan_in) or (n, fan_in + 1)
        Outputs of the layer below, with a last column of ones where the layer has a bias.
    outputs : (n, units)
        The place to write to: part of the next layer's inputs.
    random_state : RandomState
        The stream of dropout masks.

    Attributes
    ----------
    scores : (n, units)
        z, and from batch normalization on u in its place.
    delta : (n, units)
        The loss's derivative by the outputs, which on the way back becomes dL/da, dL/du and at last dL/dz.
    """

    def __init__(
        self,
        layer: Layer,
        activation: Activation,
        parameters: LayerParameters,
        *,
        inputs: Array,
        outputs: Array,
        random_state: np.random.RandomState,
    ) -> None:
        self.layer, self.activation, self.parameters = layer, activation, parameters
        self.inputs, self.outputs = inputs, outputs
        self.scores = np.empty_like(outputs)
        self.activated = np.empty_like(self.scores) if layer.dropout else outputs
        self.norm = BatchNorm(parameters, self.scores) if layer.batch_norm else None
        self.dropout = Dropout(layer.dropout, self.activated, outputs, random_state) if layer.dropout else None
        x, W, z = inputs, parameters.block, self.scores
        self._fill_scores = product(x, W, out=z)

    def prepare_backward(self, below: "DenseLayer | None") -> None:
        """Make the buffers, and prepare the products, that only training needs."""
        self.delta: Array = np.empty_like(self.scores)
        self._scratch: Array = np.empty_like(self.scores)
        x, W, delta, dW = self.inputs, self.parameters.block, self.delta, self.parameters.block_gradient
        self._fill_gradient = product(x.T, delta, out=dW)
        # The row of biases is left out: its input of 1 is no unit's output.
        self._fill_error_below = None if below is None else product(delta, W[: below.layer.units].T, out=below.delta)

    def forward(self, training: bool) -> None:
        """Turn the inputs into outputs."""
        self._fill_scores()  # z = x W
        if self.norm is not None:
            self.norm.forward(training)
        self.activation.value(self.scores, self.activated)
        if self.dropout is not None:
            self.dropout.forward(training)

    def backward_through_activation(self) -> None:
        """Turn dL/do into dL/du."""
        if self.dropout is not None:
            self.dropout.backward(self.delta)
        self.activation.backward(self.delta, self.scores, self.activated, self._scratch)

    def backward_through_scores(self) -> None:
        """Turn dL/du into dL/dz, fill the layer's gradient, and hand the error to the layer below."""
        if self.norm is not None:
            self.norm.backward(self.delta)
        self._fill_gradient()  # dL/dW = xᵀ delta
        if self._fill_error_below is not None:
            self._fill_error_below()  # dL/dx = delta Wᵀ
