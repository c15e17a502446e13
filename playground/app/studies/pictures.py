"""The pictures of a wall, made when they are painted and kept until there is something new to see."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from playground.app.output.maps import MapColours, colours_of, paint_map, range_of
from playground.app.theme import Theme
from playground.data import Dataset
from playground.experiment import Experiment


class Pictures:
    """By the number of a group: the map that came last, and its image in the theme that is on."""

    def __init__(self) -> None:
        self._dataset: Dataset | None = None
        self._maps: dict[int, tuple[npt.NDArray[np.float32], Experiment]] = {}
        self._images: dict[int, tuple[QImage, npt.NDArray[np.uint32]]] = {}
        self._theme: Theme | None = None
        self._colours: dict[int, MapColours] = {}

    def take_dataset(self, dataset: Dataset) -> None:
        """The data that the maps are pictures of."""
        self._dataset = dataset
        self._images.clear()

    def put(self, number: int, outputs: npt.NDArray[np.float32], experiment: Experiment) -> None:
        """Take a map (resolution, resolution, outputs) of a trial of this experiment."""
        self._maps[number] = outputs, experiment
        self._images.pop(number, None)

    def has(self, number: int) -> bool:
        """Tell whether there is a picture."""
        return number in self._maps and self._dataset is not None

    def image(self, number: int, theme: Theme) -> QImage:
        """The picture; empty where there is none yet."""
        if theme != self._theme:
            self._theme = theme
            self._images.clear()
            self._colours.clear()
        if number not in self._maps or self._dataset is None:
            return QImage()
        if number not in self._images:
            self._images[number] = self._painted(number, theme, self._dataset)
        return self._images[number][0]

    def _painted(self, number: int, theme: Theme, dataset: Dataset) -> tuple[QImage, npt.NDArray[np.uint32]]:
        """The image and its pixels, which it only points to."""
        outputs, experiment = self._maps[number]
        count = outputs.shape[-1]
        if count not in self._colours:
            self._colours[count] = colours_of(theme, count)
        pixels = paint_map(outputs, range_of(experiment, dataset), self._colours[count], sharp=False)
        height, width = pixels.shape
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32), pixels
