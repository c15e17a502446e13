"""The map as an image that Qt can draw."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.app.theme import Theme, canvas_table, class_colours
from playground.app.views.output.map_colours import MapColours, paint_map
from playground.app.views.output.output_range import VALUE_STEPS, output_range
from playground.training import Region, Snapshot


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
