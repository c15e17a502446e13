"""The plane of the inputs as a hidden layer sees it: the regular grid warped, and every sample where it comes to lie.

Two numbers of a layer span a picture: the outputs of two of its neurons, its first two principal components, or what
the output adds up of them all and the widest direction beside that. What the layers before have done to the plane can
be seen there, and what is left for the next to cut apart by a line.
Olah (2014), "Neural networks, manifolds, and topology".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.data.plane import principal_plane
from playground.engine import Network
from playground.engine.layers import NORM_EPSILON as EPSILON
from playground.training.run import Run
from playground.training.snapshot import Region

LINES, STEPS = 17, 81
"""Lines of the grid in each direction, and points along each."""
_LIMIT = 1e30


HiddenAxes = tuple[int, int] | Literal["principal", "cut"]
"""Two neurons, from 0; or the layer's principal components; or across and along the output's cut, where there is one:
what the output adds up before its activation, and the direction in which the rest spreads most."""


@dataclass(frozen=True)
class HiddenRequest:
    """What to look at.

    layer : a hidden layer, from 0. axes : what spans the picture.
    region : of the grid; None to have none. rows : by part, (n,): the samples.
    """

    layer: int
    axes: HiddenAxes
    region: Region | None
    rows: Mapping[str, NDArray[np.intp]]


@dataclass(frozen=True)
class Scores:
    """What the output adds up at places of the picture, before its activation: `places @ weights + bias`.

    weights : (2, outputs). bias : (outputs,). exact : whether that holds for every sample; else it holds on the slice
    through the layer's mean that the picture shows.
    """

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    exact: bool

    def __call__(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places (..., 2) to scores (..., outputs)."""
        return np.asarray(places @ self.weights + self.bias)


@dataclass(frozen=True)
class HiddenSpace:
    """A layer's space at one moment, in arrays of its own.

    grid : (2 LINES, STEPS, 2), straight lines in the plane of the inputs, first those of one x₁; empty without a grid.
    lines : the same as the layer sees them. outputs : (2 LINES, STEPS, outputs), what the network answers there.
    places : by part, (n, 2), where the samples lie.
    scores : of the last hidden layer, which the output cuts straight; None of others, whose space is bent further.
    explained : for principal components, the share of the layer's variance that each has.
    """

    dataset: Dataset
    layer: int
    axes: HiddenAxes
    grid: NDArray[np.float64]
    lines: NDArray[np.float64]
    outputs: NDArray[np.float64]
    places: Mapping[str, NDArray[np.float64]]
    scores: Scores | None
    explained: tuple[float, float] | None


def hidden_space(run: Run, request: HiddenRequest) -> HiddenSpace | None:
    """Look into a hidden layer of a run, which stays untouched.

    Returns
    -------
    HiddenSpace; None where there is no such layer, neuron or cut (any more).
    """
    network, dataset = run.network, run.dataset
    if not _exists(network, request):
        return None
    seen = {
        name: _outputs(network, part.x[request.rows[name]], request.layer)[0] for name, part in dataset.parts.items()
    }
    project = _Projection(network, request, seen["train"])
    grid = np.empty((0, STEPS, 2))
    lines, outputs = grid, np.empty((0, STEPS, dataset.outputs))
    if request.region is not None:
        grid = _grid(request.region)
        hidden, answers = _outputs(network, dataset.plane.inputs(grid.reshape(-1, 2)), request.layer)
        lines, outputs = project(hidden).reshape(-1, STEPS, 2), answers.reshape(-1, STEPS, dataset.outputs)
    return HiddenSpace(
        dataset=dataset,
        layer=request.layer,
        axes=request.axes,
        grid=grid,
        lines=lines,
        outputs=outputs,
        places={name: project(values) for name, values in seen.items()},
        scores=project.scores(network) if request.layer == len(network.layers) - 2 else None,
        explained=project.explained,
    )


def has_cut(network: Network, layer: int) -> bool:
    """Tell whether one straight line cuts a layer's space: it is the last hidden one, and one number decides."""
    return layer == len(network.layers) - 2 and network.layers[-1].units <= 2


class _Projection:
    """From a layer's outputs (n, units) to two numbers (n, 2): `(values - centre) @ directions.T`."""

    def __init__(self, network: Network, request: HiddenRequest, fitted_on: NDArray[np.float64]) -> None:
        self._mean = fitted_on.mean(axis=0)
        self._centre: NDArray[np.float64] = np.zeros(fitted_on.shape[1])
        self.explained: tuple[float, float] | None = None
        if request.axes == "principal":
            plane = principal_plane(fitted_on)
            self._centre, self._directions = plane.center, plane.axes
            spread = self(fitted_on).var(axis=0)
            first, second = (spread / max(float(fitted_on.var(axis=0).sum()), 1e-300)).tolist()
            self.explained = first, second
        elif request.axes == "cut":
            self._directions, self._centre = _across_the_cut(network, fitted_on)
        else:
            self._directions = np.eye(fitted_on.shape[1])[list(request.axes)]

    def __call__(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((values - self._centre) @ self._directions.T)

    def scores(self, network: Network) -> Scores:
        """The output's sums on the slice through the layer's mean that the two directions span."""
        weight, bias = _output_sums(network)
        if network.layers[-1].activation == "softmax":
            # What is added to all sums alike, softmax takes away again.
            weight, bias = weight - weight.mean(axis=1, keepdims=True), bias - bias.mean()
        back = np.linalg.pinv(self._directions)
        lost = weight - self._directions.T @ back.T @ weight
        middle = self._mean - back @ self(self._mean[None])[0]
        exact = bool(np.abs(lost).max(initial=0) <= 1e-9 * max(1.0, float(np.abs(weight).max(initial=0))))
        return Scores(back.T @ weight, middle @ weight + bias, exact)


def _across_the_cut(network: Network, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two directions (2, units): the sum that decides, and the widest beside it; and what becomes 0, (units,)."""
    weight, bias = _output_sums(network)
    across, threshold = weight[:, -1], float(bias[-1])
    if weight.shape[1] == 2:
        across, threshold = across - weight[:, 0], threshold - float(bias[0])
    length = float(across @ across) or 1.0
    centred = values - values.mean(axis=0)
    rest = centred - np.outer(centred @ across / length, across)
    along = principal_plane(rest).axes[0]
    along = along - (along @ across / length) * across
    # Where the sum is 0, and in the middle of the rest.
    mean = values.mean(axis=0)
    centre = mean - (mean @ across + threshold) / length * across
    return np.stack([across, along]), centre


def _output_sums(network: Network) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (units, outputs) and bias (outputs,) of what the output adds up, batch norm's share included."""
    arrays = {name: array.astype(np.float64) for name, array in {**network.parameters, **network.running}.items()}
    weight = arrays["output.weight"]
    if not network.layers[-1].batch_norm:
        return np.nan_to_num(weight), np.nan_to_num(arrays["output.bias"])
    scale = arrays["output.gamma"] / np.sqrt(arrays["output.running_variance"] + EPSILON)
    return np.nan_to_num(weight * scale), np.nan_to_num(arrays["output.beta"] - arrays["output.running_mean"] * scale)


def _exists(network: Network, request: HiddenRequest) -> bool:
    if not 0 <= request.layer < len(network.layers) - 1:
        return False
    if request.axes == "cut":
        return has_cut(network, request.layer)
    return request.axes == "principal" or max(request.axes) < network.layers[request.layer].units


def _outputs(network: Network, x: NDArray[np.floating], layer: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The layer's outputs and the network's, without what cannot be drawn of one that runs away."""
    found = network.layer_outputs(x.astype(network.values.dtype, copy=False))
    hidden, answers = (np.clip(np.nan_to_num(found[k]), -_LIMIT, _LIMIT).astype(np.float64) for k in (layer, -1))
    return hidden, answers


def _grid(region: Region) -> NDArray[np.float64]:
    """The points of all lines, (2 LINES, STEPS, 2)."""
    x, y = np.linspace(region.left, region.right, LINES), np.linspace(region.bottom, region.top, LINES)
    along_x, along_y = np.linspace(region.left, region.right, STEPS), np.linspace(region.bottom, region.top, STEPS)
    upright = np.column_stack([np.repeat(x, STEPS), np.tile(along_y, LINES)])
    level = np.column_stack([np.tile(along_x, LINES), np.repeat(y, STEPS)])
    return np.concatenate([upright, level]).reshape(2 * LINES, STEPS, 2)
