"""One layer at work on batches of one size: the chain rule, link by link.

Forwards, for inputs x whose last column is 1 where there is a bias:

    z = x W    (scores)    u = batch norm(z)    a = f(u)    (activated)    o = dropout(a)    (outputs)

Backwards, the error dL/do comes in from the layer above and is turned, link by link, into the scores' own, e = dL/dz:

    dL/da = mask dL/do,    dL/du = f'(u) dL/da,    e as in `batch_norm`, or dL/du where there is none.

W_jk has its part in the loss through every sample's score, z_ik = sum_j x_ij W_jk, and x_ij through every unit's. So
these are the layer's own gradient and the error of the layer below:

    dL/dW = xᵀ e,    dL/dx = e Wᵀ.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.batch_norm import BatchNorm
from playground.engine.dropout import Dropout
from playground.engine.layer import Layer
from playground.engine.naming import Array
from playground.engine.parameters import LayerParameters
from playground.engine.plain_activations import Activation
from playground.engine.products import Order, product


class Stage:
    """One layer with its buffers: `scores` holds z, and from batch normalization on u in its place.

    It goes back in two halves, since a cross-entropy's error is that of u, and enters between them.

    Parameters
    ----------
    layer : Layer
    activation : Activation
    parameters : LayerParameters
    inputs : (n, fan_in) or (n, fan_in + 1)
        Outputs of the layer below, with a last column of ones where the layer has a bias.
    outputs : (n, units)
        Where to write: part of the next layer's inputs.
    order : "C" or "F"
        How the buffers lie in memory.
    random_state : RandomState
        The stream of dropout masks.
    """

    def __init__(
        self,
        layer: Layer,
        activation: Activation,
        parameters: LayerParameters,
        *,
        inputs: Array,
        outputs: Array,
        order: Order,
        random_state: np.random.RandomState,
    ) -> None:
        self.layer, self.activation, self.parameters = layer, activation, parameters
        self.inputs, self.outputs, self.order = inputs, outputs, order
        self.scores: Array = np.empty(outputs.shape, outputs.dtype, order)
        self.activated = np.empty_like(self.scores) if layer.dropout else outputs
        self.norm = BatchNorm(parameters, self.scores) if layer.batch_norm else None
        self.dropout = Dropout(layer.dropout, self.activated, outputs, random_state) if layer.dropout else None
        self._compute_scores = product(inputs, parameters.block, out=self.scores)
        self._compute_gradient: Callable[[], Array] | None = None
        self._compute_error_below: Callable[[], Array] | None = None

    def prepare_backward(self, below: Stage | None) -> None:
        """Make the buffers that only training needs."""
        self.error: Array = np.empty_like(self.scores)
        self._scratch: Array = np.empty_like(self.scores)
        self._compute_gradient = product(self.inputs.T, self.error, out=self.parameters.block_gradient)
        if below is not None:
            # Without the row of biases, whose input of 1 is no unit's output.
            weight = self.parameters.block[: below.layer.units]
            self._compute_error_below = product(self.error, weight.T, out=below.error)

    def forward(self, training: bool) -> None:
        """Turn the inputs into outputs."""
        self._compute_scores()
        if self.norm is not None:
            self.norm.forward(training)
        self.activation.value(self.scores, self.activated)
        if self.dropout is not None:
            self.dropout.forward(training)

    def backward_through_activation(self) -> None:
        """Turn dL/do into dL/du."""
        if self.dropout is not None:
            self.dropout.backward(self.error)
        self.activation.backward(self.error, self.scores, self.activated, self._scratch)

    def backward_through_scores(self) -> None:
        """Turn dL/du into dL/dz, fill the layer's gradient, and hand the error to the layer below."""
        assert self._compute_gradient is not None
        if self.norm is not None:
            self.norm.backward(self.error)
        self._compute_gradient()
        if self._compute_error_below is not None:
            self._compute_error_below()
