"""The map as an image that Qt can draw."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from playground.app.theme import Theme, canvas_table, class_colours
from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import Experiment
from playground.training import Region, Snapshot

Pixels = npt.NDArray[np.uint32]
Outputs = npt.NDArray[np.float32]


@dataclass(frozen=True)
class MapColours:
    """The colours of a theme, as arithmetic takes them.

    table : 256 pixels, 0xffRRGGBB, from surely the first class to surely the second.
    classes : (classes, 3), 0 to 255. undecided : (3,), where no class is likelier than another.
    """

    table: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.float64]
    undecided: npt.NDArray[np.float64]


def paint_map(
    outputs: Outputs, between: tuple[float, float], colours: MapColours, *, sharp: bool, steps: int = 2
) -> Pixels:
    """`outputs` (rows, columns, k) as pixels (rows, columns); `between` are the outputs' least and largest values.

    One output colours by a table; several by their classes' colours, blended by their shares and faded to the undecided
    tone the less one stands out. `sharp` shows the decided class alone; one output in so many equal `steps`.
    """
    low, high = between
    # Whether anything is no number is told by a sum, ten times faster than by looking for it.
    shares = (outputs if np.isfinite(outputs.sum()) else np.nan_to_num(outputs)) - np.float32(low)
    shares *= np.float32(1 / (high - low))
    np.clip(shares, 0, 1, out=shares)
    if outputs.shape[-1] == 1:
        return _by_table(shares[..., 0], colours.table, steps if sharp else 256)
    if sharp:
        return _packed(colours.classes[shares.argmax(axis=-1)])
    return _packed(_blended(shares, colours))


def _by_table(shares: Outputs, table: Pixels, steps: int) -> Pixels:
    if steps == len(table):
        return np.asarray(table[(shares * 255 + 0.5).astype(np.uint8)])
    # A step begins above its edge: with two, exactly undecided counts as the first class.
    step = np.clip(np.ceil(shares * steps), 1, steps) - 1
    return np.asarray(table[np.rint(step * (255 / (steps - 1))).astype(np.uint8)])


def _blended(shares: Outputs, colours: MapColours) -> npt.NDArray[np.float32]:
    """Tell where independent outputs add up to less than 1, what is missing stays undecided."""
    k = shares.shape[-1]
    likely = shares / np.maximum(shares.sum(axis=-1, keepdims=True), 1)
    standing_out = np.clip((likely.max(axis=-1, keepdims=True) * k - 1) / (k - 1), 0, 1)
    offsets = (colours.classes - colours.undecided).astype(np.float32)
    return np.asarray((likely * standing_out) @ offsets + colours.undecided.astype(np.float32))


def _packed(rgb: npt.NDArray[np.floating]) -> Pixels:
    red, green, blue = np.moveaxis((rgb + 0.5).astype(np.uint32), -1, 0)
    return np.ascontiguousarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue)


VALUE_STEPS = 8
"""A sharp map shows values in so many steps: from -1 to 1, quarters."""


def output_range(snapshot: Snapshot) -> tuple[float, float]:
    """The range of the outputs in a snapshot: see `range_of`."""
    return range_of(snapshot.experiment, snapshot.dataset)


def range_of(experiment: Experiment, dataset: Dataset) -> tuple[float, float]:
    """The values that stand for "surely not" and "surely": 0 and 1, or -1 and +1, by activation or else by targets.

    For regression they are the least and the largest value that colours tell apart.
    """
    if not dataset.classifies:
        return dataset.value_range
    activation = ALL_ACTIVATIONS[experiment.network.output.activation]
    if activation.is_bounded:
        return activation.bounds
    return (-1.0, 1.0) if float(dataset.train.y.min()) < 0 else (0.0, 1.0)


class MapPicture:
    """Paints the newest map, and keeps the pixels that the image only points to."""

    def __init__(self) -> None:
        self.theme: Theme | None = None
        self.region = Region(-1.0, 1.0, -1.0, 1.0)
        self._colours: MapColours | None = None
        self._pixels = np.empty((0, 0), np.uint32)
        self.image = QImage()

    def paint(self, snapshot: Snapshot, theme: Theme, *, sharp: bool) -> None:
        """Take the maps of `snapshot`, which has some, into `image`."""
        assert snapshot.maps is not None
        outputs, self.region = snapshot.maps.output, snapshot.maps.region
        steps = 2 if snapshot.dataset.classifies else VALUE_STEPS
        colours = self._colours_for(theme, outputs.shape[-1])
        self._pixels = paint_map(outputs, output_range(snapshot), colours, sharp=sharp, steps=steps)
        height, width = self._pixels.shape
        self.image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)

    def clear(self) -> None:
        self.image = QImage()

    def _colours_for(self, theme: Theme, outputs: int) -> MapColours:
        if self._colours is None or theme != self.theme or len(self._colours.classes) != outputs:
            self._colours = colours_of(theme, outputs)
            self.theme = theme
        return self._colours


def colours_of(theme: Theme, outputs: int) -> MapColours:
    """The colours of maps with so many outputs."""
    tone = QColor(theme.undecided)
    undecided = np.array([tone.red(), tone.green(), tone.blue()], np.float64)
    return MapColours(canvas_table(theme), class_colours(theme, outputs), undecided)
