"""Back-propagation: the layers in a row, walked up with a batch, and down again with the loss's derivative.

`forward` walks up the chain. `backward` walks down it with the loss's derivative, which every layer turns into that of
the layer below. Rumelhart, Hinton & Williams (1986), "Learning representations by back-propagating errors", Nature 323.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.activations import Activation
from playground.engine.layers import DenseLayer, Layer
from playground.engine.losses import Loss
from playground.engine.machinery.guards import Array
from playground.engine.machinery.memory import Parameters, layer_names, signal_buffers
from playground.engine.metrics import decisions


class Chain:
    """The whole chain of layers for batches of one size, with all memory it needs made beforehand.

    `Network.new_chain` makes one.

    Attributes
    ----------
    x, targets, output : (rows, inputs), (rows, outputs), (rows, outputs)
    layers : list of DenseLayer
    """

    def __init__(
        self,
        rows: int,
        inputs: int,
        layers: Sequence[Layer],
        activations: Sequence[Activation],
        *,
        loss: Loss,
        parameters: Parameters,
        random_state: np.random.RandomState,
    ) -> None:
        self.rows, self.loss = rows, loss
        dtype = parameters.values.dtype
        buffers = signal_buffers(rows, inputs, layers, dtype)
        widths = (inputs, *(layer.units for layer in layers))
        signals = [buffer[:, :width] for buffer, width in zip(buffers, widths, strict=True)]
        self.x, self.output = signals[0], signals[-1]
        self.targets: Array = np.empty_like(self.output)
        self.target_shape = self.targets.shape
        self.layers = [
            DenseLayer(
                layer,
                activations[i],
                parameters.layer(name),
                inputs=buffers[i],
                outputs=signals[i + 1],
                random_state=random_state,
            )
            for i, (name, layer) in enumerate(zip(layer_names(layers), layers, strict=True))
        ]
        self._last, self._hidden_downwards = self.layers[-1], tuple(reversed(self.layers[:-1]))
        self._scratch: Array = np.empty_like(self._last.scores)
        self._one_share = np.asarray(1.0 / rows, dtype)
        self._normalized = [each.norm for each in self.layers if each.norm is not None and not each.layer.frozen]
        self._is_ready_for_backward = False
        self._make_decisions()

    def load(self, x: Array, y: Array | None = None) -> None:
        """Copy samples in, and targets where there are any."""
        self.x[...] = x
        if y is not None:
            self.targets[...] = y
            self._knows_wanted = False

    def forward(self, training: bool) -> None:
        """Turn the samples into outputs."""
        for layer in self.layers:
            layer.forward(training)

    def total_loss(self) -> float:
        """Return the loss summed over the samples."""
        return self.loss.total(self._last.scores, self.output, self.targets, self._scratch)

    def backward(self) -> None:
        """Fill the gradient of the mean loss, from the last layer down to the first."""
        if not self._is_ready_for_backward:
            self._prepare_backward()
        last = self._last
        self.loss.derivative(self.output, self.targets, last.delta)
        np.multiply(last.delta, self._one_share, last.delta)
        if not self.loss.by_scores:
            last.backward_through_activation()
        last.backward_through_scores()
        for layer in self._hidden_downwards:
            layer.backward_through_activation()
            layer.backward_through_scores()

    def _prepare_backward(self) -> None:
        below: DenseLayer | None = None
        for layer in self.layers:
            layer.prepare_backward(below)
            below = layer
        self._is_ready_for_backward = True

    def update_running(self) -> None:
        """Move the running averages of batch normalization, but not those of frozen layers."""
        for norm in self._normalized:
            norm.update_running()

    # Accuracy

    def correct(self) -> int:
        """Return how many samples are decided as their targets say."""
        if not self._knows_wanted:
            decisions(self.targets, self._last.activation.name, self._wanted)
            self._knows_wanted = True
        if self._threshold is None:
            np.argmax(self.output, axis=1, out=self._decided)
        else:
            np.greater(self._first_output, self._threshold, self._decided)
        np.equal(self._decided, self._wanted, self._is_correct)
        return int(np.count_nonzero(self._is_correct))

    def _make_decisions(self) -> None:
        """Make the memory for `correct`, which decides as `decisions` does without asking again what is to decide."""
        alone, threshold = self.output.shape[1] == 1, self._last.activation.threshold
        # One output decides between two classes, which a bool holds, and NumPy compares into bools fastest.
        index = np.bool_ if alone else np.intp
        self._decided: npt.NDArray[Any] = np.empty(self.rows, index)
        self._wanted: npt.NDArray[Any] = np.empty(self.rows, index)
        self._is_correct: npt.NDArray[Any] = np.empty(self.rows, np.bool_)
        self._threshold = np.asarray(threshold, self.output.dtype) if alone and threshold is not None else None
        self._first_output = self.output[:, 0]
        self._knows_wanted = False
