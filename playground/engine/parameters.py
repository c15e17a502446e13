"""All numbers of a network in one vector, each weight, bias, gamma and beta a named view into it.

An optimizer then is its textbook formula on whole vectors, a moment in history is one copy, and going back is one
assignment. The layout:

    [layer 1: weight rows, bias row] [layer 2: weight rows, bias row] ... [gamma, beta of each normalized layer]

A layer's bias is the last row of its (fan_in + 1, fan_out) block, so that scores and gradient of both come from one
product, with an input of constant 1. A normalized layer has no bias and its block only fan_in rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.layer import Layer
from playground.engine.naming import Array


@dataclass(frozen=True)
class Span:
    """Where a named parameter lies in the flat vector: `values[start:stop].reshape(shape)`."""

    name: str
    start: int
    stop: int
    shape: tuple[int, ...]

    def of(self, vector: Array) -> Array:
        """Return the parameter's view into a flat vector."""
        return vector[self.start : self.stop].reshape(self.shape)


@dataclass(frozen=True)
class LayerParameters:
    """One layer's views: its block of weights (and bias), gamma and beta, their gradients, running statistics."""

    block: Array
    block_gradient: Array
    gamma: Array | None = None
    beta: Array | None = None
    gamma_gradient: Array | None = None
    beta_gradient: Array | None = None
    running_mean: Array | None = None
    running_variance: Array | None = None


def layer_names(layers: Sequence[Layer]) -> list[str]:
    """Return layer1, layer2, ... and, for the last, output."""
    return [f"layer{number}" for number in range(1, len(layers))] + ["output"]


class Parameters:
    """The flat vectors of a network and the named views into them.

    Attributes
    ----------
    values, gradient : (count,)
    running : (2 times the normalized units,)
        Running means and variances of batch normalization.
    spans, running_spans : list of Span
        In the order of the flat vectors.
    names : list of str
        The parameters' names, layer by layer.
    by_layer : (parameters,)
        The places in `spans` of the parameters in that order.
    batch_norm_start : int
        Where gamma and beta begin; the count where there are none.
    """

    def __init__(self, inputs: int, layers: Sequence[Layer], dtype: npt.DTypeLike) -> None:
        fans = [inputs, *(layer.units for layer in layers)]
        self._names = layer_names(layers)
        dense: list[tuple[str, tuple[int, ...]]] = []
        norms: list[tuple[str, tuple[int, ...]]] = []
        running: list[tuple[str, tuple[int, ...]]] = []
        for name, layer, fan_in in zip(self._names, layers, fans[:-1], strict=True):
            dense.append((f"{name}.weight", (fan_in, layer.units)))
            if layer.batch_norm:
                norms += [(f"{name}.gamma", (layer.units,)), (f"{name}.beta", (layer.units,))]
                running += [(f"{name}.running_mean", (layer.units,)), (f"{name}.running_variance", (layer.units,))]
            else:
                dense.append((f"{name}.bias", (layer.units,)))
        self.batch_norm_start = sum(int(np.prod(shape)) for _, shape in dense)
        self.spans, self.running_spans = _lay_out(dense + norms), _lay_out(running)
        self.values = np.zeros(self.spans[-1].stop, dtype)
        self.gradient = np.zeros_like(self.values)
        self.running = np.zeros(self.running_spans[-1].stop if running else 0, dtype)
        by_layer = sorted(range(len(self.spans)), key=lambda i: self._names.index(self.spans[i].name.split(".")[0]))
        self.by_layer = np.array(by_layer)
        self.names = [self.spans[i].name for i in by_layer]

    def views(self, vector: Array) -> dict[str, Array]:
        """Return writable views by name, layer by layer, into a vector laid out as `values`."""
        return {self.spans[i].name: self.spans[i].of(vector) for i in self.by_layer}

    def running_views(self, vector: Array) -> dict[str, Array]:
        """Return writable views by name into a vector laid out as `running`."""
        return {span.name: span.of(vector) for span in self.running_spans}

    def layer(self, index: int) -> LayerParameters:
        """Return the views that layer `index` (from 0) works with."""
        name = self._names[index]
        values, gradient = self.views(self.values), self.views(self.gradient)
        if f"{name}.gamma" not in values:
            return LayerParameters(self._block(name, self.values), self._block(name, self.gradient))
        running = self.running_views(self.running)
        return LayerParameters(
            values[f"{name}.weight"],
            gradient[f"{name}.weight"],
            values[f"{name}.gamma"],
            values[f"{name}.beta"],
            gradient[f"{name}.gamma"],
            gradient[f"{name}.beta"],
            running[f"{name}.running_mean"],
            running[f"{name}.running_variance"],
        )

    def _block(self, name: str, vector: Array) -> Array:
        weight, bias = (next(s for s in self.spans if s.name == f"{name}.{part}") for part in ("weight", "bias"))
        fan_in, fan_out = weight.shape
        return vector[weight.start : bias.stop].reshape(fan_in + 1, fan_out)

    def mask(self, chosen: set[str]) -> Array:
        """Return a vector laid out as `values`: 1 where the parameter's name is among the chosen, else 0."""
        mask = np.zeros_like(self.values)
        for span in self.spans:
            if span.name in chosen:
                mask[span.start : span.stop] = 1.0
        return mask


def _lay_out(shapes: Sequence[tuple[str, tuple[int, ...]]]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for name, shape in shapes:
        stop = start + int(np.prod(shape))
        spans.append(Span(name, start, stop, shape))
        start = stop
    return spans
