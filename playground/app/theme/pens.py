"""Pens and colours for curves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from playground.app.theme.tokens import Theme, mix

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
