"""Pens and colours for curves."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from playground.app.theme.tokens import Theme


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
    if layer == layers - 1:
        return theme.output_layer
    return theme.hidden_layers[layer % len(theme.hidden_layers)]
