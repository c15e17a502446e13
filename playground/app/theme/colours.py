"""From numbers to colours: tables that turn a byte, or a row of probabilities, into pixels.

A two-class map is drawn as `table[values]` with `values` of dtype uint8 (0 is surely the first class, 255
surely the second) and the result handed to a QImage as Format_RGB32: one look-up, no arithmetic a pixel.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from playground.app.theme.tokens import Theme
from playground.experiment.colours import mix

# The canvas carries points drawn in the full colours, so its own are held back; neuron maps carry nothing.
CANVAS_STRENGTH = 0.75
NEURON_STRENGTH = 0.94


def canvas_table(theme: Theme) -> npt.NDArray[np.uint32]:
    """256 colours for the output canvas: orange, through the undecided tone, to blue."""
    return two_class_table(theme.classes[0], theme.undecided, theme.classes[1], CANVAS_STRENGTH)


def neuron_table(theme: Theme) -> npt.NDArray[np.uint32]:
    """256 colours for neuron maps, nearly the full class colours at both ends."""
    return two_class_table(theme.negative, theme.undecided, theme.positive, NEURON_STRENGTH)


def two_class_table(first: str, middle: str, second: str, strength: float) -> npt.NDArray[np.uint32]:
    """256 colours as 0xffRRGGBB, from `first` over `middle` to `second`."""
    signed = np.linspace(-1.0, 1.0, 256)[:, None]
    end = np.where(signed < 0, _rgb(first), _rgb(second))
    share = strength * np.abs(signed)
    red, green, blue = np.rint(_rgb(middle) * (1 - share) + end * share).astype(np.uint32).T
    return np.ascontiguousarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue)


def value_colours(theme: Theme, steps: int) -> list[str]:
    """The colours of points with values, '#rrggbb', from -1 over the undecided tone to 1: canvas colours undiluted."""
    table = two_class_table(theme.classes[0], theme.undecided, theme.classes[1], 1.0)
    chosen = table[np.rint(np.linspace(0, 255, steps)).astype(np.intp)]
    return [f"#{int(pixel) & 0xFFFFFF:06x}" for pixel in chosen]


def class_colours(theme: Theme, classes: int) -> npt.NDArray[np.float64]:
    """The canvas colours of several classes, (classes, 3) from 0 to 255, for `probabilities @ colours`."""
    palette = theme.classes
    mixed = [mix(theme.undecided, palette[k % len(palette)], CANVAS_STRENGTH) for k in range(classes)]
    return np.array([_rgb(colour) for colour in mixed]).reshape(classes, 3)


def _rgb(colour: str) -> npt.NDArray[np.float64]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


MOST_HUES = 5
"""More hidden layers than this are not told apart by hue: a ramp shows how deep they lie."""
_STOPS = 3


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen of constant width on the screen. Opaque and 1 wide unless asked: wider ones cost five times more."""
    drawn = QPen(QColor(colour), width, style)
    drawn.setCosmetic(True)
    return drawn


def series_colour(theme: Theme, part: str) -> str:
    """The colour of `train`, `validation` or `test` in every chart and table."""
    return {"train": theme.train, "validation": theme.validation, "test": theme.test}[part]


def layer_colour(theme: Theme, layer: int, layers: int) -> str:
    """The colour of a layer's update ratio; `layer` counts from 0, and layer `layers - 1` is the output."""
    hidden = layers - 1
    if layer == hidden:
        return theme.output_layer
    if hidden > MOST_HUES:
        return _on_ramp(theme.hidden_layers[:_STOPS], layer / (hidden - 1))
    return theme.hidden_layers[layer]


def _on_ramp(stops: Sequence[str], share: float) -> str:
    """The colour at a share of the way along colours at equal distances."""
    place = share * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    return mix(stops[first], stops[first + 1], place - first)
