"""The network: layers in a row, one vector of parameters, and the two questions training asks of it.

How wrong is it (`evaluate`), and which way is downhill (`backpropagate`)? `train_step` asks the second and lets an
optimizer walk.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.decisions import THRESHOLDS
from playground.engine.descent import Stepper
from playground.engine.grouped import GroupedOptimizer
from playground.engine.holdings import Holdings
from playground.engine.layer import Layer
from playground.engine.losses import Loss
from playground.engine.naming import Array, require
from playground.engine.optimizers import optimizer as named_optimizer
from playground.engine.overflow import overflow_is_expected
from playground.engine.samples import Samples
from playground.engine.workspace import Workspace

CHUNK = 2**18
"""Numbers in the widest buffer when many samples are evaluated: what the processor's cache can hold, roughly."""
WIDE_CHUNK, FEWEST_ROWS, MANY_ROWS = 2**20, 640, 1280
"""The same for wide networks, which gain more by long products than they lose beyond the cache: up to `MANY_ROWS` at
once, and never fewer than `FEWEST_ROWS`."""
WORKSPACES = 8
"""How many batch sizes keep their buffers: training, its last batch, the parts that are measured, a view's map."""


class Network(Holdings):
    """A fully connected network.

    Parameters
    ----------
    inputs : int
        Number of features, at least 1.
    layers : sequence of Layer
        The last is the output layer; its activation is linear, tanh, sigmoid or softmax, without dropout.
    loss : str or Loss
    seed : int, default 0
        Of the initial weights, and with it of the dropout masks.
    dtype : float64 or float32, default float64
    classifies : bool, optional
        Whether outputs stand for classes, so that there is an accuracy; by default, unless they are linear.

    Attributes
    ----------
    parameters, gradients : dict of str to array
        Writable views by name: `layer1.weight` (fan_in, fan_out), `layer1.bias`, `layer1.gamma`, ... `output.bias`.
    values, gradient : (parameter_count,)
        The same numbers as flat vectors.
    running : dict of str to array
        Batch normalization's running averages: `layer1.running_mean`, `layer1.running_variance`, ...
    names : list of str
        The parameters' names, layer by layer.
    spans : list of Span
        Where each lies in the flat vectors.
    decides : bool
        Whether outputs stand for classes.
    chunk : int
        How many samples are evaluated at a time.

    Raises
    ------
    ValueError
        If a name, a size or a combination is not possible; the message names what is.
    """

    def __init__(
        self,
        inputs: int,
        layers: Sequence[Layer],
        loss: str | Loss,
        *,
        seed: int = 0,
        dtype: npt.DTypeLike = np.float64,
        classifies: bool | None = None,
    ) -> None:
        super().__init__(inputs, layers, loss, seed=seed, dtype=dtype)
        if classifies is None:
            classifies = self.output_activation != "linear"
        self.decides = classifies and (self.outputs > 1 or self.output_activation in THRESHOLDS)
        widest = max(inputs, *(layer.units for layer in self.layers))
        self.chunk = max(CHUNK // widest, min(WIDE_CHUNK // widest, MANY_ROWS), FEWEST_ROWS)
        self._workspaces: dict[int, Workspace] = {}

    def change_layers(self, layers: Sequence[Layer]) -> None:
        super().change_layers(layers)
        self._workspaces.clear()

    def predict(self, x: Array) -> Array:
        """Return the outputs in evaluation mode: probabilities, or values.

        Parameters
        ----------
        x : (n, inputs)

        Returns
        -------
        (n, outputs), a new array
        """
        return self.layer_outputs(x)[-1]

    def layer_outputs(self, x: Array, out: Sequence[Array] | None = None) -> list[Array]:
        """Return every layer's outputs in evaluation mode.

        Parameters
        ----------
        x : (n, inputs)
        out : list of (n, units), optional
            Where to write; new arrays if not given.

        Returns
        -------
        list of (n, units), one array a layer, the output layer last
        """
        x = np.asarray(x)
        result = [np.empty((len(x), layer.units), self.dtype) for layer in self.layers] if out is None else list(out)
        for start in range(0, len(x), self.chunk):
            part = x[start : start + self.chunk]
            workspace = self._forward(part, None, training=False)
            for stage, whole in zip(workspace.stages, result, strict=True):
                whole[start : start + len(part)] = stage.outputs
        return result

    def evaluate(self, x: Array, y: Array) -> tuple[float, float]:
        """Return data loss and accuracy in evaluation mode.

        Parameters
        ----------
        x : (n, inputs)
        y : (n, outputs)
            One-hot for softmax, 0/1 for sigmoid, -1/+1 for tanh, values for linear outputs.

        Returns
        -------
        loss : float
            Without penalty; not finite where the network has diverged.
        accuracy : float
            From 0 to 1; NaN where nothing is classified.
        """
        x, y = np.asarray(x), np.asarray(y)
        require(len(x) > 0, "there are no samples to evaluate")
        total, correct = 0.0, 0
        with overflow_is_expected():
            for start in range(0, len(x), self.chunk):
                stop = start + self.chunk
                more, hits = self.measure(self._workspace(x[start:stop], y[start:stop]))
                total, correct = total + more, correct + hits
        return total / len(x), correct / len(x) if self.decides else math.nan

    def measure(self, workspace: Workspace) -> tuple[float, int]:
        """Return the summed loss of the samples in a workspace, and how many of them are decided rightly."""
        workspace.forward(False)
        return workspace.total_loss(), workspace.correct() if self.decides else 0

    def hold(self, x: Array, y: Array) -> Samples:
        """Return samples that will be measured, or trained on as one batch, again and again."""
        return Samples(self, x, y)

    def loss_and_gradients(self, x: Array, y: Array) -> tuple[float, dict[str, Array]]:
        """Return loss with penalty and the gradient of every parameter, in training mode, changing no state.

        Running averages stay, and the dropout masks are the next step's without using them up.

        Returns
        -------
        loss : float
        gradients : dict of str to array
            Copies by name; of l1 |w| at w = 0 the derivative is taken as 0.
        """
        x, y = np.asarray(x), np.asarray(y)
        kept, stream = self.gradient.copy(), self._dropout_state.get_state()
        loss = self._fill_gradient(x, y, with_loss=True)
        assert loss is not None
        self._penalty.add_l1(self.values, self.gradient)
        gradients = self._store.views(self.gradient.copy())
        self.gradient[...] = kept
        self._dropout_state.set_state(stream)
        return loss + self.penalty(), gradients

    def training_loss(self, x: Array, y: Array) -> float:
        """Return the loss of `loss_and_gradients` without the gradients: what a numerical check differentiates."""
        stream = self._dropout_state.get_state()
        workspace = self._forward(x, y, training=True)
        self._dropout_state.set_state(stream)
        with overflow_is_expected():
            return workspace.total_loss() / len(x) + self.penalty()

    def backpropagate(self, x: Array, y: Array, with_loss: bool = False) -> float | None:
        """Fill `gradient`, L2 included, in training mode; running averages move, a dropout mask is used up.

        Returns
        -------
        float or None
            The batch's mean data loss, if asked for.
        """
        loss = self._fill_gradient(x, y, with_loss)
        self._workspaces[len(x)].update_running()
        return loss

    def _fill_gradient(self, x: Array, y: Array, with_loss: bool) -> float | None:
        with overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(True)
            loss = workspace.total_loss() / len(x) if with_loss else None
            workspace.backward()
            self._penalty.add_l2(self.values, self.gradient)
        return loss

    def train_step(
        self, x: Array, y: Array, optimizer: Stepper, clip: float | None = None, track: bool = False
    ) -> None:
        """Take one step: gradient, clipping, L1, optimizer; frozen layers stay.

        Parameters
        ----------
        x : (n, inputs)
        y : (n, outputs)
        optimizer : Optimizer or GroupedOptimizer
        clip : float or None, default None
            Limit of the gradient's global norm: with L2, without frozen layers, before L1 is added.
        track : bool, default False
            Remember the update for `update_ratios`.
        """
        with overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(True)
            self.descend(workspace, optimizer, clip, track)

    def descend(self, workspace: Workspace, optimizer: Stepper, clip: float | None, track: bool) -> None:
        """Finish a step whose forward pass is done: the way back, and then downhill."""
        workspace.backward()
        workspace.update_running()
        self._descent.walk(optimizer, clip, track)

    def update_ratios(self) -> Array:
        """Return `sum|update| / sum|parameter after|` of the last tracked step, in the order of `names`.

        0 where nothing moved, NaN where a parameter moved to all zeros.
        """
        return self._descent.update_ratios()

    def optimizer(
        self,
        kind: str,
        *,
        batch_norm_learning_rate: float | None = None,
        batch_norm_momentum: float | None = None,
        **settings: Any,
    ) -> Any:
        """Return an optimizer by name, with settings of gamma's and beta's own where there are any."""
        plain = named_optimizer(kind, **settings)
        if self.batch_norm_start == self.parameter_count:
            return plain
        return GroupedOptimizer(plain, self.batch_norm_start, batch_norm_learning_rate, batch_norm_momentum)

    def _forward(self, x: Array, y: Array | None, training: bool) -> Workspace:
        with overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(training)
        return workspace

    def _workspace(self, x: Array, y: Array | None) -> Workspace:
        """Return the buffers for this many samples, loaded with them."""
        rows = len(x)
        workspace = self._workspaces.get(rows)
        if workspace is None:
            require(rows > 0, "there are no samples to learn from")
            while len(self._workspaces) >= WORKSPACES:
                del self._workspaces[next(iter(self._workspaces))]
            workspace = self._workspaces[rows] = self.new_workspace(rows)
        if x.shape != workspace.x.shape or (y is not None and y.shape != workspace.targets.shape):
            raise ValueError(
                f"x must be (n, {self.inputs}) and y (n, {self.outputs}), "
                f"not {x.shape} and {None if y is None else y.shape}"
            )
        workspace.load(x, y)
        return workspace

    def new_workspace(self, rows: int) -> Workspace:
        """Return new buffers for this many samples."""
        return Workspace(
            rows,
            self.inputs,
            self.layers,
            self._activations,
            loss=self.loss,
            parameters=self._store,
            random_state=self._dropout_state,
        )
