"""What a network holds: its layers, its parameters by name, its running averages, its penalty, its random stream.

What it does with them is in `network`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.activations import activation, output_activation
from playground.engine.descent import Descent
from playground.engine.layer import Layer
from playground.engine.losses import Loss
from playground.engine.losses import loss as named_loss
from playground.engine.naming import require
from playground.engine.overflow import overflow_is_expected
from playground.engine.parameters import Parameters, Span, layer_names
from playground.engine.penalty import Penalty


class Holdings:
    """The lasting part of a network; see `Network` for the arguments."""

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
        self._descent = Descent(store, self._penalty)
        self.hold_still(())
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
    def dropout_stream(self) -> np.random.RandomState:
        """The stream that dropout's masks are drawn from."""
        return self._dropout_state

    @property
    def same_in_training(self) -> bool:
        """Whether training computes the very outputs that evaluation does: without dropout and batch normalization."""
        return not any(layer.dropout or layer.batch_norm for layer in self.layers)

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
        if not self.l1 and not self.l2:
            return 0.0
        with overflow_is_expected():
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
        self._find_frozen()

    def hold_still(self, spans: Sequence[Span]) -> None:
        """Let no step move these stretches of `values` either, besides those of frozen layers, until told otherwise."""
        self._held = tuple(spans)
        self._find_frozen()

    def _find_frozen(self) -> None:
        frozen = {name for name, layer in zip(layer_names(self.layers), self.layers, strict=True) if layer.frozen}
        self._descent.frozen = [*(span for span in self.spans if span.name.split(".")[0] in frozen), *self._held]
