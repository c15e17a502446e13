"""What a view receives: a frozen picture of a run at one moment, of arrays that nothing writes to any more."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.experiment import Experiment
from playground.training.answers import Fit
from playground.training.edits import Muted
from playground.training.inspection import Target, Unit


@dataclass(frozen=True)
class Region:
    """A rectangle of the input plane, sampled on a square grid of `resolution` x `resolution` points.

    Points lie at the centres of the grid's cells, so that a picture of the grid fills the rectangle exactly.
    """

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def grid(self, resolution: int) -> NDArray[np.float64]:
        """The grid's points, (resolution², 2): row by row from the top, left to right, as pictures are stored."""
        centres = (np.arange(resolution) + 0.5) / resolution
        x = self.left + centres * self.width
        y = self.top - centres * self.height
        return np.column_stack([np.tile(x, resolution), np.repeat(y, resolution)])


@dataclass(frozen=True)
class MapRequest:
    """What a window asks to see: the region, the canvas's resolution, and those of the small maps.

    tiles : sides of the small maps, a column each from the inputs on; the last counts for all columns beyond.
    unit : one whose map is wanted in the canvas's resolution too. opened : a column whose units' maps are all wanted.
    """

    region: Region
    resolution: int = 96
    tiles: tuple[int, ...] = (32,)
    unit: Unit | None = None
    opened: int | None = None

    def side_of(self, column: int) -> int:
        """The side of a column's small maps, which cannot be sharper than the canvas's."""
        return min(self.tiles[min(column, len(self.tiles) - 1)], self.resolution)


@dataclass(frozen=True)
class Maps:
    """The network evaluated over a region of the input plane, pictures stored from the top row down.

    output : (resolution, resolution, outputs) float32, after the output activation: probabilities, or values.
    features : one (side, side) float32 picture a feature, as the network sees it; of the first 64.
    layers : a hidden layer each, (units, side, side) float32, after the activation; of the first 64 units. Columns
        may have sides of their own.
    unit, unit_map : a unit that was asked for, and its outputs (resolution, resolution) float32.
    opened, opened_maps : a column that was asked for, and the small maps of all its units.
    """

    region: Region
    output: NDArray[np.float32]
    features: NDArray[np.float32]
    layers: tuple[NDArray[np.float32], ...]
    unit: Unit | None = None
    unit_map: NDArray[np.float32] | None = None
    opened: int | None = None
    opened_maps: NDArray[np.float32] | None = None


class Score(NamedTuple):
    """How the network does on one part: the data loss, and the accuracy (None for regression)."""

    loss: float
    accuracy: float | None


@dataclass(frozen=True, repr=False)
class Snapshot:
    """A run at one moment.

    scores : by part ("train", "validation", "test"), only the parts that exist.
    parameters : copies by name: "layer1.weight" (fan_in, fan_out), "layer1.bias" (fan_out,), ..., "output.weight".
    update_ratios : by parameter name, those of the epoch's last step; empty before the first.
    maps : None when none were asked for.
    base_rate_loss : what always answering the classes' shares, or the mean value, would score on the training part.
    base_rate_accuracy : the share of the training part's most common class; NaN for regression.
    fits : by part, for regression only.
    watched : what views asked to be looked at beside all this, by name; only what was looked at this time.
    muted : what is muted, with what that did.
    """

    experiment: Experiment
    dataset: Dataset
    epoch: int
    step: int
    """Minibatches into the next epoch: 0 unless stepping by minibatch."""
    scores: Mapping[str, Score]
    penalty: float
    learning_rate: float
    parameters: Mapping[str, NDArray[np.floating]]
    update_ratios: Mapping[str, float] = field(default_factory=dict)
    maps: Maps | None = None
    base_rate_loss: float = math.nan
    base_rate_accuracy: float = math.nan
    fits: Mapping[str, Fit] = field(default_factory=dict)
    watched: Mapping[str, object] = field(default_factory=dict)
    muted: Mapping[Target, Muted] = field(default_factory=dict)

    def __repr__(self) -> str:
        step = f", step {self.step:,}" if self.step else ""
        return f"<Snapshot of {self.experiment.name}: epoch {self.epoch:,}{step}>"

    @property
    def parameter_count(self) -> int:
        """Weights and biases (and gammas and betas) in all."""
        return sum(array.size for array in self.parameters.values())
