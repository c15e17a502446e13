"""The one place where colours, pens, fonts and the style sheet of the window are decided."""

from playground.app.theme.colours import (
    canvas_table,
    class_colours,
    layer_colour,
    neuron_table,
    pen,
    series_colour,
    value_colours,
)
from playground.app.theme.manager import MODES, TYPE_SIZES, Mode, ThemeManager, TypeSize
from playground.app.theme.palette import (
    body_font,
    epoch_font,
    fix_size,
    heading_font,
    least_width,
    palette,
    scaled,
    small_font,
    write_small,
)
from playground.app.theme.style_sheet import style_sheet
from playground.app.theme.tokens import DARK, LIGHT, Theme, mix

__all__ = [
    "DARK",
    "LIGHT",
    "MODES",
    "TYPE_SIZES",
    "Mode",
    "Theme",
    "ThemeManager",
    "TypeSize",
    "body_font",
    "canvas_table",
    "class_colours",
    "epoch_font",
    "fix_size",
    "heading_font",
    "layer_colour",
    "least_width",
    "mix",
    "neuron_table",
    "palette",
    "pen",
    "scaled",
    "series_colour",
    "small_font",
    "style_sheet",
    "value_colours",
    "write_small",
]
