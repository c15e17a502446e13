"""The memory of a network: one vector for all of its numbers, and buffers that a training step writes into.

Each weight, bias, gamma and beta is a named view into the vector. An optimizer then is its textbook formula on whole
vectors, a moment in history is one copy, and going back is one assignment. The layout, layer by layer:

    [weight rows, bias row]    or, of a normalized layer,    [weight rows] [gamma] [beta]

A layer's bias is the last row of its (fan_in + 1, fan_out) block, so that scores and gradient of both come from one
product, with an input of constant 1. A normalized layer has no bias.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NoReturn, Protocol

import numpy as np
import numpy.typing as npt

from playground.engine.machinery.guards import Array, real_numbers, require, unknown_name

# One vector for all numbers


class Dense(Protocol):
    """A layer, as far as its memory goes."""

    @property
    def units(self) -> int:
        """The number of neurons."""

    @property
    def batch_norm(self) -> bool:
        """True where gamma and beta take the place of the bias."""


@dataclass(frozen=True)
class Span:
    """The place of a named parameter in the flat vector: `values[start:stop].reshape(shape)`."""

    name: str
    start: int
    stop: int
    shape: tuple[int, ...]

    def of(self, vector: Array) -> Array:
        """Return the parameter's view into a flat vector."""
        return vector[self.start : self.stop].reshape(self.shape)


class NamedArrays(MutableMapping[str, Array]):
    """The views into a flat vector by name; writing into one changes the vector.

    Assigning copies: `parameters["layer1.weight"] = numbers` writes them into the network's own array, in its
    precision. Names are fixed, so none can be added or deleted. `what` is the word for one of them in a refusal.
    """

    def __init__(self, what: str, spans: Sequence[Span], vector: Array) -> None:
        self._what = what
        self._views = {span.name: span.of(vector) for span in spans}

    def __getitem__(self, name: str) -> Array:
        if name not in self:
            raise unknown_name(self._what, name, self._views)
        return self._views[name]

    def __setitem__(self, name: str, numbers: npt.ArrayLike) -> None:
        view, given = self[name], real_numbers(name, numbers)
        require(given.shape == view.shape, f"{name} has the shape {view.shape}, not {given.shape}; nothing was changed")
        with np.errstate(over="ignore"):
            given = given.astype(view.dtype)
        require(
            bool(np.isfinite(given).all()),
            f"{name} must be finite numbers within {view.dtype}; of {given.size} in the shape {given.shape}, "
            f"{np.count_nonzero(~np.isfinite(given))} are not; nothing was changed",
        )
        if name.endswith(".running_variance"):
            require(bool((given >= 0.0).all()), f"{name} must be 0 or above, as variances are; nothing was changed")
        view[...] = given

    def __delitem__(self, name: str) -> NoReturn:
        raise TypeError(f"no {self._what} can be deleted: a network keeps all of them; set one to 0 instead")

    def __contains__(self, name: object) -> bool:
        return name in self._views

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __repr__(self) -> str:
        return f"<{', '.join(f'{name} {view.shape}' for name, view in self._views.items()) or f'no {self._what}s'}>"


@dataclass(frozen=True)
class LayerParameters:
    """One layer's views, the last three by kind: "weight", "bias" or "gamma" and "beta", "running_mean", ...

    block, block_gradient : the weights, with the bias as their last row where there is one.
    """

    block: Array
    block_gradient: Array
    values: Mapping[str, Array]
    gradients: Mapping[str, Array]
    running: Mapping[str, Array]


def layer_names(layers: Sequence[object]) -> list[str]:
    """Return layer1, layer2, ... and, for the last, output."""
    return [f"layer{number}" for number in range(1, len(layers))] + ["output"]


class Parameters:
    """The flat vectors of a network.

    Attributes
    ----------
    values, gradient : (count,)
    running : (2 times the normalized units,)
        Running means and variances of batch normalization.
    spans, running_spans : list of Span
        In the order of the flat vectors, layer by layer.
    """

    def __init__(self, inputs: int, layers: Sequence[Dense], dtype: npt.DTypeLike) -> None:
        shapes: list[tuple[str, tuple[int, ...]]] = []
        running: list[tuple[str, tuple[int, ...]]] = []
        fan_in = inputs
        for name, layer in zip(layer_names(layers), layers, strict=True):
            shapes.append((f"{name}.weight", (fan_in, layer.units)))
            kinds = ("gamma", "beta") if layer.batch_norm else ("bias",)
            shapes += [(f"{name}.{kind}", (layer.units,)) for kind in kinds]
            if layer.batch_norm:
                running += [(f"{name}.{kind}", (layer.units,)) for kind in ("running_mean", "running_variance")]
            fan_in = layer.units
        self.spans, self.running_spans = _laid_out(shapes), _laid_out(running)
        self.values = np.zeros(self.spans[-1].stop, dtype)
        self.gradient = np.zeros_like(self.values)
        self.running = np.zeros(self.running_spans[-1].stop if running else 0, dtype)

    def views(self, vector: Array) -> dict[str, Array]:
        """Return writable views by name into a vector laid out as `values`."""
        return {span.name: span.of(vector) for span in self.spans}

    def layer(self, name: str) -> LayerParameters:
        """Return the views that a layer works with."""
        own, running = (
            {span.name.rpartition(".")[2]: span for span in spans if span.name.startswith(f"{name}.")}
            for spans in (self.spans, self.running_spans)
        )
        last = own.get("bias", own["weight"])
        block = Span(name, own["weight"].start, last.stop, (-1, own["weight"].shape[1]))
        return LayerParameters(
            block.of(self.values),
            block.of(self.gradient),
            {kind: span.of(self.values) for kind, span in own.items()},
            {kind: span.of(self.gradient) for kind, span in own.items()},
            {kind: span.of(self.running) for kind, span in running.items()},
        )

    def mask(self, *kinds: str) -> Array:
        """Return a vector laid out as `values`: 1 in parameters of these kinds ("weight", "gamma", ...), else 0."""
        mask = np.zeros_like(self.values)
        for span in self.spans:
            if span.name.rpartition(".")[2] in kinds:
                mask[span.start : span.stop] = 1.0
        return mask


def _laid_out(shapes: Sequence[tuple[str, tuple[int, ...]]]) -> list[Span]:
    """Return spans that lie one behind the other."""
    spans: list[Span] = []
    start = 0
    for name, shape in shapes:
        stop = start + int(np.prod(shape))
        spans.append(Span(name, start, stop, shape))
        start = stop
    return spans


# Long vectors, piece by piece

PIECE = 2**15
"""Numbers looked at together: few enough to stay in the processor's cache from one operation to the next."""


def pieces(length: int) -> list[slice]:
    """Return the stretches that a vector is worked through in."""
    return [slice(start, min(start + PIECE, length)) for start in range(0, length, PIECE)]


# Buffers and products

Order = Literal["C", "F"]

WIDE = 256
"""From this many units on, rows in memory beat columns."""


def memory_order(widest: int) -> Order:
    """Return how the (samples, units) buffers of a network lie in memory.

    Narrow layers are kept unit by unit ("F"): all samples of one unit are neighbours, so that sums and maxima over
    units run along long stretches of memory and a layer's outputs are one stretch inside the next layer's inputs.
    Wide layers are kept sample by sample ("C"), which the matrix product likes better.
    """
    return "C" if widest >= WIDE else "F"


def signal_buffers(rows: int, inputs: int, layers: Sequence[Dense], dtype: npt.DTypeLike) -> list[Array]:
    """Return a buffer in front of every layer and one behind the last, (rows, units) or one column more.

    The column more, of ones, is in front of every layer that has a bias.
    """
    order = memory_order(max(inputs, *(layer.units for layer in layers)))
    widths = [inputs, *(layer.units for layer in layers)]
    extra = [0 if layer.batch_norm else 1 for layer in layers] + [0]
    return [np.ones((rows, width + more), dtype, order) for width, more in zip(widths, extra, strict=True)]


def product(left: Array, right: Array, out: Array) -> Callable[[], Array]:
    """Return a function that computes `out = left @ right`, nothing allocated.

    `ndarray.dot` is the fastest way to BLAS for small matrices, but wants an `out` kept row by row. For one kept
    column by column the same product is computed transposed: (A B)ᵀ = Bᵀ Aᵀ.
    """
    if out.flags.c_contiguous:
        return partial(left.dot, right, out)
    return partial(right.T.dot, left.T, out.T)


def flat(buffer: Array) -> Array:
    """Return all numbers of a buffer in a row, in the order they lie in memory: a view, as a buffer has no gaps.

    The dot product of two such rows sums up their products in half the time of `multiply` and `sum`.
    """
    return buffer.ravel("K")
