"""The whole chain of layers for batches of one size, with all memory it needs made beforehand.

`forward` walks up the chain. `backward` walks down it with the loss's derivative, which every layer turns into that of
the layer below: that is back-propagation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.decisions import THRESHOLDS, decisions
from playground.engine.layer import Layer
from playground.engine.losses import Loss
from playground.engine.naming import Array
from playground.engine.parameters import Parameters
from playground.engine.plain_activations import Activation
from playground.engine.products import memory_order
from playground.engine.stage import Stage


class Workspace:
    """Buffers and stages for batches of `rows` samples.

    Parameters
    ----------
    rows : int
    inputs : int
    layers : sequence of Layer
    activations : sequence of Activation, one a layer
    loss : Loss
    parameters : Parameters
    random_state : RandomState
        The stream of dropout masks.
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
        order = memory_order(max(inputs, *(layer.units for layer in layers)))
        dtype = parameters.values.dtype
        widths = [inputs, *(layer.units for layer in layers)]
        # One column more, of ones, in front of every layer that has a bias.
        extra = [0 if layer.batch_norm else 1 for layer in layers] + [0]
        buffers = [np.ones((rows, width + more), dtype, order) for width, more in zip(widths, extra, strict=True)]
        signals = [buffer[:, :width] for buffer, width in zip(buffers, widths, strict=True)]
        self.x, self.output = signals[0], signals[-1]
        self.targets: Array = np.empty_like(self.output)
        self.stages = [
            Stage(
                layer,
                activation,
                parameters.layer(i),
                inputs=buffers[i],
                outputs=signals[i + 1],
                order=order,
                random_state=random_state,
            )
            for i, (layer, activation) in enumerate(zip(layers, activations, strict=True))
        ]
        self.last = self.stages[-1]
        self._hidden_backwards = tuple(reversed(self.stages[:-1]))
        self._scratch: Array = np.empty_like(self.last.scores)
        # One output decides between two classes, which a bool holds, and NumPy compares into bools fastest.
        index = np.bool_ if self.output.shape[1] == 1 else np.intp
        self._decided: npt.NDArray[Any] = np.empty(rows, index)
        self._wanted: npt.NDArray[Any] = np.empty(rows, index)
        self._is_correct: npt.NDArray[Any] = np.empty(rows, np.bool_)
        self._knows_wanted = False
        # As `decisions` decides, without asking again at every call what there is to decide.
        limit = THRESHOLDS.get(self.last.activation.name) if self.output.shape[1] == 1 else None
        self._threshold = None if limit is None else np.asarray(limit, dtype)
        self._first_output = self.output[:, 0]
        self._normalized = [stage.norm for stage in self.stages if stage.norm is not None and not stage.layer.frozen]
        self._one_share = np.asarray(1.0 / rows, dtype)
        self._ready_for_backward = False

    def load(self, x: Array, y: Array | None = None) -> None:
        """Copy samples in, and targets where there are any."""
        self.x[...] = x
        if y is not None:
            self.targets[...] = y
            self._knows_wanted = False

    def forward(self, training: bool) -> None:
        """Turn the samples into outputs."""
        for stage in self.stages:
            stage.forward(training)

    def total_loss(self) -> float:
        """Return the loss summed over the samples."""
        return self.loss.total(self.last.scores, self.output, self.targets, self._scratch)

    def correct(self) -> int:
        """Return how many samples are decided as their targets say."""
        if not self._knows_wanted:
            decisions(self.targets, self.last.activation.name, self._wanted)
            self._knows_wanted = True
        if self._threshold is None:
            np.argmax(self.output, axis=1, out=self._decided)
        else:
            np.greater(self._first_output, self._threshold, self._decided)
        np.equal(self._decided, self._wanted, self._is_correct)
        return int(np.count_nonzero(self._is_correct))

    def backward(self) -> None:
        """Fill the gradient of the mean loss, from the last layer down to the first."""
        if not self._ready_for_backward:
            self._prepare_backward()
        last = self.last
        self.loss.derivative(self.output, self.targets, last.error)
        np.multiply(last.error, self._one_share, last.error)
        if not self.loss.by_scores:
            last.backward_through_activation()
        last.backward_through_scores()
        for stage in self._hidden_backwards:
            stage.backward_through_activation()
            stage.backward_through_scores()

    def _prepare_backward(self) -> None:
        below: Stage | None = None
        for stage in self.stages:
            stage.prepare_backward(below)
            below = stage
        self._ready_for_backward = True

    def update_running(self) -> None:
        """Move the running averages of batch normalization, but not those of frozen layers."""
        for norm in self._normalized:
            norm.update_running()
