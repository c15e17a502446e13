"""The network: layers in a row, one vector of parameters, and the two questions training asks of it.

How wrong is it (`evaluate`), and which way is downhill (`backpropagate`)? `train_step` asks the second and lets an
optimizer walk.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .activations import activation, output_activation
from .clipping import clip_by_global_norm
from .decisions import THRESHOLDS
from .grouped import GroupedOptimizer
from .layer import Layer
from .losses import Loss
from .losses import loss as named_loss
from .naming import Array, require
from .optimizers import optimizer as named_optimizer
from .parameters import Parameters, layer_names
from .penalty import Penalty
from .workspace import Workspace

CHUNK = 2**18
"""Numbers in the widest buffer when many samples are evaluated: what the processor's cache can hold, roughly."""
WORKSPACES = 8
"""How many batch sizes keep their buffers: training, its last batch, the parts that are measured, a view's map."""


class Steps(Protocol):
    """What a training step needs of an optimizer."""

    def step(self, parameters: Array, gradients: Array) -> None:
        """Change the parameters in place."""


def _overflow_is_expected() -> np.errstate:
    # A diverging network overflows; its caller sees numbers that are not finite and says so in words.
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


class Network:
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
    ) -> None:
        self.inputs, self.layers, self.dtype = inputs, tuple(layers), np.dtype(dtype)
        self.loss = named_loss(loss) if isinstance(loss, str) else loss
        self._check()
        self._activations = [activation(layer.activation) for layer in self.layers[:-1]]
        self._activations.append(output_activation(self.layers[-1].activation))
        self._store = store = Parameters(inputs, self.layers, self.dtype)
        self.values, self.gradient, self.running_values = store.values, store.gradient, store.running
        self.parameters, self.gradients = store.views(store.values), store.views(store.gradient)
        self.running = store.running_views(store.running)
        self.names, self.spans, self.batch_norm_start = store.names, store.spans, store.batch_norm_start
        self._penalty = Penalty(store.mask({name for name in self.names if name.endswith(".weight")}))
        self._dropout_state = np.random.RandomState([seed, 2])
        self._workspaces: dict[int, Workspace] = {}
        self._before, self._update = np.zeros_like(self.values), np.zeros_like(self.values)
        self._find_frozen()
        self.draw(seed)

    def _check(self) -> None:
        require(self.inputs >= 1, f"a network needs at least 1 input, not {self.inputs}")
        require(len(self.layers) > 0, "a network needs at least an output layer")
        require(self.dtype in (np.float32, np.float64), f"dtype must be float32 or float64, not {self.dtype}")
        for layer in self.layers[:-1]:
            activation(layer.activation)
        last = self.layers[-1]
        output_activation(last.activation)
        require(last.dropout == 0.0, "the output layer cannot have dropout; give it to a hidden layer")
        require(
            last.activation in self.loss.output_activations,
            f"{self.loss.name} does not fit a {last.activation} output; "
            f"its output activations are: {', '.join(self.loss.output_activations)}",
        )

    # -- What it holds -------------------------------------------------------------------------------------------

    @property
    def parameter_count(self) -> int:
        """How many numbers training can change."""
        return len(self.values)

    @property
    def outputs(self) -> int:
        """How many outputs there are."""
        return self.layers[-1].units

    @property
    def output_activation(self) -> str:
        """The name of the last layer's activation."""
        return self.layers[-1].activation

    @property
    def l1(self) -> float:
        """The factor of `sum|w|` in the penalty; may be set at any time."""
        return self._penalty.l1

    @l1.setter
    def l1(self, factor: float) -> None:
        self._penalty.l1 = factor

    @property
    def l2(self) -> float:
        """The factor of `0.5 sum(w²)` in the penalty; may be set at any time."""
        return self._penalty.l2

    @l2.setter
    def l2(self, factor: float) -> None:
        self._penalty.l2 = factor

    def penalty(self) -> float:
        """Return `l1 sum|w| + 0.5 l2 sum(w²)` over the weights."""
        with _overflow_is_expected():
            return self._penalty.value(self.values)

    def draw(self, seed: int) -> None:
        """Draw all initial parameters, and start the dropout masks anew.

        Layer by layer from `RandomState(seed)`, each weight as (fan_out, fan_in) and transposed, then its bias. Gammas
        start at 1, betas at 0, running averages at mean 0 and variance 1. Masks come from `RandomState([seed, 2])`.
        """
        random_state = np.random.RandomState(seed)
        fan_in = self.inputs
        for name, layer in zip(layer_names(self.layers), self.layers, strict=True):
            self.parameters[f"{name}.weight"][...] = layer.initializer.draw(random_state, fan_in, layer.units)
            if layer.batch_norm:
                self.parameters[f"{name}.gamma"][...] = 1.0
                self.parameters[f"{name}.beta"][...] = 0.0
                self.running[f"{name}.running_mean"][...] = 0.0
                self.running[f"{name}.running_variance"][...] = 1.0
            else:
                bias = layer.bias_initializer.draw_bias(random_state, fan_in, layer.units)
                self.parameters[f"{name}.bias"][...] = bias
            fan_in = layer.units
        self._dropout_state.seed([seed, 2])

    def state(self) -> dict[str, Any]:
        """Return copies of everything training changes: parameters, running averages, the dropout stream."""
        return {
            "values": self.values.copy(),
            "running": self.running_values.copy(),
            "dropout": self._dropout_state.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Return to an earlier `state()`, in place; without `dropout` in it, the stream of masks goes on.

        Raises
        ------
        ValueError
            If it is the state of a network of another shape.
        """
        for name, vector in (("values", self.values), ("running", self.running_values)):
            require(
                np.shape(state[name]) == vector.shape,
                f"the state holds {np.size(state[name])} {name}, but this network has {len(vector)}",
            )
            vector[...] = state[name]
        if "dropout" in state:
            self._dropout_state.set_state(state["dropout"])

    def change_layers(self, layers: Sequence[Layer]) -> None:
        """Take over changes of dropout, `frozen` or initializers, keeping every parameter.

        Raises
        ------
        ValueError
            If anything else differs, for that needs a new network.
        """
        kept = [(layer.units, layer.activation, layer.batch_norm) for layer in self.layers]
        wanted = [(layer.units, layer.activation, layer.batch_norm) for layer in layers]
        require(kept == wanted, "units, activation and batch_norm cannot change in a network that exists")
        require(layers[-1].dropout == 0.0, "the output layer cannot have dropout; give it to a hidden layer")
        self.layers = tuple(layers)
        self._workspaces.clear()
        self._find_frozen()

    def _find_frozen(self) -> None:
        frozen = {name for name, layer in zip(layer_names(self.layers), self.layers, strict=True) if layer.frozen}
        self._frozen = [span for span in self.spans if span.name.split(".")[0] in frozen]

    # -- What it answers -----------------------------------------------------------------------------------------

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
        result = [np.empty((len(x), layer.units), self.dtype) for layer in self.layers] if out is None else list(out)
        for start in range(0, len(x), self._chunk):
            part = x[start : start + self._chunk]
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
            From 0 to 1; NaN for linear outputs, which are regression.
        """
        require(len(x) > 0, "there are no samples to evaluate")
        decides = self.output_activation != "linear" and (self.outputs > 1 or self.output_activation in THRESHOLDS)
        total, correct = 0.0, 0
        for start in range(0, len(x), self._chunk):
            stop = start + self._chunk
            workspace = self._forward(x[start:stop], y[start:stop], training=False)
            with _overflow_is_expected():
                total += workspace.total_loss()
            if decides:
                correct += workspace.correct()
        return total / len(x), correct / len(x) if decides else math.nan

    def loss_and_gradients(self, x: Array, y: Array) -> tuple[float, dict[str, Array]]:
        """Return loss with penalty and the gradient of every parameter, in training mode, changing no state.

        Running averages stay, and the dropout masks are the next step's without using them up.

        Returns
        -------
        loss : float
        gradients : dict of str to array
            Copies by name; of l1 |w| at w = 0 the derivative is taken as 0.
        """
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
        with _overflow_is_expected():
            return workspace.total_loss() / len(x) + self.penalty()

    # -- How it learns -------------------------------------------------------------------------------------------

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
        with _overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(True)
            loss = workspace.total_loss() / len(x) if with_loss else None
            workspace.backward()
            self._penalty.add_l2(self.values, self.gradient)
        return loss

    def train_step(self, x: Array, y: Array, optimizer: Steps, clip: float | None = None, track: bool = False) -> None:
        """Take one step: gradient, clipping, L1, optimizer; frozen layers stay.

        Parameters
        ----------
        x : (n, inputs)
        y : (n, outputs)
        optimizer : Optimizer or GroupedOptimizer
        clip : float or None, default None
            Limit of the gradient's global norm, before L1 is added.
        track : bool, default False
            Remember the update for `update_ratios`.
        """
        values, gradient, penalty = self.values, self.gradient, self._penalty
        with _overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(True)
            workspace.backward()
            workspace.update_running()
            penalty.add_l2(values, gradient)
            for span in self._frozen:
                gradient[span.start : span.stop] = 0.0
            if clip is not None:
                clip_by_global_norm(gradient, clip)
            if penalty.l1:
                penalty.enter_orthant(values, gradient)
            if track or self._frozen:
                self._before[...] = values
            optimizer.step(values, gradient)
            if penalty.l1:
                penalty.stay_in_orthant(values)
            # Momentum, weight decay and L1 would move a frozen layer even where its gradient is zero.
            for span in self._frozen:
                values[span.start : span.stop] = self._before[span.start : span.stop]
            if track:
                np.subtract(values, self._before, self._update)

    def update_ratios(self) -> Array:
        """Return `sum|update| / sum|parameter after|` of the last tracked step, in the order of `names`.

        0 where nothing moved, NaN where a parameter moved to all zeros.
        """
        with _overflow_is_expected():
            moved, size = self._store.sums_of_sizes(self._update), self._store.sums_of_sizes(self.values)
            ratios = moved / size
        ratios[moved == 0.0] = 0.0
        ratios[np.isinf(ratios)] = np.nan
        return ratios

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

    # -- Buffers -------------------------------------------------------------------------------------------------

    @property
    def _chunk(self) -> int:
        return max(1, CHUNK // max(self.inputs, *(layer.units for layer in self.layers)))

    def _forward(self, x: Array, y: Array | None, training: bool) -> Workspace:
        with _overflow_is_expected():
            workspace = self._workspace(x, y)
            workspace.forward(training)
        return workspace

    def _workspace(self, x: Array, y: Array | None) -> Workspace:
        """Return the buffers for this many samples, loaded with them."""
        rows = len(x)
        workspace = self._workspaces.get(rows)
        if workspace is None:
            workspace = self._new_workspace(rows)
        if x.shape != workspace.x.shape or (y is not None and y.shape != workspace.targets.shape):
            raise ValueError(
                f"x must be (n, {self.inputs}) and y (n, {self.outputs}), not {x.shape} and {None if y is None else y.shape}"
            )
        workspace.load(x, y)
        return workspace

    def _new_workspace(self, rows: int) -> Workspace:
        while len(self._workspaces) >= WORKSPACES:
            del self._workspaces[next(iter(self._workspaces))]
        workspace = Workspace(
            rows,
            self.inputs,
            self.layers,
            self._activations,
            loss=self.loss,
            parameters=self._store,
            random_state=self._dropout_state,
        )
        self._workspaces[rows] = workspace
        return workspace
