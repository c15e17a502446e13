"""Back-propagation for a single sample, every number of it.

Forwards, layer by layer, from x, what the layer is given:

    z = x W + b    (with batch norm z = x W and u = gamma h + beta, h = (z - m) / s; without, u = z)    a = f(u)

Backwards, with L the data loss of this sample alone. At the output e = dL/da, as the loss has it; a hidden layer's
neurons are asked for their share by all neurons above, e = delta_above W_aboveᵀ. Then

    dL/du = e f'(u)    delta = dL/dz = dL/du (with batch norm times gamma / s)
    dL/dW = xᵀ delta   dL/db = delta   (dL/dgamma = dL/du h   dL/dbeta = dL/du)

At an output with a cross-entropy dL/du is a - y at once, and a softmax mixes its whole row.

All is in evaluation mode, as the map is: m and s are batch norm's running averages, which one sample does not move, and
no dropout. Rumelhart, Hinton & Williams (1986), "Learning representations by back-propagating errors", Nature 323.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, overflow_is_expected
from playground.engine.activations import activation, output_activation
from playground.engine.layers import NORM_EPSILON
from playground.experiment import Experiment
from playground.training.answers import SampleKey
from playground.training.checks import SampleCheck, check_sample
from playground.training.run import Run

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Norm:
    """Batch norm at one layer, (units,) each: h = (z - mean) / spread, u = gamma h + beta."""

    mean: Floats
    spread: Floats
    gamma: Floats
    beta: Floats


@dataclass(frozen=True)
class LayerPass:
    """One layer, forwards and backwards; all but `inputs` and `weight` are (units,).

    inputs : (fan_in,), what the layer is given. weight : (fan_in, units). bias : None with batch norm.
    z, u, a : before batch norm (u is z without), before and after the activation.
    slope : f'(u). error : dL/da. Both are None where the loss's derivative is taken by u at once, past the activation.
    delta_u, delta : dL/du and dL/dz.
    gradients : by kind ("weight", "bias" or "gamma" and "beta"), shaped as the parameters are.
    """

    name: str
    activation: str
    frozen: bool
    inputs: Floats
    weight: Floats
    bias: Floats | None
    norm: Norm | None
    z: Floats
    u: Floats
    a: Floats
    slope: Floats | None
    error: Floats | None
    delta_u: Floats
    delta: Floats
    gradients: Mapping[str, Floats]


@dataclass(frozen=True)
class OneSample:
    """A sample's way through the network and back, at one moment of a run.

    target : (outputs,), as the loss takes it. label : its class, None for regression.
    layers : the output layer last. check : its gradient against finite differences.
    learning_rate, batch : the rate, and how many samples share a step.
    """

    experiment: Experiment
    epoch: int
    sample: SampleKey
    target: Floats
    label: int | None
    loss: float
    layers: tuple[LayerPass, ...]
    check: SampleCheck
    learning_rate: float
    batch: int

    def pull(self, layer: int, kind: str) -> Floats:
        """What this sample alone moves the layer's parameters in a plain step: -rate gradient / batch; 0 if frozen."""
        each = self.layers[layer]
        return np.zeros_like(each.gradients[kind]) if each.frozen else -self._share * each.gradients[kind]

    @property
    def _share(self) -> float:
        return self.learning_rate / self.batch


def one_sample(run: Run, sample: SampleKey, first: tuple[int, int] | None = None) -> OneSample | None:
    """Follow a sample of a run, which stays untouched.

    Parameters
    ----------
    run : Run
    sample : SampleKey
    first : layer and unit, from 0; of a large network its gradient is checked before that of others.

    Returns
    -------
    OneSample, in arrays of its own; None where there is no such sample, as after a change of the data.
    """
    part = run.dataset.parts.get(sample.part)
    if part is None or sample.row >= len(part):
        return None
    x, y = part.x[sample.row].astype(np.float64), part.y[sample.row].astype(np.float64)
    with overflow_is_expected():
        layers = layer_passes(run.network, x, y)
        gradients = {f"{each.name}.{kind}": value for each in layers for kind, value in each.gradients.items()}
        check = check_sample(run.network, x, y, gradients, _name_of(layers, first))
    training = run.experiment.training
    size = len(run.dataset.train)
    return OneSample(
        experiment=run.experiment,
        epoch=run.epochs_done,
        sample=sample,
        target=y,
        label=None if part.labels is None else int(part.labels[sample.row]),
        loss=check.loss,
        layers=layers,
        check=check,
        learning_rate=run.learning_rate,
        batch=min(training.batch_size or size, size),
    )


def layer_passes(network: Network, x: Floats, y: Floats) -> tuple[LayerPass, ...]:
    """Every layer's numbers for a sample, x (inputs,) and y (outputs,), in double precision; the output layer last."""
    forward, inputs = [], x
    for number in range(len(network.layers)):
        forward.append(_Forward(network, number, inputs))
        inputs = forward[-1].a
    passes: list[LayerPass] = []
    error: Floats | None = None
    for each in reversed(forward):
        done = each.backward(error) if passes else each.backward_from_loss(network, y)
        passes.append(done)
        error = done.weight @ done.delta
    return tuple(reversed(passes))


class _Forward:
    """One layer on the way up, and what it takes to come back."""

    def __init__(self, network: Network, number: int, inputs: Floats) -> None:
        self.layer, self.inputs = network.layers[number], inputs
        last = number == len(network.layers) - 1
        self.name = "output" if last else f"layer{number + 1}"
        arrays = {
            name.removeprefix(f"{self.name}."): array.astype(np.float64)
            for name, array in {**network.parameters, **network.running}.items()
            if name.startswith(f"{self.name}.")
        }
        self.weight, self.bias, self.norm = arrays["weight"], arrays.get("bias"), None
        self.z = inputs @ self.weight + (0.0 if self.bias is None else self.bias)
        self.u = self.z
        if self.layer.batch_norm:
            spread = np.sqrt(arrays["running_variance"] + NORM_EPSILON)
            self.norm = Norm(arrays["running_mean"], spread, arrays["gamma"], arrays["beta"])
            self.u = self.norm.gamma * (self.z - self.norm.mean) / spread + self.norm.beta
        self.function = (output_activation if last else activation)(self.layer.activation)
        self.a = self.function.value(self.u[None])[0]

    def backward_from_loss(self, network: Network, y: Floats) -> LayerPass:
        """From the loss's own derivative."""
        first = network.loss.derivative(self.a[None], y[None], np.empty((1, len(y))))
        if network.loss.by_scores:
            return self._finish(None, None, first[0])
        if self.layer.activation != "softmax":
            return self.backward(first[0])
        error, mixed = first[0].copy(), first.copy()
        self.function.backward(mixed, self.u[None], self.a[None], np.empty_like(mixed))
        return self._finish(error, None, mixed[0])

    def backward(self, error: Floats | None) -> LayerPass:
        """From dL/da."""
        assert error is not None
        slope = self.function.derivative(self.u[None], self.a[None])[0]
        return self._finish(error, slope, error * slope)

    def _finish(self, error: Floats | None, slope: Floats | None, delta_u: Floats) -> LayerPass:
        norm = self.norm
        delta = delta_u if norm is None else delta_u * norm.gamma / norm.spread
        gradients = {"weight": np.outer(self.inputs, delta)}
        if norm is None:
            gradients["bias"] = delta
        else:
            gradients |= {"gamma": delta_u * (self.z - norm.mean) / norm.spread, "beta": delta_u}
        return LayerPass(
            name=self.name,
            activation=self.layer.activation,
            frozen=self.layer.frozen,
            inputs=self.inputs,
            weight=self.weight,
            bias=self.bias,
            norm=norm,
            z=self.z,
            u=self.u,
            a=self.a,
            slope=slope,
            error=error,
            delta_u=delta_u,
            delta=delta,
            gradients=gradients,
        )


def _name_of(layers: tuple[LayerPass, ...], first: tuple[int, int] | None) -> tuple[str, int] | None:
    if first is None or first[0] >= len(layers) or first[1] >= len(layers[first[0]].z):
        return None
    return layers[first[0]].name, first[1]
