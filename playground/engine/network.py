"""The network: layers in a row, one vector of parameters, and the two questions training asks of it.

How wrong is it (`evaluate`), and which way is downhill (`backpropagate`)? `train_step` asks the second and lets an
optimizer walk.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.activations import activation, output_activation
from playground.engine.back_propagation import Chain
from playground.engine.descent import Descent, Penalty, Stepper
from playground.engine.layers import Layer
from playground.engine.losses import Loss
from playground.engine.losses import loss as named_loss
from playground.engine.machinery.guards import Array, overflow_is_expected, require, sample_rows, with_targets
from playground.engine.machinery.memory import NamedArrays, Parameters, Span, layer_names
from playground.engine.optimizers import GroupedOptimizer, Optimizer
from playground.engine.optimizers import optimizer as named_optimizer

CHUNK = 2**18
"""Numbers in the widest buffer when many samples are evaluated: what the processor's cache can hold, roughly."""
WIDE_CHUNK, FEWEST_ROWS, MANY_ROWS = 2**20, 640, 1280
"""The same for wide networks, which gain more by long products than they lose beyond the cache: up to `MANY_ROWS` at
once, and never fewer than `FEWEST_ROWS`."""
CHAINS = 8
"""Batch sizes that keep their buffers: training, its last batch, the parts that are measured, a view's map."""


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
    classifies : bool, optional
        True where outputs stand for classes, so that there is an accuracy; by default, unless they are linear.

    Attributes
    ----------
    inputs, outputs : int
    layers : tuple of Layer
    parameters, gradients : mapping of str to array
        Views by name: `layer1.weight` (fan_in, fan_out), `layer1.bias`, `layer1.gamma`, ... `output.bias`. Writing into
        one changes the network, and so does assigning: `parameters["output.bias"] = [0.5]` copies the numbers in.
    values, gradient : (parameter_count,)
        The same numbers as flat vectors.
    running : mapping of str to array
        Batch normalization's running averages: `layer1.running_mean`, `layer1.running_variance`, ...
    running_values : (2 times the normalized units,)
        The same numbers as a flat vector.
    names : list of str
        The parameters' names, layer by layer.
    spans : list of Span
        The place of each in the flat vectors.
    decides : bool
        True where outputs stand for classes.
    chunk : int
        The number of samples that are evaluated at a time.

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
        self.inputs, self.layers, self.dtype = inputs, tuple(layers), np.dtype(dtype)
        self.loss = named_loss(loss) if isinstance(loss, str) else loss
        whole = isinstance(inputs, Integral)
        require(whole and inputs >= 1, f"a network needs a whole number of inputs, at least 1, not {inputs}")
        require(len(self.layers) > 0, "a network needs at least an output layer")
        require(self.dtype in (np.float32, np.float64), f"dtype must be float32 or float64, not {self.dtype}")
        hidden, last = self.layers[:-1], output_activation(self.layers[-1].activation)
        self._activations = [*(activation(layer.activation) for layer in hidden), last]
        _check_output(self.layers[-1], self.loss)
        self.outputs = self.layers[-1].units
        if classifies is None:
            classifies = last.name != "linear"
        self.decides = classifies and (self.outputs > 1 or last.threshold is not None)
        self._store = store = Parameters(inputs, self.layers, self.dtype)
        self.values, self.gradient, self.running_values = store.values, store.gradient, store.running
        self.parameters = NamedArrays("parameter", store.spans, store.values)
        self.gradients = NamedArrays("gradient", store.spans, store.gradient)
        self.running = NamedArrays("running average", store.running_spans, store.running)
        self.spans, self.names = store.spans, list(self.parameters)
        self._penalty = Penalty(store.mask("weight"))
        self._descent = Descent(store, self._penalty)
        self._dropout_state = np.random.RandomState([seed, 2])
        widest = max(inputs, *(layer.units for layer in self.layers))
        self.chunk = max(CHUNK // widest, min(WIDE_CHUNK // widest, MANY_ROWS), FEWEST_ROWS)
        self._chains: dict[tuple[int, ...], Chain] = {}
        self.hold_still(())
        self.draw(seed)

    def __repr__(self) -> str:
        sizes = "-".join(str(size) for size in (self.inputs, *(layer.units for layer in self.layers)))
        functions = ", ".join(layer.activation for layer in self.layers)
        return f"<Network {sizes} ({functions}; {self.loss.name}), {self.parameter_count:,} parameters in {self.dtype}>"

    # Answers

    def predict(self, x: npt.ArrayLike) -> Array:
        """Return the outputs of x, (n, inputs), in evaluation mode: probabilities or values, (n, outputs).

        Raises
        ------
        ValueError
            If x is not (n, inputs) or holds anything but real numbers.
        """
        return self.layer_outputs(x)[-1]

    @overflow_is_expected()
    def layer_outputs(self, x: npt.ArrayLike, out: Sequence[Array] | None = None) -> list[Array]:
        """Return every layer's outputs in evaluation mode.

        Parameters
        ----------
        x : (n, inputs)
        out : list of (n, units), optional
            Arrays to write into; new ones if not given.

        Returns
        -------
        list of (n, units), one array a layer, the output layer last
        """
        rows = sample_rows("x", x, self.inputs)
        result = [np.empty((len(rows), layer.units), self.dtype) for layer in self.layers] if out is None else list(out)
        for start in range(0, len(rows), self.chunk):
            stop = min(start + self.chunk, len(rows))
            chain = self._chain(rows[start:stop])
            chain.forward(False)
            for layer, whole in zip(chain.layers, result, strict=True):
                whole[start:stop] = layer.outputs
        return result

    @overflow_is_expected()
    def evaluate(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[float, float]:
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

        Raises
        ------
        ValueError
            If there are no samples, or they have other shapes or hold anything but real numbers.
        """
        rows, targets = with_targets(x, y, self.inputs, self.outputs)
        require(len(rows) > 0, "there are no samples to evaluate")
        total, correct = 0.0, 0
        for start in range(0, len(rows), self.chunk):
            stop = start + self.chunk
            more, hits = self._measure(self._chain(rows[start:stop], targets[start:stop]))
            total, correct = total + more, correct + hits
        return total / len(rows), correct / len(rows) if self.decides else math.nan

    def _measure(self, chain: Chain) -> tuple[float, int]:
        """Return the summed loss of the samples in a chain, and how many of them are decided rightly."""
        chain.forward(False)
        return chain.total_loss(), chain.correct() if self.decides else 0

    def hold(self, x: npt.ArrayLike, y: npt.ArrayLike) -> "Samples":
        """Return samples that will be measured, or trained on as one batch, again and again."""
        return Samples(self, *with_targets(x, y, self.inputs, self.outputs))

    # Gradients

    @overflow_is_expected()
    def loss_and_gradients(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[float, dict[str, Array]]:
        """Return loss with penalty and the gradient of every parameter, in training mode, changing no state.

        Running averages stay, and the dropout masks are the next step's without using them up.

        Returns
        -------
        loss : float
        gradients : dict of str to array
            Copies by name; of l1 |w| at w = 0 the derivative is taken as 0.
        """
        chain = self._chain(x, y)
        kept, stream = self.gradient.copy(), self._dropout_state.get_state()
        loss = self._fill_gradient(chain, with_loss=True) + self.penalty()
        self._penalty.add_l1(self.values, self.gradient)
        gradients = self._store.views(self.gradient.copy())
        self.gradient[...] = kept
        self._dropout_state.set_state(stream)
        return loss, gradients

    @overflow_is_expected()
    def training_loss(self, x: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """Return the loss of `loss_and_gradients` without the gradients: what a numerical check differentiates."""
        chain, stream = self._chain(x, y), self._dropout_state.get_state()
        chain.forward(True)
        self._dropout_state.set_state(stream)
        return chain.total_loss() / chain.rows + self.penalty()

    @overflow_is_expected()
    def backpropagate(self, x: npt.ArrayLike, y: npt.ArrayLike, with_loss: bool = False) -> float | None:
        """Fill `gradient`, L2 included, in training mode; running averages move, a dropout mask is used up.

        Returns
        -------
        float or None
            The batch's mean data loss, if asked for.
        """
        chain = self._chain(x, y)
        loss = self._fill_gradient(chain, with_loss)
        chain.update_running()
        return loss if with_loss else None

    def _fill_gradient(self, chain: Chain, with_loss: bool) -> float:
        chain.forward(True)
        loss = chain.total_loss() / chain.rows if with_loss else math.nan
        chain.backward()
        self._penalty.add_l2(self.values, self.gradient)
        return loss

    # Steps

    @overflow_is_expected()
    def train_step(
        self, x: npt.ArrayLike, y: npt.ArrayLike, optimizer: Stepper, clip: float | None = None, track: bool = False
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

        Raises
        ------
        ValueError
            If there are no samples, or they have other shapes or hold anything but real numbers.
        """
        chain = self._chain(x, y)
        chain.forward(True)
        self._descend(chain, optimizer, clip, track)

    def _descend(self, chain: Chain, optimizer: Stepper, clip: float | None, track: bool) -> None:
        """Finish a step whose forward pass is done: the way back, and then downhill."""
        chain.backward()
        chain.update_running()
        self._descent.walk(optimizer, clip, track)

    def update_ratios(self) -> Array:
        """Return `sum|update| / sum|parameter after|` of the last tracked step, in the order of `names`.

        0 where nothing moved, NaN where a parameter moved to all zeros.
        """
        return self._descent.movement.ratios

    def optimizer(
        self,
        kind: str,
        *,
        batch_norm_learning_rate: float | None = None,
        batch_norm_momentum: float | None = None,
        **settings: Any,
    ) -> Optimizer | GroupedOptimizer:
        """Return an optimizer by name, with settings of gamma's and beta's own where there are any."""
        plain = named_optimizer(kind, **settings)
        if not any(layer.batch_norm for layer in self.layers):
            return plain
        is_norm = self._store.mask("gamma", "beta")
        return GroupedOptimizer(plain, is_norm, batch_norm_learning_rate, batch_norm_momentum)

    # Penalty

    @property
    def l1(self) -> float:
        """The factor of `sum|w|` in the penalty; may be set at any time."""
        return self._penalty.l1

    @l1.setter
    def l1(self, factor: float) -> None:
        require(0.0 <= factor < math.inf, f"l1 must be 0 or above, not {factor}")
        self._penalty.l1 = float(factor)

    @property
    def l2(self) -> float:
        """The factor of `0.5 sum(w²)` in the penalty; may be set at any time."""
        return self._penalty.l2

    @l2.setter
    def l2(self, factor: float) -> None:
        require(0.0 <= factor < math.inf, f"l2 must be 0 or above, not {factor}")
        self._penalty.l2 = float(factor)

    @overflow_is_expected()
    def penalty(self) -> float:
        """Return `l1 sum|w| + 0.5 l2 sum(w²)` over the weights."""
        return self._penalty.value(self.values)

    # State

    @property
    def parameter_count(self) -> int:
        """The number of values that training can change."""
        return len(self.values)

    @property
    def output_activation(self) -> str:
        """The name of the last layer's activation."""
        return self.layers[-1].activation

    @property
    def dropout_stream(self) -> np.random.RandomState:
        """The stream that dropout's masks are drawn from."""
        return self._dropout_state

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
            If it is the state of a network of another shape; nothing is changed then.
        """
        vectors = {"values": self.values, "running": self.running_values}
        for name, vector in vectors.items():
            require(
                np.shape(state[name]) == vector.shape,
                f"the state holds {np.size(state[name])} {name}, but this network has {len(vector)}",
            )
        for name, vector in vectors.items():
            vector[...] = state[name]
        if "dropout" in state:
            self._dropout_state.set_state(state["dropout"])

    def twin(self, *, dtype: npt.DTypeLike | None = None, dropout: bool = True) -> "Network":
        """Return another network with the same layers, loss, penalty and numbers, which lives a life of its own.

        Parameters
        ----------
        dtype : float64 or float32, default this network's
        dropout : bool, default True
            False for a twin without dropout.
        """
        layers = self.layers if dropout else [replace(layer, dropout=0.0) for layer in self.layers]
        dtype = self.dtype if dtype is None else dtype
        twin = Network(self.inputs, layers, self.loss, dtype=dtype, classifies=self.decides)
        twin.take_over(self)
        twin._dropout_state.set_state(self._dropout_state.get_state())
        return twin

    @overflow_is_expected()
    def take_over(self, other: "Network") -> None:
        """Take over the numbers of a network of the same shape: parameters, running averages and penalty.

        Numbers beyond this network's precision become infinite. The stream of dropout masks goes on.

        Raises
        ------
        ValueError
            If the other network has another shape.
        """
        self.restore({"values": other.values, "running": other.running_values})
        self.l1, self.l2 = other.l1, other.l2

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
        _check_output(layers[-1], self.loss)
        self.layers = tuple(layers)
        self._find_frozen()
        self._chains.clear()

    def hold_still(self, spans: Sequence[Span]) -> None:
        """Let no step move these stretches of `values` either, besides those of frozen layers, until told otherwise."""
        self._held = tuple(spans)
        self._find_frozen()

    def _find_frozen(self) -> None:
        frozen = {name for name, layer in zip(layer_names(self.layers), self.layers, strict=True) if layer.frozen}
        self._descent.frozen = [*(span for span in self.spans if span.name.split(".")[0] in frozen), *self._held]

    # Chains

    def new_chain(self, rows: int) -> Chain:
        """Return the layers at work on this many samples, with buffers of their own."""
        return Chain(
            rows,
            self.inputs,
            self.layers,
            self._activations,
            loss=self.loss,
            parameters=self._store,
            random_state=self._dropout_state,
        )

    def _chain(self, x: npt.ArrayLike, y: npt.ArrayLike | None = None) -> Chain:
        """Return the chain for this many samples, loaded with them."""
        # Arrays of this network's own precision, as in training, are not looked at any closer than their shape.
        if not (type(x) is np.ndarray and x.dtype is self.dtype):
            x = sample_rows("x", x, self.inputs)
        if not (y is None or (type(y) is np.ndarray and y.dtype is self.dtype)):
            y = sample_rows("y", y, self.outputs)
        chain = self._chains.get(x.shape)
        if chain is None:
            chain = self._add_chain(sample_rows("x", x, self.inputs))
        if y is not None and y.shape != chain.target_shape:
            with_targets(x, y, self.inputs, self.outputs)
        chain.load(x, y)
        return chain

    def _add_chain(self, x: Array) -> Chain:
        require(len(x) > 0, "there are no samples to learn from")
        while len(self._chains) >= CHAINS:
            del self._chains[next(iter(self._chains))]
        chain = self._chains[x.shape] = self.new_chain(len(x))
        return chain


def _check_output(last: Layer, loss: Loss) -> None:
    require(last.dropout == 0.0, "the output layer cannot have dropout; give it to a hidden layer")
    require(
        last.activation in loss.output_activations,
        f"{loss.name} does not fit a {last.activation} output; "
        f"its output activations are: {', '.join(loss.output_activations)}",
    )


class Samples:
    """Samples held by a network, so that looking at them again need not copy them again. `Network.hold` makes them.

    As many as fit into the cache are copied into a chain of their own once. More than that are taken through the
    network's chains in chunks, as `Network.evaluate` does.

    A step on these samples may start from the outputs that measuring them has just computed: in full batch that saves
    a forward pass an epoch. It does so only where nothing can differ, that is without dropout and batch normalization,
    and while every parameter is, bit for bit, what it was.
    """

    def __init__(self, network: Network, x: Array, y: Array) -> None:
        require(len(x) > 0, "there are no samples to hold")
        self.network, self.x, self.y = network, x, y
        self._chain: Chain | None = None
        self._made_for = network.layers
        self._is_same_in_training = False
        self._is_stepped_on = False
        self._measured_at = b""

    def __len__(self) -> int:
        return len(self.x)

    def __repr__(self) -> str:
        return f"<{len(self):,} samples, x {self.x.shape} and y {self.y.shape}, held by {self.network}>"

    @overflow_is_expected()
    def evaluate(self) -> tuple[float, float]:
        """Return data loss and accuracy in evaluation mode, as `Network.evaluate` does."""
        network, count = self.network, len(self.x)
        if count > network.chunk:
            return network.evaluate(self.x, self.y)
        total, correct = network._measure(self._loaded())
        if self._is_stepped_on:
            self._measured_at = network.values.tobytes()
        return total / count, correct / count if network.decides else math.nan

    @overflow_is_expected()
    def train_step(self, optimizer: Stepper, clip: float | None = None, track: bool = False) -> None:
        """Take one step on all samples, as `Network.train_step` does."""
        network = self.network
        if len(self.x) > network.chunk:
            network.train_step(self.x, self.y, optimizer, clip, track)
            return
        chain = self._loaded()
        self._is_stepped_on = self._is_same_in_training
        if not self._is_stepped_on or self._measured_at != network.values.tobytes():
            chain.forward(True)
        network._descend(chain, optimizer, clip, track)

    def _loaded(self) -> Chain:
        network = self.network
        if self._chain is None or self._made_for is not network.layers:
            self._chain = network.new_chain(len(self.x))
            self._chain.load(self.x, self.y)
            self._made_for = network.layers
            self._is_same_in_training = not any(layer.dropout or layer.batch_norm for layer in network.layers)
            self._measured_at = b""
        return self._chain
