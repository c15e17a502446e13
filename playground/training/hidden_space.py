"""The plane of the inputs as a hidden layer sees it: the regular grid warped, and every sample where it comes to lie.

Two numbers of a layer span a picture: the outputs of two of its neurons, or its first two principal components. What
the layers before have done to the plane can be seen there, and what is left for the next to cut apart by a line.
Olah (2014), "Neural networks, manifolds, and topology".
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.data.plane import principal_plane
from playground.engine import Network
from playground.training.run import Run
from playground.training.snapshot import Region

LINES, STEPS = 17, 81
"""Lines of the grid in each direction, and points along each."""
_LIMIT = 1e30


@dataclass(frozen=True)
class HiddenRequest:
    """What to look at.

    layer : a hidden layer, from 0. axes : two of its neurons, from 0; None for its principal components.
    region : of the grid; None to have none. rows : by part, (n,): the samples.
    """

    layer: int
    axes: tuple[int, int] | None
    region: Region | None
    rows: Mapping[str, NDArray[np.intp]]


@dataclass(frozen=True)
class HiddenSpace:
    """A layer's space at one moment, in arrays of its own.

    lines : (2 LINES, STEPS, 2), the grid's lines, first those of one x₁; empty without a grid.
    outputs : (2 LINES, STEPS, outputs), what the network answers there.
    places : by part, (n, 2), where the samples lie.
    decision : (w₁, w₂, b): the network decides between its classes where w₁ a₁ + w₂ a₂ + b = 0. None unless the
        picture shows all that the output layer is given.
    explained : for principal components, the share of the layer's variance that each has.
    """

    dataset: Dataset
    layer: int
    axes: tuple[int, int] | None
    lines: NDArray[np.float64]
    outputs: NDArray[np.float64]
    places: Mapping[str, NDArray[np.float64]]
    decision: tuple[float, float, float] | None
    explained: tuple[float, float] | None


def hidden_space(run: Run, request: HiddenRequest) -> HiddenSpace | None:
    """Look into a hidden layer of a run, which stays untouched.

    Returns
    -------
    HiddenSpace; None where there is no such layer or neuron (any more).
    """
    network, dataset = run.network, run.dataset
    if not _exists(network, request):
        return None
    seen = {
        name: _outputs(network, part.x[request.rows[name]], request.layer)[0] for name, part in dataset.parts.items()
    }
    project = _Projection(request.axes, seen["train"])
    lines, outputs = np.empty((0, STEPS, 2)), np.empty((0, STEPS, dataset.outputs))
    if request.region is not None:
        hidden, answers = _outputs(network, dataset.plane.inputs(_grid(request.region)), request.layer)
        lines, outputs = project(hidden).reshape(-1, STEPS, 2), answers.reshape(-1, STEPS, dataset.outputs)
    return HiddenSpace(
        dataset=dataset,
        layer=request.layer,
        axes=request.axes,
        lines=lines,
        outputs=outputs,
        places={name: project(values) for name, values in seen.items()},
        decision=_decision(network, request),
        explained=project.explained,
    )


class _Projection:
    """From a layer's outputs (n, units) to two numbers (n, 2)."""

    def __init__(self, axes: tuple[int, int] | None, fitted_on: NDArray[np.float64]) -> None:
        self._axes = axes
        self._plane = principal_plane(fitted_on) if axes is None else None
        self.explained: tuple[float, float] | None = None
        if self._plane is not None:
            spread = self._plane.coordinates(fitted_on, fitted_on).var(axis=0)
            first, second = (spread / max(float(fitted_on.var(axis=0).sum()), 1e-300)).tolist()
            self.explained = first, second

    def __call__(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._plane is not None:
            return self._plane.coordinates(values, values)
        assert self._axes is not None
        return values[:, list(self._axes)]


def _exists(network: Network, request: HiddenRequest) -> bool:
    if not 0 <= request.layer < len(network.layers) - 1:
        return False
    return request.axes is None or max(request.axes) < network.layers[request.layer].units


def _outputs(network: Network, x: NDArray[np.floating], layer: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The layer's outputs and the network's, without what cannot be drawn of one that runs away."""
    found = network.layer_outputs(x.astype(network.values.dtype, copy=False))
    hidden, answers = (np.clip(np.nan_to_num(found[k]), -_LIMIT, _LIMIT).astype(np.float64) for k in (layer, -1))
    return hidden, answers


def _grid(region: Region) -> NDArray[np.float64]:
    """The points of all lines, (2 LINES STEPS, 2)."""
    x, y = np.linspace(region.left, region.right, LINES), np.linspace(region.bottom, region.top, LINES)
    along_x, along_y = np.linspace(region.left, region.right, STEPS), np.linspace(region.bottom, region.top, STEPS)
    upright = np.column_stack([np.repeat(x, STEPS), np.tile(along_y, LINES)])
    level = np.column_stack([np.tile(along_x, LINES), np.repeat(y, STEPS)])
    return np.concatenate([upright, level])


def _decision(network: Network, request: HiddenRequest) -> tuple[float, float, float] | None:
    """The line on which the output layer is undecided, where it is given no more than the two numbers shown."""
    last, axes = network.layers[-1], request.axes
    shown = axes is not None and sorted(axes) == [0, 1] and network.layers[request.layer].units == 2
    if not shown or request.layer != len(network.layers) - 2 or last.batch_norm or not network.decides:
        return None
    weight, bias = network.parameters["output.weight"], network.parameters["output.bias"]
    if last.units == 2:
        weight, bias = weight[:, 1:] - weight[:, :1], bias[1:] - bias[:1]
    elif last.units > 2:
        return None
    assert axes is not None
    return float(weight[axes[0], 0]), float(weight[axes[1], 0]), float(bias[0])
